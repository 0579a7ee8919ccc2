from __future__ import annotations

import doctest
from datetime import date

import pytest

from treue.report import numerals
from treue.report.numerals import MINUS, NBSP, Numerals

GERMAN = Numerals("de", "EUR")
ENGLISH = Numerals("en", "GBP")


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace(MINUS, "-")


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(numerals).failed == 0


@pytest.mark.parametrize(
    ("minor", "german", "english"),
    [
        (123456, "1.234,56 €", "£1,234.56"),
        (-5, "-0,05 €", "-£0.05"),
        (0, "0,00 €", "£0.00"),
        (123456789012, "1.234.567.890,12 €", "£1,234,567,890.12"),
    ],
)
def test_money_is_exact_to_the_minor_unit(minor: int, german: str, english: str) -> None:
    assert plain(GERMAN.money(minor)) == german
    assert plain(ENGLISH.money(minor)) == english


@pytest.mark.parametrize(
    ("minor", "german", "english"),
    [
        (48_234_912, "482.000 €", "£482,000"),
        (482_349_120, "4,82 Mio. €", "£4.82 million"),
        (99_960_000, "1,00 Mio. €", "£1.00 million"),
        (12_345_678_900, "123 Mio. €", "£123 million"),
        (1234, "12 €", "£12"),
        (-48_234_912, "-482.000 €", "-£482,000"),
        (0, "0 €", "£0"),
    ],
)
def test_estimates_carry_three_digits(minor: int, german: str, english: str) -> None:
    assert plain(GERMAN.about(minor)) == german
    assert plain(ENGLISH.about(minor)) == english


def test_currencies_without_a_sign_or_without_cents() -> None:
    assert plain(Numerals("de", "CHF").money(123450)) == "1.234,50 CHF"
    assert plain(Numerals("en", "CHF").money(123450)) == "CHF 1,234.50"
    assert plain(Numerals("en", "JPY").money(1234)) == "JPY 1,234"


@pytest.mark.parametrize(
    ("share", "digits", "german", "english"),
    [(0.384, 0, "38 %", "38%"), (0.3849, 1, "38,5 %", "38.5%"), (-0.0001, 0, "0 %", "0%")],
)
def test_shares(share: float, digits: int, german: str, english: str) -> None:
    assert plain(GERMAN.share(share, digits)) == german
    assert plain(ENGLISH.share(share, digits)) == english


def test_signed_shares_name_the_direction() -> None:
    assert plain(GERMAN.signed_share(0.07)) == "+7 %"
    assert plain(GERMAN.signed_share(-0.07)) == "-7 %"
    assert plain(GERMAN.signed_share(0.001)) == "0 %"


def test_days_and_months() -> None:
    day = date(2026, 3, 5)
    assert plain(GERMAN.day(day)) == "5. März 2026"
    assert plain(GERMAN.short_day(day)) == "05.03.2026"
    assert GERMAN.month(day) == "März 2026"
    assert GERMAN.full_month(date(2026, 10, 1)) == "Oktober 2026"
    assert ENGLISH.full_month(day) == "March 2026"
    assert ENGLISH.day(day) == "5 March 2026"
    assert plain(ENGLISH.short_day(day)) == "5 Mar 2026"
    assert ENGLISH.month(day) == "Mar 2026"
