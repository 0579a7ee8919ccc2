"""Ratios of gamma functions at whole steps, without the digits that their difference would lose."""

from __future__ import annotations

import numpy as np

from treue.value.histories import FloatArray


def log_rising(start: float, counts: FloatArray) -> FloatArray:
    """Ratios ln G(start + n) / G(start) for each whole n of `counts`, in their shape."""
    return _sums(np.log(_steps(start, counts)), counts)


def log_rising_slopes(start: float, counts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """First and second derivative of `log_rising` by `start`, in the shape of `counts`."""
    inverse = 1.0 / _steps(start, counts)
    return _sums(inverse, counts), -_sums(inverse * inverse, counts)


def _steps(start: float, counts: FloatArray) -> FloatArray:
    return start + np.arange(int(counts.max(initial=0.0)), dtype=np.float64)


def _sums(terms: FloatArray, counts: FloatArray) -> FloatArray:
    return np.concatenate([[0.0], np.cumsum(terms)])[counts.astype(np.int64)]
