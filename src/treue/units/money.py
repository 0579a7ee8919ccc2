"""Money in whole minor units (cents, pence), with its currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from treue.errors import UnitMismatch
from treue.units.currencies import DIGITS


def is_currency(code: str) -> bool:
    """Whether `code` is an ISO 4217 code in use, in capitals."""
    return code in DIGITS


def currency_digits(code: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD.

    Raises:
        UnitMismatch: not an ISO 4217 code.
    """
    try:
        return DIGITS[code]
    except KeyError:
        raise UnitMismatch(f"{code!r} is not an ISO 4217 currency code; write EUR, CHF, GBP ...") from None


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount that was, is or will be paid: never a float.

    >>> Money.of("945", "EUR")
    Money(minor=94500, currency='EUR')
    >>> str(Money(974774793, "GBP"))
    '9,747,747.93 GBP'
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        currency_digits(self.currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """From whole units, rounded half-even to the currency's minor unit."""
        scaled = Decimal(amount).scaleb(currency_digits(currency))
        return cls(int(scaled.quantize(Decimal(1), ROUND_HALF_EVEN)), currency)

    @property
    def amount(self) -> Decimal:
        """In whole units, exactly."""
        return Decimal(self.minor).scaleb(-currency_digits(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._like(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._like(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _like(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise UnitMismatch(
                f"{self} and {other} are in two currencies; convert one of them at a day's rate first."
            )
        return other

    def __str__(self) -> str:
        return f"{self.amount:,.{currency_digits(self.currency)}f} {self.currency}"
