"""A table of the published snapshot: some of its rows to look at, all of them in a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from treue.errors import BadOption
from treue.loop.home import Home
from treue.loop.out_file import check_out, write_out
from treue.loop.published import published_of
from treue.units import currency_digits
from treue.warehouse.arrow import quoted
from treue.warehouse.snapshot import open_snapshot

SHOWN = 40
"""Rows at most that are not written to a file."""
_FEW = 40
"""Words that can be listed where another one was asked for."""

_CLAIM = re.compile(r"\s*(\w+)\s*(>=|<=|!=|<>|=|>|<)\s*(.*?)\s*")
_MINOR, _PLACE = "_minor", "treue_place"


@dataclass(frozen=True, slots=True)
class Listed:
    """A table there is: its name, how many rows it has, its columns."""

    name: str
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of which table.

    Args:
        table: its name.
        where: claims as `tier=platinum` or `at_stake>=50`; all of them hold.
        sort: a column; the largest first where a minus stands before it. As the table has them unless set.
    """

    table: str
    where: Sequence[str] = ()
    sort: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """Columns that somebody named, in claims first."""
        claims = [_parts(each)[0] for each in self.where]
        return tuple(dict.fromkeys((*claims, *([self.sort.removeprefix("-")] if self.sort else ()))))


@dataclass(frozen=True, slots=True)
class Shown:
    """What was found.

    Args:
        columns: names.
        rows: up to `SHOWN`.
        count: how many there are.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    count: int


def list_tables(home: Home) -> Sequence[Listed]:
    """All tables, by name.

    Raises:
        NothingAccepted: nothing was published yet.
    """
    with open_snapshot(published_of(home).database) as con:
        found = con.execute(
            "SELECT table_name, estimated_size FROM duckdb_tables() ORDER BY table_name"
        ).fetchall()
        return [Listed(name, rows, tuple(_readable(_types(con, quoted(name))))) for name, rows in found]


def look_up(home: Home, wanted: Wanted, out: Path | None = None) -> Shown:
    """Rows as people read them: customers by their codes, amounts in whole currency units.

    A column `value_minor` is called `value` here.

    Args:
        home: the shop's.
        wanted: which rows.
        out: where to write all of them, .csv or .parquet.

    Raises:
        NothingAccepted: nothing was published yet.
        BadOption: a table, column or claim that does not fit, or a file that cannot be written.
    """
    check_out(out)
    published = published_of(home)
    digits = currency_digits(str(published.manifest["currency"]))
    with open_snapshot(published.database) as con:
        tables = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        if wanted.table not in tables:
            raise BadOption(f"There is no table {wanted.table!r}; there are {', '.join(sorted(tables))}.")
        rows = f"({_rows(con, wanted.table, digits)})"
        types = {name: kind for name, kind in _types(con, rows).items() if name != _PLACE}
        claims, values = _claims(con, wanted, types)
        _check_words(con, rows, wanted, types)
        query = f"FROM {rows} WHERE {claims}"
        count = con.execute(f"SELECT count(*) {query}", values).fetchall()[0][0]
        every = f"SELECT * EXCLUDE ({_PLACE}) {query} ORDER BY {_order(wanted, types)}"
        found = con.execute(f"{every} LIMIT {SHOWN}", values).fetchall()
        if out is not None:
            write_out(lambda statement: con.execute(statement, values), every, out)
    return Shown(tuple(types), found, count)


def _readable(columns: Collection[str]) -> dict[str, str]:
    """What people call the columns of a table -> its column; a key gives way to the code.

    Amounts in a currency that the row itself names stay in its minor units.
    """
    told = dict[str, str]()
    for name in columns:
        short = name if "currency" in columns else name.removesuffix(_MINOR)
        if not (name == "code" and "customer" in columns):
            told[name if short in columns else short] = name
    return told


def _rows(con: duckdb.DuckDBPyConnection, table: str, digits: int) -> str:
    """The table with codes for keys and whole units for minor ones, and where each row stands in it."""
    columns = _types(con, quoted(table))
    told = [f"t.rowid AS {_PLACE}"]
    for name, column in _readable(columns).items():
        if column == "customer":
            told.append("c.code AS customer")
        elif name == column:
            told.append(f"t.{quoted(name)}")
        else:
            amount = f"(t.{quoted(column)}::DECIMAL(18, {digits}) / {10**digits})::DECIMAL(18, {digits})"
            told.append(f"{amount} AS {quoted(name)}")
    people = " LEFT JOIN (SELECT customer, code FROM customers) c USING (customer)"
    return f"SELECT {', '.join(told)} FROM {quoted(table)} t{people if 'customer' in columns else ''}"


def _claims(
    con: duckdb.DuckDBPyConnection, wanted: Wanted, types: Mapping[str, str]
) -> tuple[str, list[object]]:
    """WHERE, and what its blanks stand for."""
    claims, values = ["true"], list[object]()
    for told in wanted.where:
        name, sign, value = _parts(told)
        column = quoted(_column(name, wanted.table, types, "--where"))
        if not value:
            claims.append(f"{column} IS {'NOT ' if sign in ('!=', '<>') else ''}NULL")
            continue
        try:
            bound = con.execute(f"SELECT CAST(? AS {types[name]})", [value]).fetchall()[0][0]
        except duckdb.Error:
            raise BadOption(
                f"--where is {told!r}; {name} is {_KINDS.get(types[name], 'a number')}."
            ) from None
        claims.append(f"{column} {sign} ?")
        values.append(bound)
    return " AND ".join(claims), values


def _check_words(con: duckdb.DuckDBPyConnection, rows: str, wanted: Wanted, types: Mapping[str, str]) -> None:
    """Refuse a word that does not occur in a column of few words: a slip, or another language's."""
    for told in wanted.where:
        name, sign, value = _parts(told)
        if types[name] != "VARCHAR" or sign != "=" or not value:
            continue
        asked = (
            f"SELECT DISTINCT {quoted(name)} FROM {rows} WHERE {quoted(name)} IS NOT NULL LIMIT {_FEW + 1}"
        )
        known = sorted(word for (word,) in con.execute(asked).fetchall())
        if len(known) <= _FEW and value not in known:
            raise BadOption(
                f"--where is {told!r}; in {wanted.table} {name} is {', '.join(known) or 'empty'}."
            )


def _parts(told: str) -> tuple[str, str, str]:
    """Column, sign and value of a claim."""
    found = _CLAIM.fullmatch(told)
    if found is None:
        raise BadOption(f"--where is {told!r}; write a column, a sign and a value: tier=platinum.")
    name, sign, value = found.groups()
    return name, sign, value


_KINDS = {"VARCHAR": "a word", "DATE": "a day as 2026-03-01", "BOOLEAN": "true or false"}


def _order(wanted: Wanted, types: Mapping[str, str]) -> str:
    if not wanted.sort:
        return _PLACE
    column = _column(wanted.sort.removeprefix("-"), wanted.table, types, "--sort")
    return f"{quoted(column)} {'DESC' if wanted.sort.startswith('-') else 'ASC'} NULLS LAST, {_PLACE}"


def _column(name: str, table: str, types: Mapping[str, str], option: str) -> str:
    if name not in types:
        raise BadOption(f"{option} names {name!r}; {table} has {', '.join(types)}.")
    return name


def _types(con: duckdb.DuckDBPyConnection, rows: str) -> dict[str, str]:
    """Column -> type, in order."""
    described = con.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
    return {str(each[0]): str(each[1]) for each in described}
