"""Which purchase model `--model auto` takes, from data up to the split only.

Every candidate is fitted at an earlier, inner split and judged by what came between the two splits. Judged is
the order in which it puts the customers, by value: how much a single stretch brings in total is one draw of
season and fashion, which no candidate knows and which would decide any score that sees the level. A candidate
that sorts well but gets the differences between customers wrong is left out before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from treue.value.accuracy import gini
from treue.value.histories import BoolArray, FloatArray, IntArray

DEFAULT = "pareto-nbd"
# Enough to tell models apart that differ by half a point of Gini, and all fits within a second or two.
MOST_CUSTOMERS = 20_000

_FEWEST_CUSTOMERS = 200
_FEWEST_BUYERS = 50
_WORST_ERROR = 1.05
_GROUPS = 20
_SENTENCES = {
    "best": (
        "{name}: sorts customers best by what they brought after {split}",
        "{name}: ordnet die Kunden am besten danach, was sie nach dem {split} eingebracht haben",
    ),
    "tie": (
        "{name}: no other model sorts customers better beyond chance",
        "{name}: kein anderes Modell ordnet die Kunden über den Zufall hinaus besser",
    ),
    "thin": (
        "{name}: too few customers bought again to compare models, so the usual one is taken",
        "{name}: zu wenige Kunden haben wieder gekauft, um Modelle zu vergleichen; das übliche wird genommen",
    ),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a model, fitted at the inner split, expected until the outer one.

    Args:
        name: as `--model` takes it.
        orders: shape (n,), expected.
        value: shape (n,), expected; the orders again where amounts are not known.
    """

    name: str
    orders: FloatArray
    value: FloatArray


@dataclass(frozen=True, slots=True)
class Choice:
    """The model taken.

    Args:
        name: as `--model` takes it.
        why: it was best, nobody was better beyond chance, or there was too little to compare.
        ginis: of value, by model; empty where nothing was compared.
    """

    name: str
    why: Literal["best", "tie", "thin"]
    ginis: dict[str, float]

    def reason(self, split: str, language: Literal["en", "de"] = "en") -> str:
        """One sentence for a face; `split` is the inner split's day as the reader writes it."""
        english, german = _SENTENCES[self.why]
        return (german if language == "de" else english).format(name=self.name, split=split) + "."


def inner_split(first_day: int, split_day: int) -> int:
    """The last day of the inner calibration: the last third of the observed days is kept for judging."""
    return split_day - round((split_day - first_day + 1) / 3)


def validation_rows(customer: IntArray, most: int = MOST_CUSTOMERS) -> IntArray:
    """Positions of at most about `most` customers, always the same for the same keys, whatever their order.

    Args:
        customer: shape (n,), keys.
        most: where there are more, each is taken with probability most / n by a hash of the key.
    """
    if len(customer) <= most:
        return np.arange(len(customer))
    return np.flatnonzero(_hashed(customer) < np.uint64(int(most / len(customer) * 2.0**64)))


def choose(trials: Sequence[Trial], orders: FloatArray, value: FloatArray) -> Choice:
    """The candidate to take.

    Args:
        trials: one per candidate, `DEFAULT` among them.
        orders: shape (n,), what came between the inner and the outer split.
        value: shape (n,), what it was worth; the orders again where amounts are not known.
    """
    if len(orders) < _FEWEST_CUSTOMERS or (orders > 0).sum() < _FEWEST_BUYERS:
        return Choice(DEFAULT, "thin", {})
    ginis = {trial.name: gini(value, trial.value) or 0.0 for trial in trials}
    sound = _sound(trials, orders)
    leader = max(sound, key=lambda trial: ginis[trial.name])
    usual = next((trial for trial in sound if trial.name == DEFAULT), None)
    if usual is not None and usual is not leader and not _leads(leader, usual, value):
        return Choice(DEFAULT, "tie", ginis)
    return Choice(leader.name, "best", ginis)


def _sound(trials: Sequence[Trial], orders: FloatArray) -> list[Trial]:
    """Those whose squared error, once each total is set right, is near the best one's."""
    errors = [_levelled_error(trial.orders, orders) for trial in trials]
    return [trial for trial, error in zip(trials, errors, strict=True) if error <= _WORST_ERROR * min(errors)]


def _levelled_error(expected: FloatArray, orders: FloatArray) -> float:
    total = float(expected.sum())
    levelled = expected * (float(orders.sum()) / total) if total > 0 else expected
    return float(np.sqrt(np.square(levelled - orders).mean()))


def _leads(leader: Trial, usual: Trial, value: FloatArray) -> bool:
    """Whether the lead in Gini exceeds its standard error, from leaving out a twentieth of customers."""
    groups = np.arange(len(value)) % _GROUPS
    leads = np.array([_lead(leader, usual, value, groups != group) for group in range(_GROUPS)])
    noise = np.sqrt((_GROUPS - 1) * np.square(leads - leads.mean()).mean())
    return _lead(leader, usual, value, np.ones(len(value), dtype=np.bool_)) > float(noise)


def _lead(leader: Trial, usual: Trial, value: FloatArray, of: BoolArray) -> float:
    return (gini(value[of], leader.value[of]) or 0.0) - (gini(value[of], usual.value[of]) or 0.0)


def _hashed(customer: IntArray) -> NDArray[np.uint64]:
    """Spread evenly over 64 bits (the finishing steps of SplitMix64)."""
    bits = customer.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
