"""Numbers, money and days as German and English readers write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import floor, log10

from treue.units import currency_digits

NBSP = "\u00a0"
MINUS = "\u2212"
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
_MONTHS = {
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
        "November", "Dezember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
}  # fmt: skip
_SHORT_MONTHS = {
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_MILLIONS = {"de": f"{NBSP}Mio.", "en": f"{NBSP}million"}


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one language writes figures in one currency.

    Args:
        language: "de" or "en".
        currency: ISO 4217; amounts come in its minor unit.

    >>> german = Numerals("de", "EUR")
    >>> german.money(123456).replace(NBSP, " "), german.share(0.384).replace(NBSP, " ")
    ('1.234,56 €', '38 %')
    >>> Numerals("en", "EUR").money(123456), Numerals("en", "EUR").day(date(2026, 11, 22))
    ('€1,234.56', '22 November 2026')
    """

    language: str
    currency: str

    def number(self, value: float, digits: int = 0) -> str:
        """With a sign for thousands and `digits` decimals, rounded half-even."""
        text = f"{abs(value):,.{digits}f}"
        if self.language == "de":
            text = text.translate(str.maketrans(",.", ".,"))
        is_negative = value < 0 and any(digit in "123456789" for digit in text)
        return f"{MINUS}{text}" if is_negative else text

    def share(self, value: float, digits: int = 0) -> str:
        """A share of 1 in per cent."""
        return f"{self.number(100 * value, digits)}{NBSP if self.language == 'de' else ''}%"

    def signed_share(self, value: float, digits: int = 0) -> str:
        """The same with a plus before what is above zero; 0 % has no sign."""
        text = self.share(value, digits)
        return f"+{text}" if value > 0 and any(digit in "123456789" for digit in text) else text

    def money(self, minor: float) -> str:
        """To the minor unit: 1.234,56 €."""
        return self.amount(minor / 10 ** currency_digits(self.currency))

    def amount(self, units: float) -> str:
        """An estimate in whole units, to the minor one."""
        return self._with_currency(units, currency_digits(self.currency))

    def whole(self, minor: float) -> str:
        """In whole units of the currency: 1.235 €."""
        return self._with_currency(minor / 10 ** currency_digits(self.currency), 0)

    def about(self, minor: float) -> str:
        """Three digits that mean something, as an estimate deserves: 482.000 €, 4,82 Mio. €."""
        amount = minor / 10 ** currency_digits(self.currency)
        rounded = _three_digits(amount)
        if abs(rounded) < 1e6:
            return self._with_currency(rounded, 0)
        millions = rounded / 1e6
        digits = max(0, 2 - floor(log10(abs(millions))))
        return self._with_currency(millions, digits, _MILLIONS[self.language])

    def to_unit(self, minor: float, unit_minor: float) -> str:
        """Rounded to a unit in minor units, as `rounding.common_unit` finds it: 12.550 €, 4,82 Mio. €."""
        scale = 10 ** currency_digits(self.currency)
        amount, unit = round(minor / unit_minor) * unit_minor / scale, unit_minor / scale
        if abs(amount) < 1e6 or unit < 1e4:
            return self._with_currency(amount, 0 if unit >= 1 else currency_digits(self.currency))
        return self._with_currency(amount / 1e6, max(0, 6 - floor(log10(unit))), _MILLIONS[self.language])

    def about_count(self, value: float) -> str:
        """A count that is an estimate, to three digits."""
        return self.number(_three_digits(value))

    def day(self, day: date) -> str:
        """22. November 2026."""
        name = _MONTHS[self.language][day.month - 1]
        return (
            f"{day.day}.{NBSP}{name} {day.year}" if self.language == "de" else f"{day.day} {name} {day.year}"
        )

    def short_day(self, day: date) -> str:
        """22.11.2026, or 22 Nov 2026."""
        if self.language == "de":
            return f"{day:%d.%m.%Y}"
        return f"{day.day}{NBSP}{_SHORT_MONTHS['en'][day.month - 1]}{NBSP}{day.year}"

    def month(self, day: date) -> str:
        """Nov. 2026."""
        return f"{_SHORT_MONTHS[self.language][day.month - 1]} {day.year}"

    def full_month(self, day: date) -> str:
        """November 2026."""
        return f"{_MONTHS[self.language][day.month - 1]} {day.year}"

    def month_name(self, month: int) -> str:
        """November, of 11."""
        return _MONTHS[self.language][month - 1]

    def _with_currency(self, amount: float, digits: int, scale: str = "") -> str:
        symbol = SYMBOLS.get(self.currency, self.currency)
        number = self.number(abs(amount), digits)
        sign = MINUS if amount < 0 and any(digit in "123456789" for digit in number) else ""
        if self.language == "de":
            return f"{sign}{number}{scale}{NBSP}{symbol}"
        gap = NBSP if symbol.isalpha() else ""
        return f"{sign}{symbol}{gap}{number}{scale}"


def _three_digits(value: float) -> float:
    """Rounded to three significant digits, but never finer than whole ones."""
    if value == 0:
        return 0.0
    step = 10 ** max(0, floor(log10(abs(value))) - 2)
    return float(round(value / step) * step)
