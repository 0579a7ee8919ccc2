"""Why a customer is listed among those who may stay away, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from treue.report.customer_rows import Customer
from treue.report.voice import Voice
from treue.units import currency_digits
from treue.value.warning.reason_texts import AMOUNTS, SENTENCES

WARNED = 500
"""Customers whose reasons a snapshot keeps, those with the most at stake first."""


def reasons_of(customer: Customer, voice: Voice) -> list[str]:
    """The strongest first."""
    return said(customer.reasons, voice)


def said(reasons: Sequence[tuple[str, Mapping[str, float]]], voice: Voice) -> list[str]:
    """Reasons, kind and numbers, as sentences; a kind that this version has no words for is left out."""
    told = []
    for kind, numbers in reasons:
        if kind in SENTENCES:
            template = SENTENCES[kind].template(numbers, voice.figures.language)
            written = {name: _written(name, number, voice) for name, number in numbers.items()}
            told.append(template.format_map(written))
    return told


def _written(name: str, number: float, voice: Voice) -> str:
    if name in AMOUNTS:
        return voice.figures.whole(round(number * 10 ** currency_digits(voice.figures.currency)))
    return voice.figures.number(round(number))
