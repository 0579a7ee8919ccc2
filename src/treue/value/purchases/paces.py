"""A pace of their own for customers of one channel, country or first basket, on top of any purchase model.

A level of a trait makes its customers order e^gamma times as fast: their rate is lambda e^gamma with lambda
from the same Gamma as everybody's, so alpha becomes alpha e^-gamma. For BG/NBD and MBG/NBD, who leave at
orders, this is the same as a clock that runs e^gamma times as fast. Pareto/NBD has a second clock, of
leaving, with a factor of its own: beta e^-delta. Several traits multiply.

The likelihood is the sum over combinations of levels of the model's own, at parameters moved by logs, so
its slopes and bends are those of the model, and parameters and effects are climbed together by Newton's
method.

All levels have an effect, none is left out as the usual one, and effects are believed to scatter around
zero as a normal with a spread of its own for each trait and clock (a ridge). The spread is learned: at its
best, its square is the mean of gamma^2 plus the doubt left in gamma (the EM step of a random effect). Rare
levels, of which little is known, thus stay near zero, and a trait that tells nothing ends with a small
spread.

Source:
    Fader, P. S. & Hardie, B. G. S. (2007), "Incorporating Time-Invariant Covariates into the Pareto/NBD and
    BG/NBD Models", brucehardie.com/notes/019 (alpha and beta as there; a and b are left alone).
    Dempster, Laird & Rubin (1977), JRSS B 39(1) (the spread).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from treue.errors import InputError
from treue.value.climb import Curvature, climb
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.purchases.bg_nbd import BgNbd
from treue.value.purchases.fitted import DAYS
from treue.value.purchases.fitted_paces import FittedPaces, PaceEffects
from treue.value.purchases.mbg_nbd import MbgNbd
from treue.value.purchases.most_likely import Hill
from treue.value.purchases.pareto_nbd import ParetoNbd
from treue.value.purchases.traits import Traits

# Before a trait is seen, its levels are thought to differ by about a tenth, with the weight of one level.
_USUAL_SPREAD = 0.1
_ROUNDS = 50
_STILL = 0.003
_FURTHEST = 5.0
# No logarithm is said to be less sure than this, as for the parameters alone.
_LEAST_SURE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paces:
    """Traits on top of a purchase model, before any data were seen.

    Args:
        model: whose parameters all customers share.
        spread: standard deviation of the levels' effects, on the log scale, above zero; learned where None.
            A large one, say 100, leaves the effects to the likelihood alone.
    """

    model: BgNbd | MbgNbd | ParetoNbd
    spread: float | None = None

    def __post_init__(self) -> None:
        if self.spread is not None and not 0.0 < self.spread < np.inf:
            raise InputError(f"Paces: a spread of {self.spread}; it is above zero, or None to learn it.")

    def fit(self, histories: Histories, traits: Traits) -> FittedPaces:
        """Parameters and effects together; always answers, with the warnings of the model without traits.

        Args:
            histories: shape (n,).
            traits: of the same customers in the same order; at least one.

        Raises:
            NothingAccepted: there is no customer.
            InputError: another number of customers than histories.
        """
        if len(traits) != len(histories) or not traits.kinds:
            raise InputError(
                f"Paces: {len(histories)} histories, {len(traits.kinds)} traits of {len(traits)} customers; "
                "give one row each, and a trait at least."
            )
        plain = self.model.fit(histories)
        slope = _Slope.of(self.model, histories, traits)
        days = np.where(self.model.family.times, DAYS[plain.unit], 1.0)
        start = np.log(np.array(list(plain.parameters.values())) * days)
        point, top, spreads = _climb(slope, start, self.spread)
        shift = float(np.dot(histories.weight, histories.frequency) * np.log(DAYS[plain.unit]))
        effects = PaceEffects.of(traits, slope.clocks, point[4:], _doubt(top), spreads)
        usual = plain.at(np.exp(point[:4]) / days)
        return FittedPaces.of(usual, effects, slope.at(point).value + shift)


@dataclass(frozen=True, slots=True)
class _Slope:
    """The likelihood of all customers by the logs of the parameters, in days, and the effects.

    Args:
        hills: of each combination of levels.
        ways: shape (combinations, 4, 4 + effects), how the parameters' logs move with parameters and effects.
        clocks: letters of the parameters that traits move.
        trait: shape (effects,), which effects share a spread.
    """

    hills: tuple[Hill, ...]
    ways: FloatArray
    clocks: tuple[str, ...]
    trait: IntArray

    @classmethod
    def of(cls, model: BgNbd | MbgNbd | ParetoNbd, histories: Histories, traits: Traits) -> _Slope:
        family, (patterns, place) = model.family, traits.patterns()
        marks = patterns.marks()
        rows = np.flatnonzero(family.times)
        ways = np.zeros((len(marks), 4, 4 + len(rows) * marks.shape[1]))
        ways[:, range(4), range(4)] = 1.0
        for clock, row in enumerate(rows):
            ways[:, row, 4 + clock * marks.shape[1] : 4 + (clock + 1) * marks.shape[1]] = -marks
        columns = np.repeat(np.arange(len(traits.kinds)), [len(kind.levels) for kind in traits.kinds])
        hills = [
            family.hill(family.read(_rows(histories, np.flatnonzero(place == pattern)).compress()[0]))
            for pattern in range(len(marks))
        ]
        trait = np.concatenate([columns + clock * len(traits.kinds) for clock in range(len(rows))])
        return cls(tuple(hills), ways, tuple(family.letters[row] for row in rows), trait)

    def at(self, point: FloatArray) -> Curvature:
        """Without what is believed of the effects."""
        value, gradient, hessian = 0.0, np.zeros(len(point)), np.zeros((len(point), len(point)))
        for hill, way in zip(self.hills, self.ways, strict=True):
            here = hill(way @ point)
            value += here.value
            gradient += way.T @ here.gradient
            hessian += way.T @ here.hessian @ way
        return Curvature(value, gradient, hessian)

    def believed(self, point: FloatArray, spreads: FloatArray) -> Curvature:
        """With effects that scatter around zero; shape (spreads,), one for each trait and clock."""
        here, sure = self.at(point), np.append(np.zeros(4), 1.0 / np.square(spreads[self.trait]))
        value = here.value - 0.5 * float(np.dot(sure, np.square(point)))
        return Curvature(value, here.gradient - sure * point, here.hessian - np.diag(sure))


def _climb(
    slope: _Slope, start: FloatArray, spread: float | None
) -> tuple[FloatArray, Curvature, FloatArray]:
    """The best point, how the hill bends there, and the spread of each trait and clock."""
    point = np.append(start, np.zeros(len(slope.trait)))
    box = point - _FURTHEST, point + _FURTHEST
    spreads = np.full(slope.trait.max() + 1, spread or _USUAL_SPREAD)
    for _ in range(_ROUNDS):
        believed = spreads
        point, top, _ = climb(partial(slope.believed, spreads=believed), point, box)
        spreads = believed if spread else _learned(slope, point, top)
        if (np.abs(np.log(spreads / believed)) < _STILL).all():
            break
    return point, top, believed


def _learned(slope: _Slope, point: FloatArray, top: Curvature) -> FloatArray:
    seen = np.square(point[4:]) + np.diag(_doubt(top))[4:]
    squares = np.bincount(slope.trait, seen) + _USUAL_SPREAD**2
    return np.sqrt(squares / (np.bincount(slope.trait) + 1.0))


def _doubt(top: Curvature) -> FloatArray:
    """The inverse of the bend, where no direction is told worse than by `_LEAST_SURE`."""
    curves, axes = np.linalg.eigh(-top.hessian)
    return np.asarray((axes / np.maximum(curves, _LEAST_SURE**-2)) @ axes.T, dtype=np.float64)


def _rows(histories: Histories, rows: IntArray) -> Histories:
    return Histories(*(column[rows] for column in histories.columns()))
