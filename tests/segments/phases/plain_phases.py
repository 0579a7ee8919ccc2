"""The same answers the slow way: day by day, customer by customer, straight from the definitions."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

from treue.segments.phases.limits import Limit, PhaseLimits


def usual_days(days: list[int], limits: PhaseLimits) -> float:
    """After the last of some order days; without categories."""
    rhythm = limits.rhythm
    own = [log(later - earlier) - rhythm.log_gap for earlier, later in pairwise(days)]
    return exp(rhythm.log_gap + sum(own) / (len(own) + rhythm.shrinkage))


def limit_of(days: list[int], limits: PhaseLimits, *, is_new: bool = True) -> Limit:
    whole = {limit.band: limit for limit in limits.limits if not limit.category}
    if len(days) == 1 and is_new:
        return whole[0]
    usual = usual_days(days, limits)
    return whole[1 + sum(usual >= cut for cut in limits.cuts)]


def phase_on(day: int, days: list[int], seen: int | None, limits: PhaseLimits, *, is_new: bool = True) -> str:
    """The phase at the end of a day; empty where nobody knew the person."""
    past = [each for each in days if each <= day]
    if not past:
        return "awareness" if seen is not None and seen <= day else ""
    limit = limit_of(past, limits, is_new=is_new)
    silence = day - past[-1]
    if silence > limit.farewell_days and not limit.is_open:
        return "farewell"
    if silence > limit.reactivation_days:
        return "reactivation"
    return "acquisition" if len(past) == 1 and is_new else "retention"


def survival(gaps: list[tuple[int, bool]]) -> list[float]:
    """Kaplan-Meier, day by day: share still silent at the end of each."""
    share, made = 1.0, []
    for day in range(max(length for length, _ in gaps) + 1):
        at_risk = sum(length >= day for length, _ in gaps)
        ended = sum(length == day and came for length, came in gaps)
        share *= 1.0 - ended / at_risk
        made.append(share)
    return made
