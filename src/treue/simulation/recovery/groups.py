"""Tiers and phases beside those one would draw knowing the truth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treue.simulation.recovery.figures import NONE, Figure, Topic
from treue.simulation.recovery.night import Night, Truth
from treue.simulation.recovery.scores import auc, share_of, tiers_by, weighted_kappa

TIERS = ("platinum", "gold", "iron", "lead")
LIMITS = (0.2, 0.3, 0.3)
"""The usual limits of the tiers: shares of the active customers."""

GONE = ("reactivation", "farewell")
LONG_SILENT_DAYS = 180
"""The rule of thumb beside phases: whoever has been silent so long is gone."""


def tiers(night: Night, truth: Truth) -> list[Figure]:
    """By true profit of the last 24 and the next 12 months; naive: the last 12 months' margin alone."""
    told = night.tables["customers"].column("tier").to_pylist()
    active = np.array([each in TIERS for each in told], bool)
    believed = np.array([TIERS.index(each) for each in told if each in TIERS], np.int64)
    true = tiers_by((truth.number("earned_minor") + truth.usual.profit)[active], LIMITS)
    naive = tiers_by(np.nan_to_num(night.number("margin_12m_minor"))[active], LIMITS)
    both, topic = (believed, naive), Topic("Tiers")
    kappa = [weighted_kappa(each, true, len(TIERS)) for each in both]
    same = [share_of(each == true) for each in both]
    best = [share_of(each == 0, true == 0) for each in both]
    wrong = [share_of(true == len(LIMITS), each == 0) for each in both]
    return [
        topic("agreement beyond chance (weighted kappa)", *kappa, 1.0),
        topic("in the same tier", *same, 1.0, form="%"),
        topic("of true platinum, found", *best, 1.0, form="%"),
        topic("of ours in platinum, truly lead", *wrong, 0.0, form="%"),
    ]


def phases(night: Night, truth: Truth) -> list[Figure]:
    """Who is still a customer; naive: days since the last order, gone after `LONG_SILENT_DAYS`."""
    phase, silence, here = phases_of(night), silent_days(night, truth), truth.is_customer
    topic, long = Topic("Phases: who has truly left"), silence > LONG_SILENT_DAYS
    is_gone, alive = np.isin(phase, GONE), night.number("p_alive")
    stayed = share_of(~here, ~is_gone), share_of(~here, ~long), 0.0
    parted = share_of(~here, phase == "farewell"), share_of(~here, long), 1.0
    noticed = share_of(is_gone, ~here), share_of(long, ~here), 1.0
    level = float(alive.mean()) - share_of(here)
    return [
        topic("of all customers", share_of(~here), form="%"),
        topic("of first purchase and retention", *stayed, form="%"),
        topic("of reactivation", share_of(~here, phase == "reactivation"), form="%"),
        topic("of farewell", *parted, form="%"),
        topic("of who left, in the last two phases", *noticed, form="%"),
        topic("chance to be active: said less true", level, NONE, 0.0, form="+%"),
        topic("chance to be active: AUC", auc(alive, here), auc(-silence, here), 1.0),
    ]


def phases_of(night: Night) -> NDArray[np.str_]:
    """Of the night's customers, in its order."""
    rows = night.tables["phases"].sort_by("customer")
    at = np.searchsorted(rows.column("customer").to_numpy(), night.customer)
    return np.array(rows.column("phase").to_pylist(), str)[at]


def silent_days(night: Night, truth: Truth) -> NDArray[np.float64]:
    """Days since the last order, on the last day of the facts; shape (n,)."""
    last = night.tables["customers"].column("last_order").cast("int32").to_numpy()
    return np.asarray(truth.today - 1 - last, np.float64)
