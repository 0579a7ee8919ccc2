"""What the page Abgleich reads: ours by month, what is left out of it, and the shop's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from treue.loop.records import OwnMonth
from treue.loop.shelf import Opened

PARTS = ("cancelled", "undone", "marketplace", "business", "staff", "test", "currency")
"""In the order in which the page names them; returns stand apart, for they take from no order."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Orders and net revenue; None where no amount is stated."""

    orders: int
    revenue_minor: int | None


@dataclass(frozen=True, slots=True)
class MonthHeld:
    """One month.

    Args:
        month: its first day.
        ours: what counts here.
        left_out: part -> what is in the files and does not count.
        returned_minor: refunded in that month.
        own: the shop's own figures, where somebody typed them in.
    """

    month: date
    ours: Amount
    left_out: Mapping[str, Amount]
    returned_minor: int | None
    own: OwnMonth | None

    @property
    def in_files(self) -> int:
        """Orders that the files hold."""
        return self.ours.orders + sum(each.orders for each in self.left_out.values())

    @property
    def unexplained(self) -> int | None:
        """Orders that the shop counts and the files do not hold, or the other way round."""
        return None if self.own is None or self.own.orders is None else self.own.orders - self.in_files

    @property
    def revenue_gap_minor(self) -> int | None:
        """Revenue that no part explains: the shop's less ours and all that is left out."""
        if self.own is None or self.own.revenue_minor is None or self.ours.revenue_minor is None:
            return None
        known = sum(each.revenue_minor or 0 for each in self.left_out.values())
        return self.own.revenue_minor - self.ours.revenue_minor - known


def months_held(opened: Opened) -> list[MonthHeld]:
    """The latest first."""
    if "months" not in opened.tables:
        return []
    own = {each.month: each for each in OwnMonth.objects.all()}
    parts: dict[date, dict[str, Amount]] = {}
    if "left_out" in opened.tables:
        for month, part, orders, amount in opened.rows(
            "SELECT month, part, orders, amount_minor FROM left_out"
        ):
            if isinstance(month, date):
                parts.setdefault(month, {})[str(part)] = Amount(int(str(orders)), _minor(amount))
    found = []
    for month, orders, revenue in opened.rows(
        "SELECT month, orders, revenue_minor FROM months ORDER BY month DESC"
    ):
        if isinstance(month, date):
            there = parts.get(month, {})
            left_out = {part: there[part] for part in PARTS if part in there}
            returned = there["returns"].revenue_minor if "returns" in there else None
            ours = Amount(int(str(orders)), _minor(revenue))
            found.append(MonthHeld(month, ours, left_out, returned, own.get(month)))
    return found


def set_aside(opened: Opened) -> list[tuple[str, str, int]]:
    """Input, rule, and how many rows were set aside by it; the most first."""
    if "rules" not in opened.tables:
        return []
    rows = opened.rows("SELECT input, rule, rows FROM rules WHERE rows > 0 ORDER BY rows DESC, input, rule")
    return [(str(kind), str(rule), int(str(count))) for kind, rule, count in rows]


def _minor(amount: object) -> int | None:
    return None if amount is None else int(str(amount))
