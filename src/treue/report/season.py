"""Whether a plan knows the time of year, as the manifest says it and as the page does."""

from __future__ import annotations

from dataclasses import dataclass

from treue.report.plain import mapping, number
from treue.report.voice import Voice


@dataclass(frozen=True, slots=True)
class PlanSeason:
    """The time of year in a plan.

    Args:
        is_known: whether there are months enough to tell.
        parts: what is told by it: "orders", "margin" of an order, "new" customers.
        ends: the strongest and the weakest month of the year, 1 to 12; None where none is told.
    """

    is_known: bool
    parts: tuple[str, ...]
    ends: tuple[int, int] | None


def read_season(told: object) -> PlanSeason | None:
    """From the manifest; None of a run that says nothing of it."""
    if told is None:
        return None
    parts = mapping(told)
    strong, weak = (int(number(parts.get(name) or 0)) for name in ("strong", "weak"))
    return PlanSeason(
        is_known=bool(parts["known"]),
        parts=tuple(name for name in ("orders", "margin", "new") if parts[name]),
        ends=(strong, weak) if strong and weak else None,
    )


def season_sentence(season: PlanSeason | None, voice: Voice, *, has_amounts: bool) -> str:
    """Whether the plan knows the time of year, and else why not; empty of a run that says nothing of it."""
    if season is None:
        return ""
    say = voice.words.say
    if not season.parts:
        return say("plan.no_season" if season.is_known else "plan.no_season_yet")
    if not has_amounts:
        told = say("plan.season_bare")
    elif {"orders", "margin"} <= {*season.parts}:
        told = say("plan.season_both")
    else:
        told = say(f"plan.season_{season.parts[0]}")
    if season.ends is None:
        return told
    strong, weak = (voice.figures.month_name(month) for month in season.ends)
    return f"{told} {say('plan.season_months', {'strong': strong, 'weak': weak})}"
