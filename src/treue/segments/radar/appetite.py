"""Appetite for risk, as customers show it by what they do: tries a launch first, or needs safety."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from treue.segments.radar.alignment import Z80
from treue.segments.radar.answers import FloatArray, IntArray

SIGNS = ("early", "variety", "discount", "returned")
"""What is counted of each customer; see `WEIGHTS` for which way it points."""

WEIGHTS = (1.0, 1.0, -0.5, -0.5)
"""Buying what has just come out, and what one has not had before, is to take a chance. Buying at a discount
only, and sending back, is to limit it: less is lost if it disappoints, or it is tried at home first. Both
have other reasons too, a small purse or a bad fit, and therefore weigh half."""

_FEWEST = 30  # customers with two trials or more, to say how customers differ


@dataclass(frozen=True, slots=True)
class Counts:
    """How often something happened, out of how often it could have; shape (n,) each.

    Args:
        hits: times it did.
        trials: times it could have.
        usual: times it would have with customers of this shop at those times.
    """

    hits: IntArray
    trials: IntArray
    usual: FloatArray


@dataclass(frozen=True, slots=True)
class Appetite:
    """The axis of behaviour, one entry per customer.

    Args:
        mean: in standard deviations of customers' true appetites; 0 is this shop's average.
        low: of the 80 % interval.
        high: of it.
        signs: shape (n, 4), each of `SIGNS` by itself in standard deviations; nan where it tells nothing.
    """

    mean: FloatArray
    low: FloatArray
    high: FloatArray
    signs: FloatArray


def appetite(counts: Sequence[Counts]) -> Appetite | None:
    """Put the four signs together; None where none of them tells customers apart.

    Of each sign, customer i did it h of n times where u were usual. True shares differ by the variance t^2
    around what is usual, as those of a beta-binomial do, k = mu (1 - mu) / t^2 - 1; then

        (h - u) / (n + k)                      is the shrunk difference,
        k / (n + k)                            the part of t^2 that stays unknown,

    both in units of t. The axis is their sum under `WEIGHTS`, over the root of the sum of squared weights, so
    a customer of whom nothing is known stands at 0 with standard deviation 1.

    Args:
        counts: of each of `SIGNS`, of the same customers.

    Source:
        Kleinman (1973), Journal of the American Statistical Association 68(341), 46-54, for the moments.
    """
    shrunk = [_shrunk(each) for each in counts]
    told = [(weight, *found) for weight, found in zip(WEIGHTS, shrunk, strict=True) if found is not None]
    if not told:
        return None
    scale = sum(weight**2 for weight, _, _ in told)
    mean = sum(weight * value for weight, value, _ in told) / np.sqrt(scale)
    error = np.sqrt(sum(weight**2 * unknown for weight, _, unknown in told) / scale)
    nothing = np.full(len(counts[0].hits), np.nan)
    signs = np.column_stack([nothing if found is None else found[0] for found in shrunk])
    return Appetite(mean, mean - Z80 * error, mean + Z80 * error, signs)


def _shrunk(counts: Counts) -> tuple[FloatArray, FloatArray] | None:
    """Difference from what is usual and the part that stays unknown; None where customers do not differ."""
    trials = counts.trials.astype(np.float64)
    total = trials.sum()
    share = counts.hits.sum() / total if total else 0.0
    if not 0 < share < 1 or int((trials >= 2).sum()) < _FEWEST:
        return None
    extra = counts.hits - counts.usual
    # E (h - u)^2 = n mu (1 - mu) (1 + (n - 1) rho): pairs of trials of one customer say how alike they are.
    pairs = (trials * (trials - 1)).sum()
    by_chance = share * (1 - share)
    alike = float((extra**2 - trials * by_chance).sum()) / (by_chance * float(pairs)) if pairs else 0.0
    # Noise alone would give about this much; and what is less than a hundredth tells nobody apart.
    floor = max(2 * float(np.sqrt(2 / pairs)), 0.01) if pairs else 1.0
    if alike <= floor:
        return None
    alike = min(alike, 0.95)
    strength = 1 / alike - 1
    spread = np.sqrt(by_chance * alike)
    return extra / (trials + strength) / spread, strength / (trials + strength)


def kinds(appetite: Appetite) -> IntArray:
    """Shape (n,): 1 who tries, -1 who needs safety, 0 who cannot be told.

    The interval lies above 0 and launches or variety speak for it; or below, and discounts or returns do.
    Paying full price is no sign of trying things, and buying the same again none of needing guarantees.
    """
    parts = np.nan_to_num(appetite.signs) * WEIGHTS
    tries, limits = parts[:, :2].sum(axis=1) > 0, parts[:, 2:].sum(axis=1) < 0
    bold, careful = (appetite.low > 0) & tries, (appetite.high < 0) & limits
    return np.asarray(bold.astype(np.int64) - careful, np.int64)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How what customers say goes with what they do.

    Args:
        people: of whom both are known.
        correlation: of the two axes, -1 to 1.
        low: of its 80 % interval.
        high: of it.
    """

    people: int
    correlation: float
    low: float
    high: float


def agreement(said: FloatArray, done: FloatArray, fewest: int) -> Agreement | None:
    """Correlation of answers and behaviour with Fisher's interval; None of too few, or where all are alike.

    It is that of the figures as they are: what is noisy hides part of the true one.

    Args:
        said: shape (n,).
        done: shape (n,), of the same people.
        fewest: people, at least 4.
    """
    if len(said) < fewest or said.std() == 0 or done.std() == 0:
        return None
    found = float(np.clip(np.corrcoef(said, done)[0, 1], -0.9999, 0.9999))
    middle, error = np.arctanh(found), Z80 / np.sqrt(len(said) - 3)
    return Agreement(len(said), found, float(np.tanh(middle - error)), float(np.tanh(middle + error)))
