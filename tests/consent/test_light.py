"""The light of the permission to write: what was said last counts, and no merge makes more of a yes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from treue.consent.keeping import end_objection, keep, lift, object_to_profiling, suppress
from treue.consent.light import light_of, lights_of
from treue.consent.records import Evidence, ProfilingObjection, Suppressed
from treue.errors import BadOption
from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.loop.intake.loading import Wanted, load
from treue.loop.intake.undoing import undo_load
from treue.people.contacts import keys_of
from treue.people.records import Logged

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    opened = open_home(tmp_path / "shop", create=True)
    open_database(opened)
    return opened


def said(
    kinds: str, key: int = 7, channel: str = "mail", purpose: str = "newsletter", days: int = 30
) -> None:
    """Words of one key, a day apart, the first so many days ago."""
    keep(
        Evidence(
            key=key,
            channel=channel,
            purpose=purpose,
            kind=kind,
            at=NOW - timedelta(days=days - place),
            source="t",
        )
        for place, kind in enumerate(kinds.split())
    )


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("kinds", "colour", "reason"),
    [
        ("", "red", "none"),
        ("given", "yellow", "unconfirmed"),
        ("given confirmed", "green", "confirmed"),
        ("confirmed", "green", "confirmed"),
        ("given confirmed withdrawn", "red", "withdrawn"),
        ("given confirmed objected", "red", "objected"),
        ("given confirmed withdrawn given", "yellow", "unconfirmed"),
        ("given confirmed withdrawn given confirmed", "green", "confirmed"),
        ("given confirmed given", "green", "confirmed"),
    ],
)
def test_the_last_word_counts(kinds: str, colour: str, reason: str) -> None:
    said(kinds)
    light = light_of([7], "mail", "newsletter", NOW)
    assert (light.colour, light.reason) == (colour, reason)
    assert (light.key == 7) is (colour != "red")
    assert bool(light.evidence) is bool(kinds)


@pytest.mark.usefixtures("home")
def test_another_channel_or_purpose_is_another_question() -> None:
    said("given confirmed")
    assert light_of([7], "sms", "newsletter", NOW).reason == "none"
    assert light_of([7], "mail", "values", NOW).reason == "none"
    said("objected", purpose="all", channel="all", days=1)
    assert light_of([7], "mail", "newsletter", NOW).reason == "objected"
    assert light_of([7], "mail", "newsletter", NOW - timedelta(days=9)).colour == "green"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("purpose", ["advertising", "gewinnspiel", ""])
@pytest.mark.parametrize("act", ["withdrawn", "objected"])
def test_a_no_to_advertising_or_to_nobody_knows_what_counts(purpose: str, act: str) -> None:
    said("given confirmed")
    said("given", purpose=purpose, days=2)
    assert light_of([7], "mail", "newsletter", NOW).colour == "green"
    said(act, purpose=purpose, days=1)
    assert light_of([7], "mail", "newsletter", NOW).reason == act
    assert light_of([7], "mail", "reviews", NOW).reason == act


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("purpose", ["reviews", "tracking", "profiling", "values"])
def test_a_no_to_something_else_counts_there_only(purpose: str) -> None:
    said("given confirmed")
    said("objected", purpose=purpose, days=1)
    assert light_of([7], "mail", "newsletter", NOW).colour == "green"


@pytest.mark.usefixtures("home")
def test_a_yes_stays_with_its_address_and_a_no_counts_for_the_person() -> None:
    said("given", key=7)
    said("confirmed", key=8)
    light = light_of([7, 8], "mail", "newsletter", NOW)
    assert (light.colour, light.key) == ("green", 8)
    assert light_of([7], "mail", "newsletter", NOW).colour == "yellow"
    said("withdrawn", key=9, days=1)
    assert light_of([7, 8, 9], "mail", "newsletter", NOW).reason == "withdrawn"
    said("given", key=7, days=0)
    light = light_of([7, 8, 9], "mail", "newsletter", NOW)
    assert (light.colour, light.key) == ("yellow", 7)


@pytest.mark.usefixtures("home")
def test_at_one_instant_the_no_counts() -> None:
    said("given")
    said("withdrawn")
    assert light_of([7], "mail", "newsletter", NOW).reason == "withdrawn"


@pytest.mark.usefixtures("home")
def test_suppression_stands_above_every_yes_and_goes_only_with_a_reason() -> None:
    said("given confirmed")
    suppress(7, "complaint", "user:1", NOW)
    suppress(7, "complaint", "user:2", NOW)
    assert light_of([1, 7], "mail", "newsletter", NOW).reason == "suppressed"
    assert [(row.by, row.reason) for row in Suppressed.objects.all()] == [("user:1", "complaint")]
    with pytest.raises(BadOption, match="needs a reason"):
        lift(7, " ", "user:1")
    lift(7, "wrong person", "user:1")
    assert light_of([7], "mail", "newsletter", NOW).colour == "green"
    assert [row.what for row in Logged.objects.order_by("id")] == ["suppressed", "unsuppressed"]
    with pytest.raises(BadOption, match="nothing is suppressed"):
        lift(7, "wrong person", "user:1")
    suppress(7, "complaint", "user:1", NOW, channel="sms")
    assert light_of([7], "mail", "newsletter", NOW).colour == "green"
    assert light_of([7], "sms", "newsletter", NOW).reason == "suppressed"


@pytest.mark.usefixtures("home")
def test_a_page_of_people_costs_two_queries() -> None:
    for key in range(1, 101):
        said("given confirmed" if key % 2 else "given", key=key)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lights = lights_of({key: (key, key + 1_000) for key in range(1, 201)}, "mail", "newsletter", NOW)
    assert len(asked) == 2
    assert [lights[key].colour for key in (1, 2, 150)] == ["green", "yellow", "red"]


@pytest.mark.usefixtures("home")
def test_an_objection_to_profiling_is_said_and_taken_back() -> None:
    object_to_profiling(7, "user:1", NOW)
    object_to_profiling(7, "user:1", NOW)
    assert ProfilingObjection.objects.count() == 1
    end_objection(7, "user:1")
    end_objection(7, "user:1")
    assert not ProfilingObjection.objects.exists()
    assert [row.what for row in Logged.objects.order_by("id")] == ["objected", "unobjected"]


CONSENTS = "Kundennummer;E-Mail;Kanal;Zweck;Zeitpunkt;Vorgang;Nachweis\n"


def bring(home: Home, text: str) -> None:
    path = home.folder.parent / "einwilligungen.csv"
    path.write_text(CONSENTS + text, encoding="utf-8")
    load(Wanted(path), home, lambda _: None)


def test_a_load_brings_evidence_for_the_address_it_was_given_for(home: Home) -> None:
    text = (
        "7;a@example.org;mail;newsletter;01.03.2026 10:00;erteilt;B-1\n"
        "7;a@example.org;mail;newsletter;01.03.2026 10:05;bestätigt;B-2\n"
        "8;;letter;newsletter;02.03.2026 10:00;erteilt;\n"
    )
    bring(home, text)
    bring(home, text)
    seven, eight = (home.keyring().number("shop", each) for each in "78")
    mailbox = home.keyring().address("a@example.org")
    assert sorted((row.key, row.kind, row.proof) for row in Evidence.objects.all()) == sorted(
        [(mailbox, "given", "B-1"), (mailbox, "confirmed", "B-2"), (eight, "given", "")]
    )
    keys = keys_of([seven])[seven]
    assert mailbox in keys
    light = light_of(keys, "mail", "newsletter", NOW)
    assert (light.colour, light.key) == ("green", mailbox)


def test_evidence_of_a_load_that_is_taken_back_goes_and_nobodys_else(home: Home) -> None:
    bring(home, "7;a@example.org;mail;newsletter;01.03.2026 10:00;erteilt;\n")
    bring(home, "8;b@example.org;mail;newsletter;01.03.2026 10:00;erteilt;\n")
    said("given", key=55)
    undo_load(home)
    assert {row.key for row in Evidence.objects.all()} == {home.keyring().address("a@example.org"), 55}
