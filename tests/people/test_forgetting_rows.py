"""Nothing of a person stays in the operational database but keys; of others everything does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.people.forgetting import forget_rows, wipe
from treue.people.keeping import Reached, keep
from treue.people.log import log
from treue.people.records import Contact, ContactWord, Event, Forgotten, Later, Logged, Note, Task

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    opened = open_home(tmp_path / "shop", create=True)
    open_database(opened)
    return opened


def fill(key: int, mark: str) -> None:
    keep([Reached(key, key, "shop", NOW, f"n-{mark}", mark, "Berg", mail=f"{mark}@example.org")])
    Task.objects.create(customer=key, title=f"call {mark}", made_at=NOW, made_by="user:1")
    Note.objects.create(customer=key, text=f"likes {mark}", made_at=NOW, made_by="user:1")
    Later.objects.create(customer=key, until=date(2026, 12, 1), made_at=NOW, made_by="user:1")
    body = {"order": {"mail": f"{mark}@example.org"}, "lines": [1, 2]}
    Event.objects.create(source="api", key=mark, kind="order", body=body, arrived_at=NOW)
    log("user:1", "viewed", key)


def stands_for(_source: str, text: str) -> tuple[int, ...]:
    """As a keyring does: the key of a text, if it is one of Anna's."""
    return (7_777_777,) if "xyzzyanna" in text else ()


def raw(home: Home) -> bytes:
    return b"".join(path.read_bytes() for path in home.folder.glob("treue.db*"))


def test_nothing_of_one_stays_and_everything_of_the_other_does(home: Home) -> None:
    fill(7_777_777, "xyzzyanna")
    fill(8_888_888, "quuxben")
    assert b"xyzzyanna" in raw(home)
    assert forget_rows({7_777_777}, stands_for, NOW) > 0
    assert [each.key for each in Contact.objects.all()] == [8_888_888]
    assert {each.contact_id for each in ContactWord.objects.all()} == {8_888_888}
    for record in (Task, Note, Later):
        assert [each.customer for each in record.objects.all()] == [8_888_888]
    assert [each.key for each in Event.objects.all()] == ["quuxben"]
    assert sorted(str(each.customer) for each in Logged.objects.all()) == ["8888888", "None"]
    assert [each.key for each in Forgotten.objects.all()] == [7_777_777]
    assert forget_rows({7_777_777}, stands_for, NOW) == 0
    wipe()
    assert b"xyzzyanna" not in raw(home)
    assert b"quuxben" in raw(home)


@pytest.mark.usefixtures("home")
def test_a_load_does_not_bring_them_back() -> None:
    fill(7, "anna")
    forget_rows({7}, stands_for, NOW)
    assert keep([Reached(7, 7, "shop", NOW, "n", "Anna", "Berg")]) == 0
