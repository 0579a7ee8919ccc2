"""The card of a twin in words, German and English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

import numpy as np

from treue.loop.invented.twin_card import DAYS_A_MONTH, Card, Figure
from treue.report.numerals import Numerals

Said = Mapping[str, str]

_LEARNED: Mapping[str, Said] = MappingProxyType({
    "gap_days": {
        "de": "Üblicher Abstand zwischen zwei Bestellungen beim mittleren Kunden, in Tagen: {}",
        "en": "Usual gap between two orders of the middle customer, in days: {}",
    },
    "gap_days_slow": {
        "de": "Dasselbe bei einem langsamen Kunden (jeder Sechste ist noch langsamer): {}",
        "en": "The same for a slow customer (one in six is slower still): {}",
    },
    "regularity": {
        "de": "Gleichmäßigkeit (1: zufällig; mehr: fester Rhythmus; weniger: schubweise): {}",
        "en": "Regularity (1: by chance; more: a rhythm; less: in bursts): {}",
    },
    "stay_months": {
        "de": "So lange bleibt der mittlere Kunde, in Monaten: {}",
        "en": "How long the middle customer stays, in months: {}",
    },
    "amount_minor": {
        "de": "Warenwert einer Bestellung beim mittleren Kunden, netto: {}",
        "en": "Goods in an order of the middle customer, net: {}",
    },
    "lines": {
        "de": "Artikel in einer Bestellung: {}",
        "en": "Articles in an order: {}",
    },
    "returned": {
        "de": "Bestellungen, von denen etwas zurückkommt: {}",
        "en": "Orders of which something comes back: {}",
    },
    "shock": {
        "de": "Um so viel bewegt ein Monat alle Kunden gemeinsam: {}",
        "en": "By so much a month moves all customers alike: {}",
    },
})  # fmt: skip

_SUPPOSED: Mapping[str, Said] = MappingProxyType({
    "helped": {
        "de": "Kunden, die eine Nachricht zum Bestellen bringt: {}",
        "en": "Customers whom a message brings to order: {}",
    },
    "annoyed": {
        "de": "Kunden, die eine Nachricht vergrault: {}",
        "en": "Customers whom a message drives away: {}",
    },
    "needs": {
        "de": "Kunden, die nur wegen eines Gutscheins bestellen: {}",
        "en": "Customers who order only because of a voucher: {}",
    },
    "takes": {
        "de": "Kunden, die ohnehin bestellt hätten und den Gutschein mitnehmen: {}",
        "en": "Customers who would have ordered anyway and take the voucher: {}",
    },
})  # fmt: skip

_TITLE = {"de": "Digitaler Zwilling Ihres Shops", "en": "A twin of your shop"}
_FROM = {
    "de": "Gelernt von {} Kunden mit {} Bestelltagen, {} bis {}. Niemand darin existiert.",
    "en": "Learned from {} customers with {} order days, {} to {}. Nobody in it exists.",
}
_HEADS = {
    "de": ("Was gelernt wurde", "Was sich nicht lernen lässt (Annahme)", "Wie gut der Zwilling ist"),
    "en": ("What was learned", "What cannot be learned (assumed)", "How good the twin is"),
}
_USUALLY = {"de": "{}, meist zwischen {} und {}", "en": "{}, mostly between {} and {}"}
_BETWEEN = {"de": "zwischen {} und {}", "en": "between {} and {}"}
_ONLY_TRIALS = {
    "de": "Wie Ihre Kunden auf Nachrichten und Gutscheine reagieren, zeigt erst ein Versuch. Bis dahin "
    "rechnen wir mit allem von niemandem bis zum Doppelten unserer erfundenen Shops:",
    "en": "How your customers react to messages and vouchers only a trial can show. Until then we allow for "
    "anything from nobody to twice as many as in our invented shops:",
}
_LIKE = {
    "de": "Ein Prüfprogramm, das {} echte Kunden gegen ebenso viele erfundene hält, ordnet ein Paar zu {} "
    "richtig zu (50 % wäre geraten, 100 % sicher). Genauigkeit: ± {}.",
    "en": "A program that holds {} real customers against as many invented ones tells a pair apart {} of the "
    "time (50% is guessing, 100% certainty). Accuracy: ± {}.",
}
_TOO_DIFFERENT = {
    "de": "Das ist zu leicht zu erkennen: Nehmen Sie diesen Zwilling nur zum Ansehen.",
    "en": "That is too easy to tell: use this twin for looking at only.",
}
_NOBODY = {
    "de": "Erfundene Kunden kommen echten insgesamt nicht näher, als fremde Kunden es auch tun; "
    "Kopien gibt es keine.",
    "en": "On the whole invented customers come no nearer to real ones than strangers do; "
    "there are no copies.",
}
_TOO_NEAR = {
    "de": "Erfundene Kunden kommen echten näher, als Fremde es tun. Geben Sie diesen Zwilling nicht weiter.",
    "en": "Invented customers come nearer to real ones than strangers do. Do not pass this twin on.",
}


def card_text(card: Card, language: str) -> str:
    """The card to read, Markdown.

    Args:
        card: the figures.
        language: de or en.
    """
    numerals = Numerals(language, card.currency)
    learned, cannot, good = _HEADS[language]
    trial = card.trial
    span = (
        numerals.number(card.customers),
        numerals.number(card.order_days),
        *(numerals.day(date.fromisoformat(day)) for day in (card.first, card.until)),
    )
    rows = [f"# {_TITLE[language]}", "", _FROM[language].format(*span), "", f"## {learned}", ""]
    for name, figure in card.learned.items():
        long = _stay(card, figure, numerals) if name == "stay_months" else None
        rows.append(f"- {long}" if long else _learned_row(name, figure, numerals))
    rows += ["", f"## {cannot}", "", _ONLY_TRIALS[language], ""]
    for name, said in _SUPPOSED.items():
        both = (numerals.share(each) for each in card.supposed[name])
        rows.append(f"- {said[language].format(_BETWEEN[language].format(*both))}")
    told = (
        numerals.number(trial.judged), numerals.share(trial.area), numerals.share(1.28 * trial.error, 1)
    )  # fmt: skip
    rows += ["", f"## {good}", "", f"- {_LIKE[language].format(*told)}"]
    if not trial.is_like:
        rows.append(f"- {_TOO_DIFFERENT[language]}")
    rows.append(f"- {(_NOBODY if trial.is_nobody else _TOO_NEAR)[language]}")
    return "\n".join(rows) + "\n"


_LONG = {
    "de": "länger, als Ihre Daten zurückreichen ({} Monate)",
    "en": "longer than your data reach back ({} months)",
}


def _stay(card: Card, figure: Figure, numerals: Numerals) -> str | None:
    """Words in place of months that nobody has seen."""
    months = (np.datetime64(card.until) - np.datetime64(card.first)).astype(np.int64) / DAYS_A_MONTH
    if figure.low <= months:
        return None
    return _LEARNED["stay_months"][numerals.language].format(
        _LONG[numerals.language].format(numerals.number(months))
    )


def _learned_row(name: str, figure: Figure, numerals: Numerals) -> str:
    write: Callable[[float], str] = {
        "amount_minor": numerals.money,
        "returned": lambda value: numerals.share(value, 1),
        "shock": numerals.share,
        "regularity": lambda value: numerals.number(value, 2),
    }.get(name, lambda value: numerals.number(value, 1))
    told = _USUALLY[numerals.language].format(
        *(write(each) for each in (figure.value, figure.low, figure.high))
    )
    return f"- {_LEARNED[name][numerals.language].format(told)}"
