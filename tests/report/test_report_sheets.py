"""Tables as Excel files, read back by two other programs."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from treue.errors import BadOption
from treue.report import sheets
from treue.report.sheets import Column, Value, write_sheet

COLUMNS = (
    Column("Kürzel"),
    Column("Bestellungen", "count"),
    Column("Wert", "money"),
    Column("kauft noch", "share"),
    Column("letzte Bestellung", "day"),
    Column("Tempo", "decimal"),
)
ROWS: tuple[Sequence[Value], ...] = (
    ("7F3KQ", 12, 123456, 0.384, date(2026, 10, 31), 1.25),
    ("Müller & Söhne <€>", 1, -5, 1.0, date(2024, 2, 29), None),
)


def sheet_of(
    path: Path,
    rows: Sequence[Sequence[Value]] = ROWS,
    language: Literal["de", "en"] = "de",
    currency: str = "EUR",
) -> Worksheet:
    write_sheet(path, COLUMNS, rows, language, currency, title="Kunden")
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_numbers_days_and_money_come_back_as_such(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "k.xlsx")
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert told[0] == [column.title for column in COLUMNS]
    assert [*told[1][:4], told[1][4].date(), told[1][5]] == [
        "7F3KQ",
        12,
        1234.56,
        0.384,
        date(2026, 10, 31),
        1.25,
    ]
    assert [*told[2][:4], told[2][5]] == ["Müller & Söhne <€>", 1, -0.05, 1, None]
    assert sheet.title == "Kunden"


def test_another_reader_agrees(tmp_path: Path) -> None:
    write_sheet(tmp_path / "k.xlsx", COLUMNS, ROWS, "en", "EUR")
    read = CalamineWorkbook.from_path(tmp_path / "k.xlsx").get_sheet_by_index(0).to_python()
    assert read[1] == ["7F3KQ", 12, 1234.56, 0.384, date(2026, 10, 31), 1.25]


FORMATS = {
    ("de", "EUR"): ["@", "#,##0", '#,##0.00 "€"', "0.0 %", "dd.mm.yyyy", "#,##0.00"],
    ("en", "EUR"): ["@", "#,##0", '"€"#,##0.00', "0.0%", "d mmm yyyy", "#,##0.00"],
    ("de", "CHF"): ["@", "#,##0", '#,##0.00 "CHF"', "0.0 %", "dd.mm.yyyy", "#,##0.00"],
    ("en", "JPY"): ["@", "#,##0", '"JPY" #,##0', "0.0%", "d mmm yyyy", "#,##0.00"],
}


@pytest.mark.parametrize(("language", "currency"), FORMATS)
def test_formats_are_the_languages(tmp_path: Path, language: Literal["de", "en"], currency: str) -> None:
    sheet = sheet_of(tmp_path / "k.xlsx", ROWS[:1], language, currency)
    shown = [cell.number_format for cell in sheet[2]][1:]
    assert shown == FORMATS[language, currency][1:]
    assert sheet["C2"].value == (123456 if currency == "JPY" else 1234.56)


def test_the_header_stays_is_bold_and_filters(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "k.xlsx")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    widths = {name: each.width for name, each in sheet.column_dimensions.items()}
    assert len("Müller & Söhne <€>") < widths["A"] < 25
    assert all(8 <= width <= 51 for width in widths.values())


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=A("x")',
        "+49 30 1",
        "-5",
        "@SUM(A1)",
        "{=A1}",
        "\t=1",
        "https://a.example",
        "007",
        "1e5",
        "",
    ],
)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    write_sheet(tmp_path / "k.xlsx", [Column("Text"), Column("Zahl", "count")], [(text, text)], "de", "EUR")
    inside = zipfile.ZipFile(tmp_path / "k.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside
    assert "hyperlink" not in inside
    read = openpyxl.load_workbook(tmp_path / "k.xlsx").active
    assert isinstance(read, Worksheet)
    for cell in read[2]:
        assert (cell.value or "", cell.data_type) in ((text, "s"), ("", "n"))


def test_what_a_cell_cannot_hold_is_said_in_another_way(tmp_path: Path) -> None:
    key = 2**62 + 1
    rows: list[Sequence[Value]] = [(key, float("nan"), date(1899, 1, 2)), ("x" * 40_000, float("inf"), None)]
    columns = [Column("Schlüssel", "count"), Column("Zahl", "decimal"), Column("Tag", "day")]
    write_sheet(tmp_path / "k.xlsx", columns, rows, "de", "EUR")
    read = openpyxl.load_workbook(tmp_path / "k.xlsx").active
    assert isinstance(read, Worksheet)
    assert [cell.value for cell in read[2]] == [str(key), None, "1899-01-02"]
    assert len(str(read["A3"].value)) == 32_767
    assert str(read["A3"].value).endswith("x…")
    assert read["B3"].value is None


def test_a_file_that_is_open_does_too() -> None:
    file = io.BytesIO()
    assert (
        write_sheet(
            file, [Column("a")], [("b",)], "en", "EUR", title="What's in: [all] of/it, a very long title"
        )
        == 1
    )
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["What s in all of it, a very lon"]


def test_no_rows_are_a_table_still(tmp_path: Path) -> None:
    assert write_sheet(tmp_path / "k.xlsx", COLUMNS, [], "de", "EUR") == 0
    assert openpyxl.load_workbook(tmp_path / "k.xlsx").sheetnames == ["Tabelle"]


def test_more_rows_than_a_sheet_holds_go_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 3)
    assert (
        write_sheet(tmp_path / "k.xlsx", [Column("n", "count")], [(n,) for n in range(7)], "en", "EUR") == 7
    )
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    assert book.sheetnames == ["Table", "Table 2", "Table 3"]
    assert [[row[0] for row in sheet.values] for sheet in book] == [["n", 0, 1, 2], ["n", 3, 4, 5], ["n", 6]]
    assert [sheet.freeze_panes for sheet in book] == ["A2"] * 3


def test_rows_are_never_held(tmp_path: Path) -> None:
    def rows(count: int) -> Iterator[Sequence[Value]]:
        for number in range(count):
            yield f"K{number:07d} with a text of its own", number, number, 0.5, date(2026, 1, 1), 1.5

    peaks = []
    for count in (2_000, 20_000):
        tracemalloc.start()
        write_sheet(tmp_path / "k.xlsx", COLUMNS, rows(count), "de", "EUR")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        ([], [], "no columns"),
        (
            [Column("a"), Column("b")],
            [("x", "y"), ("z",)],
            r"row 2 has 1 values; expected 2, one for each of a, b\.",
        ),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_written(
    tmp_path: Path, columns: list[Column], rows: list[tuple[str, ...]], said: str
) -> None:
    with pytest.raises(BadOption, match=said):
        write_sheet(tmp_path / "k.xlsx", columns, rows, "de", "EUR")
    assert not (tmp_path / "k.xlsx").exists()
