"""What somebody says of a customer: written down, taken back, forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from treue.errors import BadOption, NothingAccepted
from treue.facts.codes import code_of
from treue.loop.home import Home, open_home
from treue.loop.intake.calming import calm, uncalm
from treue.loop.intake.load_log import read_loads
from treue.loop.intake.loading import Wanted, load
from treue.loop.intake.undoing import undo_load
from treue.loop.rights.forgetting_values import forget_values

# In Berlin it is the first of July already.
NOW = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
TODAY = date(2026, 7, 1)
ORDERS = """Bestellnummer;Datum;Kundennummer;E-Mail;Betrag
1;01.05.2026;4711;ana@example.org;5
2;02.05.2026;4712;;6
3;03.06.2026;;ana@example.org;7
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    opened = open_home(tmp_path / "shop", create=True)
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    load(Wanted(tmp_path / "orders.csv"), opened, lambda _: None)
    return opened


def stored(home: Home) -> list[tuple[object, ...]]:
    files = [str(path) for path in home.facts.files("judgements")]
    asked = "SELECT customer, day, kind, until FROM read_parquet(?) ORDER BY ALL"
    return duckdb.execute(asked, [files]).fetchall() if files else []


def test_whoever_is_meant_is_one_person(home: Home) -> None:
    ana = home.keyring().number("shop", "4711")
    code = code_of(ana)
    for who in ("4711", " ana@example.org", str(ana), code, code.lower().replace("-", " ")):
        assert calm(home, who, None, NOW).customer == ana, who
    # One row a person and day, whatever they were called.
    assert stored(home) == [(ana, TODAY, "calm", None)]


def test_the_newest_word_of_a_day_holds(home: Home) -> None:
    ben = home.keyring().number("shop", "4712")
    calm(home, "4712", None, NOW)
    said = calm(home, "4712", date(2026, 9, 1), NOW)
    assert stored(home) == [(ben, TODAY, "calm", date(2026, 9, 1))]
    assert (said.day, said.code) == (TODAY, code_of(ben))


def test_it_is_a_load_like_any_other(home: Home) -> None:
    said = calm(home, "4712", None, NOW)
    last = read_loads(home)[-1]
    assert (last.number, last.accounts["judgements"].rows.accepted) == (said.load, 1)
    # The log outlives who is forgotten.
    assert said.code not in last.path
    assert undo_load(home).fewer == {"judgements": 1}
    assert stored(home) == []
    assert home.facts.rows("orders") == 3


def test_what_was_said_last_is_taken_back(home: Home) -> None:
    ben = home.keyring().number("shop", "4712")
    calm(home, "4712", None, NOW)
    calm(home, "4712", None, datetime(2026, 7, 9, 8, 0, tzinfo=UTC))
    assert uncalm(home, "4712", NOW).day == date(2026, 7, 9)
    assert [row[2] for row in stored(home)] == ["calm", "withdrawn"]
    assert uncalm(home, code_of(ben), NOW).day == TODAY
    with pytest.raises(NothingAccepted, match="nothing was said"):
        uncalm(home, "4712", NOW)


def test_nothing_was_ever_said(home: Home) -> None:
    with pytest.raises(NothingAccepted, match="nothing was said"):
        uncalm(home, "4711", NOW)


def test_who_is_forgotten_is_forgotten(home: Home) -> None:
    calm(home, "4711", None, NOW)
    calm(home, "4712", None, NOW)
    assert forget_values(home, "ana@example.org").said == 1
    assert [row[0] for row in stored(home)] == [home.keyring().number("shop", "4712")]
    ana = home.keyring().number("shop", "4711").to_bytes(8, "little")
    folder = home.facts.folder / "judgements"
    assert not any(ana in path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("who", ["9999", "nobody@example.org", "ZZZZZ-ZZZZZ", ""])
def test_nobody_is_known_by_that(home: Home, who: str) -> None:
    with pytest.raises(BadOption, match="no customer is known by that"):
        calm(home, who, None, NOW)
    assert stored(home) == []


def test_one_number_in_two_shops_is_two_customers(home: Home, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("customer,date,amount\n4712,2026-05-01,5\n", encoding="utf-8")
    load(Wanted(tmp_path / "other.csv", source="till"), home, lambda _: None)
    with pytest.raises(BadOption, match="2 customers are known by that"):
        calm(home, "4712", None, NOW)


def test_a_day_that_is_past(home: Home) -> None:
    with pytest.raises(BadOption, match="which is past"):
        calm(home, "4712", date(2026, 6, 30), NOW)
    calm(home, "4712", TODAY, NOW)


FILE = """Kundennummer;E-Mail;Datum;Art;bis
4711;;01.06.2026;Kein Anlass zur Sorge;31.12.2099
;ana@example.org;02.06.2026;;
4712;;03.06.2026;zurückgenommen;
4712;;04.06.2026;vielleicht;
"""


def test_many_at_once_come_in_a_file(home: Home, tmp_path: Path) -> None:
    (tmp_path / "entwarnungen.csv").write_text(FILE, encoding="utf-8")
    done = load(Wanted(tmp_path / "entwarnungen.csv"), home, lambda _: None)
    assert done.delivery.accounts["judgements"].rules == {"unknown_choice": 1}
    rows = [row[1:] for row in sorted(stored(home), key=lambda row: str(row[1]))]
    assert rows == [
        (date(2026, 6, 1), "calm", date(2099, 12, 31)),
        (date(2026, 6, 2), None, None),
        (date(2026, 6, 3), "withdrawn", None),
    ]
