"""How well something believed agrees with what is true: small figures, each between two arrays.

Where nothing can be said (nobody there, nobody differs) a figure is NaN, and means leave it out.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from treue.simulation.world.chance import BoolArray, FloatArray, IntArray

TOP = 0.1
"""The best tenth."""

GROUPS = 10
"""Calibration is looked at by tenths."""


def pearson(believed: FloatArray, true: FloatArray) -> float:
    """Linear correlation, -1 to 1; shape (n,) each."""
    if len(true) < 2 or np.ptp(believed) == 0 or np.ptp(true) == 0:
        return np.nan
    return float(np.corrcoef(believed, true)[0, 1])


def spearman(believed: FloatArray, true: FloatArray) -> float:
    """Correlation of mid-ranks, -1 to 1; shape (n,) each."""
    return pearson(rankdata(believed), rankdata(true)) if len(true) else np.nan


def auc(believed: FloatArray, happened: BoolArray) -> float:
    """Chance that of two, one to whom it happened and one to whom not, the first was believed likelier.

    Args:
        believed: shape (n,), any scale; ties count half.
        happened: shape (n,).

    Source:
        Hanley & McNeil (1982), Radiology 143(1): the Mann-Whitney statistic over the product of the numbers.
    """
    yes = int(happened.sum())
    if yes in (0, len(happened)):
        return np.nan
    ranks = rankdata(believed)[happened].sum()
    return float((ranks - yes * (yes + 1) / 2) / (yes * (len(happened) - yes)))


def off_by_tenths(believed: FloatArray, came: FloatArray) -> float:
    """Mean distance of what was believed and what came, over tenths by what was believed, in its unit.

    For chances that is the expected calibration error. 0 is calibrated but for the tenths' own luck.

    Source:
        Naeini, Cooper & Hauskrecht (2015), AAAI-29, eq. 2, with bins of equal size.
    """
    if not len(came):
        return np.nan
    order = np.argsort(believed, kind="stable")
    parts = zip(np.array_split(believed[order], GROUPS), np.array_split(came[order], GROUPS), strict=True)
    gaps = [(abs(float(said.mean() - truly.mean())), len(said)) for said, truly in parts if len(said)]
    return float(np.average([gap for gap, _ in gaps], weights=[size for _, size in gaps]))


def captured(believed: FloatArray, true: FloatArray, top: float = TOP) -> float:
    """What the best by belief truly hold, as a share of what the truly best hold: 1 is perfect.

    Equal beliefs share what they hold, so that the order of rows does not matter.

    Args:
        believed: shape (n,), the higher the better.
        true: shape (n,), profit.
        top: share of the customers who are the best.
    """
    size = round(top * len(true))
    best = float(np.sort(true)[::-1][:size].sum())
    if not size or best <= 0:
        return np.nan
    _, tie = np.unique(-believed, return_inverse=True)
    alike = (np.bincount(tie, true) / np.bincount(tie))[tie]
    order = np.argsort(-believed, kind="stable")
    return float(alike[order][:size].sum() / best)


def weighted_kappa(believed: IntArray, true: IntArray, classes: int) -> float:
    """Agreement of ordered classes beyond chance: 1 is perfect, 0 what chance does.

    Args:
        believed: shape (n,), 0 to classes - 1.
        true: shape (n,).
        classes: how many there are; being off by two counts twice being off by one.

    Source:
        Cohen (1968), Psychological Bulletin 70(4), with weights |i - j|.
    """
    if not len(true):
        return np.nan
    place = np.arange(classes)
    distance = np.abs(place[:, None] - place[None, :])
    shares = [np.bincount(each, minlength=classes) / len(each) for each in (believed, true)]
    by_chance = float((distance * np.outer(*shares)).sum())
    return 1 - float(np.abs(believed - true).mean()) / by_chance if by_chance else np.nan


def tiers_by(profit: FloatArray, limits: tuple[float, ...]) -> IntArray:
    """Tier of each customer by profit: 0 the best; whoever is below zero is in the last, equals are together.

    By the share of customers who are better, as a night draws its tiers.

    Args:
        profit: shape (n,).
        limits: share of the customers in all tiers but the last, the best first.
    """
    above = (len(profit) - rankdata(profit, method="max")) / max(len(profit), 1)
    tier = np.searchsorted(np.cumsum(limits) - 1e-9, above, side="right")
    return np.where(profit < 0, len(limits), tier).astype(np.int64)


def share_of(claim: BoolArray, among: BoolArray | None = None) -> float:
    """Share for whom a claim holds, of all or of some; shape (n,) each."""
    some = claim if among is None else claim[among]
    return float(some.mean()) if len(some) else np.nan
