"""Files as shops export them, and as they should not: drawn with what they mean."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
HEADERS = (
    ("Kundennummer", "Bestelldatum", "Gesamtbetrag"),
    ("customer_id", "date", "amount"),
    ("CustomerID", "InvoiceDate", "Total"),
    ("KUNDE", "DATUM", "UMSATZ"),
)
DATE_STYLES = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%Y%m%d",
    "%d.%m.%y",
    "%Y-%m-%dT10:00:00",
    "%Y-%m-%d 12:00:00+00:00",
    "words",
)
MONEY_STYLES = (
    "1234.56",
    "1,234.56",
    "1234,56",
    "1.234,56",
    "1 234,56",
    "1'234.56",
    "1.234,56 €",
    "EUR 1234.56",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
DELIMITERS = (",", ";", "\t", "|")
DEFECTS = (
    "missing_time", "impossible_date", "not_a_number", "negative_total", "unknown_currency",
    "wrong_field_count",    "nul_byte",
)  # fmt: skip
_NAMES = (
    st.text(
        st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßéABCXYZ0123456789-_/ ;,|'\""), min_size=1, max_size=12
    )
    .map(str.strip)
    .filter(lambda name: name and name.lower() not in ("na", "nan", "n/a", "nil", "none", "null", "-"))
)


@dataclass(frozen=True)
class Meant:
    """A row of a generated file.

    Args:
        customer: as the file should be understood.
        day: in the shop's zone.
        cents: the amount in euros.
        defect: the rule the row breaks; empty for none.
    """

    customer: str
    day: date
    cents: int
    defect: str = ""


@dataclass(frozen=True)
class OrderFile:
    """A file of orders with what it means.

    Args:
        content: its bytes.
        rows: in the order of the file.
    """

    content: bytes
    rows: tuple[Meant, ...]


@st.composite
def meant_rows(draw: st.DrawFn, *, defects: bool) -> Meant:
    day = date(2015, 1, 1) + timedelta(days=draw(st.integers(0, 4000)))
    cents = draw(st.integers(0, 5_000_000))
    defect = draw(st.sampled_from(("", "", "", *DEFECTS))) if defects else ""
    return Meant(draw(_NAMES), day, cents, defect)


@st.composite
def order_files(draw: st.DrawFn, *, defects: bool = False) -> OrderFile:
    """A file in one style throughout, with two rows at least that leave the style in no doubt."""
    rows = tuple(draw(st.lists(meant_rows(defects=defects), max_size=8)))
    clear = (Meant("Ana", date(2020, 12, 31), 123456), Meant("Ben", date(2021, 1, 31), 99))
    style = draw(st.sampled_from(DATE_STYLES)), draw(st.sampled_from(MONEY_STYLES))
    delimiter = draw(st.sampled_from(DELIMITERS))
    text = io.StringIO(newline="")
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    writer = csv.writer(
        text, delimiter=delimiter, quoting=quoting, lineterminator=draw(st.sampled_from(("\n", "\r\n")))
    )
    writer.writerow(draw(st.sampled_from(HEADERS)))
    for row in (*clear, *rows):
        writer.writerow(written(row, *style))
    content = text.getvalue().encode(draw(st.sampled_from(ENCODINGS)), "replace")
    return OrderFile(content, (*clear, *rows))


def written(row: Meant, date_style: str, money_style: str) -> list[str]:
    """The cells of a row, its defect included."""
    cells = [row.customer, date_text(row.day, date_style), money_text(row.cents, money_style)]
    spoilt = {
        "missing_time": [cells[0], "", cells[2]],
        "impossible_date": [cells[0], "31.02.2020", cells[2]],
        "not_a_number": [*cells[:2], "viel"],
        "negative_total": [
            *cells[:2],
            "-" + money_text(row.cents + 1, money_style.strip(" €").removeprefix("EUR ")),
        ],
        "unknown_currency": [
            *cells[:2],
            money_text(row.cents, "1234.56" if "." in money_style[-3:] else "1234,56") + " XQX",
        ],
        "wrong_field_count": [*cells, "and one more"],
        "nul_byte": ["Z\0", *cells[1:]],
    }
    return spoilt.get(row.defect, cells)


def date_text(day: date, style: str) -> str:
    """The day as the style writes it."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}" if style == "words" else day.strftime(style)


def money_text(cents: int, style: str) -> str:
    """The amount as the style writes 1234.56."""
    plain = (
        f"{cents / 100:,.2f}" if "234" in style and style[1] in ",.' " else f"{cents // 100}.{cents % 100:02}"
    )
    thousands = style[1] if style[1] in ",.' " else ""
    decimal = "," if "234,56" in style else "."
    plain = plain.replace(",", "\0").replace(".", decimal).replace("\0", thousands)
    return plain + " €" if style.endswith("€") else f"EUR {plain}" if style.startswith("EUR") else plain


@dataclass(frozen=True)
class MeantLine:
    """A line of an order in a generated file; the price of one piece is in thousandths of a euro."""

    order: int
    article: str
    pieces: int
    price_mills: int


@st.composite
def line_files(draw: st.DrawFn) -> tuple[bytes, tuple[MeantLine, ...]]:
    """A file of order lines, some of which take goods back, and what they mean; no two lines are equal."""
    lines = draw(
        st.lists(
            st.builds(
                MeantLine,
                order=st.integers(1, 9),
                article=st.sampled_from(("T1", "T2", "85123A", "0815")),
                pieces=st.integers(-5, 50).filter(bool),
                price_mills=st.integers(1, 99_999),
            ),
            min_size=1,
            max_size=12,
            unique=True,
        )
    )
    delimiter = draw(st.sampled_from((",", ";", "\t")))
    rows = [
        (f"{1000 + each.order}", f"K{each.order}", "2024-05-01", each.article, f"{each.pieces}", _mills(each))
        for each in lines
    ]
    header = ("Bestellnummer", "Kundennummer", "Datum", "Artikelnummer", "Menge", "Einzelpreis")
    text = "\n".join(delimiter.join(row) for row in (header, *rows)) + "\n"
    return text.encode(), tuple(lines)


def _mills(line: MeantLine) -> str:
    return f"{line.price_mills // 1000}.{line.price_mills % 1000:03}0"


def junk() -> st.SearchStrategy[bytes]:
    """Bytes that nobody meant, from random ones to tables with broken cells."""
    cells = st.text(max_size=12) | st.sampled_from(
        (
            "",
            '"',
            "a\nb",
            "1e999",
            "-",
            "NaN",
            "99999999999999999999",
            "2024-13-45",
            "\ufeff",
            "'",
            "=1+1",
            "\0",
            "0x10",
        )
    )
    lines = st.lists(st.lists(cells, min_size=1, max_size=6), max_size=8)
    tables = st.tuples(lines, st.sampled_from(DELIMITERS), st.sampled_from(HEADERS), st.booleans()).map(
        _table
    )
    cuts = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3), st.binary(max_size=3)), max_size=4)
    damaged = st.tuples(order_files().map(lambda drawn: drawn.content), cuts).map(_damaged)
    return st.binary(max_size=300) | tables | damaged


def _damaged(drawn: tuple[bytes, list[tuple[int, int, bytes]]]) -> bytes:
    """A good file with some bytes replaced."""
    content, cuts = drawn
    for place, length, instead in cuts:
        content = content[:place] + instead + content[place + length :]
    return content


def _table(drawn: tuple[list[list[str]], str, tuple[str, ...], bool]) -> bytes:
    lines, delimiter, header, headed = drawn
    rows = [*([list(header)] if headed else []), *lines]
    return "\n".join(delimiter.join(row) for row in rows).encode("utf-8", "surrogatepass")
