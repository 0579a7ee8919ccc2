"""Exports whose rows are no rows of facts: items side by side, refunds beside orders, models said once.

WooCommerce's order plugins write an order a row with "Product Item 1 SKU", "Product Item 2 SKU" ... and
"amount:12.00|reason:|date:2026-02-01 10:00:00" for each refund. Shopify writes the sum refunded of an order
on its first row, without a day: the order's own is taken, which is too early by the time a return takes. Its
articles are variants, and only the first of a model says its title, maker and type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from treue.sources.files.cells import filled
from treue.sources.files.sheets import Sheet
from treue.sources.files.words import folded

_ITEM = re.compile(r"Product Item (\d+) (Name|SKU|Quantity|Subtotal)", re.IGNORECASE)
_ASIDE = re.compile(r"(Product Item|line_item_)\D*\d+", re.IGNORECASE)
_PARTS = {
    "name": "Item Name",
    "sku": "Item SKU",
    "quantity": "Item Quantity",
    "subtotal": "Item Subtotal net",
}
_MODEL = ("title", "vendor", "type")
_APART = 100  # rows that one row of the file may become
_REFUND_HEADERS = ("refund id", "order number", "email", "refunded at", "amount gross", "reason")

Told = tuple[Sheet, str]
"""A sheet, and what a row of it is; empty where that is to be found out."""


def apart(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Told]:
    """The sheet with a row an item, and beside it a sheet of its refunds; itself alone where it is neither.

    The third item of the order in row 214 is row 21403.
    """
    places = {folded(header): sheet.columns[place] for place, header in enumerate(sheet.headers)}
    if not sheet.headed:
        return [(sheet, "")]
    if {"wtimportkey", "ordernumber", "orderdate"} <= set(places):
        done = [(_items(con, sheet), ""), *_told_refunds(con, sheet, places)]
        if done[0][0] is not sheet and not sheet.relation.startswith("parquet_"):
            con.execute(f"DROP TABLE {sheet.relation}")
        return done
    if {"lineitemname", "refundedamount", "name", "createdat"} <= set(places):
        return [(sheet, ""), *_summed_refunds(con, sheet, places)]
    if {"handle", "variantsku"} <= set(places):
        return [(_variants(con, sheet, places), "")]
    return [(sheet, "")]


def _variants(con: duckdb.DuckDBPyConnection, sheet: Sheet, places: dict[str, str]) -> Sheet:
    """Each variant with what the first row of its model says."""
    said = {places[name] for name in _MODEL if name in places}
    cells = [
        f"coalesce({column}, first_value({column} IGNORE NULLS) OVER (PARTITION BY {places['handle']}"
        ' ORDER BY "row" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))'
        if column in said
        else column
        for column in sheet.columns
    ]
    blank = ", ".join(f"nullif(trim({column}::VARCHAR), '') AS {column}" for column in said)
    source = f"(SELECT * REPLACE ({blank}) FROM {sheet.relation})" if said else sheet.relation
    select = _select('"row"', cells, source)
    made = _made(con, sheet, "variants_of", (sheet.headers, sheet.types), select)
    return replace(made, per_line=sheet.per_line)


def _items(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> Sheet:
    items: dict[int, dict[str, str]] = {}
    for place, header in enumerate(sheet.headers):
        if found := _ITEM.fullmatch(header.strip()):
            items.setdefault(int(found[1]), {})[found[2].lower()] = sheet.columns[place]
    items = {number: parts for number, parts in items.items() if 0 < number < _APART}
    if not items:
        return sheet
    others = [place for place, header in enumerate(sheet.headers) if not _ASIDE.match(header.strip())]
    headers = (*(sheet.headers[place] for place in others), *_PARTS.values(), "position")
    kept = [sheet.columns[place] for place in others]
    selects = []
    for number, parts in items.items():
        cells = [
            *kept,
            *(f"{parts[part]}::VARCHAR" if part in parts else "NULL" for part in _PARTS),
            str(number),
        ]
        there = " OR ".join(filled(f"{column}::VARCHAR", "VARCHAR") for column in parts.values())
        selects.append(_select(f'"row" * {_APART} + {number}', cells, f"{sheet.relation} WHERE {there}"))
    # An order none of whose items can be seen is a row still: it is told of, not lost.
    none = " AND ".join(
        f"NOT ({filled(f'{column}::VARCHAR', 'VARCHAR')})"
        for parts in items.values()
        for column in parts.values()
    )
    empty = [*kept, *("NULL::VARCHAR" for _ in _PARTS), "1"]
    selects.append(_select(f'"row" * {_APART}', empty, f"{sheet.relation} WHERE {none}"))
    types = (*(sheet.types[place] for place in others), *("VARCHAR" for _ in _PARTS), "INTEGER")
    return _made(con, sheet, "items_of", (headers, types), " UNION ALL ".join(selects))


def _told_refunds(con: duckdb.DuckDBPyConnection, sheet: Sheet, places: dict[str, str]) -> list[Told]:
    """Each refund that is told beside an order, with its own day."""
    if "refunditems" not in places:
        return []
    address = places.get("customeremail", places.get("billingemail", "NULL"))

    def part(name: str) -> str:
        return f"regexp_extract(told, '{name}:([^|]*)', 1)"

    told = f"{places['refunditems']}::VARCHAR"
    parts = f"string_split({told}, ';')"
    asked = (
        f'(SELECT "row", {places["ordernumber"]} AS number, {address} AS address,'
        f" unnest({parts}) AS told, generate_subscripts({parts}, 1) AS nth"
        f" FROM {sheet.relation} WHERE {filled(told, 'VARCHAR')})"
    )
    cells = [
        "concat_ws('-', number, nth)",
        "number::VARCHAR",
        "address::VARCHAR",
        part("date"),
        part("amount"),
        part("reason"),
    ]
    select = _select(f'"row" * {_APART} + nth', cells, asked)
    return _refunds(con, sheet, select)


def _summed_refunds(con: duckdb.DuckDBPyConnection, sheet: Sheet, places: dict[str, str]) -> list[Told]:
    """What an order's first row says was refunded of it; nothing where it says nothing, or nought."""
    amount = f"{places['refundedamount']}::VARCHAR"
    some = f"{filled(amount, 'VARCHAR')} AND NOT regexp_full_match({amount}, '[0.,\\s]*')"
    address = places.get("email", "NULL")
    cells = [
        f"{each}::VARCHAR"
        for each in (places["name"], places["name"], address, places["createdat"], amount, "NULL")
    ]
    return _refunds(con, sheet, _select(f'"row" * {_APART}', cells, f"{sheet.relation} WHERE {some}"))


def _refunds(con: duckdb.DuckDBPyConnection, sheet: Sheet, select: str) -> list[Told]:
    types = ("VARCHAR",) * len(_REFUND_HEADERS)
    made = _made(con, sheet, "refunds_of", (_REFUND_HEADERS, types), select)
    beside = replace(made, label=f"{sheet.label}: refunds", apart_of=sheet.label)
    return [(beside, "refunds")] if made.rows else []


def _select(row: str, cells: Sequence[str], source: str) -> str:
    listed = ", ".join(f"{cell} AS c{place}" for place, cell in enumerate(cells, 1))
    return f'SELECT {row} AS "row", {listed} FROM {source}'


def _made(
    con: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    name: str,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    select: str,
) -> Sheet:
    relation = f"{name}_{sheet.relation}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {select}")
    rows = con.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0]
    headers, types = columns
    return replace(sheet, relation=relation, headers=headers, types=types, rows=rows, per_line=_APART)
