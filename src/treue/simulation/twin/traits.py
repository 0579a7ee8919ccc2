"""Which traits people have, as numbers without bounds, and which of them a shop's facts can show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from treue.simulation.twin.likelihood import Returns, Sums, Timing
from treue.simulation.twin.seen import Seen
from treue.simulation.world.chance import FloatArray

TIMING = ("gap", "shape", "leave")
"""Logarithms: mean gap in usual days, regularity, chance to leave a day. Always known."""

_BOUNDS: Mapping[str, tuple[float, float]] = {
    "gap": (np.log(0.3), np.log(20_000)),
    "shape": (np.log(0.2), np.log(20)),
    "leave": (np.log(1 / 20_000), np.log(1 / 3)),
}
_GRID = 401
_SPREADS = (np.log(0.01), np.log(10))


@dataclass(frozen=True, slots=True)
class Block:
    """Traits that are looked at together.

    Args:
        places: theirs among the names.
        explain: log-likelihood of each customer, shape (n,), from all traits, shape (n, d).
    """

    places: tuple[int, ...]
    explain: Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class Scale:
    """A measure on the scale on which all orders together are standard normal, and back.

    So fuel by the litre among pieces, or prices that crowd at a threshold, are as they are in the shop.

    Args:
        scores: shape (g,), ascending.
        values: shape (g,), what lies there.
    """

    scores: FloatArray
    values: FloatArray

    def value(self, score: FloatArray) -> FloatArray:
        """What a score stands for; beyond the outermost nothing grows."""
        return np.asarray(np.interp(score, self.scores, self.values), np.float64)


@dataclass(frozen=True)
class Columns:
    """What is measured at an order beside its day: `amount`, `lines`, `pieces` (per line), as far as known.

    Args:
        known: by name the scores, shape (m,).
        scales: by name.
    """

    known: Mapping[str, FloatArray]
    scales: Mapping[str, Scale]


def columns_of(seen: Seen, rng: np.random.Generator) -> Columns:
    """Ranks of what was seen as normal scores; equal values are ranked by luck."""
    told: dict[str, FloatArray] = {"amount": seen.amount} if seen.has_amounts else {}
    if seen.has_lines:
        told["lines"] = seen.lines.astype(np.float64)
        if bool((seen.pieces > 0).all()):
            told["pieces"] = seen.pieces / seen.lines
    known, scales = {}, {}
    for name, values in told.items():
        order = np.lexsort((rng.uniform(size=len(values)), values))
        rank = np.empty(len(values))
        rank[order] = (np.arange(len(values)) + 0.5) / len(values)
        known[name] = np.asarray(ndtri(rank), np.float64)
        at = np.linspace(known[name].min(), known[name].max(), _GRID)
        scales[name] = Scale(at, np.quantile(values, ndtr(at)))
    return Columns(known, scales)


def names_of(seen: Seen, columns: Columns) -> tuple[str, ...]:
    """The traits that these facts can show, in their order."""
    measured = tuple(each for name in columns.known for each in (name, f"{name}_spread"))
    return (*TIMING, *measured, *(("returns",) if seen.has_returns else ()))


def limits(names: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    """Lowest and highest value of each."""
    found = [_BOUNDS.get(name, _SPREADS if name.endswith("_spread") else (-60.0, 60.0)) for name in names]
    return np.array([low for low, _ in found]), np.array([high for _, high in found])


def blocks_of(seen: Seen, columns: Columns, timing: Timing, names: tuple[str, ...]) -> list[Block]:
    """What explains what: gaps and their shape, leaving, each column, returns."""

    def gaps(traits: FloatArray) -> FloatArray:
        return timing.log_likelihood(traits[:, 0], traits[:, 1], traits[:, 2])

    blocks = [Block((0, 1), gaps), Block((2,), gaps)]
    for name, values in columns.known.items():
        at = names.index(name)
        blocks.append(Block((at, at + 1), _normal(Sums.of(values, seen), at)))
    if "returns" in names:
        at = names.index("returns")
        back = np.bincount(seen.customer, seen.returned > 0, minlength=len(seen))
        counted = Returns(seen.count.astype(np.float64), back.astype(np.float64))
        blocks.append(Block((at,), lambda traits: counted.log_likelihood(traits[:, at])))
    return blocks


def guesses(seen: Seen, columns: Columns, names: tuple[str, ...]) -> FloatArray:
    """Where to begin: moments, drawn to those of all; shape (n, d)."""
    days = np.maximum(seen.last - seen.came, 1).astype(np.float64)
    again = seen.count - 1.0
    usual = days.sum() / max(again.sum(), 1.0)
    found = {
        "gap": np.log((days * (again > 0) + usual) / (again + 1)),
        "shape": np.zeros(len(seen)),
        "leave": np.full(len(seen), -np.log(300.0)),
        "returns": np.full(len(seen), np.log(max((seen.returned > 0).mean(), 1e-4))),
    }
    for name, values in columns.known.items():
        sums = Sums.of(values, seen)
        within = sums.squares.sum() / max((sums.count - 1).sum(), 1.0)
        mean = values.mean()
        found[name] = mean + (sums.mean - mean) * sums.count / (sums.count + 1)
        found[f"{name}_spread"] = 0.5 * np.log((sums.squares + within + 1e-3) / sums.count)
    low, high = limits(names)
    guessed = np.column_stack([found[name] for name in names])
    return np.asarray(np.clip(guessed, low + 1e-6, high - 1e-6), np.float64)


def _normal(sums: Sums, at: int) -> Callable[[FloatArray], FloatArray]:
    return lambda traits: sums.log_likelihood(traits[:, at], traits[:, at + 1])
