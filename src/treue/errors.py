"""Everything that can go wrong, on one screen.

    TreueError
    ├── InputError            what was given to us cannot be used (exit code 2)
    │   ├── UnreadableFile        not there, not text, no table in it, changed while read
    │   ├── MissingColumn         a column that is needed was not found
    │   ├── NothingAccepted       every row was set aside
    │   ├── UnitMismatch          two spans or currencies that cannot be combined
    │   ├── BadOption             a command or function was asked for something that does not exist
    │   ├── BadSetting            a key in treue.toml or the environment is wrong
    │   └── Busy                  another load or run is at work; trying again later helps
    ├── EngineError           the engine that computes refused or died (exit code 1)
    └── BrokenHome            the home folder does not hold what its manifests promise (exit code 1)

    TreueWarning              travels beside a result, never instead of one
    ├── ThinData                  too little data to say much
    ├── PoorFit                   a model that does not describe these customers
    ├── Extrapolation             further ahead than the data reach
    ├── LeftTruncated            first orders in the file that are not the customers' first
    ├── MissingFigures            a cost, tax or currency nobody told us
    └── DoubtfulInput             input that was read, but perhaps not as meant

Messages say where, what we got, what we expected, and what to do next.
"""

from __future__ import annotations

from typing import Self


class Keyed(str):
    """A sentence in English that a face can say in its reader's language: by key and values.

    Args:
        key: of the sentence in the faces' files of words.
        english: the same, for logs, programs and faces without those words; blanks as {name}.
        values: for the blanks.
    """

    __slots__ = ("key", "values")

    key: str
    values: dict[str, str]

    def __new__(cls, key: str, english: str, **values: str) -> Self:
        """With the blanks filled."""
        return cls._of(key, english.format_map(values), values)

    @classmethod
    def _of(cls, key: str, said: str, values: dict[str, str]) -> Self:
        made = super().__new__(cls, said)
        made.key, made.values = key, values
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """To be copied, as `asdict` does."""
        return self._of, (self.key, str(self), self.values)


class TreueError(Exception):
    """The root of all errors that Treue raises on purpose."""


class InputError(TreueError):
    """What was given to us cannot be used."""


class UnreadableFile(InputError):
    """A file is missing, is not a table, or changed while it was read."""


class MissingColumn(InputError):
    """A column that is needed was not found."""


class NothingAccepted(InputError):
    """Every row was set aside; nothing is left to work with."""


class UnitMismatch(InputError):
    """Two spans or currencies cannot be combined."""


class BadOption(InputError):
    """A command or function was asked for something that does not exist."""


class BadSetting(InputError):
    """A key in treue.toml or the environment is wrong."""


class Busy(InputError):
    """Another load or run is at work on the same home; nothing was done, and trying again later helps."""


class EngineError(TreueError):
    """The engine that computes refused or died."""


class BrokenHome(TreueError):
    """The home folder does not hold what its manifests promise."""


class TreueWarning(UserWarning):
    """Said beside a result; a face shows it next to the number."""

    @property
    def kind(self) -> str:
        """The name a face prints before the sentence."""
        return type(self).__name__

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash((type(self), str(self)))


class ThinData(TreueWarning):
    """Too little data to say much."""


class PoorFit(TreueWarning):
    """The model does not describe these customers."""


class Extrapolation(TreueWarning):
    """The forecast looks further ahead than the data reach."""


class LeftTruncated(TreueWarning):
    """The file begins in the middle of a business: its first orders are not all first orders."""


class MissingFigures(TreueWarning):
    """A cost, a tax or a currency that nobody told us."""


class DoubtfulInput(TreueWarning):
    """Input that was read, but perhaps not as it was meant."""
