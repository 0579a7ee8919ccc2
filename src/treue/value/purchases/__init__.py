"""Purchases: how often each customer will still order, by one of three models of buying till you leave."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from treue.value.purchases.bg_nbd import BgNbd, FittedBgNbd
from treue.value.purchases.contract import FittedPurchases, PurchaseModel
from treue.value.purchases.mbg_nbd import FittedMbgNbd, MbgNbd
from treue.value.purchases.pareto_nbd import FittedParetoNbd, ParetoNbd
from treue.value.purchases.stored import load

# As `--model` takes them; a new model is one file and one line here.
MODELS: Mapping[str, type[BgNbd | MbgNbd | ParetoNbd]] = MappingProxyType(
    {model.name: model for model in (BgNbd, MbgNbd, ParetoNbd)}
)

__all__ = [
    "MODELS",
    "BgNbd",
    "FittedBgNbd",
    "FittedMbgNbd",
    "FittedParetoNbd",
    "FittedPurchases",
    "MbgNbd",
    "ParetoNbd",
    "PurchaseModel",
    "load",
]
