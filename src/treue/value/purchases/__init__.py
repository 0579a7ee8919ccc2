"""Purchases: how often each customer will still order, in a shop or under a contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from treue.units import Unit
from treue.value.histories import Histories
from treue.value.purchases.bg_nbd import BgNbd, FittedBgNbd
from treue.value.purchases.contract import FittedPurchases, PurchaseModel
from treue.value.purchases.fitted import Fitted
from treue.value.purchases.mbg_cnbd import FittedMbgCnbd, MbgCnbd, likeliest_phases
from treue.value.purchases.mbg_nbd import FittedMbgNbd, MbgNbd
from treue.value.purchases.pareto_nbd import FittedParetoNbd, ParetoNbd
from treue.value.purchases.renewals import are_subscribers
from treue.value.purchases.sbg import FittedSbg, Sbg
from treue.value.purchases.stored import load

# As `--model` takes them; a new model is one file and one line here.
MODELS: Mapping[str, type[BgNbd | MbgNbd | MbgCnbd | ParetoNbd | Sbg]] = MappingProxyType(
    {model.name: model for model in (BgNbd, MbgNbd, MbgCnbd, ParetoNbd, Sbg)}
)


def named(name: str, unit: Unit, phases: int | None = None, *, by_day: bool = False) -> PurchaseModel:
    """The model of that name, before any data were seen.

    Args:
        name: a key of `MODELS`.
        unit: in which scale parameters are told.
        phases: the k of MBG/CNBD-k, where it is known; the other models have none.
        by_day: days with an order are read as such (see `days`), by the models that can.
    """
    model = MODELS[name]
    if issubclass(model, MbgCnbd):
        return MbgCnbd(k=phases, unit=unit)
    if issubclass(model, Sbg):
        return Sbg(unit=unit)
    return model(unit=unit, by_day=by_day)


def with_returning(fitted: FittedPurchases, returning: float) -> FittedPurchases:
    """The same, but of those who are gone by it this share comes back; a contract that ended has ended."""
    return replace(fitted, returning=returning) if isinstance(fitted, Fitted) else fitted


def suited(histories: Histories) -> tuple[str, ...]:
    """The models that may describe these customers: a contract's only where orders come once a period."""
    return tuple(name for name in MODELS if name != Sbg.name or are_subscribers(histories))


__all__ = [
    "MODELS",
    "BgNbd",
    "FittedBgNbd",
    "FittedMbgCnbd",
    "FittedMbgNbd",
    "FittedParetoNbd",
    "FittedPurchases",
    "FittedSbg",
    "MbgCnbd",
    "MbgNbd",
    "ParetoNbd",
    "PurchaseModel",
    "Sbg",
    "likeliest_phases",
    "load",
    "named",
    "suited",
    "with_returning",
]
