"""What a person's "no reason to worry" is worth: nothing for the figures until it has come true.

A label stands until its last day, or until the next order. While it stands, it multiplies the odds of silence
by f^(freshness); freshness is 1 on its day and falls evenly to 0 over one horizon. f is the mode of

    ln f ~ Normal(0, .7),  silent_i ~ Bernoulli(expit(o_i + freshness_i ln f)),

over customers labelled before an earlier window whose end is known; o_i are the log-odds without the label,
set right for the window. So f is 1 while nothing is known of how right people are, falls as they prove right,
and rises where those they named stayed away more often than others like them.

Source: people may know what no figure does, the broken leg of Meehl (1957), Journal of Counseling Psychology
4(4); that model and manager together beat either is in Blattberg & Hoch (1990), Management Science 36(8).
The number of orders expected is Poisson binomial, by its characteristic function: Hong (2013), Computational
Statistics & Data Analysis 59, eq. 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from treue.errors import InputError
from treue.value.histories import BoolArray, FloatArray, IntArray

_LOG_SD = 0.7
_GRID = np.linspace(-np.log(10.0), np.log(10.0), 185)
_LOW, _HIGH = 0.1, 0.9
# The newest so many labels are judged by; their distribution takes the square of it.
_MOST_JUDGED = 1_000


@dataclass(frozen=True, slots=True)
class Calm:
    """Customers about whom a person said that there is no reason to worry; one row per label, in any order.

    Args:
        customer: shape (m,), keys.
        day: shape (m,), when it was said, days since 1970-01-01.
        until: shape (m,), the last day for which it was said.

    Raises:
        InputError: not one day and one end for each customer.
    """

    customer: IntArray
    day: IntArray
    until: IntArray

    def __post_init__(self) -> None:
        if self.customer.ndim != 1 or {self.day.shape, self.until.shape} != {self.customer.shape}:
            raise InputError(
                f"Calm: customers of shape {self.customer.shape}, days of shape {self.day.shape}, ends of "
                f"shape {self.until.shape}; each label has one customer, one day and one end."
            )

    @classmethod
    def none(cls) -> Calm:
        """Nobody said anything."""
        nobody = np.zeros(0, dtype=np.int64)
        return cls(nobody, nobody, nobody)

    def where(self, claim: BoolArray) -> Calm:
        """Some of the labels."""
        return Calm(self.customer[claim], self.day[claim], self.until[claim])

    def standing(self, customer: IntArray, day: int, ordered: IntArray) -> IntArray:
        """Shape (n,), which label stands for each customer, the newest of several; -1 where none does.

        Args:
            customer: shape (n,), keys, ascending.
            day: the day of looking; labels said later are not looked at.
            ordered: shape (n,), day of the last order: one after the label has answered it.
        """
        newest = np.full(len(customer), -1, dtype=np.int64)
        if len(customer) == 0:
            return newest
        place = np.minimum(np.searchsorted(customer, self.customer), len(customer) - 1)
        stands = (customer[place] == self.customer) & (self.day <= day) & (self.until >= day)
        those = np.flatnonzero(stands & (ordered[place] <= self.day))
        # Of several assignments to one place the last holds.
        those = those[np.argsort(self.day[those], kind="stable")]
        newest[place[those]] = those
        return newest

    def freshness(self, customer: IntArray, day: int, ordered: IntArray, ahead_days: int) -> FloatArray:
        """Shape (n,), 1 on the day of the label that stands, 0 without one or a horizon later.

        Args:
            customer: as in `standing`.
            day: as in `standing`.
            ordered: as in `standing`.
            ahead_days: the horizon.
        """
        which = self.standing(customer, day, ordered)
        fresh = np.zeros(len(customer))
        stands = which >= 0
        fresh[stands] = np.maximum(1.0 - (day - self.day[which[stands]]) / ahead_days, 0.0)
        return fresh


@dataclass(frozen=True, slots=True)
class Agreement:
    """How those fared about whom somebody had said that there is no reason to worry.

    Args:
        ahead_days: length of a window of the past whose end is known.
        asked: how many: a label stood at the beginning of such a window.
        ordered: how many of them ordered within it.
        expected: how many would have, by the figures alone.
        low: of so many such outcomes a tenth lies below this.
        high: and a tenth above.
        factor: by which a fresh label multiplies the odds of silence.
        factor_low: a tenth of what is believed of it lies below this.
        factor_high: and a tenth above.
    """

    ahead_days: int
    asked: int
    ordered: int
    expected: float
    low: int
    high: int
    factor: float
    factor_low: float
    factor_high: float


def agreement(odds: FloatArray, fresh: FloatArray, silent: FloatArray, ahead_days: int) -> Agreement:
    """Hold labels against what came, and learn what they are worth.

    Args:
        odds: shape (n,), log-odds of silence at an earlier origin, without labels; the newest first.
        fresh: shape (n,), of their labels then; those with 0 have none.
        silent: shape (n,), 1 for who ordered nothing in the window, else 0.
        ahead_days: its length.
    """
    said = np.flatnonzero(fresh > 0)[:_MOST_JUDGED]
    odds, fresh, silent = odds[said], fresh[said], silent[said]
    tried = odds[:, None] + fresh[:, None] * _GRID
    height = -0.5 * np.square(_GRID / _LOG_SD)
    height = height + (silent[:, None] * tried - np.logaddexp(0.0, tried)).sum(axis=0)
    whole = np.cumsum(np.exp(height - height.max()))
    factors = np.exp(_GRID)
    chance = expit(-odds)
    low, high = _middle(chance)
    return Agreement(
        ahead_days=ahead_days,
        asked=len(said),
        ordered=int(len(said) - silent.sum()),
        expected=float(chance.sum()),
        low=low,
        high=high,
        factor=float(factors[height.argmax()]),
        factor_low=float(factors[np.searchsorted(whole, _LOW * whole[-1])]),
        factor_high=float(factors[np.searchsorted(whole, _HIGH * whole[-1])]),
    )


def _middle(chance: FloatArray) -> tuple[int, int]:
    """Between which counts eight of ten outcomes lie, if each comes with its own chance."""
    turns = np.exp(2j * np.pi * np.arange(len(chance) + 1) / (len(chance) + 1))
    spread = np.prod(1.0 + chance * (turns[:, None] - 1.0), axis=1)
    reached = np.cumsum(np.maximum(np.fft.fft(spread).real / len(spread), 0.0))
    return int(np.searchsorted(reached, _LOW)), int(np.searchsorted(reached, _HIGH))
