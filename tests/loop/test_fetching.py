"""Deliveries that come by themselves: files that came to rest, rows of a real server; and who owes us one."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from working import working_home

from clusters import cluster
from treue.errors import BadOption, InputError, Keyed, UnreadableFile
from treue.loop.delivery.fetching import fetch
from treue.loop.delivery.sources_state import missed
from treue.loop.delivery.watching import REST
from treue.loop.home import Home, open_home
from treue.loop.keeping_lists import keep_entries
from treue.loop.records import FetchedFile, SourceState
from treue.loop.work.due import due_sources, mend_clock
from treue.settings import variable_of_source

NOW = datetime(2026, 11, 29, 1, 0, tzinfo=UTC)
HEAD = "Bestellnummer;Kundennummer;Bestelldatum;Gesamtbetrag\n"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Home]:
    home = working_home(tmp_path / "home")
    yield home
    connection.close()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    return folder


def watching(home: Home, export: Path, **told: object) -> Home:
    """The home with that folder watched."""
    entry = {"name": "webshop", "kind": "folder", "path": str(export), **told}
    return keep_entries(home, "sources", [entry])


def delivered(folder: Path, name: str, numbers: range, at: datetime = NOW - timedelta(hours=1)) -> Path:
    """A file of orders that came to rest then."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{number};K{number % 7};01.05.2026;20,90\n" for number in numbers)
    path.write_text(HEAD + rows, encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def quiet(_: str) -> None:
    return None


def test_each_file_is_loaded_once_and_again_when_it_changed(own: Home, export: Path) -> None:
    home = watching(own, export)
    delivered(export, "mai.csv", range(1, 4))
    delivered(export, "2026/juni.csv", range(10, 12), NOW - timedelta(minutes=30))
    first = fetch(home, "webshop", quiet, NOW)
    assert (first.files, first.rows["orders"]) == (2, 5)
    again = fetch(home, "webshop", quiet, NOW + timedelta(hours=1))
    assert (again.files, dict(again.rows)) == (0, {})
    delivered(export, "mai.csv", range(1, 6), NOW)
    changed = fetch(home, "webshop", quiet, NOW + timedelta(hours=2))
    assert (changed.files, changed.rows["orders"]) == (1, 2)
    assert {each.name for each in export.rglob("*.csv")} == {"mai.csv", "juni.csv"}
    state = SourceState.objects.get(name="webshop")
    assert (state.known_since, state.brought_at) == (NOW, NOW + timedelta(hours=2))


def test_a_file_that_still_grows_is_left_until_it_rests(
    own: Home, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = watching(own, export)
    delivered(export, "mai.csv", range(1, 4))
    growing = delivered(export, "juni.csv", range(10, 12), NOW - timedelta(seconds=5))
    looks: list[float] = []
    asleep = time.sleep

    def written_meanwhile(seconds: float) -> None:
        """Between the two looks somebody goes on writing; other threads sleep as ever."""
        if seconds != REST:
            asleep(seconds)
            return
        looks.append(seconds)
        with growing.open("a", encoding="utf-8") as file:
            file.write("12;K1;01.06.2026;20,90\n")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(time, "sleep", written_meanwhile)
        assert fetch(home, "webshop", quiet, NOW).rows["orders"] == 3
    assert looks == [REST]
    os.utime(growing, (NOW.timestamp(), NOW.timestamp()))
    assert fetch(home, "webshop", quiet, NOW + timedelta(hours=1)).rows["orders"] == 3


def test_an_empty_file_and_an_empty_folder_are_nothing_to_load(own: Home, export: Path) -> None:
    home = watching(own, export)
    assert fetch(home, "webshop", quiet, NOW).files == 0
    (export / "leer.csv").touch()
    assert fetch(home, "webshop", quiet, NOW).files == 0
    assert not FetchedFile.objects.exists()


def test_a_file_that_cannot_be_used_keeps_no_other_away_and_is_not_tried_until_it_changes(
    own: Home, export: Path
) -> None:
    home = watching(own, export)
    delivered(export, "gut.csv", range(1, 4))
    bad = export / "rezept.csv"
    bad.write_text("Zutat;Menge\nMehl;viel\n", encoding="utf-8")
    os.utime(bad, (NOW.timestamp() - 7200, NOW.timestamp() - 7200))
    told: list[str] = []
    assert fetch(home, "webshop", told.append, NOW).rows["orders"] == 3
    assert FetchedFile.objects.get(refused=True).name == "rezept.csv"
    assert fetch(home, "webshop", quiet, NOW + timedelta(hours=1)).files == 0
    bad.unlink()
    delivered(export, "rezept.csv", range(20, 22), NOW)
    assert fetch(home, "webshop", quiet, NOW + timedelta(hours=2)).rows["orders"] == 2
    assert not FetchedFile.objects.filter(refused=True).exists()


def test_nothing_but_unusable_files_is_a_failure_that_names_them(own: Home, export: Path) -> None:
    home = watching(own, export)
    bad = export / "rezept.csv"
    bad.write_text("Zutat;Menge\nMehl;viel\n", encoding="utf-8")
    os.utime(bad, (NOW.timestamp() - 7200, NOW.timestamp() - 7200))
    with pytest.raises(BadOption, match=r"rezept\.csv"):
        fetch(home, "webshop", quiet, NOW)
    assert SourceState.objects.get(name="webshop").error["key"] == "fetch_refused"


def test_a_folder_that_is_gone_is_told_and_kept_beside_the_source_until_it_is_back(
    own: Home, export: Path
) -> None:
    home = watching(own, export)
    delivered(export, "mai.csv", range(1, 4))
    away = export.rename(export.with_name("away"))
    with pytest.raises(UnreadableFile, match="no such folder"):
        fetch(home, "webshop", quiet, NOW)
    assert str(export) in str(SourceState.objects.get(name="webshop").error)
    away.rename(export)
    assert fetch(home, "webshop", quiet, NOW + timedelta(hours=1)).rows["orders"] == 3
    assert SourceState.objects.get(name="webshop").error == {}


@pytest.mark.parametrize(
    ("told", "hours"), [({"every": "day"}, 30), ({"every": "hour"}, 24), ({"missed_after_hours": 3}, 3)]
)
def test_a_source_owes_a_delivery_once_its_rhythm_is_over(
    own: Home, export: Path, told: dict[str, object], hours: int
) -> None:
    home = watching(own, export, **told)
    assert missed(home, NOW + timedelta(days=900)) == []  # nobody looked yet: the worker may just have begun
    delivered(export, "mai.csv", range(1, 4))
    fetch(home, "webshop", quiet, NOW)
    assert missed(home, NOW + timedelta(hours=hours)) == []
    (late,) = missed(home, NOW + timedelta(hours=hours, seconds=1))
    assert (late.name, late.since, late.has_brought, late.hours, late.error) == (
        "webshop",
        NOW,
        True,
        hours,
        {},
    )


def test_who_never_brought_anything_and_who_is_silent_longest_stand_first(own: Home, tmp_path: Path) -> None:
    folders = {name: tmp_path / name for name in ("alt", "neu")}
    for folder in folders.values():
        folder.mkdir()
    entries = [{"name": name, "kind": "folder", "path": str(path)} for name, path in folders.items()]
    home = keep_entries(own, "sources", entries)
    fetch(home, "neu", quiet, NOW)
    fetch(home, "alt", quiet, NOW - timedelta(days=2))
    folders["neu"].rmdir()
    with pytest.raises(UnreadableFile):
        fetch(home, "neu", quiet, NOW + timedelta(hours=31))
    found = missed(home, NOW + timedelta(hours=31))
    assert [(each.name, each.has_brought) for each in found] == [("alt", False), ("neu", False)]
    assert found[1].error


def test_the_clock_asks_each_source_at_its_time_and_a_jump_forgets_none(own: Home, export: Path) -> None:
    home = watching(own, export, every="day", at="02:00")
    at = datetime(2026, 11, 29, 1, 0, tzinfo=UTC)  # 02:00 in the shop's zone
    assert due_sources(home, at) == ["webshop"]
    fetch(home, "webshop", quiet, at)
    assert due_sources(home, at + timedelta(hours=23, minutes=59)) == []
    assert due_sources(home, at + timedelta(hours=24)) == ["webshop"]
    fetch(home, "webshop", quiet, at + timedelta(days=300))
    mend_clock(at + timedelta(hours=1))
    state = SourceState.objects.get(name="webshop")
    assert state.tried_at == at + timedelta(hours=1)
    assert due_sources(home, at + timedelta(hours=24)) == ["webshop"]


@pytest.fixture(scope="module")
def shop_database() -> Iterator[str]:
    """A PostgreSQL with orders, and a reader who has a password."""
    with cluster() as url:
        with psycopg.connect(url, autocommit=True) as con:
            con.execute("CREATE TABLE o (id int, who text, at timestamptz, total numeric(10,2))")
            con.execute(
                "INSERT INTO o VALUES (1,'k1','2026-05-01 10:00+02',1234.50),(2,'k2','2026-05-02',0.10)"
            )
            con.execute("CREATE ROLE reader LOGIN PASSWORD 'geheim77'")
            con.execute("GRANT SELECT, INSERT ON o TO reader")
        yield url.replace("treue@", "reader:geheim77@")


ORDERS = "SELECT id AS order_id, who AS customer, at AS ordered_at, total AS amount FROM o"


def asking(home: Home, query: str = ORDERS) -> Home:
    """The home with a database to be asked."""
    entry = {"name": "laden", "kind": "postgres", "queries": {"orders": query}}
    return keep_entries(home, "sources", [entry])


@pytest.fixture
def asked(own: Home, shop_database: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Home]:
    """The home with that database, or one elsewhere, to be asked so."""

    def made(address: str, query: str) -> Home:
        monkeypatch.setenv(variable_of_source("laden"), address or shop_database)
        return asking(own, query)

    return made


@pytest.mark.postgres
def test_rows_of_a_database_become_facts_and_a_second_time_nothing_new(
    asked: Callable[[str, str], Home],
) -> None:
    home = asked("", ORDERS)
    brought = fetch(home, "laden", quiet, NOW)
    assert brought.rows["orders"] == 2
    assert home.facts.rows("orders") == 2
    assert not list(home.arrivals.glob("source-*"))
    assert dict(fetch(home, "laden", quiet, NOW + timedelta(days=1)).rows) == {}
    assert SourceState.objects.get(name="laden").brought_at == NOW


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("case", "said"),
    [
        (("postgresql://reader:falsch99@127.0.0.1:1/x", ORDERS), "unreachable"),
        (("", "SELECT nix FROM o"), "query_refused"),
        (("", "SELECT geheim FROM nirgends"), "query_refused"),
    ],
)
def test_no_failure_tells_where_the_database_is_and_how_to_come_in(
    asked: Callable[[str, str], Home], caplog: pytest.LogCaptureFixture, case: tuple[str, str], said: str
) -> None:
    home, passed = asked(*case), list[str]()
    with caplog.at_level(logging.DEBUG), pytest.raises(InputError) as failed:
        fetch(home, "laden", passed.append, NOW)
    kept = SourceState.objects.get(name="laden").error
    assert kept["key"] == said
    for secret in ("geheim77", "falsch99", "127.0.0.1", "reader"):
        assert secret not in f"{failed.value} {kept} {passed} {caplog.text}"


def test_without_an_address_it_says_where_to_put_one(own: Home) -> None:
    with pytest.raises(BadOption) as failed:
        fetch(asking(own), "laden", quiet, NOW)
    assert isinstance(failed.value.args[0], Keyed)
    assert variable_of_source("laden") in str(failed.value)


def test_what_is_no_source_any_more_is_said(own: Home) -> None:
    with pytest.raises(BadOption, match="no source nobody"):
        fetch(open_home(own.folder), "nobody", quiet, NOW)
