"""Do intervals of totals hold? Many invented shops, each with a shock of its own that all customers share.

    python bench/worlds.py [--worlds 500] [--customers 2000] [--shock 0.15]

Customers buy and leave as Pareto/NBD supposes; in the half year ahead everybody orders faster or slower by the
same factor. Its mean is 1, as the mean of a forecast is that of all that may come; its logarithm is normal. The
worlds' factors are spread as evenly as the curve asks, and dealt out at random: 500 drawn freely would scatter
up to a tenth more or less than they should, and that, not the intervals, would be seen.

Printed is how often the total that came lies in its interval: where the parameters are known and nothing moves
all customers (luck alone), where they are fitted (luck and parameters), with the shock, its size given, with
its size and the level learned from three earlier stretches of the shop as a tournament does, and with the
shock left out of the interval. Then where in its interval the total came, in tenths: an honest forecast has a
tenth of the worlds in each.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.special import ndtri

from treue.units import Unit
from treue.value.forecast import Ahead, Customers, Models, Redrawn, Shock, look_ahead
from treue.value.histories import Histories
from treue.value.purchases import ParetoNbd
from treue.value.purchases.pareto_nbd import FittedParetoNbd
from treue.value.totals import possible_totals
from treue.value.tournament.strength import level_of, shock_degrees

SHARES = (0.5, 0.8, 0.95)
HORIZON_DAYS = 182
ORIGINS = 3
# In days.
TRUTH = FittedParetoNbd(r=0.6, alpha=75.0, s=0.6, beta=80.0, unit=Unit.DAY)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=500)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--shock", type=float, default=0.15)
    asked = parser.parse_args()
    stretches = dealt(asked.worlds, asked.shock)
    found = [places(seed, asked.customers, asked.shock, own) for seed, own in enumerate(stretches)]
    print("| what is in doubt | 50% | 80% | 95% | middle place |\n|---|---|---|---|---|")
    for name in found[0]:
        place = np.array([each[name] for each in found])
        shares = [f"{(np.abs(place - 0.5) <= share / 2).mean():.1%}" for share in SHARES]
        print(f"| {name} | {' | '.join(shares)} | {place.mean():.3f} |")
    errors = [f"{np.sqrt(share * (1 - share) / asked.worlds):.1%}" for share in SHARES]
    print(f"| *standard error, {asked.worlds} worlds* | {' | '.join(errors)} | |\n")
    for name in found[0]:
        tenths = np.histogram([each[name] for each in found], 10, (0, 1))[0]
        print(f"{name}: {' '.join(str(count) for count in tenths)}")


def dealt(worlds: int, shock: float) -> Iterator[np.ndarray]:
    """For each world the logarithms of what moved its earlier stretches and, last, moves the one ahead.

    Stretches that a tournament looks at share half of their days with their neighbours; the one ahead begins
    where the last of them ended.
    """
    rng = np.random.default_rng(worlds)
    ahead = ndtri((rng.permutation(worlds) + 0.5) / worlds)
    for own in ahead:
        halves = rng.normal(0.0, np.sqrt(2.0), ORIGINS + 1)
        yield shock * np.append((halves[1:] + halves[:-1]) / 2, own) - shock**2 / 2


def places(seed: int, customers: int, shock: float, stretches: np.ndarray) -> dict[str, float]:
    """Where the total lies among the possible ones, 0 to 1, by what is in doubt."""
    rng = np.random.default_rng(seed)
    seen, calm, came = shop(rng, customers, float(np.exp(stretches[-1])))
    distinct, row = seen.compress()
    ones, nothing = np.ones(customers), np.zeros(customers)
    who = Customers(distinct, row, nothing, nothing, ones, nothing, ones)
    known, fitted = Models(TRUTH, None), Models(ParetoNbd(unit=Unit.DAY).fit(distinct), None)
    doubts = Redrawn.of(fitted, rng)
    outlook = look_ahead(who, fitted, Ahead(HORIZON_DAYS))
    luck = float(outlook.orders_variance.sum() / outlook.orders.sum() ** 2)
    level = level_of(stretches[:-1] + rng.normal(0.0, np.sqrt(luck), ORIGINS), [luck] * ORIGINS)

    def possible(redrawn: Redrawn, level: float = 0.0) -> np.ndarray:
        moved = replace(who, pace=np.full(customers, np.exp(level)))
        outlook = look_ahead(moved, redrawn.fitted, Ahead(HORIZON_DAYS))
        return possible_totals(moved, outlook, redrawn, np.random.default_rng(seed))[0]

    still = possible(doubts)
    learned = shaken(doubts, seed, Shock(level.shock, shock_degrees(ORIGINS)))
    return {
        "luck": place(calm, possible(Redrawn(known, (known,), np.ones(1), doubts.chances))),
        "luck, parameters": place(calm, still),
        "luck, parameters, shock of known size": place(came, possible(shaken(doubts, seed, Shock(shock)))),
        "luck, parameters, level and shock as learned": place(came, possible(learned, level.log_level)),
        "shock left out of the interval": place(came, still),
    }


def place(total: float, possible: np.ndarray) -> float:
    """The share of the possible totals that lie below."""
    return float((possible < total).mean())


def shaken(doubts: Redrawn, seed: int, shock: Shock) -> Redrawn:
    """The same redrawn models, each with a shock."""
    return replace(doubts, shocks=shock.factors(np.random.default_rng(seed), len(doubts.others)))


def shop(rng: np.random.Generator, customers: int, factor: float) -> tuple[Histories, float, float]:
    """What is known of a shop's customers, and the orders that come, without the factor and with it."""
    tenure = rng.uniform(180.0, 360.0, customers)
    pace = rng.gamma(TRUTH.r, 1.0 / TRUTH.alpha, customers)
    stay = rng.exponential(1.0, customers) / rng.gamma(TRUTH.s, 1.0 / TRUTH.beta, customers)
    watched = np.minimum(stay, tenure)
    orders = rng.poisson(pace * watched).astype(np.float64)
    last = np.where(orders > 0, watched * rng.random(customers) ** (1.0 / np.maximum(orders, 1.0)), 0.0)
    ahead = pace * np.clip(stay - tenure, 0.0, HORIZON_DAYS)
    calm, came = (float(rng.poisson(ahead * each).sum()) for each in (1.0, factor))
    return Histories(orders, last, tenure, np.ones(customers)), calm, came


if __name__ == "__main__":
    main()
