"""Each bad input, one by one: a message in four parts, or a row set aside by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet
from shelf import Shelf

from treue.errors import BadSetting, DoubtfulInput, MissingColumn, NothingAccepted, UnreadableFile
from treue.sources import FileMapping, ReadingTerms
from treue.sources.files import RULES
from treue.sources.files.records import Layout, batches

HEAD = "customer,date,amount\n"
GOOD = "Ana,2024-05-01,12.50\n"
MANY = int(os.environ.get("TREUE_FILES", "500")) >= 10_000


def refusal(shelf: Shelf, content: str | bytes, name: str = "orders.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        shelf.load(content, name=name)
    return str(caught.value)


def test_missing_file(shelf: Shelf) -> None:
    with pytest.raises(UnreadableFile) as caught:
        shelf.read(shelf.folder / "nowhere.csv")
    assert str(caught.value) == (
        "nowhere.csv: No such file or directory; expected a CSV, Parquet or Excel file. Check the path."
    )


def test_empty_file(shelf: Shelf) -> None:
    assert refusal(shelf, "") == ("orders.csv: the file is empty; expected rows of a table. Export it again.")


def test_blank_file(shelf: Shelf) -> None:
    assert refusal(shelf, "\n  \n\n").startswith("orders.csv: no line of text in it; expected rows")


def test_header_without_rows(shelf: Shelf) -> None:
    with pytest.raises(NothingAccepted, match=r"orders: every row was set aside; .* The table has no rows"):
        shelf.load(HEAD)


def test_picture(shelf: Shelf) -> None:
    assert refusal(shelf, b"\x89PNG\r\n\x1a\n0000", "logo.csv") == (
        "logo.csv: a picture (PNG); expected CSV, Parquet or Excel. Export the table as CSV."
    )


def test_noise(shelf: Shelf) -> None:
    noise = bytes(range(1, 32)) * 100
    assert refusal(shelf, noise).startswith("orders.csv: no text; expected CSV, Parquet or Excel.")


def test_broken_parquet(shelf: Shelf) -> None:
    assert "begins like Parquet but cannot be read" in refusal(shelf, b"PAR1" + b"0" * 100, "orders.parquet")


def test_broken_workbook(shelf: Shelf) -> None:
    assert "not an Excel workbook we can open" in refusal(shelf, b"PK\x03\x04" + b"0" * 100, "orders.xlsx")


def test_broken_gzip(shelf: Shelf) -> None:
    assert "Export it again." in refusal(shelf, b"\x1f\x8b\x08" + b"0" * 100, "orders.csv.gz")


def test_folder_without_files(shelf: Shelf) -> None:
    with pytest.raises(UnreadableFile, match="a folder without files; expected CSV, Parquet or Excel"):
        shelf.read(shelf.folder)


@contextmanager
def without_root() -> Iterator[None]:
    """Root may read everything, so for a moment we are nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_no_permission(shelf: Shelf) -> None:
    path = shelf.write(HEAD + GOOD)
    path.chmod(0)
    with (
        without_root(),
        pytest.raises(UnreadableFile, match="Permission denied; expected a file"),
    ):
        shelf.read(path)


def test_changes_while_read(shelf: Shelf) -> None:
    path = shelf.write(HEAD + GOOD)

    def grow(_: str) -> None:
        with path.open("a") as stream:
            stream.write(GOOD)

    with pytest.raises(UnreadableFile) as caught:
        shelf.read(path, say=grow)
    assert str(caught.value) == (
        "orders.csv: the file changed while it was read; rows could be missing or doubled. "
        "Wait until the export has finished, then load it again."
    )


def test_missing_column_shows_what_is_there(shelf: Shelf) -> None:
    with pytest.raises(MissingColumn) as caught:
        shelf.load("wer,wann,was\nAna,gestern,Tee\n")
    assert str(caught.value) == (
        "orders.csv: no column found for ordered_at, customer; the columns are wer (Ana); wann (gestern); "
        "was (Tee). Say which one it is: --time COLUMN --customer COLUMN, or columns in treue.toml."
    )


def test_told_column_that_is_not_there(shelf: Shelf) -> None:
    with pytest.raises(
        MissingColumn, match=r"no column 'Kunde' for customer; the columns are customer, date"
    ):
        shelf.load(HEAD + GOOD, FileMapping(columns={"customer": "Kunde"}))


def test_wrong_terms(shelf: Shelf) -> None:
    path = shelf.write(HEAD + GOOD)
    with pytest.raises(BadSetting, match="currency is 'EURO'; write an ISO 4217 code"):
        shelf.read(path, terms=ReadingTerms(currency="EURO"))
    with pytest.raises(BadSetting, match="zone is 'Berlin'; write an IANA name"):
        shelf.read(path, terms=ReadingTerms(zone="Berlin"))


ROWS: dict[str, tuple[str | bytes, str]] = {
    "no time": ("Ben,,1\n", "missing_time"),
    "30 February": ("Ben,2024-02-30,1\n", "impossible_date"),
    "no date at all": ("Ben,soon,1\n", "impossible_date"),
    "before 1970": ("Ben,1969-12-31,1\n", "impossible_date"),
    "three days ahead": ("Ben,2026-11-25,1\n", "impossible_date"),
    "negative total": ("Ben,2024-05-01,-1\n", "negative_total"),
    "text in a number": ("Ben,2024-05-01,many\n", "not_a_number"),
    "two points": ("Ben,2024-05-01,1.2.3\n", "not_a_number"),
    "more than 64 bits": ("Ben,2024-05-01,99999999999999999999\n", "not_a_number"),
    "a zero byte": ("Be\0n,2024-05-01,1\n", "nul_byte"),
    "no letters": (b"Be\xff\xfen,2024-05-01,1\n", "undecodable"),
    "too many cells": ("Ben,2024-05-01,1,2\n", "wrong_field_count"),
    "too few cells": ("Ben,2024-05-01\n", "wrong_field_count"),
    "an open quote": ('"Ben,2024-05-01,1\n', "quote_never_closed"),
    "a code that is none": ("Ben,2024-05-01,1.00 XXQ\n", "unknown_currency"),
}


@pytest.mark.parametrize("case", ROWS)
def test_row_is_set_aside(shelf: Shelf, case: str) -> None:
    line, rule = ROWS[case]
    line = line.encode() if isinstance(line, str) else line
    umlauts = "Zoë,2024-05-02,1.00\nJürgen,2024-05-02,2.00\n".encode()
    delivery = shelf.load(HEAD.encode() + GOOD.encode() + umlauts + line + b"Cleo,2024-05-03,2.25\n")
    assert shelf.aside(delivery) == [(5, rule)]
    assert delivery.accounts["orders"].rules == {rule: 1}
    assert delivery.accounts["orders"].rows.quarantined == 1
    assert delivery.accounts["orders"].rows.read == 5
    assert sorted(shelf.rows(delivery, "orders", "customer, amount_minor"), key=str) == [
        ("Ana", 1250), ("Cleo", 225), ("Jürgen", 200), ("Zoë", 100),
    ]  # fmt: skip
    assert rule in RULES


def test_money_of_a_row_set_aside_is_counted(shelf: Shelf) -> None:
    delivery = shelf.load(HEAD + GOOD + "Ben,,7.25\nBen,2024-05-01,-3\nBen,2024-05-01,viel\n")
    money = delivery.accounts["orders"].money["EUR"]
    assert (money.read, money.accepted, money.quarantined) == (1250 + 725 - 300, 1250, 725 - 300)


def test_unknown_currency_column(shelf: Shelf) -> None:
    delivery = shelf.load("customer,date,amount,currency\nAna,2024-05-01,10,CHF\nBen,2024-05-01,1,EUX\n")
    assert delivery.accounts["orders"].rules == {"unknown_currency": 1}
    assert shelf.rows(delivery, "orders", "amount_minor, currency") == [(1000, "CHF")]
    assert set(delivery.accounts["orders"].money) == {"CHF"}


def test_everything_set_aside(shelf: Shelf) -> None:
    with pytest.raises(NothingAccepted) as caught:
        shelf.load(HEAD + "Ben,2024-02-30,1\n")
    assert str(caught.value) == (
        "orders: every row was set aside; expected at least one that can be used. "
        "The date does not exist, is before 1970 or lies in the future."
    )


def test_unreadable_file_in_a_folder_is_named_and_skipped(shelf: Shelf) -> None:
    shelf.write(HEAD + GOOD, "may/orders.csv")
    shelf.write(b"\x89PNG\r\n", "logo.png")
    said: list[str] = []
    delivery = shelf.read(shelf.folder, say=said.append)
    assert delivery.written == {"orders": 1}
    assert list(delivery.skipped) == ["logo.png"]
    assert any("logo.png is skipped: logo.png: a picture (PNG)" in sentence for sentence in said)
    assert any(
        isinstance(warning, DoubtfulInput) and "logo.png" in str(warning) for warning in delivery.warnings
    )


def test_quote_never_closed_costs_one_row(shelf: Shelf) -> None:
    rows = "".join(f'"Ben {n}",2024-05-01,1.00\n' for n in range(5000))
    delivery = shelf.load(HEAD + '"Ana,2024-05-01,5\n' + rows)
    assert shelf.aside(delivery) == [(2, "quote_never_closed")]
    assert delivery.accounts["orders"].rows.accepted == 5000


def test_quoted_cell_over_lines_and_blocks(shelf: Shelf) -> None:
    pad = "".join(f"Ben {n},2024-05-01,1.00,-\n" for n in range(200_000))
    delivery = shelf.load(
        "customer,date,amount,note\n" + pad + 'Ana,2024-05-02,3.00,"one\ntwo, ""three"""\n' + pad
    )
    assert delivery.accounts["orders"].rows.read == 400_001
    assert shelf.rows(delivery, "orders", "customer, amount_minor").count(("Ana", 300)) == 1


def test_long_line_does_not_fill_the_memory(tmp_path: Path) -> None:
    size = (1 << 30) if MANY else (64 << 20)
    path = tmp_path / "long.csv"
    with path.open("wb") as stream:
        stream.write((HEAD + GOOD).encode())
        for _ in range(size >> 20):
            stream.write(b"x" * (1 << 20))
        stream.write(("\n" + GOOD).encode())
    largest = 0
    found = []
    with path.open("rb") as stream:
        for batch in batches(stream, Layout("utf-8", ",", 3)):
            largest = max(largest, batch.table.nbytes)
            found += [(lost.row, lost.rule, len(lost.text)) for lost in batch.lost]
    assert found == [(3, "line_too_long", 500)]
    assert largest < 1 << 23


def test_long_line_is_set_aside(shelf: Shelf) -> None:
    delivery = shelf.load(HEAD + GOOD + "x" * (9 << 20) + "\n" + GOOD)
    assert shelf.aside(delivery) == [(3, "line_too_long")]
    assert delivery.accounts["orders"].rows.accepted == 2


def _strange_columns(folder: Path) -> Path:
    table = pa.table({"customer": [[1], [2]], "date": ["2024-05-01", None], "amount": [1.5, float("nan")]})
    parquet.write_table(table, folder / "odd.parquet")
    return folder / "odd.parquet"


def test_parquet_with_lists_and_nan(shelf: Shelf) -> None:
    delivery = shelf.read(_strange_columns(shelf.folder))
    assert shelf.aside(delivery) == [(2, "missing_time")]
    assert shelf.rows(delivery, "orders", "customer, amount_minor") == [("[1]", 150)]


@pytest.mark.parametrize("make", [lambda con: con.execute("CREATE TABLE kept AS SELECT 1")])
def test_other_tables_of_the_connection_stay(
    shelf: Shelf, make: Callable[[duckdb.DuckDBPyConnection], object]
) -> None:
    make(shelf.con)
    for _ in range(2):
        shelf.load(HEAD + GOOD)
        shelf.load("order,customer,date,sku,amount\n1,Ana,2024-05-01,T1,5\n", name="lines.csv")
    assert shelf.con.execute("SELECT count(*) FROM kept").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "content", [b"\n\r!", b"customer,date,amount\nAna\rBen,2024-05-01,5\nCleo,2024-05-01,5\n"]
)
def test_lone_carriage_returns(shelf: Shelf, content: bytes) -> None:
    try:
        delivery = shelf.load(content)
    except MissingColumn:
        assert content == b"\n\r!"
        return
    assert shelf.aside(delivery) == [(2, "broken_line")]
