"""Small frozen values that carry their unit: money, spans of time, shares."""

from treue.units.money import Money, currency_digits, is_currency
from treue.units.period import Period, Unit
from treue.units.share import parse_share

__all__ = ["Money", "Period", "Unit", "currency_digits", "is_currency", "parse_share"]
