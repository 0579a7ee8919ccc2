"""Everybody judged at once is everybody judged one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from treue.consent.keeping import keep
from treue.consent.light import lights_of
from treue.consent.records import Evidence
from treue.consent.standing import standing
from treue.loop.database import open_database
from treue.loop.home import open_home
from treue.people.contacts import keys_of, persons_of
from treue.people.keeping import Reached
from treue.people.keeping import keep as keep_contacts

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
PERSONS = range(1000, 1060)


@pytest.fixture(autouse=True)
def _many_words(tmp_path: Path) -> None:
    """Sixty people with two numbers and shared addresses, and words of every kind, tomorrow's too."""
    open_database(open_home(tmp_path / "shop", create=True))
    rng = np.random.default_rng(7)
    keep_contacts(
        Reached(key, person, "shop", NOW, str(key), mailbox=int(rng.integers(1, 50)))
        for person in PERSONS
        if person % 5
        for key in (person, person + 5_000)
    )
    keys = [*range(1, 50), *PERSONS, *(person + 5_000 for person in PERSONS)]
    keep(
        Evidence(
            key=int(rng.choice(keys)),
            channel=str(rng.choice(["mail", "mail", "mail", "sms", "all"])),
            purpose=str(
                rng.choice(["newsletter"] * 4 + ["values", "", "all", "marketing", "profiling", "who knows"])
            ),
            kind=str(rng.choice(["given", "confirmed", "confirmed", "withdrawn", "objected"])),
            at=NOW + timedelta(hours=int(rng.integers(-40, 4)), microseconds=int(rng.integers(2)) * 500_000),
            source="t",
        )
        for _ in range(400)
    )


def test_it_agrees_with_the_light_of_each() -> None:
    judged = lights_of(keys_of(PERSONS), "mail", "newsletter", NOW)
    told = dict(standing("mail", "newsletter", NOW))
    assert list(told) == sorted(told)
    colours = {True: "green", False: "yellow", None: "red"}
    assert {person: colours[told.get(person)] for person in PERSONS} == {
        person: light.colour for person, light in judged.items()
    }
    assert {light.colour for light in judged.values()} == set(colours.values())


def test_persons_of_keys_are_those_who_have_one_of_them() -> None:
    keys = keys_of(PERSONS)
    for some in ({7}, {1001, 6002}, {12, 13, 1003}):
        assert persons_of(some) - some == {person for person in PERSONS if keys[person] & some} - some
