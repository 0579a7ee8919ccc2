"""Counter-based chance: every draw is a pure function of what it is about, never of what was drawn before.

So the same rows come out however customers are split, and worlds with different actions share their luck.

Source:
    Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC '11: a mixing
    function over counters in place of a generator with a state. The mixing function is the finaliser of
    splitmix64 (Steele, Lea & Flood 2014, OOPSLA), chained over the counters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
BitArray = NDArray[np.uint64]

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_MASK = (1 << 64) - 1
_TO_UNIT = 2.0**-53
_MOST = 60  # of a Poisson draw; means here are below 20


class About(IntEnum):
    """What a draw is about; two purposes never share their luck. Only ever add at the end."""

    KEY = auto()
    TRAIT = auto()
    JOIN = auto()
    LIFETIME = auto()
    BUY = auto()
    ABANDON = auto()
    STOCK = auto()
    LOST = auto()
    LEAVE = auto()
    LATE = auto()
    DEFECT = auto()
    RETURN = auto()
    SLOW_REFUND = auto()
    TICKET = auto()
    SLOW_ANSWER = auto()
    INVOICE = auto()
    DEFAULT = auto()
    CODE = auto()
    LINES = auto()
    ARTICLE = auto()
    PIECES = auto()
    VARIANT = auto()
    CLOCK = auto()
    SPAN = auto()
    ACCOUNT = auto()
    SENT_BACK = auto()
    SURVEY = auto()
    SCORE = auto()
    VISIT = auto()
    CONSENT = auto()
    WITHDRAW = auto()
    ANNOY = auto()
    CATALOGUE = auto()
    SHOCK = auto()
    SPEND = auto()
    OUT = auto()
    TWIN = auto()
    NAME = auto()
    BLEMISH = auto()


@dataclass(frozen=True, slots=True)
class Chance:
    """All luck of one seed.

    Args:
        seed: any whole number.
    """

    seed: int

    def start(self, about: About, *keys: IntArray | int) -> BitArray:
        """Mixed bits of a purpose and its counters, to which `bits` may add one more.

        Args:
            about: the purpose.
            keys: whole numbers, broadcast against each other; their order counts.
        """
        first = _mixed_int((self.seed ^ (int(about) * _GOLDEN)) & _MASK)
        bits: BitArray = np.full(1, first, np.uint64)  # numpy warns of scalars that wrap around
        for key in keys:
            bits = more(bits, key)
        return bits

    def uniform(self, about: About, *keys: IntArray | int) -> FloatArray:
        """Between 0 and 1, neither included; shape (1,) where all keys are plain numbers."""
        return unit(self.start(about, *keys))

    def normal(self, about: About, *keys: IntArray | int) -> FloatArray:
        """Standard normal, by inversion."""
        return np.asarray(ndtri(self.uniform(about, *keys)), np.float64)

    def happens(self, chance: FloatArray | float, about: About, *keys: IntArray | int) -> BoolArray:
        """True with this chance."""
        return np.asarray(self.uniform(about, *keys) < chance, np.bool_)

    def poisson(self, mean: FloatArray | float, about: About, *keys: IntArray | int) -> IntArray:
        """Poisson by inversion; means below 20, at most 60."""
        return poisson_of(self.uniform(about, *keys), mean)

    def choice(self, upto: FloatArray, about: About, *keys: IntArray | int) -> IntArray:
        """A place in cumulative weights, the last of which is 1."""
        return np.searchsorted(upto, self.uniform(about, *keys), side="right").astype(np.int64)

    def between(self, low: int, high: int, about: About, *keys: IntArray | int) -> IntArray:
        """A whole number from `low` to `high`, both included."""
        return low + (self.uniform(about, *keys) * (high - low + 1)).astype(np.int64)


def more(bits: BitArray, key: IntArray | int) -> BitArray:
    """One counter more: mix(bits + key x golden ratio)."""
    if isinstance(key, int):
        step = np.full(1, (key * _GOLDEN) & _MASK, np.uint64)
    else:
        step = np.asarray(key).astype(np.uint64) * np.uint64(_GOLDEN)
    return _mixed(np.asarray(bits + step, np.uint64))


def unit(bits: BitArray) -> FloatArray:
    """Bits as a number between 0 and 1, the middle of one of 2^53 cells."""
    return np.asarray(((bits >> np.uint64(11)).astype(np.float64) + 0.5) * _TO_UNIT)


def poisson_of(uniform: FloatArray, mean: FloatArray | float) -> IntArray:
    """The Poisson quantile of a uniform number: how many partial sums of the distribution lie below it."""
    means = np.broadcast_to(np.asarray(mean, np.float64), np.shape(uniform))
    count = np.zeros(np.shape(uniform), np.int64)
    term = np.exp(-means)
    total = term.copy()
    left = np.flatnonzero(uniform.ravel() > total.ravel())
    flat, terms, totals, luck, mean_of = (each.ravel() for each in (count, term, total, uniform, means))
    for number in range(1, _MOST + 1):
        if not len(left):
            break
        flat[left] = number
        terms[left] *= mean_of[left] / number
        totals[left] += terms[left]
        left = left[luck[left] > totals[left]]
    return count


def _mixed(bits: BitArray) -> BitArray:
    """The finaliser of splitmix64; wraps around, as it should."""
    bits = bits ^ (bits >> np.uint64(30))
    bits = bits * _FIRST
    bits = bits ^ (bits >> np.uint64(27))
    bits = bits * _SECOND
    return bits ^ (bits >> np.uint64(31))


def _mixed_int(number: int) -> int:
    number = ((number ^ (number >> 30)) * int(_FIRST)) & _MASK
    number = ((number ^ (number >> 27)) * int(_SECOND)) & _MASK
    return number ^ (number >> 31)
