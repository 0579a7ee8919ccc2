"""The ledger's entries behind a figure: of a customer, a tier, a kind, a month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from treue.errors import BadOption, NothingAccepted
from treue.loop.home import Home
from treue.loop.out_file import check_out, write_out
from treue.loop.published import published_of
from treue.units import currency_digits
from treue.warehouse.snapshot import open_snapshot

SHOWN = 40
"""Entries printed at most, the latest first; a file holds them all."""

_COLUMNS = "code, order_id, position, day, step, kind, amount_minor, vat_minor, estimated"
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries; unset parts leave nothing out.

    Args:
        customer: code as pages show it, or key.
        tier: id of a tier, as customers are in it now.
        kind: of entry.
        without: all kinds but this.
        month: as 2026-03.
        since: the first day.
        until: the last day.
    """

    customer: str | None = None
    tier: str | None = None
    kind: str | None = None
    without: str | None = None
    month: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_counted(self) -> bool:
        """Whether pages count the orders of these entries, too."""
        has_part = self.without or self.since or self.until or (self.month and (self.customer or self.tier))
        return self.kind is None and not has_part


@dataclass(frozen=True, slots=True)
class Entry:
    """One signed entry; `code` is empty for what belongs to nobody known."""

    code: str | None
    order_id: str | None
    position: int | None
    day: date
    step: int
    kind: str
    amount_minor: int
    vat_minor: int
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """All entries of one kind."""

    step: int
    kind: str
    entries: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure.

    Args:
        currency: of all amounts.
        digits: its decimals.
        sums: by step and kind.
        latest: up to `SHOWN` entries, the latest first.
        orders: with an entry for goods among them.
        counted: orders of the same customers or month as pages count them; None where pages name none.
    """

    currency: str
    digits: int
    sums: Sequence[Sum]
    latest: Sequence[Entry]
    orders: int
    counted: int | None

    @property
    def entries(self) -> int:
        """How many there are."""
        return sum(each.entries for each in self.sums)

    @property
    def amount_minor(self) -> int:
        """What they come to."""
        return sum(each.amount_minor for each in self.sums)


def entries_behind(home: Home, asked: Asked, out: Path | None = None) -> Behind:
    """Look them up in the published snapshot.

    Args:
        home: the shop's.
        asked: which.
        out: where to write all of them, .csv or .parquet.

    Raises:
        NothingAccepted: nothing was published yet, or no entry is asked for.
        BadOption: a customer, tier, kind or month that does not occur, days that hold none, or a file that
            cannot be written.
    """
    check_out(out)
    published = published_of(home)
    currency = str(published.manifest["currency"])
    with open_snapshot(published.database) as con:
        rows, values = _wanted(con, asked)
        sums = con.execute(
            f"SELECT step, kind, count(*), sum(amount_minor)::BIGINT {rows} GROUP BY ALL ORDER BY step, kind",
            values,
        ).fetchall()
        if not sums:
            raise NothingAccepted("The ledger has no such entries; ask for less at once.")
        latest = con.execute(
            f"SELECT {_COLUMNS} {rows} ORDER BY day DESC, order_id, position, kind LIMIT {SHOWN}", values
        ).fetchall()
        orders = _number(con, f"SELECT count(DISTINCT order_id) {rows} AND kind = 'goods'", values)
        counted = _counted(con, asked)
        if out is not None:
            _write(con, rows, values, currency_digits(currency), out)
    return Behind(
        currency,
        currency_digits(currency),
        [Sum(*each) for each in sums],
        [Entry(*each) for each in latest],
        orders,
        counted,
    )


def _counted(con: duckdb.DuckDBPyConnection, asked: Asked) -> int | None:
    """How many orders pages count where these entries stand: every one that was not cancelled."""
    if not asked.is_counted:
        return None
    if asked.customer is not None:
        return _number(
            con, "SELECT sum(orders) FROM customers WHERE customer = ?", [_key_of(con, asked.customer)]
        )
    if asked.tier is not None:
        return _number(con, "SELECT sum(orders) FROM customers WHERE tier = ?", [asked.tier])
    months = "SELECT sum(orders) FROM months WHERE "
    if asked.month is not None:
        return _number(con, f"{months}month = ?", _ends(asked.month)[:1])
    return _number(con, f"{months}true", [])


def _number(con: duckdb.DuckDBPyConnection, query: str, values: Sequence[object]) -> int:
    return int((con.execute(query, list(values)).fetchone() or (0,))[0] or 0)


def _wanted(con: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[str, list[object]]:
    """FROM and WHERE, and what their blanks stand for."""
    claims, values = ["true"], list[object]()
    if asked.customer is not None:
        claims.append("l.customer = ?")
        values.append(_key_of(con, asked.customer))
    if asked.since and asked.until and asked.since > asked.until:
        raise BadOption(f"--since is {asked.since} and --until {asked.until}: no day lies between them.")
    for told, claim in ((asked.since, "l.day >= ?"), (asked.until, "l.day <= ?")):
        if told is not None:
            claims.append(claim)
            values.append(told)
    if asked.month is not None:
        claims.append("l.day >= ? AND l.day < ?")
        values += _ends(asked.month)
    kinds, tiers = "SELECT DISTINCT kind FROM ledger", "SELECT DISTINCT tier FROM customers"
    for option, named, known, claim in (
        ("kind", asked.kind, kinds, "l.kind = ?"),
        ("without", asked.without, kinds, "l.kind <> ?"),
        ("tier", asked.tier, f"{tiers} WHERE tier IS NOT NULL", "c.tier = ?"),
    ):
        if named is not None:
            claims.append(claim)
            values.append(_one_of(option, named, (each[0] for each in con.execute(known).fetchall())))
    people = "SELECT customer, code, tier FROM customers"
    return f"FROM ledger l LEFT JOIN ({people}) c USING (customer) WHERE {' AND '.join(claims)}", values


def _key_of(con: duckdb.DuckDBPyConnection, told: str) -> int:
    code = told.strip().upper()
    found = con.execute(
        "SELECT customer FROM customers WHERE code = ? OR customer::VARCHAR = ?", [code, code]
    ).fetchone()
    if found is None:
        raise BadOption(
            f"--customer is {told!r}; no customer of the latest run has that code or key. If a page names "
            "it, the person was deleted since (treue forget leaves nothing by which to tell) or objected to "
            "profiling; else take a code from the report, as 7F3KQ-29QXM."
        )
    return int(found[0])


def _one_of(name: str, told: str, there: Iterable[str]) -> str:
    known = sorted(there)
    if told not in known:
        raise BadOption(f"--{name} is {told!r}; the snapshot has {', '.join(known)}.")
    return told


def _ends(month: str) -> list[date]:
    found = _MONTH.fullmatch(month)
    year, number = (int(each) for each in found.groups()) if found else (0, 0)
    if not (year and 1 <= number <= 12):
        raise BadOption(f"--month is {month!r}; write it as 2026-03.")
    return [date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)]


def _write(
    con: duckdb.DuckDBPyConnection, rows: str, values: Sequence[object], digits: int, out: Path
) -> None:
    """All entries, amounts in whole currency units; the file appears when it is complete."""
    scale = f"::DECIMAL(18, {digits}) / {10**digits}"
    told = (
        "code AS customer, order_id, position, day, step, kind,"
        f" (amount_minor{scale})::DECIMAL(18, {digits}) AS amount,"
        f" (vat_minor{scale})::DECIMAL(18, {digits}) AS vat, estimated"
    )
    query = f"SELECT {told} {rows} ORDER BY day, order_id, position, kind"
    write_out(lambda statement: con.execute(statement, values), query, out)
