"""The model card of a run: how its forecast was made, tried and meant, in two languages."""

from __future__ import annotations

from collections.abc import Iterable

from treue.loop.night.card_texts import (
    ASSUMED,
    ASSUMED_OF_SPENDING,
    DOUBTFUL,
    DOUBTFUL_ALWAYS,
    NO_RHYTHM,
    ONE_RETURNS,
    UNTRIED,
    Said,
)
from treue.loop.night.choosing import Chosen
from treue.loop.night.handed import Beliefs
from treue.loop.night.valuing import day_of_number
from treue.value.purchases import MbgCnbd, MbgNbd, Sbg
from treue.value.tournament.verdict import Verdict


def card_of(beliefs: Beliefs) -> dict[str, object]:
    """Plain data.

    Returns:
        model, why (a sentence by language; empty where a person named the model), verdict (as a tournament
        keeps it: origins, standings, strength, level, shock), tried_since (the first day that judged),
        window (first and last day seen), customers, orders, assumed, doubtful and left_out (sentences by
        language), warnings (their kinds).
    """
    past, chosen, appraisal = beliefs.past, beliefs.chosen, beliefs.appraisal
    verdict = chosen.verdict
    first = day_of_number(int(past.first_day.min()))
    return {
        "model": verdict.model,
        "why": {"en": chosen.reason, "de": chosen.reason_german},
        "verdict": verdict.to_json(),
        "tried_since": day_of_number(verdict.since).isoformat() if verdict.origins else None,
        "window": {"first": first.isoformat(), "last": beliefs.until.isoformat()},
        "customers": len(past),
        "orders": int(past.orders.sum()),
        "assumed": _spoken(assumed(verdict, has_spend=appraisal.models.spend is not None)),
        "doubtful": _spoken(_doubtful(chosen)),
        "left_out": _spoken(left_out(verdict)),
        "warnings": list(dict.fromkeys(each.kind for each in appraisal.warnings)),
    }


def assumed(verdict: Verdict, *, has_spend: bool) -> tuple[Said, ...]:
    """By the model, and by us where we depart from it; under a contract nobody does."""
    departs = verdict.returning > 0 and verdict.model != Sbg.name
    return (
        *ASSUMED[verdict.model],
        *((ONE_RETURNS,) if departs else ()),
        *((ASSUMED_OF_SPENDING,) if has_spend else ()),
    )


def _doubtful(chosen: Chosen) -> tuple[Said, ...]:
    untried = (UNTRIED,) if chosen.verdict.why == "thin" else ()
    return (*untried, *DOUBTFUL[chosen.verdict.model], *DOUBTFUL_ALWAYS)


def left_out(verdict: Verdict) -> tuple[Said, ...]:
    """A tournament lets MBG/CNBD-k take part beside MBG/NBD only where k is above 1: else it is MBG/NBD."""
    tried = {each.name for each in verdict.standings}
    return (NO_RHYTHM,) if MbgNbd.name in tried and MbgCnbd.name not in tried else ()


def _spoken(said: Iterable[Said]) -> dict[str, list[str]]:
    told = list(said)
    return {language: [each[place] for each in told] for place, language in enumerate(("en", "de"))}
