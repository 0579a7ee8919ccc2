"""One scale for days, counts and money, on which no single customer is far away.

Days and counts by their logarithm; money by asinh(amount / median size), which is a logarithm at both ends
and straight around zero, for profit may be negative. Then the median comes off and the quartile range is one,
so that a millionaire moves no scale, and what is still far out is cut.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.clusters.features import FAMILIES, MONEY, PLAIN, Features
from treue.value.histories import FloatArray

# The quartiles of a normal curve are so many standard deviations apart.
_QUARTILES = 1.349
_CUT = 3.0
# A fifth more, or five points of a margin rate, is no difference of kind, however rare it is.
_LEAST_SPREAD, _LEAST_SPREAD_PLAIN = 0.2, 0.05
# A figure known of fewer customers than that describes nobody's kind.
_FEWEST_KNOWN = 0.05


@dataclass(frozen=True, slots=True)
class Scale:
    """From figures as they are to figures that can be compared.

    Args:
        names: features that differ between customers; the others are left out.
        size: shape (features,), what money is divided by; 1 for the rest.
        centre: shape (features,), median after the transformation.
        spread: shape (features,), quartile range after it, as a standard deviation.
        weight: shape (features,), so that each family counts once.
    """

    names: tuple[str, ...]
    size: FloatArray
    centre: FloatArray
    spread: FloatArray
    weight: FloatArray

    @classmethod
    def learned(cls, features: Features) -> Scale:
        """From all customers."""
        rows = [(name, *_learned(name, features.column(name))) for name in features.names]
        kept = [row for row in rows if row[3] > 0]
        names = tuple(row[0] for row in kept)
        families = [FAMILIES[name] for name in names]
        weight = np.array([families.count(family) ** -0.5 for family in families])
        size, centre, spread = (np.array([row[place] for row in kept]) for place in (1, 2, 3))
        return cls(names, size, centre, spread, weight)

    def apply(self, features: Features) -> FloatArray:
        """Shape (n, features kept): 0 is usual, and 0 where nothing is known.

        Args:
            features: with at least the features kept here.
        """
        scaled = np.empty((len(features), len(self.names)))
        for place, name in enumerate(self.names):
            told = transformed(name, features.column(name), self.size[place])
            told = (told - self.centre[place]) / self.spread[place]
            scaled[:, place] = np.where(np.isnan(told), 0.0, np.clip(told, -_CUT, _CUT)) * self.weight[place]
        return scaled

    def only(self, names: tuple[str, ...]) -> Scale:
        """The same scale for some of its features."""
        place = [self.names.index(name) for name in names]
        parts = (each[place] for each in (self.size, self.centre, self.spread, self.weight))
        return Scale(names, *parts)

    def moved_to(self, other: Scale, centres: FloatArray) -> FloatArray:
        """Centres of this scale on another one, which has the same features."""
        plain = centres / self.weight * self.spread + self.centre
        for place, name in enumerate(self.names):
            if name in MONEY:
                plain[:, place] = np.arcsinh(np.sinh(plain[:, place]) * self.size[place] / other.size[place])
        return (plain - other.centre) / other.spread * other.weight


def transformed(name: str, values: FloatArray, size: float) -> FloatArray:
    """Shape (n,), on a scale on which twice as much is as far up as half as much is down."""
    if name in PLAIN:
        return values
    return np.arcsinh(values / size) if name in MONEY else np.log1p(np.maximum(values, 0.0))


def _learned(name: str, values: FloatArray) -> tuple[float, float, float]:
    """Size, centre and spread; a spread of 0 where customers do not differ."""
    known = values[~np.isnan(values)]
    if len(known) <= _FEWEST_KNOWN * len(values):
        return 1.0, 0.0, 0.0
    sizes = np.abs(known[known != 0])
    size = float(np.median(sizes)) if name in MONEY and len(sizes) else 1.0
    told = transformed(name, known, size)
    low, centre, high = np.quantile(told, (0.25, 0.5, 0.75))
    # Where more than half are alike, as in a shop of one-time buyers, quartiles see no spread.
    spread = (high - low) / _QUARTILES or float(told.std())
    noise = 1e-9 * max(1.0, float(np.abs(told).max()))
    least = _LEAST_SPREAD_PLAIN if name in PLAIN else _LEAST_SPREAD
    return size, float(centre), max(float(spread), least) if np.ptp(told) > noise else 0.0
