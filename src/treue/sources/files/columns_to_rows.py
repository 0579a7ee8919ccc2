"""A survey tool's table, a column per statement, turned into rows of one answer each."""

from __future__ import annotations

import re
from dataclasses import replace

import duckdb

from treue.sources.files.cells import filled, literal
from treue.sources.files.sheets import Sheet

_STATEMENT = re.compile(r"\s*([a-z]+\.\d+)\b", re.IGNORECASE)
"""How a column begins that holds answers to a statement: its number, with or without its words."""

_FEWEST = 3  # such columns: one alone may be anything
_APART = 100  # statements that one row of the file may answer


def answers_in_rows(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> Sheet:
    """The same sheet, or one with a row per answer if its columns are called by statements.

    Its columns are the others, then "statement" and "score". A cell without an answer is no row. The answer
    to the third statement in row 214 is row 21403.
    """
    asked = {
        place: found[1].lower()
        for place, header in enumerate(sheet.headers)
        if (found := _STATEMENT.match(header))
    }
    if not sheet.headed or not _FEWEST <= len(asked) < _APART:
        return sheet
    others = [place for place in range(len(sheet.headers)) if place not in asked]
    kept = [f"{sheet.columns[place]} AS c{at}" for at, place in enumerate(others, 1)]
    named = f"AS c{len(kept) + 1}"
    parts = [
        _answers(sheet, place, [f'"row" * {_APART} + {number} AS "row"', *kept, f"{literal(each)} {named}"])
        for number, (place, each) in enumerate(asked.items(), 1)
    ]
    relation = f"answers_of_{sheet.relation}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {' UNION ALL '.join(parts)}")
    if not sheet.relation.startswith("parquet_"):
        con.execute(f"DROP TABLE {sheet.relation}")
    rows = con.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0]
    return replace(
        sheet,
        relation=relation,
        headers=(*(sheet.headers[place] for place in others), "statement", "score"),
        types=(*(sheet.types[place] for place in others), "VARCHAR", "VARCHAR"),
        rows=rows,
        per_line=_APART,
    )


def _answers(sheet: Sheet, place: int, columns: list[str]) -> str:
    """SQL of the answers in one column."""
    column, type_ = sheet.columns[place], sheet.types[place]
    listed = ", ".join([*columns, f"{column}::VARCHAR AS c{len(columns)}"])
    return f"SELECT {listed} FROM {sheet.relation} WHERE {filled(column, type_)}"
