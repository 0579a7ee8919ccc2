"""`treue value FILE`: from one file to what each customer is worth, without a home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import duckdb

from treue.errors import TreueWarning
from treue.loop.choosing import Chosen, Standpoint, adjusted, choose, settle
from treue.loop.currency import currency_of
from treue.loop.customer_file import check_out, write_customers
from treue.loop.missing import read_gaps, warnings_of
from treue.loop.one_file import engine_of, let_go, scratch_database
from treue.loop.reading import Files, read_files
from treue.loop.segmenting import stage_customers
from treue.loop.telling import columns_taken, set_aside
from treue.loop.valuing import (
    Clock,
    Say,
    last_order_day,
    ledger_terms,
    read_diary,
    seeded,
    stage_past,
)
from treue.segments.rules import TierRule
from treue.settings import Settings
from treue.sources.contract import FileMapping
from treue.units import Period, currency_digits
from treue.value.appraisal import Appraisal, appraise, learn
from treue.value.forecast import Ahead
from treue.value.forecast_rows import forecast_rows
from treue.value.making import make
from treue.value.past import Past
from treue.value.staging import ledger_stages
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.tables import Expression

_YEAR = Period.parse("12mo")


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What is asked of a file.

    Args:
        path: file or folder.
        mapping: what is known about its columns.
        settings: shop, VAT, value.
        until: the last day that counts; None for the last day with an order.
        out: where to write one row per customer; None for nowhere.
    """

    path: Path
    mapping: tuple[FileMapping, ...]
    settings: Settings
    until: date | None = None
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file whose customers' days are on an engine.

    Args:
        engine: holds them.
        days: `customer_days`.
        currency: of all amounts.
        warnings: so far.
    """

    engine: DuckDBEngine
    days: Expression
    currency: str
    warnings: tuple[TreueWarning, ...]

    @property
    def digits(self) -> int:
        """Decimals of the currency."""
        return currency_digits(self.currency)


@dataclass(frozen=True, slots=True)
class FileValue:
    """The answer.

    Args:
        until: the last day that counts.
        currency: of all amounts.
        chosen: the model and why.
        past: the customers.
        appraisal: what they are worth.
        seconds: by step.
        warnings: to be shown beside every figure.
    """

    until: date
    currency: str
    chosen: Chosen
    past: Past
    appraisal: Appraisal
    seconds: Mapping[str, float]
    warnings: tuple[TreueWarning, ...]


def open_file(con: duckdb.DuckDBPyConnection, question: FileQuestion, clock: Clock, say: Say) -> OpenedFile:
    """Read the file and compute what each customer brought on each day."""
    settings = question.settings
    delivery = read_files(con, Files(question.path, question.mapping), settings, say)
    for sentence in columns_taken(delivery):
        say(sentence)
    clock.lap("load")
    engine = engine_of(con, delivery.tables)
    currency = currency_of(engine, settings.shop.currency)
    terms = ledger_terms(settings, currency.code if currency.is_mixed else None)
    stages = {stage.name: stage for stage in ledger_stages(terms)}
    *to_ledger, _, days = stages.values()
    make(engine, to_ledger, wanted=("orders_placed", "sales", "ledger", "cancelled"))
    has_lines = "order_lines" in delivery.tables
    found = read_gaps(engine, stages["orders_placed"].made, stages["sales"].made, has_lines=has_lines)
    let_go(con, "delivered_", "numbered_", "sales")
    engine.stage(days.name, days.expression)
    let_go(con, "orders_placed", "ledger", "cancelled")
    warnings = (*delivery.warnings, *set_aside(delivery), *currency.warnings, *warnings_of(found, terms))
    return OpenedFile(engine, days.made, currency.code, warnings)


def value_file(question: FileQuestion, say: Say) -> FileValue:
    """Answer from one file or folder.

    Raises:
        InputError: it cannot be read, or nothing in it can be valued.
    """
    clock = Clock()
    check_out(question.out)
    with scratch_database(question.settings) as con:
        opened = open_file(con, question, clock, say)
        until = question.until or last_order_day(opened.engine, opened.days)
        past, histories = stage_past(opened.engine, opened.days, until, opened.digits)
        clock.lap("histories")
        diary = cache(partial(read_diary, opened.engine, opened.days, opened.digits))
        ahead_days = question.settings.value.horizon.days_from(until)
        here = Standpoint(until, ahead_days, diary)
        chosen = choose(question.settings, here)
        clock.lap("choose")
        settled = settle(question.settings, chosen.verdict, until)
        models = learn(past, settled)
        clock.lap("fit")
        adjustment = adjusted(chosen.verdict, here, past, models)
        clock.lap("adjust")
        appraisal = appraise(past, models, settled, adjustment, seeded())
        if question.out is not None:
            year = Ahead(_YEAR.days_from(until), question.settings.value.discount)
            forecasts = forecast_rows(past, appraisal, year, opened.digits, seeded())
            customers = stage_customers(
                opened.engine, histories.made, forecasts, TierRule(), has_amounts=past.has_amounts
            )
            write_customers(opened.engine, customers.name, opened.digits, question.out)
        clock.lap("predict")
    return FileValue(
        until,
        opened.currency,
        chosen,
        past,
        appraisal,
        clock.with_total(),
        (*opened.warnings, *appraisal.warnings),
    )
