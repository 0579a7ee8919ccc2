"""Filters for audiences: a few typed conditions, turned into one parameterised query of a snapshot.

A filter is plain JSON, so that it can be kept, sent and read:

    {"conditions": [
        {"column": "tier", "values": ["platinum", "gold"]},
        {"column": "idle_days", "low": 60}]}

Conditions all hold. Only the columns named here can be asked for; what a person wrote is bound, never SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from treue.errors import BadOption
from treue.segments.names import SEGMENTS, TIERS
from treue.segments.phases.names import PHASES

CHOICE, MONEY, COUNT, DAY, SHARE = "choice", "money", "count", "day", "share"
_MOST = 12
"""Conditions in one filter; more is a list by hand, not a description."""


@dataclass(frozen=True, slots=True)
class Column:
    """What can be asked of a customer.

    Args:
        kind: how its bounds are written: whole minor units, counts, ISO days, shares of 1, or names.
        sql: its value, of a query over `customers` and the table beside it; empty where no snapshot tells it:
            whoever asks then brings marks along.
        beside: another table of the snapshot it needs; empty where `customers` has it.
        choices: the names it may have, where there is a list of them.
        blank: how a bound name is compared with it.
    """

    kind: str
    sql: str
    beside: str = ""
    choices: tuple[str, ...] = ()
    blank: str = "{}"


_TIERS = tuple(name.key for name in TIERS)
COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "tier": Column(CHOICE, "customers.tier", choices=_TIERS),
        "phase": Column(CHOICE, "phases.phase", "phases", tuple(name.key for name in PHASES)),
        "segment": Column(CHOICE, "customers.rfm_segment", choices=tuple(name.key for name in SEGMENTS)),
        "kind": Column(CHOICE, "cluster_members.cluster", "cluster_members", blank="TRY_CAST({} AS BIGINT)"),
        "appetite": Column(CHOICE, "radar_risk.kind", "radar_risk", ("bold", "careful")),
        "light": Column(CHOICE, "", choices=("green", "yellow", "red")),
        "value": Column(MONEY, "customers.value_minor"),
        "at_stake": Column(MONEY, "customers.at_stake_minor"),
        "profit": Column(MONEY, "customers.profit_minor"),
        "margin": Column(MONEY, "customers.margin_minor"),
        "revenue": Column(MONEY, "customers.revenue_minor"),
        "orders": Column(COUNT, "customers.orders"),
        "idle_days": Column(COUNT, "date_diff('day', customers.last_order, $until::DATE)"),
        "usual_gap_days": Column(COUNT, "customers.usual_gap_days"),
        "first_order": Column(DAY, "customers.first_order"),
        "last_order": Column(DAY, "customers.last_order"),
        "next_order": Column(DAY, "customers.next_order"),
        "active": Column(SHARE, "customers.p_alive"),
        "soon": Column(SHARE, "customers.order_chance_28"),
        "silent": Column(SHARE, "customers.silent"),
    }
)
"""Name -> what it asks; the only ones there are."""
Marks = Mapping[str, Mapping[str, str]]
"""Column -> choice -> a sign for each customer in their order: 1 who has it, 0 who does not."""
_NO_MARKS: Marks = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold.

    Args:
        column: of `COLUMNS`.
        values: names, any of which will do; empty with bounds.
        low: at least; None for no bound. Days as ISO text.
        high: at most.
    """

    column: str
    values: tuple[str, ...] = ()
    low: float | str | None = None
    high: float | str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that all hold; none: every customer."""

    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as a query.

    Args:
        source: FROM `customers` and perhaps tables laid beside it, and WHERE.
        blanks: the values that are bound, by name.
    """

    source: str
    blanks: Mapping[str, object]


def read_filter(told: object) -> Filter:
    """A filter from plain JSON.

    Raises:
        BadOption: an unknown column, a value or bound it cannot have; says which and what is allowed.
    """
    listed = told.get("conditions", []) if isinstance(told, Mapping) else None
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise BadOption("A filter is an object with a list `conditions`; see docs/filters.md.")
    if len(listed) > _MOST:
        raise BadOption(f"A filter has {len(listed)} conditions; at most {_MOST} are possible.")
    return Filter(tuple(_condition(each) for each in listed))


def plain(asked: Filter) -> dict[str, object]:
    """The filter as plain JSON; `read_filter` gives the same filter back."""
    return {"conditions": [_plain(each) for each in asked.conditions]}


def query_of(
    asked: Filter,
    until: date,
    tables: Collection[str],
    aligned: Collection[str] = (),
    marks: Marks = _NO_MARKS,
) -> Asked:
    """The filter as a query of a snapshot.

    Args:
        asked: what must hold.
        until: the last day the snapshot knows.
        tables: that it has.
        aligned: those whose rows are known to be of the same customers in the same order as `customers`;
            laid beside it without looking anybody up, a tenth of the time.
        marks: what no snapshot tells, of this one's customers.

    Raises:
        BadOption: a condition on something this snapshot does not tell.
    """
    blanks: dict[str, object] = {}
    tests = []
    for place, each in enumerate(asked.conditions):
        column, told = COLUMNS[each.column], marks.get(each.column)
        if (column.beside and column.beside not in tables) or not (column.sql or told):
            raise BadOption(f"{each.column}: this shop's figures do not tell it; leave the condition out.")
        if "$until" in column.sql:
            blanks["until"] = until
        if each.values:
            named = {f"value_{place}_{number}": value for number, value in enumerate(each.values)}
            blanks |= {name: told[value] for name, value in named.items()} if told else named
            test = _marked(named) if told else f"{column.sql} IN ({_listed(column, named)})"
            tests.append(test if column.beside in ("", *aligned) else _beside(column.beside, test))
        for name, bound, sign in (("low", each.low, ">="), ("high", each.high, "<=")):
            if bound is not None:
                blanks[f"{name}_{place}"] = date.fromisoformat(bound) if isinstance(bound, str) else bound
                tests.append(f"{column.sql} {sign} ${name}_{place}")
    beside = {COLUMNS[each.column].beside for each in asked.conditions} & set(aligned)
    source = "FROM customers" + "".join(f" POSITIONAL JOIN {name}" for name in sorted(beside))
    return Asked(f"{source} WHERE {' AND '.join(tests)}" if tests else source, blanks)


def _listed(column: Column, names: Collection[str]) -> str:
    return ", ".join(column.blank.format(f"${name}") for name in names)


def _marked(names: Collection[str]) -> str:
    """Whose place in one of the marks says 1; for a million customers as quick as a column of their own."""
    return f"({' OR '.join(f'get_bit(${name}::BIT, customers.rowid::INTEGER) = 1' for name in names)})"


def _beside(table: str, test: str) -> str:
    """Of whom another table says so: a fifth of what joining it takes, and nobody counts twice."""
    return f"customers.customer IN (SELECT {table}.customer FROM {table} WHERE {test})"


def _plain(each: Condition) -> dict[str, object]:
    told: dict[str, object] = {"column": each.column}
    if each.values:
        told["values"] = list(each.values)
    bounds = ("low", each.low), ("high", each.high)
    return told | {name: bound for name, bound in bounds if bound is not None}


def _condition(told: object) -> Condition:
    if not isinstance(told, Mapping) or told.get("column") not in COLUMNS:
        what = told.get("column") if isinstance(told, Mapping) else told
        raise BadOption(f"{what!r} is nothing a filter can ask for; take one of {', '.join(COLUMNS)}.")
    name = str(told["column"])
    column = COLUMNS[name]
    if column.kind == CHOICE:
        return Condition(name, values=_names(name, column, told.get("values")))
    low, high = (_bound(name, column.kind, told.get(end)) for end in ("low", "high"))
    if low is None and high is None:
        raise BadOption(f"{name}: a condition needs low or high.")
    if low is not None and high is not None and low > high:  # type: ignore[operator]  # both of one kind
        raise BadOption(f"{name}: from {low} to {high} holds nobody; exchange the two.")
    return Condition(name, low=low, high=high)


def _names(name: str, column: Column, told: object) -> tuple[str, ...]:
    if not isinstance(told, Sequence) or isinstance(told, str) or not told:
        raise BadOption(f"{name}: a condition needs a list `values`.")
    unknown = [str(each) for each in told if column.choices and each not in column.choices]
    if unknown:
        raise BadOption(f"{name} is never {', '.join(unknown)}; it is one of {', '.join(column.choices)}.")
    return tuple(str(each) for each in told)


def _bound(name: str, kind: str, told: object) -> float | str | None:
    if told is None:
        return None
    if kind == DAY:
        try:
            return date.fromisoformat(str(told)).isoformat()
        except ValueError:
            raise BadOption(f"{name}: {told!r} is no day; write it as 2026-11-30.") from None
    if isinstance(told, bool) or not isinstance(told, int | float) or told != told:  # noqa: PLR0124 - NaN
        raise BadOption(f"{name}: {told!r} is no number.")
    if kind == SHARE and not 0 <= told <= 1:
        raise BadOption(f"{name}: {told} is no share; it is between 0 and 1.")
    return told if kind == SHARE else int(told)
