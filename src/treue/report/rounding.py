"""How finely figures that stand beside their sum are written, so that they come to it and none is bent."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10


def common_unit(parts: Sequence[float], whole: float, least: float, steps: int = 10) -> float:
    """The coarsest unit at which the rounded parts come to the rounded sum, each the rounding of its own.

    Args:
        parts: that make the whole.
        whole: their sum.
        least: the finest unit: parts that are multiples of it come to their sum.
        steps: of the unit that each part above the finest one has at least, or it would lose its digits.

    Returns:
        A power of ten times `least`, so that the largest has three digits or more.
    """
    unit = max(_three_digits(max(map(abs, (whole, *parts)))), least)
    smallest = min((abs(each) for each in parts if abs(each) >= least), default=unit * steps)
    while unit > least:
        if unit * steps <= smallest and add_up(parts, whole, unit):
            return unit
        unit /= 10
    return least


def add_up(parts: Sequence[float], whole: float, unit: float) -> bool:
    """Whether the rounded parts come to the rounded sum."""
    return sum(round(each / unit) for each in parts) == round(whole / unit)


def _three_digits(value: float) -> float:
    return 10.0 ** (floor(log10(value)) - 2) if value else 0.0
