"""Tiers as they stand, and as they would stand under other limits: asked of a snapshot, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from treue.errors import NothingAccepted
from treue.loop.home import Home
from treue.loop.night.segmenting import tier_rule
from treue.loop.published import published_of
from treue.report.manifest import read_manifest
from treue.segments.rules import TierRule
from treue.segments.tables import RANKED, tier_limits, tiers
from treue.settings import Settings
from treue.units import currency_digits
from treue.warehouse.snapshot import open_snapshot
from treue.warehouse.tables import compiled, declare

SHEET = pa.schema(
    [
        ("customer", pa.int64()),
        ("tier", pa.string()),
        ("orders_24m", pa.int64()),
        *(
            (f"{name}_minor", pa.int64())
            for name in ("margin_24m", "return_reserve", "default_reserve", "year_value")
        ),
    ]
)
TIERS = (*reversed(RANKED), "former")


@dataclass(frozen=True, slots=True)
class Standing:
    """One tier.

    Args:
        tier: its id.
        customers: in it.
        profit_minor: theirs, of the last 24 and the next 12 months.
        minutes: of service they took in the last 12 months.
    """

    tier: str
    customers: int
    profit_minor: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Tiers now and under other limits.

    Args:
        now: as published, the most profitable first.
        then: as the limits would draw them, everybody looked at anew.
        moves: tier now, tier then -> customers.
        digits: decimals of the currency.
        currency: of the profits.
        is_revenue: whether these are revenue, for want of what goods cost.
        profitable_lead: customers above zero whom the limits would draw as lead, and who are not now.
    """

    now: Sequence[Standing]
    then: Sequence[Standing]
    moves: Mapping[tuple[str, str], int]
    digits: int
    currency: str
    is_revenue: bool
    profitable_lead: int

    @property
    def care_minutes(self) -> int:
        """What platinum care would take more in a year, at the minutes a platinum customer takes today."""
        now, then = self.now[0], self.then[0]
        each = now.minutes / now.customers if now.customers else 0.0
        return round(each * (then.customers - now.customers))


def preview(home: Home, settings: Settings) -> Preview:
    """What the tiers would be.

    Args:
        home: with a published snapshot.
        settings: whose limits are tried.

    Raises:
        NothingAccepted: nothing was published yet, by a version that tells tiers, or no amounts are known.
    """
    published = published_of(home)
    currency = str(published.manifest["currency"])
    rule = tier_rule(settings, currency_digits(currency))
    with open_snapshot(published.database) as con:
        known = {name for (name,) in con.execute("SELECT column_name FROM (DESCRIBE customers)").fetchall()}
        if not set(SHEET.names) <= known:
            raise NothingAccepted("This snapshot is of an earlier version. Run `treue run` again.")
        now = con.sql(_ASKED_NOW).fetchall()
        if not now:
            raise NothingAccepted("No amounts are known, so nobody has a tier. Load orders with amounts.")
        moved = con.sql(_asked_then(rule)).fetchall()
    standing = {tier: Standing(tier, *figures) for tier, *figures in now}
    return Preview(
        now=tuple(standing.get(tier, Standing(tier, 0, 0, 0)) for tier in TIERS),
        then=tuple(_then(tier, moved) for tier in TIERS),
        moves={(was, tier): customers for was, tier, customers, *_ in moved if was != tier},
        digits=currency_digits(currency),
        currency=currency,
        is_revenue=read_manifest(published.manifest).is_revenue,
        profitable_lead=sum(above for was, tier, *_, above in moved if tier == RANKED[0] != was),
    )


def _then(tier: str, moved: Sequence[tuple[str, str, int, int, int]]) -> Standing:
    mine = [(customers, profit) for _, drawn, customers, profit, _ in moved if drawn == tier]
    return Standing(tier, sum(customers for customers, _ in mine), sum(profit for _, profit in mine), 0)


_ASKED_NOW = """
SELECT c.tier, count(*), sum(c.profit_minor)::BIGINT, coalesce(any_value(a.minutes), 0)
FROM customers c LEFT JOIN attention a USING (tier) WHERE c.tier IS NOT NULL GROUP BY c.tier
"""


def _asked_then(rule: TierRule) -> str:
    rows = declare("customers", SHEET).rename(tier_now="tier")
    drawn = tiers(rows, tier_limits(rows, rule), losses_are_lead=rule.losses_are_lead)
    return (
        "SELECT tier_now, tier, count(*), sum(profit_minor)::BIGINT, count(*) FILTER (profit_minor > 0)"
        f" FROM ({compiled(drawn, 'duckdb')}) GROUP BY ALL"
    )
