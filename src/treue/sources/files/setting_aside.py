"""The rows that could not be used, kept with their reason."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from treue.sources.files.records import Lost
from treue.sources.files.sheets import LONGEST_TEXT, Sheet

SET_ASIDE = "set_aside"


def open_set_aside(con: duckdb.DuckDBPyConnection) -> None:
    """An empty table for them; `input` is the kind of input, known once the file is recognised."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {SET_ASIDE} (file VARCHAR, "row" BIGINT, rule VARCHAR, text VARCHAR,
        money_minor BIGINT, currency VARCHAR, input VARCHAR)"""
    )


def set_lost_aside(con: duckdb.DuckDBPyConnection, label: str, lost: list[Lost]) -> None:
    """Keep rows that could not be cut into fields."""
    if not lost:
        return
    rows = pa.table(
        {
            "row": pa.array([each.row for each in lost], pa.int64()),
            "rule": pa.array([each.rule for each in lost], pa.string()),
            "text": pa.array([each.text for each in lost], pa.string()),
        }
    )
    con.register("lost_rows", rows)
    con.execute(
        f'INSERT INTO {SET_ASIDE} SELECT ?, "row", rule, text, NULL, NULL, NULL FROM lost_rows', [label]
    )
    con.unregister("lost_rows")


def set_rows_aside(con: duckdb.DuckDBPyConnection, sheet: Sheet, judged: str, kind: str) -> None:
    """Keep the judged rows that broke a rule, with their text, and name the kind of all this file's rows."""
    text = ", ".join(f"coalesce({column}::VARCHAR, '')" for column in sheet.columns)
    con.execute(
        f"""INSERT INTO {SET_ASIDE} SELECT ?, j."row" // {sheet.per_line}, j.rule,
        left(concat_ws(' | ', {text}), {LONGEST_TEXT}), j.money,
        j.money_currency, ?
        FROM {judged} j JOIN {sheet.relation} s ON s."row" = j."row" WHERE j.rule IS NOT NULL""",
        [sheet.label, kind],
    )
    con.execute(f"UPDATE {SET_ASIDE} SET input = ? WHERE file = ?", [kind, sheet.label])
