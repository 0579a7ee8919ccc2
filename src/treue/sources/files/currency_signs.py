"""Signs and words that stand for a currency, beside its ISO code."""

from __future__ import annotations

SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "Fr.": "CHF",
         "Fr": "CHF", "SFr.": "CHF", "zł": "PLN", "Kč": "CZK", "EURO": "EUR", "Euro": "EUR"}  # fmt: skip
