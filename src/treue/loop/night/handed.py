"""What one step of a night hands to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from treue.errors import TreueWarning
from treue.loop.home import Home
from treue.loop.intake.load_log import LoadEntry
from treue.loop.night.beside import Beside
from treue.loop.night.choosing import Chosen, Timed
from treue.loop.night.early import Early
from treue.loop.night.experiencing import Experience
from treue.loop.night.grown import Grown
from treue.loop.night.kinds import Kinds
from treue.loop.night.labels import Labels
from treue.loop.night.memory import give_back
from treue.loop.night.needing import Needed
from treue.loop.night.noticing import Seen
from treue.loop.night.phasing import Phased
from treue.loop.night.radar import Radar
from treue.loop.night.radar_reading import Told
from treue.loop.night.tested_rows import BacktestTold
from treue.loop.passing import Clock, Say
from treue.units import currency_digits
from treue.value.appraisal import Appraisal
from treue.value.diary import Diary
from treue.value.ledger_terms import LedgerTerms
from treue.value.past import Past
from treue.value.staging import Stage
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression


@dataclass(frozen=True, slots=True)
class Run:
    """One night at work.

    Args:
        name: sorts by time; names the snapshot.
        home: whose.
        engine: computes tables.
        folder: drafts, deleted at the end.
        beside: what goes on in processes of its own.
        clock: seconds by step.
        say: told what passes.
        again: whether all forecasts are to be tried again, not only once a week.
    """

    name: str
    home: Home
    engine: Engine
    folder: Path
    beside: Beside
    clock: Clock
    say: Say
    again: bool = False

    def rest(self) -> None:
        """Between steps that need much memory: nobody keeps what only spares reading or asking again."""
        self.engine.rest()
        give_back()


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened, as tables on the engine.

    Args:
        terms: how facts that leave something open are read.
        ledger: every signed entry.
        days: `customer_days`.
        until: the last day that counts.
        reserves: what recent orders and open invoices will still lose.
        still_open: the same by month.
        given: service time, discounts and messages, by customer and day.
        cases: the tickets.
        contacts: the latest with each customer.
        categories: what each customer mainly bought on each order day.
        seen: when each person was first known.
        bought: which article was bought when, and how many pieces.
        experience: what is known of parcels, returns, answers, visits, stock and first baskets, by name.
        counted: what might be different from usual.
        told: answers on values that may be used, and signs of an appetite for risk.
        labels: of whom somebody said that there is no reason to worry.
        reconciliation: what the facts say in total against what the ledger booked.
        left_out: what a shop counts in its own figures and we do not, by month.
        currency: of all amounts.
        fingerprint: of the facts that were read.
        loads: those they came from.
        warnings: what to show beside every figure.
        missing: what nobody told us, by id.
    """

    terms: LedgerTerms
    ledger: Stage
    days: Stage
    until: date
    reserves: Stage
    still_open: Stage
    given: Mapping[str, Expression]
    cases: Stage
    contacts: Stage
    categories: Stage
    seen: Stage
    bought: Stage
    experience: Mapping[str, Stage]
    counted: Seen
    told: Told
    labels: Labels
    reconciliation: Stage
    left_out: Stage
    currency: str
    fingerprint: str
    loads: Sequence[LoadEntry]
    warnings: tuple[TreueWarning, ...]
    missing: tuple[str, ...]

    @property
    def digits(self) -> int:
        """Decimals of the currency."""
        return currency_digits(self.currency)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the past says of the forecast, and of the shop.

    Args:
        tested: waits for how well we would have done; empty where the past is too short to be cut.
        grown: whether the base grows, and what is to be expected.
    """

    tested: Callable[[], BacktestTold]
    grown: Grown


@dataclass(frozen=True, slots=True)
class Groups:
    """Who the customers are, as tables on the engine but for the moves.

    Args:
        customers: one row each, with all we know and believe.
        attention: what each tier brings and gets, of the last 12 months.
        attended: the same customer by customer, as far as nobody books it.
        waiting: tickets of good customers that waited longest, of the last 3 months.
        moves: between tiers, this night's and all before.
        early: who may stay away, and when the others come.
        needed: which articles will be needed soon, and by whom.
        phased: where everybody stands in the relationship.
        kinds: what kinds of customers there are.
        experience: what frictions cost.
        radar: what matters to them, and who tries new things.
        unusual: what is different from usual.
    """

    customers: Stage
    attention: Stage
    attended: Stage
    waiting: Stage
    moves: pa.Table
    early: Early
    needed: Needed
    phased: Phased
    kinds: Kinds
    experience: Experience
    radar: Radar
    unusual: pa.Table


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What the customers are worth.

    Args:
        until: the last day that counts.
        timed: the customers, as the models see them.
        diary: theirs, day by day.
        chosen: how the forecast is made, and why.
        appraisal: what they are worth.
        stages: histories, months, cohorts; made by the segment step.
        tested: waits for how well we would have done; empty where the past is too short to be cut.
    """

    until: date
    timed: Timed
    diary: Diary
    chosen: Chosen
    appraisal: Appraisal
    stages: tuple[Stage, ...]
    tested: Callable[[], BacktestTold]

    @property
    def past(self) -> Past:
        """The customers."""
        return self.timed.past
