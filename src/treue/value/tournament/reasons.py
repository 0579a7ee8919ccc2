"""Why a shop's forecast is made the way it is, as a sentence for a face."""

from __future__ import annotations

from typing import Literal

from treue.value.tournament.verdict import Verdict

Language = Literal["en", "de"]

_MODEL = {
    "best": (
        "{model}: told customers apart best, from {origins} days since {since}",
        "{model}: unterschied die Kunden am besten, an {origins} Tagen ab {since}",
    ),
    "tie": (
        "{model}: the usual one, for no other was a clear 1% closer, from {origins} days since {since}",
        "{model}: das übliche, denn keines lag klar um 1% näher, an {origins} Tagen ab {since}",
    ),
    "thin": (
        "{model}: too few customers bought again to compare models, so the usual one is taken",
        "{model}: zu wenige Kunden kauften wieder, um Modelle zu vergleichen; das übliche wird genommen",
    ),
    "named": ("{model}: named by you", "{model}: von Ihnen gewählt"),
}
_CORRECTED = (
    "; what it misses is learned from your own past: {strength:.0%} of it, as much as proved right",
    "; was es übersieht, ist aus Ihren eigenen Daten gelernt: {strength:.0%} davon, so viel sich bewährt hat",
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
