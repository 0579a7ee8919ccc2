"""Do intervals of totals hold? Many invented shops, each with a shock of its own that all customers share.

    python bench/worlds.py [--worlds 500] [--customers 2000] [--shock 0.15]

Customers buy and leave as Pareto/NBD supposes; in the half year ahead everybody orders faster or slower by the
same factor, whose logarithm is normal. Printed is how often the total that came lies in its 50, 80, 95 %
interval, the size of the shock given, and the same with the shock left out.
"""

from __future__ import annotations

import argparse

import numpy as np

from treue.units import Unit
from treue.value.forecast import Ahead, Customers, Models, Redrawn, Shock, look_ahead
from treue.value.histories import Histories
from treue.value.purchases import ParetoNbd
from treue.value.totals import possible_totals

SHARES = (0.5, 0.8, 0.95)
HORIZON_DAYS = 182


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=500)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--shock", type=float, default=0.15)
    asked = parser.parse_args()
    found = np.array([world(seed, asked.customers, asked.shock) for seed in range(asked.worlds)])
    print("| interval | covers | without the shock |\n|---|---|---|")
    for column, share in enumerate(SHARES):
        held, without = found[:, 0, column].mean(), found[:, 1, column].mean()
        print(f"| {share:.0%} | {held:.1%} | {without:.1%} |")


def world(seed: int, customers: int, shock: float) -> list[list[bool]]:
    """Whether the total lies in each interval, with the shock in it and without."""
    rng = np.random.default_rng(seed)
    seen, came = shop(rng, customers, shock)
    distinct, row = seen.compress()
    ones, nothing = np.ones(customers), np.zeros(customers)
    who = Customers(distinct, row, nothing, nothing, ones, nothing, ones)
    models = Models(ParetoNbd(unit=Unit.WEEK).fit(distinct), None)
    outlook = look_ahead(who, models, Ahead(HORIZON_DAYS))
    return [
        inside(came, possible_totals(who, outlook, Redrawn.of(models, rng, shock=Shock(each)), rng)[0])
        for each in (shock, 0.0)
    ]


def inside(came: float, possible: np.ndarray) -> list[bool]:
    ends = [np.quantile(possible, [(1 - share) / 2, (1 + share) / 2]) for share in SHARES]
    return [bool(low <= came <= high) for low, high in ends]


def shop(rng: np.random.Generator, customers: int, shock: float) -> tuple[Histories, float]:
    """What is known of a shop's customers, and the orders that come."""
    tenure = rng.uniform(180.0, 360.0, customers)
    pace = rng.gamma(0.6, 1 / 75.0, customers)
    stay = rng.exponential(1.0, customers) / rng.gamma(0.6, 1 / 80.0, customers)
    watched = np.minimum(stay, tenure)
    orders = rng.poisson(pace * watched).astype(np.float64)
    last = np.where(orders > 0, watched * rng.random(customers) ** (1.0 / np.maximum(orders, 1.0)), 0.0)
    ahead = np.clip(stay - tenure, 0.0, HORIZON_DAYS)
    came = rng.poisson(pace * ahead * np.exp(rng.normal(0.0, shock))).sum()
    return Histories(orders, last, tenure, np.ones(customers)), float(came)


if __name__ == "__main__":
    main()
