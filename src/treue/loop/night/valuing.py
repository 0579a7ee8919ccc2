"""From customer days on an engine to an appraisal: the same for one file and for a night."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from treue.errors import NothingAccepted
from treue.loop.night.tables import booked_days, bought_days, last_day
from treue.settings import Settings
from treue.units import Unit, currency_digits
from treue.value.diary import Bookings, Diary
from treue.value.ledger_terms import STANDARD_VAT_BP, LedgerTerms
from treue.value.order_days import OrderDays
from treue.value.past import Past
from treue.value.staging import Stage, history_stages
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression

SEED = 20_261_122
"""Of the noise in intervals, so that the same data give the same figures on every run."""
EPOCH = date(1970, 1, 1)
UNITS = {"day": Unit.DAY, "week": Unit.WEEK}


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
        service_hour_minor=_minor(settings.costs.service_hour, currency or settings.shop.currency),
    )


def _minor(amount: Decimal | None, currency: str) -> int | None:
    """Half-even, as all money."""
    return None if amount is None else round(amount.scaleb(currency_digits(currency)))


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


def read_diary(engine: Engine, days: Expression, digits: int) -> Diary:
    """All days on which known customers ordered, or on which anything was booked for them."""
    orders = OrderDays.of(engine.read(bought_days(days)).read_all(), digits)
    return Diary(orders, Bookings.of(engine.read(booked_days(days)).read_all(), digits))


def seeded() -> np.random.Generator:
    """Our noise, from the start."""
    return np.random.default_rng(SEED)
