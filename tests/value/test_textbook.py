from __future__ import annotations

from decimal import Decimal

import pytest

from treue.errors import BadOption, UnitMismatch
from treue.units import Money
from treue.value.textbook import textbook_value


def euro(amount: str) -> Money:
    return Money.of(amount, "EUR")


def test_the_example_every_text_uses() -> None:
    assert textbook_value(euro("80"), 4, 3, euro("15")) == euro("945")


def test_parts_of_a_year_are_rounded_once_at_the_end() -> None:
    assert textbook_value(euro("9.99"), Decimal("3.5"), Decimal("2.25"), euro("0")) == euro("78.67")


def test_a_loss_stays_a_loss() -> None:
    assert textbook_value(euro("-2.50"), 4, 1, euro("15")) == euro("-25")


def test_two_currencies() -> None:
    with pytest.raises(UnitMismatch, match="two currencies"):
        textbook_value(euro("80"), 4, 3, Money.of(15, "CHF"))


@pytest.mark.parametrize("years", [-1, Decimal("NaN"), Decimal("Infinity")])
def test_years_that_are_none(years: Decimal | int) -> None:
    with pytest.raises(BadOption, match="years; the number is zero or more"):
        textbook_value(euro("80"), 4, years, euro("15"))
