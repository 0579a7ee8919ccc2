"""Writes the invented shop's tables the way a German shop system exports them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from treue.simulation.accounts import Signatures
from treue.simulation.articles import ARTICLES
from treue.simulation.baskets import Lines
from treue.simulation.orders import Orders
from treue.simulation.returns import HANDLING_MINOR, Refunds
from treue.simulation.seasons import IntArray, ShopCalendar

FIRST_ORDER_NUMBER = 100_001
ORDER_HEADER = (
    "Bestellnummer", "Bestelldatum", "Kundennummer", "E-Mail", "Land", "Position", "Artikelnummer",
    "Artikel", "Menge", "Einzelpreis", "Rabatt", "MwSt %", "Versandkosten",
)  # fmt: skip
ARTICLE_HEADER = (
    "Artikelnummer", "Bezeichnung", "Kategorie", "Einkaufspreis", "Listenpreis", "MwSt %",
)  # fmt: skip
REFUND_HEADER = (
    "Retourennummer", "Bestellnummer", "Position", "Artikelnummer", "Menge", "Retourendatum",
    "Betrag", "Bearbeitungskosten",
)  # fmt: skip


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Semicolons, UTF-8 with a byte order mark, lines ended as on Windows."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)


def euros(minor: int) -> str:
    """Cents as "1234,50", without a sign for thousands."""
    return f"{minor // 100},{minor % 100:02d}"


def article_rows() -> list[list[str]]:
    """One row an article, with today's price."""
    return [
        [a.number, a.name, a.category, euros(a.cost_minor), euros(a.price_minor), str(a.vat_percent)]
        for a in ARTICLES
    ]


def positions(lines: Lines) -> IntArray:
    """1, 2, 3 ... within each order."""
    starts = np.concatenate(([True], lines.order[1:] != lines.order[:-1]))
    first = np.maximum.accumulate(np.where(starts, np.arange(len(lines)), 0))
    position: IntArray = np.arange(len(lines)) - first + 1
    return position


def order_rows(
    orders: Orders, lines: Lines, signed: Signatures, countries: Sequence[str], calendar: ShopCalendar
) -> list[list[str]]:
    """One row an order line; shipping stands in an order's first line and is 0,00 in the others."""
    dates = [calendar.date_of(day).strftime("%d.%m.%Y") for day in range(len(calendar.clock) - 1)]
    heads = [
        [
            str(FIRST_ORDER_NUMBER + index),
            f"{dates[day]} {minute // 60:02d}:{minute % 60:02d}",
            str(number) if number else "",
            address,
        ]
        for index, (day, minute, number, address) in enumerate(
            zip(orders.day, orders.minute, signed.number, signed.address, strict=True)
        )
    ]
    goods = [[a.number, a.name] for a in ARTICLES]
    vat = [str(a.vat_percent) for a in ARTICLES]
    columns = (
        positions(lines),
        lines.order,
        lines.article,
        lines.quantity,
        lines.price_minor,
        lines.discount_minor,
    )
    shipping = lines.shipping_minor.tolist()
    return [
        [
            *heads[order], countries[order], str(position), *goods[article], str(quantity), euros(price),
            euros(discount), vat[article], euros(shipping[order] if position == 1 else 0),
        ]
        for position, order, article, quantity, price, discount in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]  # fmt: skip


def refund_rows(refunds: Refunds, lines: Lines, calendar: ShopCalendar) -> list[list[str]]:
    """One row a returned line, in the sequence of the refunds."""
    position, paid = positions(lines), lines.paid_minor
    rows = []
    for number, index in enumerate(np.lexsort((refunds.line, refunds.day)).tolist()):
        line = int(refunds.line[index])
        rows.append(
            [
                f"R{40_001 + number}",
                str(FIRST_ORDER_NUMBER + int(lines.order[line])),
                str(position[line]),
                ARTICLES[int(lines.article[line])].number,
                str(lines.quantity[line]),
                calendar.date_of(int(refunds.day[index])).strftime("%d.%m.%Y"),
                euros(int(paid[line])),
                euros(HANDLING_MINOR),
            ]
        )
    return rows
