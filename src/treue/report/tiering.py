"""Tiers to be followed and acted on: when they count from, who is fuller than its limit, how to care."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from treue.report.manifest import Run
from treue.report.rows import Group, TierSum
from treue.report.voice import Voice
from treue.segments.attention.care import PLANS, Care, care, minutes_granted

_MONTHS, _MINUTES = 12, 60
_COUNTED, _DAYS_A_MONTH = 24, 365.25 / 12
_SEEN = 9.5  # hours below this need a decimal


@dataclass(frozen=True, slots=True)
class CareShown:
    """The care plan of a tier; `now` and `granted` are hours a year as written, empty where none is known."""

    tier: str
    plan: Care
    now: str
    granted: str


def counted_since(until: date, years: int = 2) -> date:
    """The first day of the 24 months that count for tiers, or of the last 12."""
    year = until.year - years
    return date(year, until.month, min(until.day, monthrange(year, until.month)[1])) + timedelta(days=1)


def months_counted(run: Run) -> int:
    """Of the 24 months that count for tiers, those that the data reach back."""
    if run.card is None:
        return _COUNTED
    days = (run.until - run.card.first).days + 1
    return min(max(round(days / _DAYS_A_MONTH), 1), _COUNTED)


def fuller_finding(tiers: Sequence[Group], sums: Sequence[TierSum], voice: Voice) -> str:
    """Which tiers hold more customers than the limits alone would put there, and why; empty if none does."""
    by_limits = {each.name: each.by_limits for each in sums}
    told = []
    for tier in tiers:
        more = tier.customers - by_limits.get(tier.name, tier.customers)
        if more > 0:
            values = {"tier": voice.words.name("tier", tier.name), "count": voice.figures.number(more)}
            told.append(voice.words.count("tiers.fuller", more, values))
    return voice.words.say("tiers.fuller_why", {"tiers": "; ".join(told)}) if told else ""


def care_shown(tiers: Sequence[Group], voice: Voice) -> list[CareShown]:
    """The plan of each tier that has customers, with the hours it gets and would be granted."""
    known = [tier for tier in tiers if tier.name in PLANS]
    shared = minutes_granted(
        [tier.customers for tier in known],
        [tier.minutes for tier in known],
        [tier.profit_minor or 0 for tier in known],
    )
    written = (
        [
            (_hours(each.now * tier.customers, voice), _hours(each.granted * tier.customers, voice))
            for tier, each in zip(known, shared, strict=True)
        ]
        if shared
        else []
    )
    return [
        CareShown(tier.name, care(tier.name, voice.figures.language), *minutes)
        for tier, minutes in zip(known, written or [("", "")] * len(known), strict=True)
    ]


def _hours(minutes_a_month: float, voice: Voice) -> str:
    hours = minutes_a_month * _MONTHS / _MINUTES
    return voice.figures.number(hours, 0 if hours >= _SEEN or not round(hours, 1) else 1)
