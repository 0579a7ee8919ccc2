"""`treue value FILE`: from one file to what each customer is worth, without a home."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Literal, TypeAlias

import duckdb

from treue.errors import TreueWarning
from treue.loop.currency import currency_of
from treue.loop.customer_file import write_customers
from treue.loop.intake.reading import Files, read_files
from treue.loop.intake.telling import columns_taken, set_aside
from treue.loop.night.choosing import Chosen, Standpoint, adjusted, by_clock, choose, settle
from treue.loop.night.missing import Gaps, read_gaps, warnings_of
from treue.loop.night.segmenting import Known, stage_customers, tier_rule
from treue.loop.night.valuing import last_order_day, ledger_terms, read_diary, seeded, stage_past
from treue.loop.one_file import engine_of
from treue.loop.out_file import check_out
from treue.loop.passing import Clock, Say
from treue.loop.scratch import give_room, leave_room, let_go, scratch_database
from treue.settings import Settings
from treue.sources.contract import FileMapping
from treue.units import Period, currency_digits
from treue.value.appraisal import Appraisal, appraise, learn
from treue.value.forecast_rows import forecast_rows
from treue.value.ledger_terms import LedgerTerms
from treue.value.making import make
from treue.value.past import Past
from treue.value.reads import READS
from treue.value.staging import ledger_stages, order_stages
from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.tables import Expression

Intervals: TypeAlias = Literal["none", "totals", "customers"]

_YEAR = Period.parse("12mo")
_READ = ("judged_", "rows_", "delivered_", "numbered_", "lines_as_")
"""How the relations begin that a source and the numbering of persons leave behind."""


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What is asked of a file.

    Args:
        path: file or folder.
        mapping: what is known about its columns.
        settings: shop, VAT, value.
        until: the last day that counts; None for the last day with an order.
        out: where to write one row per customer; None for nowhere.
        intervals: of nothing, of totals, or of totals and of every customer's row.
    """

    path: Path
    mapping: tuple[FileMapping, ...]
    settings: Settings
    until: date | None = None
    out: Path | None = None
    intervals: Intervals = "customers"


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
    delivery = read_files(con, Files(question.path, question.mapping, lasting_ids=False), settings, say)
    for sentence in columns_taken(delivery):
        say(sentence)
    give_room(con, settings, sum(delivery.written.values()))
    engine = engine_of(con, delivery.tables, _unread(delivery.tables, settings))
    clock.lap("load")
    currency = currency_of(engine, settings.shop.currency)
    terms = ledger_terms(settings, currency.code if currency.is_mixed else None)
    days, found = _ledger(engine, terms, delivery.tables)
    has_minutes = bool({"tickets", "interactions"} & set(delivery.tables))
    said = warnings_of(found, terms, has_minutes=has_minutes)
    warnings = (*delivery.warnings, *set_aside(delivery), *currency.warnings, *said)
    return OpenedFile(engine, days, currency.code, warnings)


def _ledger(engine: DuckDBEngine, terms: LedgerTerms, delivered: Collection[str]) -> tuple[Expression, Gaps]:
    """Make `customer_days`, and say what the facts leave open."""
    alone = _are_alone(delivered)
    orders, *between, days = order_stages(terms) if alone else ledger_stages(terms)
    sold = next(stage for stage in between if stage.name == "sales")
    # Orders by themselves are read again for less than it costs to store what becomes of them.
    kept = () if alone else ("orders_placed", "sales", "returned", "other_entries", "cancelled")
    make(engine, (orders, *between), kept, set(READS) - set(delivered))
    found = read_gaps(engine, orders.made, sold.made, has_lines="order_lines" in delivered)
    if not alone:
        let_go(engine.con, *_READ)
    engine.stage(days.name, days.expression)
    let_go(engine.con, *_READ, *(stage.name for stage in (orders, *between)))
    return days.made, found


def _are_alone(delivered: Collection[str]) -> bool:
    """Whether nothing but orders came that the ledger would book."""
    return not (set(READS) - {"orders", "products", "identities"}) & set(delivered)


def _unread(delivered: Collection[str], settings: Settings) -> tuple[str, ...]:
    """Columns of orders nobody asks for: number and hour only tell them from what else was delivered."""
    alone = ("order_id", "ordered_at") if _are_alone(delivered) else ()
    return (*alone, *(() if settings.value.leave_out else ("kind",)))


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
        if question.intervals == "none":
            settled = replace(settled, redraws=0)
        timed = by_clock(chosen.verdict, question.settings.shop.country, here, past, settled)
        models = learn(timed.past, timed.settled)
        clock.lap("fit")
        adjustment = adjusted(chosen.verdict, here, timed, models)
        clock.lap("adjust")
        appraisal = appraise(timed.past, models, timed.settled, adjustment, seeded())
        if question.out is not None:
            year = timed.ahead(_YEAR.days_from(until))
            noise = seeded() if question.intervals == "customers" else None
            let_go(con, opened.days.get_name())
            leave_room(con, question.settings, int(past.orders.sum()))
            customers = stage_customers(
                opened.engine,
                Known(histories.made, past.has_amounts),
                # Not kept here: the engine has them while the file is written.
                forecast_rows(timed.past, appraisal, year, opened.digits, noise),
                tier_rule(question.settings, opened.digits),
            )
            opened.engine.define(customers.name, customers.expression)  # read once, when it is written
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
