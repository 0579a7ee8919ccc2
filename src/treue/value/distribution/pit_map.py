"""Chances set right: how often what we called unlikely came in the past.

A forecast says F(y), the chance of at most y orders. If it is honest, the probability integral transform
(PIT) of what came is uniform. Orders are whole numbers, so what came has not one PIT but the stretch from
F(y-1) to F(y), over which it is spread evenly:

    G(u) = mean over customers of min(1, max(0, (u - F(y-1)) / (F(y) - F(y-1)))),

the non-randomised PIT of Czado, Gneiting & Held (2009), Biometrics 65(4), eq. 2: what randomised PITs have on
average. Where G is not the identity, G(F) is the honest chance (Kuleshov, Fenner & Ermon 2018, ICML).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import BrokenHome
from treue.value.histories import FloatArray

# Between these chances the map is a straight line; they lie close where intervals end.
_LOWER = (0.0, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
KNOTS = (*_LOWER, 0.5, *(1.0 - knot for knot in reversed(_LOWER)))
# The plain forecast counts like so many customers.
_BORROWED = 200.0


@dataclass(frozen=True, slots=True)
class PitMap:
    """From the chance the models give to the chance that holds; rising from 0 to 1.

    Args:
        images: of the chances `KNOTS`.
    """

    images: tuple[float, ...]

    @classmethod
    def plain(cls) -> PitMap:
        """The models' own chances."""
        return cls(KNOTS)

    @classmethod
    def learn(cls, low: FloatArray, high: FloatArray, borrowed: float = _BORROWED) -> PitMap:
        """From what came after an earlier origin, drawn towards the plain map.

        Args:
            low: shape (n,), the models' chance of fewer orders than came.
            high: shape (n,), their chance of as many or fewer.
            borrowed: the plain map counts like so many customers.
        """
        plain = np.array(KNOTS)
        trust = len(low) / (len(low) + borrowed)
        images = trust * cumulative(low, high, plain) + (1.0 - trust) * plain
        images[0], images[-1] = 0.0, 1.0
        return cls(tuple(np.maximum.accumulate(images).tolist()))

    @classmethod
    def read(cls, stored: object) -> PitMap:
        """What `to_json` gave.

        Raises:
            BrokenHome: not a rising list from 0 to 1.
        """
        images = np.array(stored if isinstance(stored, list) else [], dtype=np.float64)
        if len(images) != len(KNOTS) or images[0] != 0 or images[-1] != 1 or (np.diff(images) < 0).any():
            raise BrokenHome(
                f"Stored chances: got {stored!r}; {len(KNOTS)} numbers rise from 0 to 1. "
                "Delete the file; the next run tries the forecasts again."
            )
        return cls(tuple(images.tolist()))

    def to_json(self) -> list[float]:
        """Plain data."""
        return list(self.images)

    def honest(self, chance: FloatArray) -> FloatArray:
        """The chance that holds where the models give `chance`, in its shape."""
        return np.asarray(np.interp(chance, KNOTS, self.images))

    def level(self, wanted: float) -> float:
        """The models' quantile level that is honestly the wanted one: at 0.9 perhaps 0.93."""
        return float(np.interp(wanted, self.images, KNOTS))


def cumulative(low: FloatArray, high: FloatArray, at: FloatArray) -> FloatArray:
    """Shape of `at`: G of the head of this file; the identity where there is nobody."""
    if len(low) == 0:
        return at.copy()
    width = np.maximum(high - low, 1e-300)
    return np.array([np.clip((u - low) / width, 0.0, 1.0).mean() for u in at])


def pit_coverage(low: FloatArray, high: FloatArray, share: float) -> float:
    """Share of customers whose PIT lies in the central interval of a forecast; honest if it is `share`."""
    ends = cumulative(low, high, np.array([(1.0 - share) / 2.0, (1.0 + share) / 2.0]))
    return float(ends[1] - ends[0])
