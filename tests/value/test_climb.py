from __future__ import annotations

import numpy as np
import pytest

from treue.value.climb import Curvature, climb
from treue.value.histories import FloatArray

BOX = (np.full(2, -20.0), np.full(2, 20.0))
BENDS = np.array([3e5, 2e4])
TOP = np.array([1.25, -0.5])


class Hill:
    """A parabola far below zero, its height known to seven digits, as a sum over a million rows is."""

    def __init__(self) -> None:
        self.looks = 0

    def at(self, point: FloatArray) -> Curvature:
        self.looks += 1
        off = point - TOP
        height = -1e6 - 0.5 * float(np.dot(BENDS, off * off))
        return Curvature(round(height, 7), -BENDS * off, -np.diag(BENDS))


def test_the_top_is_reached_in_a_step() -> None:
    hill = Hill()
    point, _, is_top = climb(hill.at, np.array([1.0, 0.0]), BOX)
    assert is_top
    assert point == pytest.approx(TOP, abs=1e-9)
    assert hill.looks == 2


def test_no_step_is_halved_for_a_rise_that_rounding_hides() -> None:
    hill = Hill()
    start = TOP + np.array([8e-8, 0.0])  # a nanonat below the top
    point, _, is_top = climb(hill.at, start, BOX)
    assert is_top
    assert point == pytest.approx(TOP, abs=1e-7)
    assert hill.looks == 2
