"""What the page on groups reads of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from treue.loop.shelf import Opened

_RANKS = "['former', 'lead', 'iron', 'gold', 'platinum']"
_LONG_WAIT = 24


@dataclass(frozen=True, slots=True)
class Balance:
    """A tier's share of what we give and of what comes back: 0 to 1, None for unknown."""

    tier: str
    customers: int
    profit_minor: int | None
    minutes: int
    brings: float | None
    time: float | None
    discounts: float | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A good customer's request: hours to the first answer, None while there is none."""

    customer: int
    code: str
    ticket: str
    tier: str
    opened_at: datetime
    hours: int | None
    served_before: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who came to another tier, and why."""

    customer: int
    code: str
    day: date
    before: str
    tier: str
    reason: str
    is_up: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Customers of one tier in one phase: how many, their value and what is at stake."""

    customers: int
    value_minor: int | None
    at_stake_minor: int | None


def balances(opened: Opened, but: frozenset[int] = frozenset()) -> list[Balance]:
    """The best tier first; `but` is counted in none, as in no list."""
    with_time = "attention" in opened.tables
    given = "any_value(minutes), any_value(discount_minor)" if with_time else "0, 0"
    join = "LEFT JOIN (SELECT tier, minutes, discount_minor FROM attention) USING (tier)" if with_time else ""
    rows = opened.rows(
        f"""SELECT tier, count(*), sum(profit_minor)::BIGINT, {given} FROM customers {join}
        WHERE tier IS NOT NULL AND customer NOT IN (SELECT unnest(?::BIGINT[]))
        GROUP BY tier ORDER BY list_position({_RANKS}, tier) DESC""",
        [list(but)],
    )
    told = [
        (str(t), int(str(n)), None if p is None else int(str(p)), int(str(m or 0)), int(str(d or 0)))
        for t, n, p, m, d in rows
    ]
    profit = sum(max(each[2] or 0, 0) for each in told)
    minutes, discounts = sum(each[3] for each in told), sum(each[4] for each in told)
    return [
        Balance(
            tier,
            customers,
            amount,
            time,
            amount / profit if amount is not None and profit else None,
            time / minutes if minutes else None,
            given / discounts if discounts else None,
        )
        for tier, customers, amount, time, given in told
    ]


def waiting(opened: Opened, most: int = 10) -> list[Waiting]:
    """Platinum and gold customers who waited longer than a day, the unanswered first."""
    if "waiting" not in opened.tables:
        return []
    return opened.made(
        Waiting,
        f"""SELECT customer, code, regexp_replace(ticket_id, '^[^:]*:', ''), w.tier, opened_at, hours,
            served_before
        FROM waiting w JOIN customers USING (customer) WHERE hours IS NULL OR hours > {_LONG_WAIT}
        ORDER BY hours IS NOT NULL, hours DESC, opened_at, ticket_id LIMIT ?""",
        [most],
    )


def moved(opened: Opened, most: int = 12) -> list[Moved]:
    """Who rose and fell within the last month, the latest first."""
    if "tier_moves" not in opened.tables:
        return []
    return opened.made(
        Moved,
        f"""SELECT customer, code, day, tier_before, m.tier, reason,
            list_position({_RANKS}, m.tier) > list_position({_RANKS}, tier_before)
        FROM tier_moves m JOIN customers USING (customer)
        WHERE day > ?::DATE - INTERVAL 1 MONTH ORDER BY day DESC,
            abs(m.profit_minor - m.profit_before_minor) DESC
        LIMIT ?""",
        [opened.until, most],
    )


def tier_by_phase(opened: Opened, but: frozenset[int] = frozenset()) -> dict[tuple[str, str], Cell]:
    """(tier, phase) -> who is there; `but` is counted in none, as in no list."""
    if "phases" not in opened.tables:
        return {}
    rows = opened.made(
        lambda tier, phase, *cell: ((str(tier), str(phase)), Cell(*cell)),
        """SELECT tier, phase, count(*), sum(value_minor)::BIGINT, sum(at_stake_minor)::BIGINT
        FROM customers JOIN phases USING (customer)
        WHERE tier IS NOT NULL AND customer NOT IN (SELECT unnest(?::BIGINT[])) GROUP BY ALL""",
        [list(but)],
    )
    return dict(rows)
