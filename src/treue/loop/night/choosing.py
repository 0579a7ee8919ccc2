"""How a shop's forecast is made: what a person named, or what a tournament on its own past decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from treue.loop.night.valuing import SEED, UNITS, day_number, day_of_number
from treue.report.numerals import Numerals
from treue.settings import Settings
from treue.value.adjustment import Adjustment
from treue.value.appraisal import Settled
from treue.value.calendar import Almanac, Clock
from treue.value.diary import Diary
from treue.value.forecast import Ahead, Models
from treue.value.past import Past
from treue.value.purchases import MODELS, MbgCnbd, likeliest_phases
from treue.value.sampling import validation_rows
from treue.value.tournament.adjusting import Now, adjust, evenly
from treue.value.tournament.clocked import clock_at
from treue.value.tournament.features import Seen
from treue.value.tournament.holding import Asked, hold
from treue.value.tournament.origins import Origin
from treue.value.tournament.reasons import reason
from treue.value.tournament.stands import Entrant
from treue.value.tournament.verdict import Verdict

AUTO = "auto"
ReadDiary = Callable[[], Diary]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where is forecast.

    Args:
        until: last day that may be seen.
        ahead_days: the forecast's horizon.
        diary: all customers, day by day; read only where it is needed.
    """

    until: date
    ahead_days: int
    diary: ReadDiary

    @property
    def origin(self) -> Origin:
        """As a tournament counts."""
        return Origin(day_number(self.until), self.ahead_days)


@dataclass(frozen=True, slots=True)
class Chosen:
    """How the forecast is made, and why.

    Args:
        verdict: of a tournament, or a model that a person named.
        reason: a sentence; empty where a person named the model.
        reason_german: the same.
    """

    verdict: Verdict
    reason: str = ""
    reason_german: str = ""

    @classmethod
    def of(cls, verdict: Verdict) -> Chosen:
        """With the sentences."""
        if verdict.why == "named":
            return cls(verdict)
        since = day_of_number(verdict.since)
        english = reason(verdict, Numerals("en", "EUR").day(since))
        return cls(verdict, english, reason(verdict, f"{since:%d.%m.%Y}", "de"))


def choose(settings: Settings, here: Standpoint) -> Chosen:
    """The model the settings name, or what a tournament decides; of many customers about 20,000 are asked."""
    value, origin = settings.value, here.origin
    named, by_day = value.model, value.by_day == "yes"
    if named == AUTO:
        asked = Asked(
            until=origin.day,
            ahead_days=origin.ahead_days,
            models=tuple(MODELS),
            seed=SEED,
            country=settings.shop.country,
            by_day=by_day,
            first_orders=value.first_orders,
        )
        return Chosen.of(hold(sample(here.diary().until(origin.day)), asked))
    phases = phases_at(here.diary(), origin.day) if named == MbgCnbd.name else None
    return Chosen.of(
        Verdict(
            model=named,
            phases=phases,
            by_day=by_day,
            first_orders=value.first_orders,
            why="named",
            returning=0.0,
        )
    )


def phases_at(diary: Diary, day: int) -> int:
    """The k of MBG/CNBD-k as of a day: how even the gaps between orders are, 1 for pure chance."""
    return likeliest_phases(Seen.at(day, sample(diary.until(day))).histories)


def sample(diary: Diary) -> Diary:
    """Of enough customers to choose by and to learn from, always the same."""
    known = np.unique(diary.orders.customer)
    return diary.of_customers(known[validation_rows(known)])


def settle(settings: Settings, verdict: Verdict, until: date) -> Settled:
    """Everything an appraisal needs to be told."""
    value = settings.value
    ahead = Ahead(value.horizon.days_from(until), value.discount)
    return Settled(
        model=verdict.model,
        spend=value.spend,
        unit=UNITS[value.unit],
        ahead=ahead,
        phases=verdict.phases,
        first_orders=verdict.first_orders,
        by_day=verdict.by_day,
        returning=verdict.returning,
    )


@dataclass(frozen=True, slots=True)
class Timed:
    """A past and the days ahead by the clock that the verdict takes.

    Args:
        past: its histories by the clock.
        settled: its horizon by the clock.
        clock: the shop's, or the plain one.
    """

    past: Past
    settled: Settled
    clock: Clock

    def ahead(self, days: int) -> Ahead:
        """So many days ahead."""
        return _by_clock(Ahead(days, self.settled.ahead.discount_per_year), self.clock)


def by_clock(verdict: Verdict, country: str, here: Standpoint, past: Past, settled: Settled) -> Timed:
    """As purchase models are to see customers and horizon.

    Args:
        verdict: as chosen.
        country: of the shop.
        here: from where is forecast.
        past: the customers, as known there.
        settled: by the calendar.
    """
    day = here.origin.day
    if not verdict.has_clock:
        first = int(past.first_day.min()) if len(past) else day
        return Timed(past, settled, Clock.plain(Almanac(min(first, day), day)))
    clock = clock_at(sample(here.diary()), day, Entrant.of(verdict), country)
    timed = replace(past, histories=clock.histories(past.histories, day))
    return Timed(timed, replace(settled, ahead=_by_clock(settled.ahead, clock)), clock)


def _by_clock(ahead: Ahead, clock: Clock) -> Ahead:
    if clock.is_plain:
        return ahead
    return replace(ahead, business_days=float(clock.horizon(clock.almanac.last_day, ahead.days)))


def adjusted(
    verdict: Verdict, here: Standpoint, timed: Timed, models: Models, *, explained: bool = False
) -> Adjustment:
    """What the verdict means for each customer.

    Args:
        verdict: as chosen.
        here: from where is forecast.
        timed: n customers, as the models see them.
        models: fitted to them.
        explained: also tell what moved each customer's pace.
    """
    if not (verdict.naive or verdict.strength > 0):
        return evenly(verdict, len(timed.past))
    known = here.diary()
    seen = Seen.at(here.origin.day, known, timed.clock)
    return adjust(verdict, known, Now(here.origin, seen, models.purchases, SEED), explained=explained)
