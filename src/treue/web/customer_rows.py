"""What the list of customers reads of a snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from treue.loop.lights import lit_for
from treue.loop.shelf import Opened
from treue.segments.filters import Filter, query_of

PAGE, _GROUP, _NEAR = 50, 1000, 20
SORTED = {
    "value": "customers.value_minor",
    "at_stake": "customers.at_stake_minor",
    "margin": "customers.margin_minor",
    "orders": "customers.orders",
    "last_order": "customers.last_order",
    "active": "customers.p_alive",
}
"""What the list can be put in order by."""
_BESIDE = ("phases", "cluster_members")
"""Tables that a night writes for every customer."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One customer in a list; amounts are None where none are known."""

    customer: int
    code: str
    tier: str | None
    segment: str | None
    orders: int
    last_order: date
    margin_minor: int | None
    active: float
    value_minor: int | None
    value_low_minor: int | None
    value_high_minor: int | None
    at_stake_minor: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows.

    Args:
        filter: who.
        only: keys, where a search found some; None for everybody.
        but: keys of whom nothing is shown.
        by: a key of `SORTED`.
        upwards: the least first.
    """

    filter: Filter
    only: Collection[int] | None = None
    but: frozenset[int] = frozenset()
    by: str = "value"
    upwards: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """How many there are, and together what they are worth and what is at stake."""

    customers: int
    value_minor: int | None
    at_stake_minor: int | None


_COLUMNS = """customers.customer, customers.code, customers.tier, customers.rfm_segment, customers.orders,
    customers.last_order, customers.margin_minor, customers.p_alive, customers.value_minor,
    customers.value_low_minor, customers.value_high_minor, customers.at_stake_minor"""


def searched(opened: Opened, wanted: Wanted) -> list[Listed]:
    """All whom a search means, at once: they are few."""
    return _from(opened, wanted, len(wanted.only or ()), 0)


def sum_of(rows: Sequence[Listed]) -> Sums:
    """Of these rows."""
    values = [row.value_minor for row in rows if row.value_minor is not None]
    stakes = [row.at_stake_minor for row in rows if row.at_stake_minor is not None]
    return Sums(len(rows), sum(values) if values else None, sum(stakes) if stakes else None)


def sums_of(opened: Opened, wanted: Wanted) -> Sums:
    """Of all whom a filter means; counted once."""
    lit = lit_for(opened, wanted.filter).version
    return opened.kept.get(("sums", wanted.filter, wanted.but, lit), lambda: _summed(opened, wanted))


def _summed(opened: Opened, wanted: Wanted) -> Sums:
    source, blanks = _asked(opened, wanted)
    told = (
        f"SELECT count(*), sum(customers.value_minor)::BIGINT, sum(customers.at_stake_minor)::BIGINT {source}"
    )
    return opened.made(Sums, told, blanks)[0]


def listed(opened: Opened, wanted: Wanted, page: int = 1) -> list[Listed]:
    """One page of those whom a filter means, from 1; pages behind the middle are counted from the end."""
    if page == 1:
        lit = lit_for(opened, wanted.filter).version
        return opened.kept.get(
            ("first page", wanted.filter, wanted.but, wanted.by, wanted.upwards, lit),
            lambda: _from(opened, wanted, PAGE, 0),
        )
    skipped = PAGE * (page - 1)
    if page <= _NEAR:
        return _from(opened, wanted, PAGE, skipped)
    total = sums_of(opened, wanted).customers
    rest = max(0, total - skipped - PAGE)
    if rest >= skipped or skipped >= total:
        return _from(opened, wanted, PAGE, skipped)
    return _from(opened, wanted, min(PAGE, total - skipped), rest, backwards=True)[::-1]


def _from(
    opened: Opened, wanted: Wanted, most: int, skipped: int, *, backwards: bool = False
) -> list[Listed]:
    """Their places first, by the one column they are sorted by; then the other columns of these only."""
    source, blanks = _asked(opened, wanted)
    order = _order(wanted, backwards=backwards)
    places = f"SELECT customers.rowid {source} {order} LIMIT {most} OFFSET {skipped}"
    query = f"SELECT {_COLUMNS} FROM customers WHERE customers.rowid IN ({places}) {order}"
    return opened.made(Listed, query, blanks)


def streamed(opened: Opened, wanted: Wanted) -> Iterator[list[Listed]]:
    """All of them in their order, in groups that fit into memory."""
    source, blanks = _asked(opened, wanted)
    query = f"SELECT {_COLUMNS} {source} {_order(wanted)}"
    with opened.connection.cursor() as cursor:
        cursor.execute(query, blanks)
        while rows := cursor.fetchmany(_GROUP):
            yield [Listed(*row) for row in rows]


def _order(wanted: Wanted, *, backwards: bool = False) -> str:
    """Keys have the order of their codes, and are sooner compared."""
    way = "ASC" if wanted.upwards is not backwards else "DESC"
    others = "NULLS FIRST, customers.customer DESC" if backwards else "NULLS LAST, customers.customer"
    return f"ORDER BY {SORTED[wanted.by]} {way} {others}"


def _aligned(opened: Opened) -> frozenset[str]:
    """Tables with a row for every customer, in the same order; looked at once per snapshot."""
    return opened.kept.get(
        "aligned", lambda: frozenset(name for name in _BESIDE if _is_aligned(opened, name))
    )


def _is_aligned(opened: Opened, name: str) -> bool:
    if name not in opened.tables:
        return False
    (others,) = opened.row(
        f"SELECT count(*) FROM customers POSITIONAL JOIN {name}"
        f" WHERE customers.customer IS DISTINCT FROM {name}.customer"
    )
    return others == 0


def kinds_of(opened: Opened, language: str) -> dict[str, str]:
    """Number of a customer type -> its name."""
    if "clusters" not in opened.tables:
        return {}
    name = "name_de" if language == "de" else "name_en"
    rows = opened.rows(f"SELECT cluster::VARCHAR, {name} FROM clusters ORDER BY customers DESC")
    return {str(number): str(said) for number, said in rows}


def key_of(opened: Opened, bits: int) -> int | None:
    """The customer whose code stands for these bits: `key >> 13`; the range needs no scan."""
    rows = opened.rows(
        "SELECT customer FROM customers WHERE customer BETWEEN ? AND ?", [bits << 13, (bits << 13) + 8191]
    )
    return int(str(rows[0][0])) if rows else None


def codes_of(opened: Opened, customers: Sequence[int]) -> dict[int, str]:
    """Key -> code of those the snapshot knows."""
    rows = opened.rows(
        "SELECT customer, code FROM customers WHERE customer IN (SELECT unnest(?))", [list(customers)]
    )
    return {int(str(key)): str(code) for key, code in rows}


def _asked(opened: Opened, wanted: Wanted) -> tuple[str, Mapping[str, object]]:
    marks = lit_for(opened, wanted.filter).marks
    asked = query_of(wanted.filter, opened.until, opened.tables, _aligned(opened), marks)
    keys = {"only": wanted.only, "but": wanted.but or None}
    tests = [
        f"customers.customer {way} (SELECT unnest(${name}::BIGINT[]))"
        for name, way in (("only", "IN"), ("but", "NOT IN"))
        if keys[name] is not None
    ]
    if not tests:
        return asked.source, asked.blanks
    join = "AND" if " WHERE " in asked.source else "WHERE"
    blanks = {name: list(listed) for name, listed in keys.items() if listed is not None}
    return f"{asked.source} {join} {' AND '.join(tests)}", {**asked.blanks, **blanks}
