"""Spend: what a customer's orders are worth on average, and how sure we are."""

from treue.value.spend.amounts import order_amounts
from treue.value.spend.fitted import FittedGammaGamma
from treue.value.spend.gamma_gamma import GammaGamma
from treue.value.spend.stored import from_json

__all__ = ["FittedGammaGamma", "GammaGamma", "from_json", "order_amounts"]
