"""What customers are worth: totals, single customers, and whether intervals hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from treue.simulation.recovery.figures import NONE, Figure, Topic
from treue.simulation.recovery.night import Night, Truth
from treue.simulation.recovery.scores import captured, off_by_tenths, pearson, share_of, spearman
from treue.simulation.world.chance import FloatArray

Score = Callable[[FloatArray, FloatArray], float]

MONTHS = 12
"""The naive total: as in the last so many months."""

HAIR = {"orders": 0.0, "value": 100.0}
"""What an interval of one customer may miss by: a euro, for whoever orders nothing costs some newsletters."""


@dataclass(frozen=True, slots=True)
class Sides:
    """One thing seen from all sides; shape (n,) each.

    Args:
        ours: what the night expects of each customer in the next year.
        naive: the rule of thumb.
        usual: truly to be expected, what moves all alike at its mean.
        given: the same with the shocks as they will be.
        came: in the year played on.
        low: of our 80 % interval.
        high: the same.
    """

    ours: FloatArray
    naive: FloatArray
    usual: FloatArray
    given: FloatArray
    came: FloatArray
    low: FloatArray
    high: FloatArray


def sides(night: Night, truth: Truth) -> dict[str, Sides]:
    """Orders and discounted value; naive: half the last 24 months' orders, the last 12 months' margin."""
    number = night.number
    return {
        "orders": Sides(
            number("expected_orders"),
            number("orders_24m") / 2,
            truth.usual.orders,
            truth.given.orders,
            truth.came_orders,
            number("expected_orders_low"),
            number("expected_orders_high"),
        ),
        "value": Sides(
            number("value_minor"),
            np.nan_to_num(number("margin_12m_minor")),
            truth.usual.profit,
            truth.given.profit,
            truth.came_profit,
            number("value_low_minor"),
            number("value_high_minor"),
        ),
    }


def totals(night: Night, truth: Truth) -> list[Figure]:
    """All customers of the night together; naive: as in the last 12 months."""
    last = {
        "orders": float(night.tables["months"].column("orders").to_numpy()[-MONTHS:].sum()),
        "value": float(np.nansum(night.number("margin_12m_minor"))),
    }
    found = sides(night, truth).items()
    return [figure for name, seen in found for figure in _total(name, seen, night, last[name])]


def customers(night: Night, truth: Truth) -> list[Figure]:
    """One by one, beside what was truly to be expected of each and what came."""
    return [figure for name, seen in sides(night, truth).items() for figure in _each(name, seen)]


def _total(name: str, seen: Sides, night: Night, before: float) -> Iterator[Figure]:
    topic = Topic(f"All customers together: {name} of the next year")
    told = night.totals["orders" if name == "orders" else "value_minor"]
    usual, given, came = (float(each.sum()) for each in (seen.usual, seen.given, seen.came))
    mean, low, high = told["mean"], told["low"], told["high"]
    yield topic("off what was to be expected", _off(mean, usual), _off(before, usual), 0.0, form="+%")
    yield topic(
        "the same, whatever its sign", abs(_off(mean, usual)), abs(_off(before, usual)), 0.0, form="%"
    )
    off = (_off(each, given) for each in (mean, before, usual))
    yield topic("off the year as it will be, shocks known, whatever its sign", *map(abs, off), form="%")
    for what, each in (("what was to be expected", usual), ("what came", came)):
        yield topic(f"80 % interval holds {what}", float(low <= each <= high), form="%")
    yield topic("width of the interval, of its mean", (high - low) / mean if mean else NONE, form="%")


def _each(name: str, seen: Sides) -> Iterator[Figure]:
    topic = Topic(f"Each customer: {name} of the next year")
    both, three = (seen.ours, seen.naive), (seen.ours, seen.naive, seen.usual)
    yield topic("rank correlation with what is to be expected", *_all(spearman, both, seen.usual), 1.0)
    yield topic("correlation with what is to be expected", *_all(pearson, both, seen.usual), 1.0)
    yield topic("rank correlation with what came", *_all(spearman, three, seen.came))
    yield topic("correlation with what came", *_all(pearson, three, seen.came))
    yield topic(
        "what our best tenth holds, of what the truly best hold",
        *_all(captured, both, seen.usual),
        1.0,
        form="%",
    )
    yield topic("the same of what came", *_all(captured, three, seen.came), form="%")
    yield topic("off by tenths, of the mean", *_all(_tenths, both, seen.usual), 0.0, form="%")
    hair = HAIR[name]
    below, above = seen.came < seen.low - hair, seen.came > seen.high + hair
    yield topic("80 % intervals hold what came", share_of(~below & ~above), form="%")
    yield topic("less came than they say (at most 10 %)", share_of(below), form="%")
    yield topic("more came than they say (at most 10 %)", share_of(above), form="%")


def _all(score: Score, believed: tuple[FloatArray, ...], true: FloatArray) -> list[float]:
    return [score(each, true) for each in believed]


def _off(believed: float, true: float) -> float:
    return believed / true - 1 if true else NONE


def _tenths(believed: FloatArray, due: FloatArray) -> float:
    return off_by_tenths(believed, due) / abs(float(due.mean())) if due.any() else NONE
