"""Of what a yes or a no in `consents` speaks: one rule for the night, the pages and every message.

A no whose purpose nobody knows counts wherever it can: whoever says no need not use our words.
"""

from __future__ import annotations

from dataclasses import dataclass

from treue.warehouse.arrow import literal

OBJECTED = "objected"
NO_MORE = ("withdrawn", OBJECTED)
"""Acts that say no."""
EVERYTHING = "all"
_ADVERTISING = ("advertising", "marketing")
_APART = ("newsletter", "reviews", "tracking", "profiling", "values")
"""Purposes of their own: a no to one of them is no no to another."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something people allow or refuse, and which rows of `consents` speak of it.

    Args:
        said: purposes that name it, in small letters: whatever was done for one of them speaks of it.
        doubted: acts that speak of it in doubt too: under any other purpose but `apart`.
        apart: purposes that are known to be about something else.
    """

    said: tuple[str, ...]
    doubted: tuple[str, ...]
    apart: tuple[str, ...]

    def sql(self, purpose: str = "lower(purpose)", act: str = "act") -> str:
        """The rule over two columns, the purpose in small letters."""
        doubted = f"{act} IN {_listed(self.doubted)} AND {purpose} NOT IN {_listed(self.apart)}"
        return f"({purpose} IN {_listed(self.said)} OR {doubted})"


def _others(*own: str) -> tuple[str, ...]:
    return tuple(each for each in _APART if each not in own)


VALUES = Matter(("values", EVERYTHING), NO_MORE, (*_others("values"), *_ADVERTISING))
"""Answers on values: they need a consent, so whatever may have taken it back did."""
PROFILING = Matter(("profiling", EVERYTHING), (OBJECTED,), _others("profiling"))
"""Looking at behaviour: it needs no consent, so none can be taken back; but an objection to advertising is
one to profiling for it (Art. 21 (2) GDPR), and so is one to nobody knows what."""


def writing(purpose: str) -> Matter:
    """Messages of a purpose, as newsletter; a no to advertising is one to each of them."""
    return Matter((purpose, EVERYTHING, ""), NO_MORE, _others(purpose))


def _listed(texts: tuple[str, ...]) -> str:
    return f"({', '.join(map(literal, texts))})"
