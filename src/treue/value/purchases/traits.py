"""What is known of a customer from the first order on: channel, country, what the first basket held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import FloatArray, IntArray

# Rarer levels are told apart by so few customers that their own pace would be noise.
MOST_LEVELS = 10
OTHERS = "(others)"
# A customer whose level nobody told, or a level that was never seen and has no others to go to.
UNTOLD = -1


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait and its levels, the most frequent first, `OTHERS` last where some were put together."""

    name: str
    levels: tuple[str, ...]

    @classmethod
    def of(cls, name: str, told: Sequence[str | None], most: int = MOST_LEVELS) -> Trait:
        """The levels that occur; beyond the `most` most frequent they count as one."""
        counts = Counter(level for level in told if level is not None)
        ranked = sorted(counts, key=lambda level: (-counts[level], level))
        return cls(name, (*ranked[:most], *((OTHERS,) if len(ranked) > most else ())))

    def codes(self, told: Sequence[str | None]) -> IntArray:
        """Shape (n,), each customer's place in `levels`, or `UNTOLD`."""
        place = {level: number for number, level in enumerate(self.levels)}
        unseen = place.get(OTHERS, UNTOLD)
        codes = [UNTOLD if level is None else place.get(level, unseen) for level in told]
        return np.array(codes, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits of some customers, in the order of their histories.

    Args:
        kinds: k traits.
        codes: shape (n, k), each customer's place in the levels of each trait, or `UNTOLD`.

    Raises:
        InputError: codes that fit no level.
    """

    kinds: tuple[Trait, ...]
    codes: IntArray

    def __post_init__(self) -> None:
        most = np.array([len(kind.levels) for kind in self.kinds])
        if self.codes.ndim != 2 or self.codes.shape[1] != len(self.kinds):
            raise InputError(f"Traits: codes of shape {self.codes.shape}; one column for each trait.")
        if ((self.codes < UNTOLD) | (self.codes >= most)).any():
            raise InputError("Traits: a code that is no level. Make codes with `Traits.of`.")

    def __len__(self) -> int:
        return len(self.codes)

    @classmethod
    def of(cls, told: Mapping[str, Sequence[str | None]], most: int = MOST_LEVELS) -> Traits:
        """Traits by name, one level a customer, None where it is not known; the levels are learned."""
        return cls.as_in(tuple(Trait.of(name, levels, most) for name, levels in told.items()), told)

    @classmethod
    def as_in(cls, kinds: tuple[Trait, ...], told: Mapping[str, Sequence[str | None]]) -> Traits:
        """The same for other customers, with the levels that a model has learned.

        Raises:
            InputError: a trait is missing, or the columns are not equally long.
        """
        missing = [kind.name for kind in kinds if kind.name not in told]
        if missing:
            raise InputError(f"Traits: {', '.join(missing)} not given; give one level a customer, or None.")
        if len({len(told[kind.name]) for kind in kinds}) != 1:
            raise InputError(
                "Traits: columns of different lengths, or none at all; give one level a customer."
            )
        return cls(kinds, np.stack([kind.codes(told[kind.name]) for kind in kinds], axis=1))

    def patterns(self) -> tuple[Traits, IntArray]:
        """The combinations that occur, ascending, and shape (n,), which of them each customer has."""
        codes, place = np.unique(self.codes, axis=0, return_inverse=True)
        return Traits(self.kinds, codes), np.reshape(place, -1)

    def marks(self) -> FloatArray:
        """Shape (n, all levels of all traits), 1 where a customer has the level, else 0."""
        parts = [
            (self.codes[:, [column]] == np.arange(len(kind.levels))).astype(np.float64)
            for column, kind in enumerate(self.kinds)
        ]
        return np.concatenate(parts, axis=1)

    def names(self) -> tuple[tuple[str, str], ...]:
        """Trait and level of each column of `marks`."""
        return tuple((kind.name, level) for kind in self.kinds for level in kind.levels)
