"""The sentences of reasons: English, German. Numbers in braces are filled in by whoever shows them.

A kind with `one` or `none` beside `many` is told by its counting number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Said = tuple[str, str]
LANGUAGES = ("en", "de")


@dataclass(frozen=True, slots=True)
class Sentence:
    """How a kind of reason is said.

    Args:
        many: English and German.
        one: where the counting number is 1.
        counting: the name of that number.
        none: where it is 0.
    """

    many: Said
    one: Said | None = None
    counting: str = ""
    none: Said | None = None

    def template(self, numbers: Mapping[str, float], language: str) -> str:
        """With braces, for these numbers.

        Args:
            numbers: as the reason has them.
            language: "en" or "de".
        """
        fewest = {0: self.none, 1: self.one}.get(round(numbers.get(self.counting, 2.0)))
        return (fewest or self.many)[LANGUAGES.index(language)]


SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "silent_long": Sentence(
            (
                "No order for {idle_days} days; usually the next one comes after about {usual_days} days.",
                (
                    "Seit {idle_days} Tagen keine Bestellung, "
                    "sonst meist nach etwa {usual_days} Tagen wieder eine."
                ),
            ),
            (
                "No order for {idle_days} days; usually the next one comes after about a day.",
                "Seit {idle_days} Tagen keine Bestellung, sonst meist nach etwa einem Tag wieder eine.",
            ),
            "usual_days",
        ),
        "no_return": Sentence(
            (
                "{orders} orders so far, the last {idle_days} days ago: most who come back have by then.",
                "{orders} Bestellungen, zuletzt vor {idle_days} Tagen: Die meisten kommen früher wieder.",
            ),
            (
                "One order so far, {idle_days} days ago: most who come back have by then.",
                "Eine Bestellung, vor {idle_days} Tagen: Die meisten kommen früher wieder.",
            ),
            "orders",
        ),
        "gap_grew": Sentence(
            (
                "The last two orders were {last_days} days apart, those before usually about {before_days}.",
                "Zuletzt lagen {last_days} Tage zwischen zwei Bestellungen, davor meist etwa {before_days}.",
            ),
        ),
        "fewer_orders": Sentence(
            (
                "{last_orders} orders in the last {days} days, {before_orders} in the {days} days before.",
                "{last_orders} Bestellungen in {days} Tagen, in den {days} Tagen davor {before_orders}.",
            ),
            (
                "One order in the last {days} days, {before_orders} in the {days} days before.",
                "Eine Bestellung in {days} Tagen, in den {days} Tagen davor {before_orders}.",
            ),
            "last_orders",
            (
                "No order in the last {days} days, {before_orders} in the {days} days before.",
                "Keine Bestellung in {days} Tagen, in den {days} Tagen davor {before_orders}.",
            ),
        ),
        "smaller_orders": Sentence(
            (
                "The last two orders were worth {last_amount} on average, those before {before_amount}.",
                "Die letzten zwei Bestellungen: im Schnitt {last_amount}, die davor {before_amount}.",
            ),
        ),
        "returns": Sentence(
            (
                "{times} returns in the last {days} days, which cost {amount}.",
                "{times} Retouren in den letzten {days} Tagen, Kosten {amount}.",
            ),
            (
                "One return in the last {days} days, which cost {amount}.",
                "Eine Retoure in den letzten {days} Tagen, Kosten {amount}.",
            ),
            "times",
        ),
        "sold_at_loss": Sentence(
            (
                "{times} orders in the last {days} days earned nothing, together {amount} lost.",
                "{times} Bestellungen der letzten {days} Tage brachten Verlust, zusammen {amount}.",
            ),
            (
                "One order in the last {days} days earned nothing: {amount} lost.",
                "Eine Bestellung der letzten {days} Tage brachte Verlust: {amount}.",
            ),
            "times",
        ),
        "late_parcel": Sentence(
            (
                "The last parcel came {late_days} days late.",
                "Das letzte Paket kam {late_days} Tage zu spät.",
            ),
            ("The last parcel came a day late.", "Das letzte Paket kam einen Tag zu spät."),
            "late_days",
        ),
        "detractor": Sentence(
            (
                "A score of {score} out of 10 when asked whether they would recommend us.",
                "Auf die Frage nach der Weiterempfehlung {score} von 10 Punkten.",
            ),
        ),
    }
)
"""By kind. The last two come from parcels and answers, the others from the diary."""
AMOUNTS = frozenset({"amount", "before_amount", "last_amount"})
"""Numbers that are money, in whole currency units; all others are counts, days or points."""
