"""How far to follow what was learned: the correction's strength, the level, and the shock all share.

All three are read off earlier origins, where the forecast knew nothing of what came, and drawn towards what
shops in general show: three origins say little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray

# A correction is usually right by half: prior mean and standard deviation of its strength.
_USUAL_STRENGTH, _STRENGTH_SD = 0.5, 0.2
_STRONGEST = 1.0
# Origins half a horizon apart share half of their truth, so three of them say about as much as two.
_OVERLAP = 0.6
# Season and fashion move a quarter's total by about 15 %; this counts like four origins of our own.
USUAL_SHOCK = 0.15
_SHOCK_ORIGINS = 4.0
# The level is trusted only as far as it exceeds its own noise, and never beyond this factor's logarithm.
_FURTHEST_LEVEL = 0.35


@dataclass(frozen=True, slots=True)
class Told:
    """What one origin says of the correction.

    Args:
        expected: shape (n,), orders the model expected.
        log_pace: shape (n,), the correction.
        came: shape (n,), orders that came.
        weight: what the correction had learned from there, as a share of what it learns from today; 0 to 1.
    """

    expected: FloatArray
    log_pace: FloatArray
    came: FloatArray
    weight: float = 1.0


def strength_of(told: Sequence[Told]) -> float:
    """The share of the correction's logarithm to follow: 0 none, 1 all of it.

    Posterior mode of s under a normal prior, where orders are Poisson with mean E c^s, levels set right, and
    their surplus of variance over a Poisson's counted in. Where no origin had a correction, none is followed.
    """
    if not any(each.weight > 0 and each.log_pace.any() for each in told):
        return 0.0
    steps = np.linspace(0.0, _STRONGEST, 51)
    height = -0.5 * np.square((steps - _USUAL_STRENGTH) / _STRENGTH_SD)
    for each in told:
        total = float(each.expected.sum())
        if total <= 0 or each.came.sum() <= 0:
            continue
        came = float(each.came.sum())
        expected = each.expected * (came / total)
        surplus = max(float(np.square(each.came - expected).sum()) / came, 1.0)
        # The total is set right at every strength: what is left of the likelihood is who orders.
        shares = np.array([float(np.dot(expected, np.exp(step * each.log_pace))) for step in steps])
        gain = float(np.dot(each.came, each.log_pace)) * steps - came * np.log(shares / came)
        height += _OVERLAP * each.weight / surplus * gain
    return float(steps[height.argmax()])


@dataclass(frozen=True, slots=True)
class Level:
    """How totals miss.

    Args:
        log_level: what to add to the logarithm of every expectation.
        shock: standard deviation of the logarithm of what all customers share: season, fashion, a campaign;
            where a level is followed, the doubt about it is in it.
    """

    log_level: float
    shock: float


def level_of(log_misses: Sequence[float], luck: Sequence[float]) -> Level:
    """From ln(came / expected) of each origin's total.

    The mean miss is followed as far as it exceeds its own noise (positive-part James-Stein); so a level that
    changes its sign from origin to origin is not followed at all. What is followed is an estimate still: the
    share of its noise that is kept with it is in doubt, as in any normal belief drawn towards zero.

    Args:
        log_misses: one per origin; none gives the usual shock and no level.
        luck: variance of each that is the customers' own luck.
    """
    misses, own = np.array(log_misses), np.array(luck)
    count = len(misses)
    if count == 0:
        return Level(0.0, USUAL_SHOCK)
    mean = float(misses.mean())
    spread = float(np.square(misses - mean).sum())
    usual = _SHOCK_ORIGINS * USUAL_SHOCK**2
    noise = (usual + spread) / (_SHOCK_ORIGINS + count - 1.0) / max(_OVERLAP * count, 1.0)
    kept = 1.0 - noise / max(mean * mean, noise)
    level = float(np.clip(kept * mean, -_FURTHEST_LEVEL, _FURTHEST_LEVEL))
    beyond_luck = np.maximum(np.square(misses - level) - own, 0.0)
    variance = (usual + _OVERLAP * float(beyond_luck.sum())) / (_SHOCK_ORIGINS + _OVERLAP * count)
    return Level(level, float(np.sqrt(variance + max(kept, 0.0) * noise)))


def shock_degrees(origins: int) -> float:
    """How many origins speak for the size of the shock, the usual one's among them: degrees of freedom."""
    return _SHOCK_ORIGINS + _OVERLAP * origins
