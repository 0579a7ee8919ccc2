"""Keep a relation small: what varies is stored, what is the same in every row is only said in a view."""

from __future__ import annotations

import re

import duckdb

_CONSTANT = re.compile(r"'(?:[^']|'')*'|NULL::[A-Z]+")


def store(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], source: str) -> str:
    """Make the view `name` with these columns over the table `<name>_rows` of those that vary.

    Args:
        con: gets both.
        name: of the view.
        columns: name -> SQL over `source`; a text or NULL by itself, or another column once more, is not
            stored.
        source: SQL that follows FROM.

    Returns:
        The name of the table; rows may be changed there.
    """
    stored = {column: sql for column, sql in columns.items() if not _is_said(column, columns)}
    listed = ", ".join(f'{sql} AS "{column}"' for column, sql in stored.items())
    con.execute(
        f"DROP VIEW IF EXISTS {name}; CREATE OR REPLACE TABLE {name}_rows AS SELECT {listed} FROM {source}"
    )
    shown = ", ".join(
        f'"{column}"' if column in stored else f'{sql} AS "{column}"' for column, sql in columns.items()
    )
    con.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {shown} FROM {name}_rows")
    return f"{name}_rows"


def _is_said(column: str, columns: dict[str, str]) -> bool:
    """Whether a column need not be stored, because a view can say it."""
    sql = columns[column]
    again = sql != column and columns.get(sql) in (sql, f'"{sql}"')
    return again or _CONSTANT.fullmatch(sql) is not None
