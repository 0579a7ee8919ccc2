"""What is true of a world, to hold beside what anybody believes of it: never part of the facts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from treue.simulation.telling.rows import pick
from treue.simulation.telling.sold import Sold, main_key
from treue.simulation.world.acting import ACTIONS
from treue.simulation.world.arrivals import marginal_newcomers
from treue.simulation.world.chance import FloatArray
from treue.simulation.world.days import day_of, days_of
from treue.simulation.world.expecting import expect
from treue.simulation.world.people import TRAITS, VALUES
from treue.simulation.world.play import World
from treue.simulation.world.terms import Terms

YEAR_DAYS = 365
CONTACT = ("annoyed", "indifferent", "helped")
VOUCHER = ("needs", "takes", "neither")


def true_customers(world: World, sold: Sold, ahead_days: int = YEAR_DAYS) -> pa.Table:
    """One row per person, buyer or not.

    `expected_*` have what moves all customers alike at its mean, as nobody can know it; `given_profit_minor`
    has it as it will be. `effect_*_minor` is what the action, done this morning, adds to the expected profit.

    Args:
        world: on the morning after the history.
        sold: all orders of the facts.
        ahead_days: that are expected.
    """
    people, state = world.people, world.state
    calm = days_of(world.terms, world.plan.seed, world.today, ahead_days, shocks=False)
    usual = expect(replace(world.scene, days=calm), people, state, world.today, ahead_days)
    given = expect(world.scene, people, state, world.today, ahead_days)
    row = np.searchsorted(people.number, sold.people.number)
    count = len(people)
    columns: dict[str, object] = {
        "customer": main_key(people),
        "number": people.number,
        "joined": pa.array(people.joined.astype(np.int32)).cast(pa.date32()),
        "is_buyer": people.is_buyer,
        "is_customer": people.is_buyer & (state.gone > world.today),
        "orders": np.bincount(row, minlength=count),
        "earned_minor": np.bincount(row, weights=sold.earned, minlength=count),
        "expected_orders": usual.orders,
        "expected_profit_minor": usual.profit,
        "given_profit_minor": given.profit,
        **{f"effect_{name}_minor": usual.effects[name] for name in ACTIONS},
        "contact": pick(CONTACT, (np.sign(people.lift) + 1).astype(np.int64)),
        "voucher": pick(VOUCHER, np.where(people.voucher_lift > 0, 0, np.where(people.takes, 1, 2))),
        "gap_days": mean_gaps(world),
        "leave": people.leave,
        "returns": people.returns,
        "season": people.season,
        "novelty": people.novelty,
        "more_lines": people.more_lines,
        "abandon": people.abandon,
        **{f"value_{name}": people.values[:, place] for place, name in enumerate(VALUES)},
        **{f"trait_{name}": people.traits[name] for name in TRAITS},
        **{f"seen_{name}": people.seen[name] for name in TRAITS},
    }
    return pa.table({name: _cells(each) for name, each in columns.items()})


def mean_gaps(world: World) -> FloatArray:
    """Mean days between two orders of somebody who stays, seasons and messages left out."""
    people = world.people
    return np.asarray((people.steps - 1 + 1 / (1 - people.abandon)) / people.hazard, np.float64)


def true_days(world: World) -> pa.Table:
    """What moved all customers alike, day by day, of the facts."""
    days, first = world.days, world.plan.first
    at = slice(first - days.first, world.today - days.first)
    return pa.table(
        {
            "day": pa.array([day_of(number) for number in range(first, world.today)], pa.date32()),
            "season": days.season[at],
            "shock": days.shock[at],
            "cut": days.cut[at],
            "crowded": days.crowded[at],
        }
    )


def true_channels(terms: Terms) -> pa.Table:
    """Each channel: relative newcomers without spend, with the usual, and for a little more of it."""
    paid = [each for each in terms.channels if each.daily > 0]
    return pa.table(
        {
            "channel": [each.name for each in paid],
            "organic": [each.organic for each in paid],
            "paid": [each.paid for each in paid],
            "saturation": [each.saturation for each in paid],
            "marginal": [float(marginal_newcomers(each, np.ones(1))[0]) for each in paid],
        }
    )


def true_effects(terms: Terms) -> pa.Table:
    """What each friction does: the chance that it drives a customer away for good."""
    kick = terms.effects
    return pa.table(
        {"friction": list(kick.__slots__), "drives_away": [getattr(kick, each) for each in kick.__slots__]}
    )


def _cells(values: object) -> pa.Array:
    return values if isinstance(values, pa.Array) else pa.array(values)
