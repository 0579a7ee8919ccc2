"""A shop of known law, seen as a twin sees it: drawn here day by day, not with the twin's own code."""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma

import numpy as np

from treue.simulation.twin.seen import Seen

FIRST = 19_000  # a Saturday in January 2022


@dataclass(frozen=True)
class Truth:
    gap: float = 18.0  # median over people of their mean gap, days
    gap_spread: float = 0.6
    shape: float = 1.0
    stay: float = 250.0
    amount: float = 4_000.0
    amount_spread: float = 0.5
    own_spread: float = 0.4
    returns: float = 0.15
    sundays: bool = True
    days: int = 500


def shop(truth: Truth, customers: int = 400, seed: int = 1) -> Seen:
    rng = np.random.default_rng(seed)
    mean = truth.gap * np.exp(truth.gap_spread * rng.normal(size=customers))
    amount = np.log(truth.amount) + truth.amount_spread * rng.normal(size=customers)
    came = rng.integers(0, truth.days * 2 // 3, customers)
    gone = came + rng.exponential(truth.stay, customers)
    rows: list[tuple[int, int]] = []
    scale = mean / gamma(1 + 1 / truth.shape)
    for who in range(customers):
        day = came[who]
        while day < truth.days and day <= gone[who]:
            if not rows or rows[-1] != (who, day):
                rows.append((who, day))
            gap = scale[who] * rng.weibull(truth.shape)
            day += int(np.ceil(gap))  # a day has one order at most
            if not truth.sundays and (FIRST + day + 3) % 7 == 6:
                day += 1
    customer, day = np.array(rows).T
    count = len(day)
    value = np.rint(np.exp(amount[customer] + truth.own_spread * rng.normal(size=count)))
    lines = 1 + rng.poisson(2.0, count)
    back = rng.uniform(size=count) < truth.returns
    return Seen(
        keys=np.arange(customers), customer=customer, day=FIRST + day, amount=value, lines=lines,
        pieces=lines + rng.poisson(1.0, count).astype(float), returned=np.where(back, 0.5, 0.0),
        lag=np.where(back, 9, -1), first=FIRST, until=FIRST + truth.days - 1,
    )  # fmt: skip


def days_only(seen: Seen) -> Seen:
    nothing = np.zeros(len(seen.day))
    return Seen(
        keys=seen.keys, customer=seen.customer, day=seen.day, amount=np.full(len(seen.day), np.nan),
        lines=nothing.astype(int), pieces=nothing, returned=nothing, lag=np.full(len(seen.day), -1),
        first=seen.first, until=seen.until,
    )  # fmt: skip
