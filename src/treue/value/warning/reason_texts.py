"""The sentences of reasons: English, German. Numbers in braces are filled in by whoever shows them.

The diary counts days with an order, so sentences do too: who orders twice on one day counts once.

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
                "No order for {idle_days} days; of late, orders were usually about {usual_days} days apart.",
                (
                    "Seit {idle_days} Tagen keine Bestellung; zuletzt lagen meist etwa {usual_days} Tage "
                    "zwischen zwei Bestellungen."
                ),
            ),
            (
                "No order for {idle_days} days; of late, orders were usually about a day apart.",
                (
                    "Seit {idle_days} Tagen keine Bestellung; zuletzt lag meist etwa ein Tag zwischen zwei "
                    "Bestellungen."
                ),
            ),
            "usual_days",
        ),
        "no_return": Sentence(
            (
                (
                    "Orders on {orders} days so far, the last {idle_days} days ago: most who come "
                    "back have by then."
                ),
                (
                    "An {orders} Tagen bestellt, zuletzt vor {idle_days} Tagen: Die meisten kommen "
                    "früher wieder."
                ),
            ),
            (
                "Ordered on one day so far, {idle_days} days ago: most who come back have by then.",
                "An einem Tag bestellt, vor {idle_days} Tagen: Die meisten kommen früher wieder.",
            ),
            "orders",
        ),
        "gap_grew": Sentence(
            (
                (
                    "Between the last two days with an order lay {last_days} days, before that usually about "
                    "{before_days}."
                ),
                (
                    "Zwischen den letzten beiden Bestelltagen lagen {last_days} Tage, vor diesem Abstand "
                    "meist etwa {before_days}."
                ),
            ),
        ),
        "fewer_orders": Sentence(
            (
                (
                    "Orders on {last_orders} of the last {days} days, on {before_orders} of the "
                    "{days} days before."
                ),
                (
                    "Bestellt an {last_orders} der letzten {days} Tage, an {before_orders} der "
                    "{days} Tage davor."
                ),
            ),
            (
                "Orders on one of the last {days} days, on {before_orders} of the {days} days before.",
                "Bestellt an einem der letzten {days} Tage, an {before_orders} der {days} Tage davor.",
            ),
            "last_orders",
            (
                "No order in the last {days} days, orders on {before_orders} of the {days} days before.",
                (
                    "Keine Bestellung in den letzten {days} Tagen, an {before_orders} der {days} "
                    "Tage davor schon."
                ),
            ),
        ),
        "smaller_orders": Sentence(
            (
                (
                    "The last two days with an order brought {last_amount} of revenue on average, "
                    "those before {before_amount}."
                ),
                "Die letzten zwei Bestelltage: im Schnitt {last_amount} Umsatz, die davor {before_amount}.",
            ),
        ),
        "returns": Sentence(
            (
                (
                    "Returns and other losses on {times} of the last {days} days, after goods taken "
                    "back {amount} in all (days with an order left out)."
                ),
                (
                    "Retouren und andere Verluste an {times} der letzten {days} Tage, nach Abzug "
                    "zurückgenommener Ware zusammen {amount} (ohne Tage, an denen auch bestellt wurde)."
                ),
            ),
            (
                (
                    "Returns or other losses on one of the last {days} days, after goods taken "
                    "back {amount} in all (days with an order left out)."
                ),
                (
                    "Retouren oder andere Verluste an einem der letzten {days} Tage, nach Abzug "
                    "zurückgenommener Ware zusammen {amount} (ohne Tage, an denen auch bestellt wurde)."
                ),
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
