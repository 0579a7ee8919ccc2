"""From customer days on an engine to an appraisal: the same for one file and for a night."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from treue.errors import NothingAccepted
from treue.loop.tables import bought_days, last_day
from treue.settings import Settings
from treue.units import Unit
from treue.value.appraisal import Settled
from treue.value.candidates import phases_of, try_models
from treue.value.forecast import Ahead
from treue.value.histories import IntArray
from treue.value.ledger_terms import STANDARD_VAT_BP, LedgerTerms
from treue.value.order_days import OrderDays
from treue.value.past import Past
from treue.value.purchases import MbgCnbd
from treue.value.selection import validation_rows
from treue.value.staging import Stage, history_stages
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression

SEED = 20_261_122
"""Of the noise in intervals, so that the same data give the same figures on every run."""
EPOCH = date(1970, 1, 1)
UNITS = {"day": Unit.DAY, "week": Unit.WEEK}
Say = Callable[[str], None]


@dataclass(slots=True)
class Clock:
    """Seconds by step, as they pass."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        """Book what passed since the last lap on a step."""
        now = time.perf_counter()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._since
        self._since = now

    def with_total(self) -> dict[str, float]:
        """All steps, and `total`."""
        return {**self.seconds, "total": sum(self.seconds.values())}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model taken, and why.

    Args:
        model: as `--model` takes it.
        reason: a sentence; empty where a person named the model.
        reason_german: the same.
        phases: the k of MBG/CNBD-k; None where another model was taken.
    """

    model: str
    reason: str = ""
    reason_german: str = ""
    phases: int | None = None


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of_number(number: int) -> date:
    """The day that many days after 1970-01-01."""
    return EPOCH + timedelta(days=number)


def ledger_terms(settings: Settings, currency: str | None = None) -> LedgerTerms:
    """How the ledger reads facts that leave something open.

    Args:
        settings: VAT, margin, what to leave out.
        currency: the only one that counts, where there are several.
    """
    margin = settings.value.margin
    return LedgerTerms(
        margin_bp=None if margin is None else round(margin * 10_000),
        prices=settings.vat.prices,
        country=settings.shop.country,
        vat_bp={**STANDARD_VAT_BP, **dict(settings.vat.rates)},
        leave_out=settings.value.leave_out,
        currency=currency,
    )


def last_order_day(engine: Engine, days: Expression) -> date:
    """The last day of anything booked, so that no late refund is left out.

    Raises:
        NothingAccepted: nobody ever did.
    """
    found = engine.read(last_day(days)).read_all().to_pylist()[0]
    last = found["last"]
    if not found["bought"]:
        raise NothingAccepted(
            "No order has a customer, and worth is a matter of customers. Name their column with --customer."
        )
    return date(last.year, last.month, last.day)


def stage_past(engine: Engine, days: Expression, until: date, digits: int) -> tuple[Past, Stage]:
    """Make `histories` as of a day and read them.

    Raises:
        NothingAccepted: no customer had ordered by that day.
    """
    histories = history_stages(days, until)[0]
    engine.stage(histories.name, histories.expression)
    past = Past.of(engine.read(histories.made).read_all(), digits)
    if not len(past):
        raise NothingAccepted(f"No customer had ordered by {until}; choose a later day.")
    return past, histories


def read_order_days(engine: Engine, days: Expression, digits: int, only: IntArray | None = None) -> OrderDays:
    """All days on which customers ordered, or on which some of them did."""
    return OrderDays.of(engine.read(bought_days(days)).read_all(), digits, only)


def read_trial_days(engine: Engine, days: Expression, digits: int, past: Past) -> OrderDays:
    """The order days of enough customers to choose a model by."""
    return read_order_days(engine, days, digits, past.customer[validation_rows(past.customer)])


def choose_model(settings: Settings, order_days: Callable[[], OrderDays], until: date) -> Chosen:
    """The model the settings name, or the one that did best on the shop's own past."""
    named = settings.value.model
    if named not in ("auto", MbgCnbd.name):
        return Chosen(named)
    days, last = order_days(), day_number(until)
    if named == MbgCnbd.name:
        return Chosen(named, phases=phases_of(days, last))
    tried = try_models(days, last)
    inner = day_of_number(tried.inner_day)
    return Chosen(
        tried.choice.name,
        tried.choice.reason(inner.isoformat()),
        tried.choice.reason(f"{inner:%d.%m.%Y}", "de"),
        phases_of(days, last) if tried.choice.name == MbgCnbd.name else None,
    )


def settle(settings: Settings, chosen: Chosen, until: date) -> Settled:
    """Everything an appraisal needs to be told."""
    ahead = Ahead(settings.value.horizon.days_from(until), settings.value.discount)
    return Settled(chosen.model, settings.value.spend, UNITS[settings.value.unit], ahead, chosen.phases)


def seeded() -> np.random.Generator:
    """Our noise, from the start."""
    return np.random.default_rng(SEED)
