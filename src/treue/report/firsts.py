"""First orders that may not be first: from when on they are, and what the page leaves out before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treue.report.plain import mapping, number
from treue.report.voice import Voice


@dataclass(frozen=True, slots=True)
class FirstOrders:
    """Of a file that begins in the middle of a business.

    Args:
        known_from: the first day of the first month all of whose first orders are known to be first.
        known: customers whose first order is.
        is_hidden: whether so few are that nothing can be said of new customers.
    """

    known_from: date
    known: int
    is_hidden: bool


def read_firsts(told: object) -> FirstOrders | None:
    """From the manifest; None where all first orders are known to be first."""
    if told is None:
        return None
    parts = mapping(told)
    return FirstOrders(
        date.fromisoformat(str(parts["known_from"])), int(number(parts["known"])), bool(parts["hidden"])
    )


def firsts_sentence(key: str, firsts: FirstOrders | None, voice: Voice) -> str:
    """What a block leaves out or counts in, in its own words; empty where all are known."""
    if firsts is None:
        return ""
    values = {
        "month": voice.figures.full_month(firsts.known_from),
        "count": voice.figures.number(firsts.known),
    }
    return voice.words.say(f"{key}_hidden" if firsts.is_hidden else f"{key}_from", values)
