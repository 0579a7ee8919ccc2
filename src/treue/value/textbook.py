"""The formula every textbook prints, beside which our forecast stands."""

from __future__ import annotations

import math
from decimal import Decimal

from treue.errors import BadOption
from treue.units import Money


def textbook_value(
    margin: Money, purchases_per_year: Decimal | int, years: Decimal | int, acquisition_cost: Money
) -> Money:
    """Customer value = margin x purchases per year x years - acquisition cost.

    Nobody leaves early, every year is alike, and money of later years counts in full; see
    docs/numbers/textbook.md.

    Args:
        margin: of one purchase; may be negative.
        purchases_per_year: zero or more.
        years: how long the customer stays, zero or more.
        acquisition_cost: paid once, in the margin's currency.

    Raises:
        BadOption: a negative or infinite number of purchases or years.
        UnitMismatch: margin and cost in two currencies.

    >>> print(textbook_value(Money.of(80, "EUR"), 4, 3, Money.of(15, "EUR")))
    945.00 EUR
    """
    for name, figure in (("purchases per year", purchases_per_year), ("years", years)):
        if not math.isfinite(figure) or figure < 0:
            raise BadOption(f"Textbook value: {figure} {name}; the number is zero or more. Check the input.")
    earned = margin.amount * Decimal(purchases_per_year) * Decimal(years)
    return Money.of(earned, margin.currency) - acquisition_cost
