"""Money and shares: exact, in their currency, refused when unclear."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.errors import BadOption, UnitMismatch
from treue.units import Money, currency_digits, is_currency, parse_share


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1.005", "EUR", 100),
        ("1.015", "EUR", 102),
        ("-0.005", "EUR", 0),
        ("12", "JPY", 12),
        ("1.2345", "KWD", 1234),
    ],
)
def test_rounded_half_even_to_the_minor_unit(amount: str, currency: str, minor: int) -> None:
    assert Money.of(amount, currency) == Money(minor, currency)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_there_and_back(minor: int, currency: str) -> None:
    assert Money.of(Money(minor, currency).amount, currency).minor == minor


@given(st.decimals(-1000, 1000, places=6))
def test_as_decimal_rounds(amount: Decimal) -> None:
    cents = amount.scaleb(2).quantize(Decimal(1), ROUND_HALF_EVEN)
    assert Money.of(amount, "EUR").minor == int(cents)


def test_a_refund_undoes_its_order() -> None:
    order = Money.of("19.99", "EUR")
    assert order + -order == Money(0, "EUR") == order - order


def test_two_currencies_do_not_add() -> None:
    with pytest.raises(UnitMismatch, match="convert one of them"):
        Money(1, "EUR") + Money(1, "CHF")


def test_an_unknown_currency_is_refused() -> None:
    assert not is_currency("XEU")
    with pytest.raises(UnitMismatch, match="not an ISO 4217 currency"):
        Money(1, "XEU")
    assert currency_digits("CHF") == 2


@pytest.mark.parametrize(
    ("text", "share"), [("40%", 0.4), ("40 %", 0.4), ("0,4", 0.4), ("1", 1.0), ("0", 0.0)]
)
def test_shares_as_people_write_them(text: str, share: float) -> None:
    assert parse_share(text) == pytest.approx(share)


def test_a_share_that_was_meant_in_per_cent_is_told_how_to_say_so() -> None:
    with pytest.raises(BadOption, match=r"'12,5' is more than the whole; write 12\.5% or 0\.125"):
        parse_share("12,5")


@pytest.mark.parametrize("text", ["40", "-1%", "nan", "inf", "many", ""])
def test_unclear_shares_are_refused(text: str) -> None:
    with pytest.raises(BadOption, match=r"write 40% or 0\.4"):
        parse_share(text)
