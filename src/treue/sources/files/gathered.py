"""All sheets of one kind of input as one relation; rules found later are marked in the sheets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import duckdb

from treue.sources.files.judging import Judged


@dataclass(frozen=True, slots=True)
class Gathered:
    """The judged rows of one kind.

    Args:
        kind: orders, order_lines ...
        relation: a view of all of them with `file`, the place of their sheet in `sheets`.
        fields: the fields any of them has.
        sheets: in the order they were read.
    """

    kind: str
    relation: str
    fields: frozenset[str]
    sheets: tuple[Judged, ...]

    def mark(self, con: duckdb.DuckDBPyConnection, rule: str, condition: str) -> None:
        """Set the accepted rows aside that fulfil a condition over `file`, `row` and the fields."""
        con.execute(
            f'CREATE OR REPLACE TEMP TABLE marked AS SELECT file, "row" FROM {self.relation} '
            f"WHERE rule IS NULL AND ({condition})"
        )
        if not con.execute("SELECT count(*) FROM marked").fetchall()[0][0]:
            return
        for place, sheet in enumerate(self.sheets):
            con.execute(
                f"UPDATE {sheet.rows} SET rule = ? "
                f'WHERE "row" IN (SELECT "row" FROM marked WHERE file = {place})',
                [rule],
            )


def gather(con: duckdb.DuckDBPyConnection, judged: list[Judged]) -> list[Gathered]:
    """Gather sheets by kind, in the order the kinds were met."""
    by_kind: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        by_kind[each.recognised.kind].append(each)
    return [_one(con, kind, sheets) for kind, sheets in by_kind.items()]


def _one(con: duckdb.DuckDBPyConnection, kind: str, sheets: list[Judged]) -> Gathered:
    parts = [f"SELECT {place} AS file, * FROM {sheet.relation}" for place, sheet in enumerate(sheets)]
    relation = f"rows_of_{kind}"
    con.execute(f"CREATE OR REPLACE VIEW {relation} AS {' UNION ALL BY NAME '.join(parts)}")
    fields = frozenset(name for sheet in sheets for name in sheet.fields)
    return Gathered(kind, relation, fields, tuple(sheets))


def mark_duplicates(con: duckdb.DuckDBPyConnection, gathered: Gathered) -> None:
    """Set lines aside that carry an order number and equal an earlier line in every column of the file."""
    by_layout: dict[tuple[str, ...], list[tuple[int, Judged]]] = defaultdict(list)
    for place, sheet in enumerate(gathered.sheets):
        if "order_id" in sheet.fields:
            by_layout[sheet.recognised.sheet.headers].append((place, sheet))
    for sheets in by_layout.values():
        _mark_equal(con, gathered, sheets)


def _mark_equal(con: duckdb.DuckDBPyConnection, gathered: Gathered, sheets: list[tuple[int, Judged]]) -> None:
    columns = ", ".join(sheets[0][1].recognised.sheet.columns)

    def rows(listed: str) -> str:
        return " UNION ALL ".join(
            f'SELECT {place} AS file, "row", {listed} FROM {sheet.recognised.sheet.relation}'
            for place, sheet in sheets
        )

    con.execute(f"CREATE OR REPLACE TEMP TABLE line_hashes AS {rows(f'hash({columns}) AS content')}")
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE twins AS WITH again AS
            (SELECT content FROM line_hashes GROUP BY content HAVING count(*) > 1),
        candidates AS (SELECT file, "row" FROM line_hashes SEMI JOIN again USING (content))
        SELECT file, "row", row_number() OVER (PARTITION BY {columns} ORDER BY file, "row") > 1 AS is_twin
        FROM ({rows(columns)}) SEMI JOIN candidates USING (file, "row")"""
    )
    twin = '(file, "row") IN (SELECT (file, "row") FROM twins WHERE is_twin)'
    gathered.mark(con, "duplicate", f"order_id IS NOT NULL AND {twin}")
    con.execute("DROP TABLE line_hashes; DROP TABLE twins")
