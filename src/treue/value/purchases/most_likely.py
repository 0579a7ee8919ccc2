"""The parameters under which what the customers did is most likely, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from treue.errors import NothingAccepted, PoorFit, ThinData, TreueWarning
from treue.units import Unit
from treue.value.climb import Curvature, climb
from treue.value.histories import BoolArray, FloatArray, Histories, distinct_rows
from treue.value.purchases.fitted import DAYS, Learned

Hill: TypeAlias = Callable[[FloatArray], Curvature]

# Walls: shapes as they are, times as multiples of the mean tenure. A shape beyond its wall would change no
# forecast, but the likelihood's bend would drown in rounding.
_LOWEST, _HIGHEST_SHAPE, _HIGHEST_TIME = 1e-6, 1e5, 1e6
# More distinct histories than this are first climbed as a sketch with so many steps of time.
_SKETCH_ABOVE = 4_000
_SKETCH_STEPS = 30
# A parameter that one standard deviation takes beyond this factor is not known.
VAGUE = np.log(3.0)
# Where the model takes a smaller share of customers for gone, it finds nobody who left.
_NOBODY = 0.01
# No logarithm is said to be less sure than this.
_LEAST_SURE = 3.0


@dataclass(frozen=True, slots=True)
class Family:
    """What tells one model's fit from another's.

    Args:
        name: as `--model` takes it.
        letters: of the parameters.
        times: which of them are times.
        hill: from weighted histories to the log-likelihood, times in days.
        starts: rows of four: times as multiples of the mean tenure, all others as they are.
        read: what the hill is to see of the histories: all as it is, or `days.by_moment`.
    """

    name: str
    letters: tuple[str, str, str, str]
    times: tuple[bool, bool, bool, bool]
    hill: Callable[[Histories], Hill]
    starts: tuple[tuple[float, float, float, float], ...]
    read: Callable[[Histories], Histories] = lambda told: told


def fit(family: Family, histories: Histories, unit: Unit) -> tuple[dict[str, float], Learned]:
    """The parameters under their letters, times in `unit`, and where they come from.

    Everything is computed in days and told in `unit` at the end, so the unit changes no forecast.

    Raises:
        NothingAccepted: there is no customer.
    """
    if not histories.weight.sum() > 0:
        raise NothingAccepted(
            f"{family.name}: there is no customer with an order; a fit needs at least one. "
            "Check the file and the day up to which orders are read."
        )
    told, _ = histories.compress()
    seen = family.read(told)
    scale, box = _scale_and_box(family, seen)
    point, top, found = _highest(family.hill, seen, _starts(family, seen, scale), box)
    walled = (point <= box[0] + 1e-9) | (point >= box[1] - 1e-9)
    covariance, bent_up = covariance_of(top.hessian)
    vague = walled | (np.sqrt(np.diag(covariance)) > VAGUE)
    # Against a wall the hill may bend up; elsewhere that is no top.
    is_top = found and (not bent_up or bool(walled.any()))
    warnings = _warnings(family, seen, vague, is_top=is_top, left=_left(family, seen, np.exp(point)))
    repeats = float(np.dot(seen.weight, seen.frequency))
    height = top.value + repeats * float(np.log(DAYS[unit]))
    values = np.exp(point) / np.where(family.times, DAYS[unit], 1.0)
    rows = tuple(tuple(float(cell) for cell in row) for row in covariance)
    learned = Learned(rows, height, told.fingerprint(), warnings)
    return dict(zip(family.letters, map(float, values), strict=True)), learned


def top_of(family: Family, seen: Histories, start: FloatArray | None = None) -> tuple[FloatArray, Curvature]:
    """The highest point, logarithms of the parameters with times in days, and how the hill bends there.

    Args:
        family: the model.
        seen: distinct histories of at least one customer.
        start: a point near the top, to save the search from everywhere; moved into the box.
    """
    scale, box = _scale_and_box(family, seen)
    starts = _starts(family, seen, scale) if start is None else [start]
    point, top, _ = _highest(family.hill, seen, starts, box)
    return point, top


def _scale_and_box(family: Family, seen: Histories) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
    """The mean tenure for times, 1 for shapes; and the walls on the log scale."""
    times = np.array(family.times)
    scale = np.where(times, max(float(np.average(seen.tenure_days, weights=seen.weight)), 1.0), 1.0)
    return scale, (
        np.log(_LOWEST * scale),
        np.log(np.where(times, _HIGHEST_TIME, _HIGHEST_SHAPE) * scale),
    )


def _starts(family: Family, seen: Histories, scale: FloatArray) -> list[FloatArray]:
    """The family's starts, with alpha set so that customers who never leave order as often as these did."""
    often = float(np.average(seen.frequency, weights=seen.weight))
    starts = [np.log(np.array(start) * scale) for start in family.starts]
    for start in starts:
        start[1] += start[0] - np.log(max(often, 0.01))
    return starts


def _highest(
    hill: Callable[[Histories], Hill],
    seen: Histories,
    starts: Sequence[FloatArray],
    box: tuple[FloatArray, FloatArray],
) -> tuple[FloatArray, Curvature, bool]:
    """The best top from all starts; large data are climbed from where a sketch of them ends."""
    # What is left to gain must stay above the rounding of a sum over all customers.
    enough = 3e-14 * max(float(seen.weight.sum()), 10.0)
    if len(seen) > _SKETCH_ABOVE:
        point, _, _ = _best(hill(_sketch(seen)), starts, box, enough)
        starts = [point]
    return _best(hill(seen), starts, box, enough)


def _best(
    hill: Hill, starts: Sequence[FloatArray], box: tuple[FloatArray, FloatArray], enough: float
) -> tuple[FloatArray, Curvature, bool]:
    reached = (climb(hill, start, box, enough) for start in starts)
    return max(reached, key=lambda end: end[1].value)


def _sketch(seen: Histories) -> Histories:
    """The same customers, those with near times drawn together at their mean."""
    step = max(float(seen.tenure_days.max()) / _SKETCH_STEPS, 1.0)
    recency, tenure = (np.ceil(days / step) for days in (seen.recency_days, seen.tenure_days))
    first, place = distinct_rows(seen.frequency, recency, tenure)
    weight = np.bincount(place, seen.weight).astype(np.float64)
    recency, tenure = (
        np.bincount(place, seen.weight * days) / weight for days in (seen.recency_days, seen.tenure_days)
    )
    return Histories(seen.frequency[first], recency, np.maximum(tenure, recency), weight)


def covariance_of(hessian: FloatArray) -> tuple[FloatArray, bool]:
    """The inverse of the observed information, and whether some direction was not a top."""
    curves, axes = np.linalg.eigh(-hessian)
    bent_up = bool(curves.min() < -1e-6 * max(float(curves.max()), 1.0))
    return (axes / np.maximum(curves, _LEAST_SURE**-2)) @ axes.T, bent_up


def _left(family: Family, seen: Histories, values: FloatArray) -> float:
    """About which share of the customers the model takes for gone, if it is a small one."""
    exposed = seen.tenure_days if family.times[3] else seen.frequency + 1.0
    return float(values[2] / values[3] * np.average(exposed, weights=seen.weight))


def _warnings(
    family: Family, seen: Histories, vague: BoolArray, *, is_top: bool, left: float
) -> tuple[TreueWarning, ...]:
    said: list[TreueWarning] = []
    if vague[2:].any() and not vague[:2].any() and left < _NOBODY:
        said.append(
            PoorFit(
                f"{family.name}: finds hardly anybody who left, so everybody is probably still buying, "
                f"however long silent; {' and '.join(family.letters[2:])} mean little here. Look at the "
                "back-test before you use the figure of a single customer."
            )
        )
    elif vague.any():
        letters = [letter for letter, is_vague in zip(family.letters, vague, strict=True) if is_vague]
        repeats = float(np.dot(seen.weight, seen.frequency))
        said.append(
            ThinData(
                f"{family.name}: {seen.weight.sum():,.0f} customers with {repeats:,.0f} repeat order days do "
                f"not tell {', '.join(letters)}; many values fit these histories alike. Read the forecast as "
                "a rough guide, or give a longer time of orders."
            )
        )
    if not is_top:
        said.append(
            PoorFit(
                f"{family.name}: the search ended where the likelihood has no clear top; this model may not "
                "describe these customers. Compare with another model by a back-test."
            )
        )
    return tuple(said)
