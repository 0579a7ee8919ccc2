"""The chance that a customer places no order within a fixed horizon, learned from the shop's own past.

Signs say who; how many the purchase model says, and the level by which it missed. For customer i

    logit p_i = o_i + x_i b + a,    a such that the mean of p is that of expit(o + level),

o the model's log-odds. Without a, how many would follow from the signs too: they pull log-odds apart, who is
gone for sure stays at 1, who is not falls, and with them the mean chance of silence, the more the longer many
have been gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.special import expit

from treue.errors import BrokenHome, TreueWarning
from treue.value.histories import FloatArray, IntArray
from treue.value.purchases import FittedPurchases
from treue.value.tournament.features import Features, Seen
from treue.value.tournament.stands import features_at
from treue.value.warning.labels import Agreement, Calm
from treue.value.warning.odds import shift_to
from treue.value.warning.signs import log_odds, signs_of

FORMAT = 2
# Signs are held so many standard deviations from their middle: a line far outside what was seen is a guess.
_FURTHEST = 4.0


@dataclass(frozen=True, slots=True)
class Scale:
    """How signs are made comparable: by their mean and spread over all windows.

    Args:
        names: of the signs.
        mean: shape (k,).
        spread: shape (k,), above zero.
    """

    names: tuple[str, ...]
    mean: FloatArray
    spread: FloatArray

    @classmethod
    def of(cls, signs: Features) -> Scale:
        """From the signs of all windows, one customer or more."""
        spread = signs.table.std(axis=0)
        return cls(signs.names, signs.table.mean(axis=0), np.where(spread > 1e-9, spread, 1.0))

    def scaled(self, signs: Features) -> FloatArray:
        """Shape (n, 2k): signs and their squares, each with mean 0 over these customers.

        A cohort that grows older moves all its signs together. That is the model's to tell, not the line's.
        """
        plain = np.clip((signs.table - self.mean) / self.spread, -_FURTHEST, _FURTHEST)
        both = np.concatenate([plain, plain * plain], axis=1)
        return np.asarray(both - both.mean(axis=0)) if len(both) else both


@dataclass(frozen=True, slots=True)
class Risk:
    """What was learned.

    Args:
        ahead_days: the horizon.
        model: the purchase model it stands on, as `--model` takes it.
        scale: of the signs.
        weights: shape (2k,), of the signs and of their squares, on the log-odds.
        slope: by which log-odds are multiplied, about 1.
        level: what is added to all log-odds of the model: by how much it missed at earlier origins.
        label_factor: by which a fresh "no reason to worry" multiplies the odds; 1 while nothing is known.
        windows: how many stretches of the past taught it; 0 where the model stands alone.
        agreement: what became of earlier labels, not stored; None where the model stands alone.
        warnings: to be shown beside every figure, not stored.
    """

    ahead_days: int
    model: str
    scale: Scale
    weights: FloatArray
    slope: float = 1.0
    level: float = 0.0
    label_factor: float = 1.0
    windows: int = 0
    agreement: Agreement | None = None
    warnings: tuple[TreueWarning, ...] = ()

    def silent(self, seen: Seen, fitted: FittedPurchases, calm: Calm | None = None) -> FloatArray:
        """Shape (n,), chance of no order in the horizon, 0 to 1.

        Args:
            seen: the customers.
            fitted: the purchase model, fitted to what was seen.
            calm: what people said up to that day.
        """
        if len(seen) == 0:
            return np.zeros(0)
        odds = self.log_odds(seen, fitted)
        said = Calm.none() if calm is None else calm
        fresh = said.freshness(seen.customer, seen.day, last_orders(seen), self.ahead_days)
        return np.asarray(expit(odds + fresh * np.log(self.label_factor)))

    def log_odds(self, seen: Seen, fitted: FittedPurchases) -> FloatArray:
        """Shape (n,), before what people said; n at least 1."""
        chance = model_silent(seen, fitted, self.ahead_days)
        given = log_odds(chance)
        if not self.windows:
            return np.asarray(given + self.level)
        signs = signs_of(seen, features_at(seen, fitted), chance)
        odds = sloped(given + self.scale.scaled(signs) @ self.weights, self.slope)
        return odds + shift_to(odds, float(expit(given + self.level).mean()))

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number."""
        return {
            "format": FORMAT,
            "ahead_days": self.ahead_days,
            "model": self.model,
            "names": list(self.scale.names),
            "mean": self.scale.mean.tolist(),
            "spread": self.scale.spread.tolist(),
            "weights": self.weights.tolist(),
            "slope": self.slope,
            "level": self.level,
            "label_factor": self.label_factor,
            "windows": self.windows,
        }

    @classmethod
    def read(cls, stored: Mapping[str, object]) -> Risk:
        """What `to_json` gave.

        Raises:
            BrokenHome: another format, or a part is missing.
        """
        if stored.get("format") != FORMAT:
            raise BrokenHome(
                f"Stored risk: got format {stored.get('format')!r}; this version reads format {FORMAT}. "
                "Learn it again."
            )
        try:
            mean, spread, weights = (
                np.array(stored[name], np.float64) for name in ("mean", "spread", "weights")
            )
            names = tuple(str(name) for name in cast("list[str]", stored["names"]))
            return cls(
                ahead_days=int(cast("int", stored["ahead_days"])),
                model=str(stored["model"]),
                scale=Scale(names, mean, spread),
                weights=weights,
                slope=float(cast("float", stored["slope"])),
                level=float(cast("float", stored["level"])),
                label_factor=float(cast("float", stored["label_factor"])),
                windows=int(cast("int", stored["windows"])),
            )
        except (KeyError, TypeError, ValueError) as wrong:
            raise BrokenHome(f"Stored risk: {wrong} cannot be read. Learn it again.") from wrong


def sloped(odds: FloatArray, slope: float) -> FloatArray:
    """Shape (n,), log-odds pulled apart or together around their middle; n at least 1."""
    middle = float(odds.mean())
    return np.asarray(middle + slope * (odds - middle))


def last_orders(seen: Seen) -> IntArray:
    """Shape (n,), the day of each customer's last order, days since 1970-01-01."""
    idle = seen.histories.tenure_days - seen.histories.recency_days
    return np.asarray(seen.day - np.rint(idle), dtype=np.int64)


def model_silent(seen: Seen, fitted: FittedPurchases, days: float) -> FloatArray:
    """Shape (n,), the purchase model's own chance of no order; one computation a history."""
    distinct, row = seen.distinct()
    at_least_one = fitted.chance_of_at_least(distinct, seen.horizon(days), 1)[:, 0]
    return np.asarray(1.0 - at_least_one[row])


def not_gone(kept: FloatArray, silent: FloatArray, expected: FloatArray) -> FloatArray:
    """Shape (n,), chance that a customer is not gone for good, where less silence was learned than expected.

    Who is gone orders nothing: of all chances of silence, (1 - kept) / expected are those of being gone, and
    the rest of somebody who only pauses. The same share is taken of the silence that was learned.

    Args:
        kept: shape (n,), the same chance as the purchase model has it.
        silent: shape (n,), chance of no order soon, as learned.
        expected: shape (n,), the same as the purchase model has it (`model_silent`).
    """
    gone = (1.0 - kept) * np.minimum(silent / np.maximum(expected, 1e-9), 1.0)
    return np.asarray(1.0 - np.minimum(gone, silent))
