"""How the page speaks to one reader: their language's sentences and figures."""

from __future__ import annotations

from dataclasses import dataclass

from treue.report.numerals import Numerals
from treue.report.words import Words


@dataclass(frozen=True, slots=True)
class Voice:
    """Sentences and figures of one language and currency."""

    words: Words
    figures: Numerals
