"""Why a shop's forecast is made the way it is, as a sentence for a face."""

from __future__ import annotations

from typing import Literal

from treue.value.tournament.verdict import Verdict

Language = Literal["en", "de"]

_MODEL = {
    "best": (
        "{model}: told best who ordered how often (at the same total), from {origins} days since {since}",
        "{model}: traf am besten, wer wie oft bestellte (bei gleicher Summe), an {origins} Tagen ab {since}",
    ),
    "tie": (
        "{model}: the usual one; none was a clear 1% closer, tried from {origins} earlier days since {since}",
        "{model}: das übliche; keines lag klar um 1% näher, an {origins} Stichtagen seit dem {since} erprobt",
    ),
    "thin": (
        "{model}: too few customers bought again to compare models, so the usual one is taken",
        "{model}: zu wenige Kunden kauften wieder, um Modelle zu vergleichen; das übliche wird genommen",
    ),
    "named": ("{model}: named by you", "{model}: von Ihnen gewählt"),
}
_CORRECTED = (
    "; what it misses is learned from your own past and taken over to {strength:.0%}",
    "; was es übersieht, ist aus Ihren eigenen Daten gelernt und zu {strength:.0%} übernommen",
)
_NAIVE = (
    "; the simple forecast {naive} was closer still and gives the means",
    "; die einfache Prognose {naive} lag noch näher und gibt die Mittelwerte vor",
)


def reason(verdict: Verdict, since: str, language: Language = "en") -> str:
    """One sentence.

    Args:
        verdict: of the tournament.
        since: the verdict's first judged day as the reader writes it.
        language: of the sentence.
    """
    which = 1 if language == "de" else 0
    parts = [_MODEL[verdict.why][which]]
    if verdict.naive:
        parts.append(_NAIVE[which])
    elif verdict.strength > 0:
        parts.append(_CORRECTED[which])
    sentence = "".join(parts).format(
        model=verdict.model,
        origins=verdict.origins,
        since=since,
        strength=verdict.strength,
        naive=verdict.naive,
    )
    return (sentence.replace("%", " %") if language == "de" else sentence) + "."
