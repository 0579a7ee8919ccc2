"""Who objects to profiling is in no table of a night; what they bought and cost still counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from working import working_home, write_orders

from treue.consent import keeping
from treue.consent.objections import objecting
from treue.consent.records import Evidence
from treue.loop.home import Home
from treue.loop.intake.loading import Wanted, load
from treue.loop.nightly import nightly
from treue.loop.rights.objecting import facts_for_night, objectors
from treue.people.keeping import Reached, keep

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
_WITH_CUSTOMERS = "SELECT table_name FROM duckdb_columns() WHERE column_name = 'customer'"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = working_home(tmp_path / "shop")
    load(Wanted(write_orders(tmp_path / "orders.csv")), made, lambda _: None)
    return made


def night(home: Home) -> tuple[set[int], list[tuple[object, ...]], str]:
    """Customers of a night, what each month brought, and what its facts were."""
    made = nightly(home, lambda _: None)
    with duckdb.connect(str(made.database), read_only=True) as con:
        held = con.execute(
            "SELECT table_name FROM duckdb_columns() WHERE column_name = 'customer'"
        ).fetchall()
        listed = " UNION ".join(f'SELECT customer FROM "{name}"' for (name,) in held)
        seen = {key for (key,) in con.execute(listed).fetchall() if key is not None}
        months = con.execute("SELECT month, orders, revenue_minor FROM months ORDER BY month").fetchall()
    return seen, months, str(made.manifest["facts"])


def test_a_night_leaves_them_out_and_takes_them_in_again(home: Home) -> None:
    key = home.keyring().number("shop", "K7")
    everybody, months, facts = night(home)
    assert key in everybody
    keeping.object_to_profiling(key, "user:1", NOW)
    others, same_months, other_facts = night(home)
    assert everybody - others == {key}
    assert same_months == months
    assert other_facts != facts, "a night without them is not the same night"
    keeping.end_objection(key, "user:1")
    assert night(home) == (everybody, months, facts)


def test_all_numbers_and_addresses_of_the_person_are_meant(home: Home, tmp_path: Path) -> None:
    one, other = home.keyring().number("shop", "K1"), home.keyring().number("shop", "K2")
    path = tmp_path / "same.csv"
    path.write_text(
        "Bestellnummer;Kundennummer;E-Mail;Datum;Betrag\na;K1;m@example.org;01.02.2025;5,00\n"
        "b;K2;m@example.org;02.02.2025;5,00\n",
        encoding="utf-8",
    )
    load(Wanted(path), home, lambda _: None)
    keeping.object_to_profiling(other, "user:1", NOW)
    folder = tmp_path / "drafts"
    folder.mkdir()
    files = [str(each) for each in facts_for_night(home, folder).files("orders")]
    left = {key for (key,) in duckdb.execute("SELECT customer FROM read_parquet(?)", [files]).fetchall()}
    assert not {one, other, home.keyring().address("m@example.org")} & left
    assert len(left) == 59, "58 others, and nobody"


def test_where_nobody_objects_no_file_is_copied(home: Home, tmp_path: Path) -> None:
    keep([Reached(5, 5, "shop", NOW, "5")])
    assert facts_for_night(home, tmp_path).files("orders") == home.facts.files("orders")
    keeping.object_to_profiling(123, "user:1", NOW)
    assert facts_for_night(home, tmp_path).files("orders") == home.facts.files("orders")


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("profiling objected", True),
        ("profiling given, profiling withdrawn", True),
        ("profiling objected, profiling given", False),
        ("profiling given", False),
        ("advertising objected", True),
        ("gewinnspiel objected, gewinnspiel given", True),
        ("gewinnspiel objected, all given", False),
        ("gewinnspiel withdrawn, newsletter objected", False),
    ],
)
@pytest.mark.usefixtures("home")
def test_the_last_word_on_profiling_counts(said: str, is_one: bool) -> None:
    for turn, (purpose, kind) in enumerate(each.split() for each in said.split(", ")):
        at = NOW + timedelta(days=turn)
        Evidence.objects.create(key=8, channel="web", purpose=purpose, kind=kind, at=at, source="shop")
    assert (8 in objecting({8, 9})) is is_one
    assert not objecting({9})


def test_a_consent_that_was_loaded_says_no_as_well(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "einwilligungen.csv"
    path.write_text(
        "Kundennummer;Kanal;Zweck;Art;Datum\nK3;Mail;Profilbildung;widersprochen;01.02.2026\n"
        "K4;Mail;Profilbildung;widersprochen;01.02.2026\nK4;Mail;Profilbildung;erteilt;02.02.2026\n"
        "K5;Mail;Newsletter;widersprochen;01.02.2026\nK6;SMS;Gewinnspiel;widersprochen;01.02.2026\n"
        "K7;SMS;Gewinnspiel;widerrufen;01.02.2026\nK8;Mail;Werbung;widersprochen;01.02.2026\n",
        encoding="utf-8",
    )
    load(Wanted(path), home, lambda _: None)
    keys = {home.keyring().number("shop", f"K{number}") for number in range(3, 9)}
    saying_no = {home.keyring().number("shop", number) for number in ("K3", "K6", "K8")}
    with duckdb.connect() as con:
        assert objectors(con, home) == saying_no, "of the night"
    assert objecting(keys) == saying_no, "on pages"
