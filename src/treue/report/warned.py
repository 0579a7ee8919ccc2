"""Why a customer is listed among those who may stay away, in sentences."""

from __future__ import annotations

from treue.report.customer_rows import Customer
from treue.report.voice import Voice
from treue.units import currency_digits
from treue.value.warning.reason_texts import AMOUNTS, SENTENCES


def reasons_of(customer: Customer, voice: Voice) -> list[str]:
    """The strongest first; a kind that this version has no words for is left out."""
    said = []
    for kind, numbers in customer.reasons:
        if kind in SENTENCES:
            template = SENTENCES[kind].template(numbers, voice.figures.language)
            written = {name: _written(name, number, voice) for name, number in numbers.items()}
            said.append(template.format_map(written))
    return said


def _written(name: str, number: float, voice: Voice) -> str:
    if name in AMOUNTS:
        return voice.figures.whole(round(number * 10 ** currency_digits(voice.figures.currency)))
    return voice.figures.number(round(number))
