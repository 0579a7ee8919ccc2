"""The top of a smooth hill inside a box: Newton's method with damping, for a handful of parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from treue.value.histories import BoolArray, FloatArray

_STEPS = 200
_HALVINGS = 40
# A rise of less than this share of what we stand on may be rounding: halving the step would not tell.
_ROUNDING = 1e-13
# No parameter moves by more than this factor's logarithm in one step, so a flat start cannot throw us out.
_LONGEST = 1.5


@dataclass(frozen=True, slots=True)
class Curvature:
    """How high a log-likelihood stands at a point, and how it bends there.

    Args:
        value: nats.
        gradient: shape (k,), by the logarithms of the parameters.
        hessian: shape (k, k).
    """

    value: float
    gradient: FloatArray
    hessian: FloatArray


def climb(
    hill: Callable[[FloatArray], Curvature],
    start: FloatArray,
    box: tuple[FloatArray, FloatArray],
    enough: float = 1e-10,
) -> tuple[FloatArray, Curvature, bool]:
    """The highest point reached from `start`.

    Args:
        hill: height, gradient and Hessian at a point of shape (k,).
        start: shape (k,), inside the box.
        box: lowest and highest values, shape (k,) each.
        enough: stop when a step promises less height than this.

    Returns:
        The point, how the hill bends there, and whether it is a top: no uphill step is left in the box.
    """
    point = np.clip(start, *box)
    here = hill(point)
    for _ in range(_STEPS):
        step = _uphill(here, _free(point, here.gradient, box))
        promised = float(np.dot(here.gradient, step))
        if promised < enough:
            return point, here, True
        for _ in range(1 if promised < _ROUNDING * abs(here.value) else _HALVINGS):
            ahead = np.clip(point + step, *box)
            there = hill(ahead)
            if there.value > here.value:
                break
            step = step / 2
        else:
            # Rounding hides what height is left.
            return point, here, True
        point, here = ahead, there
    return point, here, False


def _free(point: FloatArray, gradient: FloatArray, box: tuple[FloatArray, FloatArray]) -> BoolArray:
    """Which parameters may move: those not pressed against a wall."""
    pressed = ((point <= box[0]) & (gradient <= 0)) | ((point >= box[1]) & (gradient >= 0))
    return np.asarray(~pressed)


def _uphill(here: Curvature, free: BoolArray) -> FloatArray:
    """Newton's step on the free parameters, with every curvature turned to point up."""
    step = np.zeros(len(here.gradient))
    if not free.any():
        return step
    curves, axes = np.linalg.eigh(-here.hessian[np.ix_(free, free)])
    size = np.maximum(np.abs(curves), 1e-12 + 1e-10 * np.abs(curves).max())
    step[free] = axes @ ((axes.T @ here.gradient[free]) / size)
    longest = float(np.abs(step).max())
    return step if longest <= _LONGEST else step * (_LONGEST / longest)
