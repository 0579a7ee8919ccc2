"""Rows that already are what a facts table holds: orders, products, refunds and all the others."""

from __future__ import annotations

import duckdb

from treue.facts import TABLES, Kind
from treue.facts.keys import MADE
from treue.sources.contract import ReadingTerms
from treue.sources.files.cells import literal
from treue.sources.files.fields import short
from treue.sources.files.gathered import Gathered
from treue.sources.files.order_kinds import order_kind

_MADE_IDS = {
    "orders": "order_id", "refunds": "refund_id", "payments": "payment_id", "tickets": "ticket_id",
    "interactions": "interaction_id", "touches": "touch_id", "points": "booking_id",
    "answers": "answer_id",
}  # fmt: skip
_IDS = tuple(_MADE_IDS.values())
_CONTENT = ("customer", "address", "at", "amount", "currency", "order_id", "product", "kind")
_CONTENT_BESIDE = (
    "customer", "address", "kind", "minutes", "cost", "currency", "points", "value", "channel", "campaign",
)  # fmt: skip
"""What tells rows apart that no order tells of."""


def convert(
    con: duckdb.DuckDBPyConnection, rows: Gathered, source: str, terms: ReadingTerms
) -> dict[str, str]:
    """Name the canonical relation of one kind of rows; numbers are made where the shop gives none.

    It is a view of the judged rows: a made number costs nothing to a reader who does not ask for it.
    """
    name = _MADE_IDS.get(rows.kind, "")
    columns = _columns(rows, source, terms)
    if name in rows.fields:
        _mark_repeated(con, rows, name)
    again = ""
    if name:
        made = _made_of_place()
        if terms.lasting_ids:
            made, again = _made_of_content(con, rows, name)
        number = f"coalesce({name}, {made})" if name in rows.fields else made
        columns[name] = f"{literal(source + ':')} || {number}"
    relation = f"rows_as_{rows.kind}"
    listed = ", ".join(f'{sql} AS "{column}"' for column, sql in columns.items())
    con.execute(
        f"CREATE OR REPLACE VIEW {relation} AS SELECT {listed} FROM {rows.relation}{again} WHERE rule IS NULL"
    )
    return {rows.kind: relation}


def _mark_repeated(con: duckdb.DuckDBPyConnection, rows: Gathered, name: str) -> None:
    """Of several rows with one number the last one holds."""
    found = con.execute(
        f"SELECT count({name}) > count(DISTINCT {name}) FROM {rows.relation} WHERE rule IS NULL"
    ).fetchall()
    if found[0][0]:
        last = f"""SELECT unnest(max((file, "row"))) FROM {rows.relation}
            WHERE rule IS NULL AND {name} IS NOT NULL GROUP BY {name}"""
        rows.mark(con, "repeated_order", f"""{name} IS NOT NULL AND (file, "row") NOT IN ({last})""")


def _columns(rows: Gathered, source: str, terms: ReadingTerms) -> dict[str, str]:
    """Canonical column -> SQL over the gathered rows."""
    have, table = rows.fields, rows.kind
    columns: dict[str, str] = {}
    for column in TABLES[table].columns:
        name = short(column.name)
        when = _when(table)
        if column.name == "day" and when in have:
            columns["day"] = f"day_{when}"
        elif name in have:
            prefix = {Kind.INSTANT: "at_", Kind.DAY: "day_"}.get(column.kind, "")
            columns[column.name] = (
                f"{literal(source + ':')} || {name}"
                if name in _IDS
                else f'{prefix}"{name}"'
                if not prefix
                else f"{prefix}{name}"
            )
    for column in TABLES[table].columns:
        # A key that is not told is empty, not unknown: nothing equals what is unknown, not even itself.
        if column.name in TABLES[table].key and column.kind is Kind.TEXT and short(column.name) not in _IDS:
            columns[column.name] = f"coalesce({columns.get(column.name, 'NULL')}, '')"
    if "address" in have and "customer" in {column.name for column in TABLES[table].columns}:
        columns = {"customer": "NULL::VARCHAR"} | columns | {"address": "address"}
    if table == "orders":
        columns["kind"] = order_kind(set(have), terms.staff)
    return columns | {"source": literal(source)}


def _when(table: str) -> str:
    """The field whose day a table keeps."""
    times = [
        column.name for column in TABLES[table].columns if column.kind is Kind.INSTANT and column.required
    ]
    return times[0] if times else ""


def _made_of_place() -> str:
    """SQL of a number that holds in this delivery only, and costs nothing."""
    return f"""'{MADE}' || file || '.' || "row\""""


def _made_of_content(con: duckdb.DuckDBPyConnection, rows: Gathered, name: str) -> tuple[str, str]:
    """SQL of a number made from a row's content, and the join it needs.

    Rows of equal content are told apart by their place among each other, so the same file loaded again
    gives the same ids.
    """
    of_orders = rows.kind in ("orders", "refunds", "payments")
    content_of = _CONTENT if of_orders else _CONTENT_BESIDE
    told = (f'"{each}"' for each in content_of if each in rows.fields and each != name)
    keys = [f"at_{_when(rows.kind)}", *told]
    content = " || '|' || ".join(f"coalesce({key}::VARCHAR, '')" for key in keys)
    _number_twins(con, rows, f"{name} IS NULL" if name in rows.fields else "true", ", ".join(keys))
    made = f"'{MADE}' || left(sha256({content} || coalesce('#' || again, '')), 20)"
    return made, f' LEFT JOIN twins_of_{rows.kind} USING (file, "row")'


def _number_twins(con: duckdb.DuckDBPyConnection, rows: Gathered, condition: str, keys: str) -> None:
    """Number the rows of equal content from the second on."""
    among = f"{rows.relation} WHERE rule IS NULL AND {condition}"
    # Grouped although each row comes once: so DuckDB sees it, and leaves the join out where nobody asks.
    con.execute(
        f"""CREATE OR REPLACE VIEW twins_of_{rows.kind} AS
        WITH shared AS (SELECT hash({keys}) AS content FROM {among} GROUP BY content HAVING count(*) > 1)
        SELECT file, "row", max(again) AS again FROM (SELECT file, "row",
            row_number() OVER (PARTITION BY {keys} ORDER BY file, "row") AS again
            FROM {among} AND hash({keys}) IN (SELECT content FROM shared))
        WHERE again > 1 GROUP BY "row", file"""
    )
