"""How to care for each tier: who speaks to them, how soon, what they get, what to leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from treue.errors import BadOption

LANGUAGES = ("en", "de")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Care:
    """A short plan for the shop's people, in four parts; each part is whole sentences.

    Args:
        who: who speaks to these customers, and on whose initiative.
        answer: how soon they hear back.
        benefits: what they get that others do not.
        leave: what not to do.
    """

    who: str
    answer: str
    benefits: str
    leave: str


PLANS: Mapping[str, tuple[Care, Care]] = MappingProxyType(
    {
        "platinum": (
            Care(
                "One person of your own who knows name and history. They get in touch unasked: after a "
                "problem, before something new, when an order is overdue.",
                "On the same working day, and on the phone without a queue. The first answer solves it, or "
                "names the day on which it will be solved.",
                "See new things first, free shipping, generous solutions without further questions, a "
                "personal thank-you.",
                "No series of discounts: whoever still buys does so anyway. Never let them wait behind "
                "others.",
            ),
            Care(
                "Ein fester Ansprechpartner, der Namen und Vorgeschichte kennt. Er meldet sich von sich aus:"
                " nach einem Problem, vor einer Neuheit, wenn eine Bestellung ausbleibt.",
                "Am selben Werktag, am Telefon ohne Warteschleife. Die erste Antwort löst das Anliegen oder "
                "nennt den Tag, an dem es gelöst ist.",
                "Neues zuerst sehen, kostenloser Versand, kulante Lösungen ohne Rückfragen, ein persönlicher"
                " Dank.",
                "Keine Rabattserien, denn wer von ihnen noch kauft, kauft ohnehin. Lassen Sie sie nie hinter "
                "anderen warten.",
            ),
        ),
        "gold": (
            Care(
                "Your service team, if possible always the same person. They call or write when somebody is "
                "overdue or something went wrong.",
                "Within one working day, before the requests of the tiers below.",
                "Early word of what is new, advice, a small extra that goes with the last purchase: whatever"
                " makes the step up easy.",
                "No vouchers for orders that would come anyway, and no mail more often than they order.",
            ),
            Care(
                "Ihr Serviceteam, möglichst immer dieselbe Person. Sie ruft an oder schreibt, wenn jemand "
                "überfällig ist oder etwas schiefging.",
                "Innerhalb eines Werktags, vor den Anfragen der unteren Klassen.",
                "Frühe Hinweise auf Neues, Beratung, eine Zugabe, die zum letzten Kauf passt: alles, was den"
                " Aufstieg leicht macht.",
                "Keine Gutscheine für Bestellungen, die auch so kämen, und nicht mehr Mails als "
                "Bestellungen.",
            ),
        ),
        "iron": (
            Care(
                "The team when asked. What recurs runs by itself: shipping news, reminders to restock, "
                "suggestions that fit.",
                "Within two working days; good help pages answer the usual questions at once.",
                "A reason for the next order: a set, a reminder in time, free shipping from an order value "
                "that pays for it.",
                "No personal care in advance and no large discounts: these customers bring too little for "
                "that.",
            ),
            Care(
                "Das Team auf Anfrage. Was sich wiederholt, läuft von selbst: Versandmeldung, Erinnerung an "
                "den Nachkauf, passende Vorschläge.",
                "Innerhalb von zwei Werktagen; häufige Fragen beantworten gute Hilfeseiten sofort.",
                "Ein Anlass für die nächste Bestellung: ein Set, eine Erinnerung zur rechten Zeit, freier "
                "Versand ab einem Bestellwert, der ihn trägt.",
                "Keine Einzelbetreuung auf Vorrat und keine hohen Rabatte: Dafür bringen diese Kunden zu "
                "wenig.",
            ),
        ),
        "lead": (
            Care(
                "Nobody calls unprompted. Help pages, forms and ready answers serve them, friendly and "
                "reliable.",
                "Within three working days. Complaints, returns and refunds go as fast as for everybody: "
                "these are rights, not benefits.",
                "Clear details before they order, so that questions and returns do not arise; shipping at "
                "what it costs.",
                "Do not become unfriendly: lower the cost, not the respect. No goodwill out of habit, and no"
                " vouchers to keep them quiet.",
            ),
            Care(
                "Niemand ruft von sich aus an. Hilfeseiten, Formulare und fertige Antworten helfen "
                "freundlich und verlässlich.",
                "Innerhalb von drei Werktagen. Reklamation, Rückgabe und Erstattung gehen so schnell wie bei"
                " allen: Das sind Rechte, keine Vorteile.",
                "Klare Angaben vor der Bestellung, damit Rückfragen und Retouren gar nicht erst entstehen; "
                "Versand zu dem, was er kostet.",
                "Werden Sie nicht unfreundlich: Senken Sie die Kosten, nicht den Respekt. Keine Kulanz aus "
                "Gewohnheit und keine Gutscheine, um Ruhe zu haben.",
            ),
        ),
        "former": (
            Care(
                "One honest attempt to win them back, or a friendly goodbye; anyone who once brought much "
                "deserves a call.",
                "Anyone who gets in touch again hears back within one working day: they are about to return.",
                "The remedy for the reason they left, and news of what you have improved.",
                "Do not go on writing as if nothing had happened.",
            ),
            Care(
                "Ein ehrlicher Versuch der Rückgewinnung oder ein freundlicher Abschied; wer früher viel "
                "gebracht hat, ist einen Anruf wert.",
                "Wer sich wieder meldet, hört innerhalb eines Werktags von Ihnen: Er überlegt gerade "
                "zurückzukommen.",
                "Die Abhilfe, die zum Grund des Abschieds passt, und was Sie seither verbessert haben.",
                "Schreiben Sie nicht weiter, als wäre nichts gewesen.",
            ),
        ),
    }
)
"""By the id of the tier: English, German.

Source: Zeithaml, Rust & Lemon (2001), California Management Review 43(4): service by profitability, the lower
tiers cheaper to serve rather than worse treated.
"""


def care(tier: str, language: str) -> Care:
    """The plan for a tier.

    Raises:
        BadOption: no such tier, or a language we do not speak.
    """
    if tier not in PLANS or language not in LANGUAGES:
        raise BadOption(
            f"Care plan: tier {tier!r} in {language!r}; there are {', '.join(PLANS)}, in en and de."
        )
    return PLANS[tier][LANGUAGES.index(language)]


@dataclass(frozen=True, slots=True)
class Minutes:
    """Service minutes a month for one customer of a tier: today's, and what the tier's profit would grant."""

    now: float
    granted: float


def minutes_granted(
    customers: Sequence[int], minutes: Sequence[int], profits: Sequence[int]
) -> list[Minutes]:
    """The same time in all, shared out as the profit is.

    granted = minutes of all x share of the profit / customers / 12, a tier that costs money has no share.

    Args:
        customers: by tier.
        minutes: of service in the last 12 months, by tier.
        profits: by tier, minor units.

    Returns:
        One for each tier; none where no time or no profit is known.
    """
    whole, brought = sum(minutes), [max(profit, 0) for profit in profits]
    if whole <= 0 or not sum(brought):
        return []
    return [
        Minutes(spent / (_MONTHS * max(count, 1)), whole * brings / (sum(brought) * _MONTHS * max(count, 1)))
        for count, spent, brings in zip(customers, minutes, brought, strict=True)
    ]
