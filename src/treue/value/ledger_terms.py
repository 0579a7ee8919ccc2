"""What a shop has to tell us before its amounts become margin: VAT, margin rate, what to leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from treue.errors import BadOption

STANDARD_VAT_BP: Mapping[str, int] = MappingProxyType({
    "AT": 2000, "BE": 2100, "BG": 2000, "CH": 810, "CY": 1900, "CZ": 2100, "DE": 1900, "DK": 2500,
    "EE": 2400, "EL": 2400, "ES": 2100, "FI": 2550, "FR": 2000, "GR": 2400, "HR": 2500, "HU": 2700,
    "IE": 2300, "IT": 2200, "LT": 2100, "LU": 1700, "LV": 2100, "MT": 1800, "NL": 2100, "PL": 2300,
    "PT": 2300, "RO": 2100, "SE": 2500, "SI": 2200, "SK": 2300,
})  # fmt: skip
"""Standard rates of the EU and Switzerland in basis points, as of November 2026; "EL" is Greece too."""

REDUCED_VAT_BP: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {"AT": (1300, 1000), "CH": (380, 260), "DE": (700,)}
)
"""Reduced rates we know; they hold only where a line, product or order names them."""

PRICES = ("gross", "net", "unknown")


@dataclass(frozen=True, slots=True)
class LedgerTerms:
    """How facts are read where they leave something open.

    Args:
        margin_bp: margin as basis points of net revenue, for goods whose cost nobody told; None means
            that such goods count with their revenue.
        prices: whether amounts include VAT where the row does not say: gross, net or unknown.
        country: decides the VAT where an order names none, ISO 3166-1 alpha-2.
        vat_bp: standard rate by country; a country that is not listed pays none (export).
        leave_out: kinds of orders and customers that do not count: marketplace, business, staff, test.
        currency: only amounts in this currency count, unstated ones among them; None where there is but one.
        service_hour_minor: what an hour of service costs the shop; None where nobody told, then its minutes
            cost nothing.
        back_on_shelf: goods given back are taken to be sellable again where the shop does not say.
    """

    margin_bp: int | None = None
    prices: str = "unknown"
    country: str = "DE"
    vat_bp: Mapping[str, int] = field(default_factory=lambda: STANDARD_VAT_BP)
    leave_out: tuple[str, ...] = ()
    currency: str | None = None
    service_hour_minor: int | None = None
    back_on_shelf: bool = True

    def __post_init__(self) -> None:
        if self.prices not in PRICES:
            raise BadOption(
                f"The ledger's prices are {self.prices!r}; they are gross, net or unknown. "
                "Change [vat] prices in treue.toml."
            )
        if self.margin_bp is not None and not 0 <= self.margin_bp <= 10_000:
            raise BadOption(
                f"The ledger's margin is {self.margin_bp} basis points; it is 0 to 10000 (40 % is 4000). "
                "Change [value] margin in treue.toml."
            )
