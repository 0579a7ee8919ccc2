"""How a delivery meets what is stored: the newest version of a key wins, owned rows go with their owner."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from treue.facts.declared import TABLES
from treue.facts.schema import Table
from treue.facts.stored import ARROW_TYPES
from treue.warehouse.arrow import SQL_TYPES, quoted

LOAD_NUMBERS_END = 10**11
"""Versions up to here are numbers of loads, above it change times of the source in milliseconds.

The same content with a newer change time is stored again, so that a late delivery of something in
between is recognised as late; with a newer load number it is not."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a delivery did to one table, in delivered rows; an owner that lost its rows is one changed.

    Those of people who were forgotten are told apart: they were left out.
    """

    new: int
    changed: int
    unchanged: int
    forgotten: int = 0


def shaped(con: duckdb.DuckDBPyConnection, table: Table, relation: str) -> str:
    """SQL that reads `relation` in the declared columns and types; columns it lacks are empty."""
    there = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}
    columns = ", ".join(
        f"{name if each.name in there else 'NULL'}::{SQL_TYPES[ARROW_TYPES[each.kind]]} AS {name}"
        for each in table.columns
        for name in [quoted(each.name)]
    )
    return f"SELECT {columns} FROM {relation}"


def find_changes(
    con: duckdb.DuckDBPyConnection, table: Table, stored: str, delivered: str, owners: str | None
) -> Merged:
    """Fill the temporary table `changes` with the groups whose rows differ from what is stored.

    A group is what is replaced whole: a key, or in an owned table all rows of an owner. A group
    whose stored version is newer than the delivered one is left alone, and so is one whose content
    is the same: a repeated delivery changes nothing.

    Args:
        con: holds `stored` and `delivered`, both in declared columns.
        table: which.
        stored: name of the rows already known.
        delivered: name of the rows that arrived.
        owners: for owned tables the owner's delivered rows: one without rows here now has none.
    """
    group = ", ".join(group_of(table))
    content = ", ".join(quoted(each.name) for each in table.columns if each.name != "version")
    summary = f"SELECT {group}, max(version) AS version, count(*) AS n, bit_xor(hash({content})) AS content"
    arrived = f"{summary} FROM {delivered} GROUP BY ALL"
    if owners is not None:
        bare = (
            f"SELECT {group}, max(version) AS version, 0 AS n, 0::UBIGINT AS content"
            f" FROM {owners} GROUP BY ALL"
        )
        arrived = (
            f"SELECT {group}, max(version) AS version, sum(n)::BIGINT AS n, bit_xor(content) AS content"
            f" FROM ({arrived} UNION ALL {bare}) GROUP BY ALL"
        )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE changes AS SELECT {group}, arrived.n AS rows,"
        " known.n IS NULL AS is_new,"
        " known.n IS NULL OR (arrived.version >= known.version"
        "   AND (arrived.n <> known.n OR arrived.content <> known.content))"
        f" OR arrived.version > greatest(known.version, {LOAD_NUMBERS_END}) AS differs"
        f" FROM ({arrived}) arrived LEFT JOIN ({summary} FROM {stored} GROUP BY ALL) known USING ({group})"
        " WHERE known.n IS NOT NULL OR arrived.n > 0"
    )
    counts = con.execute(
        "SELECT coalesce(sum(rows) FILTER (is_new), 0)::BIGINT,"
        " coalesce(sum(greatest(rows, 1)) FILTER (differs AND NOT is_new), 0)::BIGINT,"
        " coalesce(sum(rows) FILTER (NOT differs), 0)::BIGINT FROM changes"
    ).fetchone()
    return Merged(*(counts or (0, 0, 0)))


def group_of(table: Table) -> tuple[str, ...]:
    """The columns of what is replaced whole: the key, or the owner's key."""
    key = TABLES[table.owner].key if table.owner else table.key
    return tuple(quoted(name) for name in key)


def newest(table: Table, delivered: str) -> str:
    """SQL for the delivered rows without those that the same delivery supersedes."""
    group = ", ".join(group_of(table))
    if table.owner:
        return f"SELECT * FROM {delivered} QUALIFY version = max(version) OVER (PARTITION BY {group})"
    return (
        f"SELECT * FROM {delivered}"
        f" QUALIFY row_number() OVER (PARTITION BY {group} ORDER BY version DESC) = 1"
    )


def merged_rows(table: Table, stored: str, delivered: str) -> str:
    """SQL for the table after the merge; reads the temporary table `changes`."""
    group = ", ".join(group_of(table))
    columns = ", ".join(quoted(each.name) for each in table.columns)
    return (
        f"SELECT {columns} FROM {stored} ANTI JOIN (FROM changes WHERE differs) USING ({group})"
        f" UNION ALL SELECT {columns} FROM {delivered} SEMI JOIN (FROM changes WHERE differs) USING ({group})"
        f" ORDER BY {', '.join(quoted(name) for name in table.key)}"
    )
