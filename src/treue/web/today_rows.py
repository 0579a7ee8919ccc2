"""What the page Heute reads of a snapshot."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from treue.loop.shelf import Opened
from treue.report.unusual import COLUMNS, Unusual, told_of
from treue.segments.names import TIERS
from treue.units import currency_digits

MOST = 10
LEAST = 1
"""At stake with somebody who needs us, in whole money: for cents nobody takes up the telephone."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What the base is worth, and why that changed; minor units, or orders where no amounts are known.

    Args:
        mean: expected.
        low: eight of ten times it is at least so much.
        high: and at most so much.
        since: when it was last measured before; None where it was not.
        change: since then.
        new: of it by new customers.
        ordered: by customers who ordered since.
        silent: by those who did not.
        is_money: whether these are amounts.
    """

    mean: float
    low: float
    high: float
    since: date | None
    change: float
    new: float
    ordered: float
    silent: float
    is_money: bool


@dataclass(frozen=True, slots=True)
class Needing:
    """Somebody who may stay away, and why; reasons are kinds with their numbers."""

    customer: int
    code: str
    tier: str | None
    phase: str | None
    at_stake_minor: int
    value_minor: int | None
    idle_days: int
    usual_days: int | None
    reasons: list[tuple[str, Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the rows of all loads."""

    read: int
    accepted: int
    set_aside: int


def worth_of(opened: Opened) -> Worth:
    """From the run's totals and its split of the last week's change; of the last month's in an older run."""
    run = opened.run
    total = run.value_minor or run.orders
    parts: dict[str, float] = {}
    since: date | None = None
    of = {"worth_week": "worth_week", "worth_change": "worth_change WHERE months = 1"}
    table = next((query for name, query in of.items() if name in opened.tables), None)
    if table is not None:
        rows = opened.rows(f"SELECT part, coalesce(amount_minor, orders), since FROM {table}")
        parts = {str(part): float(str(amount or 0)) for part, amount, _ in rows}
        since = next((day for _, _, day in rows if isinstance(day, date)), None)
    return Worth(
        total.mean,
        total.low,
        total.high,
        since if parts else None,
        parts.get("total", 0.0),
        parts.get("group_new", 0.0),
        parts.get("group_ordered", 0.0),
        parts.get("group_silent", 0.0),
        run.value_minor is not None,
    )


def needing(opened: Opened, but: Collection[int], tier: str = "", most: int = MOST) -> list[Needing]:
    """Who has most at stake, the most first.

    Args:
        opened: the snapshot.
        but: customers to leave out: put off, calmed, being looked after.
        tier: of one tier only; empty for all.
        most: how many.
    """
    found = (row for row in _warned_of(opened) if not tier or row.tier == tier)
    return list(islice((row for row in found if row.customer not in but), most))


def _warned_of(opened: Opened) -> list[Needing]:
    """All who are warned of, a few hundred, read once per snapshot."""
    return opened.kept.get("warned of", lambda: _read_warned(opened))


def _read_warned(opened: Opened) -> list[Needing]:
    if "warnings" not in opened.tables:
        return []
    phase = "phase" if "phases" in opened.tables else "NULL"
    join = "LEFT JOIN phases USING (customer)" if "phases" in opened.tables else ""
    return opened.made(
        _needing,
        f"""SELECT customer, code, tier, {phase}, at_stake_minor, value_minor,
            date_diff('day', last_order, $until::DATE), usual_gap_days, reasons
        FROM warnings JOIN customers USING (customer) {join}
        WHERE at_stake_minor >= $least ORDER BY rank""",
        {"until": opened.until, "least": LEAST * 10 ** currency_digits(opened.run.currency)},
    )


def tiers_at_stake(opened: Opened) -> list[tuple[str, int, int]]:
    """Tier, how many of it are warned of, what is at stake with them; the best tier first."""
    stakes: dict[str, list[int]] = {}
    for row in _warned_of(opened):
        stakes.setdefault(row.tier or "", []).append(row.at_stake_minor)
    return [(each.key, len(stakes[each.key]), sum(stakes[each.key])) for each in TIERS if each.key in stakes]


def read_of(opened: Opened) -> Read:
    """All inputs together."""
    if "account" not in opened.tables:
        return Read(0, 0, 0)
    row = opened.row(
        "SELECT coalesce(sum(rows_read), 0)::BIGINT, coalesce(sum(rows_accepted), 0)::BIGINT,"
        " coalesce(sum(rows_quarantined), 0)::BIGINT FROM account"
    )
    return Read(*(int(str(count)) for count in row))


def unusual_of(opened: Opened) -> list[Unusual] | None:
    """What chance hardly explains, the worst first; None of a run that did not look."""
    if "unusual" not in opened.tables:
        return None
    return told_of(opened.made(Unusual, f"SELECT {', '.join(COLUMNS)} FROM unusual ORDER BY rank"))


def _needing(*row: object) -> Needing:
    """The query's columns, the last one with reasons as JSON."""
    needing: Callable[..., Needing] = Needing
    return needing(*row[:-1], _reasons(str(row[-1])))


def _reasons(told: str) -> list[tuple[str, Mapping[str, float]]]:
    return [(str(each.pop("kind")), each) for each in json.loads(told)]
