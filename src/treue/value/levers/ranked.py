"""What a small step of each lever would bring in the next 12 months, if all else stayed as it is.

Each is a derivative of the plan's year: with revenue R and margin M of existing and new customers together,

    frequency   1 % more orders             .01 (M + service and contact that come with time)
    basket      1 % more per order          .01 R (margin rate after returns)
    margin      1 point of the margin rate  .01 R
    returns     1 point fewer come back     .01 R (what one euro that comes back costs)
    service     10 % less service           .1 (orders * service per order + service that comes with time)
    acquisition 1 % more new customers      .01 N (their margin of 12 months - cost of winning one)
    repeat      1 of 100 more comes back    see `repeating`
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.forecast import HIGH, LOW, Estimate
from treue.value.histories import FloatArray
from treue.value.levers.parts import Parts
from treue.value.levers.repeating import Repeating
from treue.value.plan.curve import Curve
from treue.value.plan.plan import Plan

LEVERS = ("repeat", "frequency", "basket", "margin", "returns", "service", "acquisition")
_STEP = 0.01
_LESS = 0.1  # service: a hundredth of it nobody would notice


@dataclass(frozen=True, slots=True)
class Lever:
    """One of them.

    Args:
        name: of `LEVERS`.
        step: by how much it is moved: a share.
        gain: in a year, in whole currency units.
    """

    name: str
    step: float
    gain: Estimate


@dataclass(frozen=True, slots=True)
class Ground:
    """What levers are computed from.

    Args:
        plan: of the next 12 months.
        curve: what a new customer brings.
        cost_of_one: what winning a customer costs.
        parts: of the worth of today's customers, n of them.
        loss_per_returned: what a unit of value that comes back costs; 0 where nothing did.
        upkeep: service and contact of a year that come with time, of today's customers.
        repeating: None where too few first-time buyers were watched.
        has_costs: else the margin is revenue, and has no points to win.
    """

    plan: Plan
    curve: Curve
    cost_of_one: float
    parts: Parts
    loss_per_returned: float
    upkeep: float
    repeating: Repeating | None
    has_costs: bool = True


def levers(ground: Ground) -> tuple[Lever, ...]:
    """Those that can be told, the one that brings most first."""
    plan = ground.plan
    full = slice(1 if plan.ahead.has_rest else 0, None)
    drawn = {name: values[:, full].sum(axis=1) for name, values in plan.drawn.items()}
    mean = {name: plan.year[name][0] for name in drawn}
    found = [
        _lever("frequency", _STEP, mean["margin"] + ground.upkeep, drawn["margin"] + ground.upkeep),
        _times("basket", _rate(ground.parts) * _STEP, mean["revenue"], drawn["revenue"]),
    ]
    if ground.has_costs:
        found.append(_times("margin", _STEP, mean["revenue"], drawn["revenue"]))
    if ground.loss_per_returned:
        found.append(_times("returns", ground.loss_per_returned * _STEP, mean["revenue"], drawn["revenue"]))
    each, waiting = _service(ground.parts)
    if each + waiting > 0:
        found.append(
            _lever("service", _LESS, each * mean["orders"] + waiting, each * drawn["orders"] + waiting)
        )
    people = float(plan.arrivals.expected[full].sum())
    if people:
        left = float(ground.curve.margin[:12].sum()) - ground.cost_of_one
        many = (plan.newcomers.low[full].sum(), plan.newcomers.high[full].sum())
        ends = sorted(_STEP * left * float(end) for end in many)
        gain = _STEP * left * people
        found.append(Lever("acquisition", _STEP, Estimate(gain, gain, *ends)))
    if ground.repeating is not None and ground.repeating.won:
        found.append(Lever("repeat", _STEP, ground.repeating.point))
    return tuple(sorted(found, key=lambda lever: -lever.gain.mean))


def _times(name: str, factor: float, mean: float, drawn: FloatArray) -> Lever:
    return _lever(name, _STEP, factor / _STEP * mean, factor / _STEP * drawn)


def _lever(name: str, step: float, mean: float, drawn: FloatArray) -> Lever:
    low, median, high = np.quantile(drawn, [LOW, 0.5, HIGH])
    return Lever(name, step, Estimate(step * mean, *(step * float(end) for end in (median, low, high))))


def _rate(parts: Parts) -> float:
    """What is left of the value of orders after returns, of all expected ones."""
    spent = parts.stay * parts.orders * parts.amount
    return float(spent @ (parts.gross - parts.returned)) / max(float(spent.sum()), 1e-12)


def _service(parts: Parts) -> tuple[float, float]:
    """What it costs per order, and what all of it costs that comes with time."""
    orders = parts.stay * parts.orders
    each = float(orders @ parts.service) / max(float(orders.sum()), 1e-12)
    return each, float(parts.stay @ parts.service_by_day)
