"""Reads single customers from a snapshot: forecast, reasons, entries and latest orders."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

import duckdb

from treue.report.customer_rows import Customer, NextOrder, Posting, Purchase, Reckoning
from treue.value.movers import MOST

Row = TypeVar("Row")
Reasons: TypeAlias = Sequence[tuple[str, Mapping[str, float]]]
PURCHASE_DAYS = 9
"""Latest days with an order whose orders are read of a customer: they show the gaps that tell a rhythm."""

_OWN = 10  # columns of a customer before those their forecast is made of
_MOVED = ", ".join(f"row(moved_{place}, exp(moved_{place}_by) - 1)" for place in range(1, MOST + 1))
_CUSTOMERS = f"""
    select customer, code, orders, last_order, margin_minor, p_alive, coalesce(value_minor, 0),
        coalesce(value_low_minor, 0), coalesce(value_high_minor, 0),
        coalesce(at_stake_minor, 0), coalesce(tier, ''), first_order, revenue_minor, expected_orders, pace,
        margin_per_order_minor, order_days, margin_minor + acquisition_minor, margin_12m_minor, silent,
        usual_gap_days, moved_more,
        next_order, next_order_low, next_order_high, order_chance_28,
        [moved for moved in [{_MOVED}] if moved[1] is not null]
    from customers where customer in ({{keys}})"""
_ENTRIES = """
    select customer, step, kind, sum(amount_minor)::bigint, bool_or(estimated),
        bool_or(estimated) and not bool_and(estimated)
    from ledger where customer in ({keys})
    group by customer, step, kind order by customer, step, abs(sum(amount_minor)) desc, kind"""
_PURCHASES = f"""
    select customer, day, number, revenue_minor, margin_minor from (
        select customer, min(l.day) as day, regexp_replace(order_id, '^[^:]*:', '') as number,
            coalesce(sum(amount_minor) filter (kind = 'goods'), 0)::bigint as revenue_minor,
            sum(amount_minor)::bigint as margin_minor
        from ledger l
        where order_id is not null and customer in ({{keys}}) group by customer, order_id)
    qualify dense_rank() over (partition by customer order by day desc) <= {PURCHASE_DAYS}
    order by customer, day desc, number desc"""
_REASONS = "select customer, reasons from warnings where customer in ({keys})"
_KEYS = "select customer, code from customers where code in (select unnest(?))"
_HAS = "select 1 from duckdb_tables() where table_name = ?"


def read_customers(connection: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> list[Customer]:
    """The customers behind these codes, as their page and the lists show them.

    Args:
        connection: to a snapshot; only read.
        codes: as `customers.code` has them; the order is kept, and codes of nobody are left out.

    Returns:
        Each with what the forecast is made of, why to worry (for those warned of), all ledger entries by kind
        and the latest orders; the last two are empty in a snapshot without a ledger. Where no amounts
        are known, value and stake are 0 and `how.margin_per_order_minor` is None.

    Raises:
        duckdb.Error: not a snapshot.
    """
    known_as = dict(connection.execute(_KEYS, [list(codes)]).fetchall())
    known = read_known(connection, known_as)
    postings = _by_key(_beside(connection, _first_apart(Posting), "ledger", _ENTRIES, known_as))
    latest = _by_key(_beside(connection, _first_apart(Purchase), "ledger", _PURCHASES, known_as))
    for key, each in known.items():
        known[key] = replace(each, postings=postings.get(key, ()), latest=latest.get(key, ()))
    key_of = {code: key for key, code in known_as.items()}
    return [known[key_of[code]] for code in codes if code in key_of]


def read_known(connection: duckdb.DuckDBPyConnection, keys: Collection[int]) -> dict[int, Customer]:
    """The same by key, without entries and orders: rows are found by their place, not by looking through all.

    Args:
        connection: to a snapshot; only read.
        keys: `customers.customer`.

    Raises:
        duckdb.Error: not a snapshot.
    """
    reasons = dict(_beside(connection, _reasons, "warnings", _REASONS, keys))
    found = _rows(connection, _first_apart(_customer), _CUSTOMERS, keys)
    return {key: replace(each, reasons=reasons.get(key, ())) for key, each in found}


def _beside(
    connection: duckdb.DuckDBPyConnection,
    make: Callable[..., Row],
    table: str,
    query: str,
    keys: Collection[int],
) -> list[Row]:
    """Of a table that not every snapshot has; none without it."""
    has = connection.execute(_HAS, [table]).fetchall()
    return _rows(connection, make, query, keys) if has else []


def _rows(
    connection: duckdb.DuckDBPyConnection, make: Callable[..., Row], query: str, keys: Collection[int]
) -> list[Row]:
    """None where there is nobody to ask for."""
    if not keys:
        return []
    listed = ", ".join(str(int(key)) for key in keys)
    return [make(*values) for values in connection.execute(query.format(keys=listed)).fetchall()]


def _customer(*values: object) -> Customer:
    """The list's columns, then those the forecast is made of."""
    customer: Callable[..., Customer] = Customer
    reckoning: Callable[..., Reckoning] = Reckoning
    coming: Callable[..., NextOrder] = NextOrder
    *made_of, others, day, low, high, chance, movers = values[_OWN:]
    how = reckoning(*made_of, movers, others, coming(day, low, high, chance))
    return customer(*values[:_OWN], how)


def _first_apart(make: Callable[..., Row]) -> Callable[..., tuple[int, Row]]:
    return lambda key, *values: (key, make(*values))


def _by_key(pairs: Sequence[tuple[int, Row]]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return found


def _reasons(key: int, told: str) -> tuple[int, Reasons]:
    return key, [(str(each.pop("kind")), each) for each in json.loads(told)]
