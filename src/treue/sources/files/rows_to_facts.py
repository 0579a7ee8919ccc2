"""Rows that already are what a facts table holds: orders, products, refunds and all the others."""

from __future__ import annotations

import duckdb

from treue.facts import TABLES, Kind
from treue.sources.contract import ReadingTerms
from treue.sources.files.cells import literal
from treue.sources.files.fields import short
from treue.sources.files.gathered import Gathered
from treue.sources.files.order_kinds import order_kind

_MADE_IDS = {"orders": "order_id", "refunds": "refund_id", "payments": "payment_id"}
_IDS = ("order_id", "refund_id", "payment_id")
_CONTENT = ("customer", "address", "at", "amount", "currency", "order_id", "product", "kind")


def convert(
    con: duckdb.DuckDBPyConnection, rows: Gathered, source: str, terms: ReadingTerms
) -> dict[str, str]:
    """Make the canonical relation of one kind of rows; numbers are made where the shop gives none."""
    table = rows.kind
    if table in _MADE_IDS and _MADE_IDS[table] in rows.fields:
        name = _MADE_IDS[table]
        rows.mark(
            con,
            "repeated_order",
            f"""{name} IS NOT NULL AND (file, "row") NOT IN (SELECT (max_by(file, (file, "row")),
            max("row")) FROM {rows.relation} WHERE rule IS NULL AND {name} IS NOT NULL GROUP BY {name})""",
        ) if _is_repeated(con, rows, name) else None
    columns = _columns(rows, source, terms)
    relation = f"new_{table}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {_query(rows, source, columns)}")
    return {table: relation}


def _is_repeated(con: duckdb.DuckDBPyConnection, rows: Gathered, name: str) -> bool:
    found = con.execute(
        f"SELECT count({name}) > count(DISTINCT {name}) FROM {rows.relation} WHERE rule IS NULL"
    ).fetchall()
    return bool(found[0][0])


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


def _query(rows: Gathered, source: str, columns: dict[str, str]) -> str:
    name = _MADE_IDS.get(rows.kind)
    listed = ", ".join(f'{sql} AS "{column}"' for column, sql in columns.items())
    if name is None or name in rows.fields:
        plain = f"SELECT {listed} FROM {rows.relation} WHERE rule IS NULL"
        if name is None:
            return plain
        numbered = f"{plain} AND {name} IS NOT NULL"
        rest = {column: sql for column, sql in columns.items() if column != name}
        return f"{numbered} UNION ALL BY NAME {_made(rows, source, rest, name, f'{name} IS NULL')}"
    return _made(rows, source, columns, name, "true")


def _made(rows: Gathered, source: str, columns: dict[str, str], name: str, condition: str) -> str:
    """Rows with an id made from their content; equal rows are told apart by their place among each other.

    So the same file loaded again gives the same ids.
    """
    keys = [f"at_{_when(rows.kind)}", *(each for each in _CONTENT if each in rows.fields and each != name)]
    listed = ", ".join(f'{sql} AS "{column}"' for column, sql in columns.items())
    content = " || '|' || ".join(f"coalesce({key}::VARCHAR, '')" for key in keys)
    return f"""SELECT {listed}, {literal(source + ":")} || left(sha256({content} || coalesce('#' || again, '')), 20)
        AS {name} FROM (SELECT r.*, n.again FROM {rows.relation} r LEFT JOIN (
            SELECT file, "row", nullif(row_number() OVER (PARTITION BY {", ".join(keys)} ORDER BY file, "row"), 1) AS again
            FROM {rows.relation} WHERE rule IS NULL AND {condition} AND hash({", ".join(keys)}) IN (
                SELECT hash({", ".join(keys)}) AS h FROM {rows.relation} WHERE rule IS NULL AND {condition}
                GROUP BY h HAVING count(*) > 1)) n ON n.file = r.file AND n."row" = r."row"
        WHERE rule IS NULL AND {condition})"""
