"""Why a shop's forecast is made the way it is, as a sentence for a face."""

from __future__ import annotations

from typing import Literal

from treue.value.tournament.verdict import Verdict

Language = Literal["en", "de"]

_MODEL = {
    "best": (
        "{model}: tried from {origins} earlier days, the first {since}, it told customers apart best",
        "{model}: an {origins} früheren Tagen, der erste {since}, unterschied es die Kunden am besten",
    ),
    "tie": (
        "{model}: the usual model; from {origins} earlier days, the first {since}, none was 1% more exact",
        "{model}: das übliche Modell; an {origins} früheren Tagen, zuerst {since}, war keines um 1% genauer",
    ),
    "thin": (
        "{model}: too few customers bought again to compare models, so the usual one is taken",
        "{model}: zu wenige Kunden kauften wieder, um Modelle zu vergleichen; das übliche wird genommen",
    ),
    "named": ("{model}: named by you", "{model}: von Ihnen gewählt"),
}
_CORRECTED = (
    "; what your own data show beyond it is taken over to {strength:.0%}",
    "; was Ihre eigenen Daten darüber hinaus zeigen, übernehmen wir zu {strength:.0%}",
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
