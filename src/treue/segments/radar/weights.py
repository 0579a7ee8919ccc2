"""Who answers is not who buys: how much each answer counts, so that the answers stand for everybody."""

from __future__ import annotations

import numpy as np

from treue.segments.radar.answers import BoolArray, FloatArray

_STEPS, _NEAR = 30, 1e-8
_SHRINKAGE = 1.0  # variance of a coefficient beforehand, on features of unit variance
_MOST = 4.0  # times the middle weight


def response_weights(features: FloatArray, answered: BoolArray) -> FloatArray:
    """Inverse chances to answer of those who did, with mean 1.

    A logistic regression of answering on what is known of everybody, its coefficients drawn to zero by a
    normal prior; weights above four times the middle one are cut there, for one odd person must not speak for
    hundreds.

    Args:
        features: shape (n, f), of all customers, any unit.
        answered: shape (n,), who answered.

    Returns:
        Shape (number of answers,).

    Source:
        Rosenbaum & Rubin (1983), Biometrika 70(1), for propensities; Potter (1990), Proceedings of the Survey
        Research Methods Section of the ASA, 225-230, for cutting weights.
    """
    if not answered.any() or answered.all():
        return np.ones(int(answered.sum()))
    chances = _chances(_scaled(features), answered)[answered]
    weights = 1 / chances
    weights = np.minimum(weights, _MOST * np.median(weights))
    return np.asarray(weights / weights.mean(), np.float64)


def effective_size(weights: FloatArray) -> float:
    """How many equally weighted answers would say as much: (sum w)^2 / sum w^2 (Kish 1965); 0 of none."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0


def _scaled(features: FloatArray) -> FloatArray:
    spread = features.std(axis=0)
    scaled: FloatArray = (features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return scaled


def _chances(features: FloatArray, answered: BoolArray) -> FloatArray:
    """By Newton's method; the level is not drawn to anything."""
    share = answered.mean()
    design = np.column_stack([np.ones(len(features)), features])
    prior = np.full(design.shape[1], 1 / _SHRINKAGE)
    prior[0] = 0.0
    told = np.zeros(design.shape[1])
    told[0] = np.log(share / (1 - share))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ told, -30, 30)))
        slope = design.T @ (answered - chance) - prior * told
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(prior)
        step = np.linalg.solve(bend, slope)
        told += np.clip(step, -2, 2)
        if np.abs(step).max() < _NEAR:
            break
    return np.asarray(1 / (1 + np.exp(-np.clip(design @ told, -30, 30))), np.float64)
