"""The card of a twin: what was learned, what facts alone cannot tell, how the twin passed its tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from treue.simulation.twin.learning import Learned
from treue.simulation.twin.likeness import FEATURES, Nearness
from treue.simulation.twin.seen import Seen
from treue.simulation.twin.shocks import shocks_of
from treue.simulation.world.chance import FloatArray
from treue.simulation.world.terms import PRESETS, preset

TOLD_APART = 0.8
"""An AUC above which a twin is not to be relied on."""

_MOST_NEAR, _ERRORS = 0.02, 3.0
_AT_MOST = 2.0
_SHARE = (0.1, 0.9)
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Figure:
    """Something learned.

    Args:
        value: the middle of what it may be.
        low: one in ten chances that it is less.
        high: one in ten that it is more.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trial:
    """How the twin of one half passed beside the other.

    Args:
        area: of the judge: .5 guessing, 1 certainty.
        error: its standard error.
        nearness: to those learned from, beside strangers.
        judged: customers of the other half.
    """

    area: float
    error: float
    nearness: Nearness
    judged: int

    @property
    def is_like(self) -> bool:
        """Whether the judge hardly tells."""
        return self.area <= TOLD_APART

    @property
    def is_nobody(self) -> bool:
        """Whether twins are no nearer to real people than strangers are, as far as luck lets one say."""
        near = self.nearness
        luck = _ERRORS * np.sqrt(0.01 * 0.99 * 2 / max(self.judged, 1))
        return bool(
            near.copies == 0
            and near.nearer <= 0.5 + _ERRORS * near.error
            and near.very_near <= max(_MOST_NEAR, 0.01 + luck)
        )


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the card.

    Args:
        currency: of amounts.
        customers: learned from.
        order_days: of these.
        first: first day, ISO.
        until: last day.
        learned: figures by name, see `learned_of`.
        supposed: what facts alone do not tell, as the lowest and highest of the presets.
        trial: the tests.
        features: what the judge saw.
    """

    currency: str
    customers: int
    order_days: int
    first: str
    until: str
    learned: Mapping[str, Figure]
    supposed: Mapping[str, tuple[float, float]]
    trial: Trial
    features: tuple[str, ...] = FEATURES

    def as_json(self) -> str:
        """The same for programs."""
        told = asdict(self) | {"passed": {"like": self.trial.is_like, "nobody": self.trial.is_nobody}}
        return json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False)


def card_of(seen: Seen, learned: Learned, trial: Trial, currency: str) -> Card:
    """Fill in the card.

    Args:
        seen: customers learned from.
        learned: from them.
        trial: of a twin made in the same way of one half.
        currency: of amounts.
    """
    return Card(
        currency=currency,
        customers=len(seen),
        order_days=len(seen.day),
        first=str(np.datetime64(seen.first, "D")),
        until=str(np.datetime64(seen.until, "D")),
        learned=learned_of(learned),
        supposed=supposed(),
        trial=trial,
    )


def learned_of(learned: Learned) -> dict[str, Figure]:
    """Figures of the middle customer, each from all draws.

    `gap_days` (median days between orders while a customer), `gap_days_slow` (of a slow one: one in six is
    slower), `regularity` (1 by chance, above 1 by rhythm), `stay_months` (until leaving), `amount_minor`,
    `lines`, `returned` (share of order days), `shock` (by how much a month moves all alike: the standard
    deviation of the logarithm).
    """
    middle = dict(zip(learned.names, learned.means.T, strict=True))
    spread = np.sqrt(learned.spreads[:, 0, 0])
    found = {
        "gap_days": np.exp(middle["gap"]),
        "gap_days_slow": np.exp(middle["gap"] + spread),
        "regularity": np.exp(middle["shape"]),
        "stay_months": np.exp(-middle["leave"]) / DAYS_A_MONTH,
    }
    if "amount" in middle:
        found["amount_minor"] = learned.columns.scales["amount"].value(middle["amount"])
    if "lines" in middle:
        found["lines"] = learned.columns.scales["lines"].value(middle["lines"])
    if "returns" in middle:
        at = learned.names.index("returns")
        found["returned"] = (1 / (1 + np.exp(-learned.traits[:, :, at]))).mean(axis=1)
    figures = {name: _figure(values) for name, values in found.items()}
    shocks = shocks_of(learned.months)
    order = np.argsort(shocks.size, kind="stable")
    upto = np.cumsum(shocks.chance[order])
    low, mid, high = (float(shocks.size[order][np.searchsorted(upto, at)]) for at in (0.1, 0.5, 0.9))
    return figures | {"shock": Figure(mid, low, high)}


def supposed() -> dict[str, tuple[float, float]]:
    """What only trials can show, from nothing to twice what invented shops have.

    Shares of customers: `helped`, `annoyed`, `indifferent` (the rest), `needs` (order because of a voucher),
    `takes` (would have ordered anyway). Rises of pace: `lift` of the helped, `voucher_lift`.
    """
    every = [preset(name).contact for name in PRESETS]
    found = {
        name: np.array([getattr(each, name) for each in every])
        for name in ("helped", "annoyed", "lift", "needs", "takes", "voucher_lift")
    }
    most = {name: float(_AT_MOST * values.max()) for name, values in found.items()}
    shares = {name: (0.0, each if "lift" in name else min(each, 1.0)) for name, each in most.items()}
    return shares | {"indifferent": (max(1 - most["helped"] - most["annoyed"], 0.0), 1.0)}


def _figure(values: FloatArray) -> Figure:
    low, high = np.quantile(values, _SHARE)
    return Figure(float(np.median(values)), float(low), float(high))
