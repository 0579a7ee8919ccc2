"""The steps of a night: each takes what those before it made, and tells what it does."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from treue.errors import Keyed, NothingAccepted
from treue.facts.codes import codes_of
from treue.loop.alone import alone
from treue.loop.home import Home
from treue.loop.intake.loading import forget_old
from treue.loop.night import valuing
from treue.loop.night.backtesting import NIGHT_CUSTOMERS, Source, cut, night_split
from treue.loop.night.before import moves_before, tiers_before
from treue.loop.night.beside import Beside
from treue.loop.night.choosing import Standpoint, adjusted, by_clock, settle
from treue.loop.night.early import read_troubles, warn_early
from treue.loop.night.experiencing import Ahead, Experience, frictions_of
from treue.loop.night.growing import grow
from treue.loop.night.handed import Beliefs, Facts, Groups, Judged, Run
from treue.loop.night.kinds import Kinds, kinds_of
from treue.loop.night.needing import needed
from treue.loop.night.phasing import Phased, phase
from treue.loop.night.radar import Radar, company_of, radar_of
from treue.loop.night.segmenting import Known, stage_customers, tier_rule
from treue.loop.night.tables import grouped
from treue.loop.night.tested_rows import BacktestTold, tell
from treue.loop.night.unusual_rows import unusual
from treue.loop.night.weekly import Week, backtest_weekly, choose_weekly
from treue.loop.passing import Clock, Say
from treue.report.rows import OFTEN_TWICE
from treue.segments.attention.tables import attended, attention, waiting
from treue.segments.clusters.features import Ahead as Expected
from treue.segments.clusters.features import features_of
from treue.segments.clusters.words import Speech
from treue.segments.moves.tables import MOVES, before, moves
from treue.settings.sections import Secrets
from treue.units import Period
from treue.value.appraisal import appraise, learn
from treue.value.diary import Diary
from treue.value.forecast_rows import forecast_rows, with_movers
from treue.value.histories import FloatArray
from treue.value.left_truncation import is_first_known, opening_of
from treue.value.past import Past
from treue.value.staging import Stage, history_stages
from treue.value.tables import months_before
from treue.warehouse.engine import EngineOptions
from treue.warehouse.opening import open_engine

_YEAR = Period.parse("12mo")


@contextmanager
def begin(home: Home, say: Say, *, again: bool = False) -> Iterator[Run]:
    """Start the engine; afterwards, whatever happened, let go of it and of all drafts.

    Raises:
        NothingAccepted: nothing was loaded yet; then nothing is made either.
        InputError: another night is at work in this home.
    """
    forget_old(home.quarantine, datetime.now(UTC))
    if not home.facts.rows("orders"):
        raise NothingAccepted(
            f"{home.folder} holds no orders yet. Load some: treue load orders.csv --home {home.folder}"
        )
    now = datetime.now(UTC)
    name = now.strftime("%Y%m%d-%H%M%S-%f")
    with alone(home):
        _clear(home.work)
        folder = home.work / name
        folder.mkdir()
        engine = home.settings.engine
        options = EngineOptions(
            memory=engine.memory,
            scratch=folder,
            postgres=home.settings.secret.postgres,
            spark_master=engine.spark_master,
            run=name,
        )
        say(Keyed("run_begins", "Run {name} on {engine}.", name=name, engine=engine.name))
        beside = Beside(folder)
        try:
            with open_engine(engine.name, options) as opened:
                yield Run(name, home, opened, folder, beside, Clock(), say, again)
        finally:
            beside.end()
            shutil.rmtree(folder, ignore_errors=True)


def value(run: Run, facts: Facts) -> Beliefs:
    """Histories, models, forecasts."""
    run.say(Keyed("run_value", "2/5 value: histories, models, forecasts"))
    days, until = facts.days.made, facts.until
    past, _ = valuing.stage_past(run.engine, days, until, facts.digits)
    past = past.less(run.engine.read(facts.reserves.made).read_all(), facts.digits)
    diary = valuing.read_diary(run.engine, days, facts.digits)
    run.rest()
    week = _week(run, past, until)
    tested = _backtest(run, facts, week, diary)
    here = Standpoint(until, week.ahead_days, lambda: diary)
    chosen = choose_weekly(week, here)
    run.clock.lap("choose")
    settled = settle(run.home.settings, chosen.verdict, until)
    timed = by_clock(chosen.verdict, run.home.settings.shop.country, here, past, settled)
    models = learn(timed.past, timed.settled)
    adjustment = adjusted(chosen.verdict, here, timed, models, explained=True)
    appraisal = appraise(timed.past, models, timed.settled, adjustment, valuing.seeded())
    run.clock.lap("value")
    return Beliefs(until, timed, diary, chosen, appraisal, history_stages(days, until), tested)


def _week(run: Run, past: Past, until: date) -> Week:
    first = valuing.day_of_number(int(past.first_day.min()))
    return Week(run.home, first, until, run.home.settings.value.horizon.days_from(until), run.again)


def judge(run: Run, facts: Facts, beliefs: Beliefs) -> Judged:
    """How well we would have done, whether the base grows, and what comes of it."""
    run.say(Keyed("run_judge", "3/5 back-test: how well we would have done"))
    run.rest()
    grown = grow(run, facts, beliefs)
    run.clock.lap("growth")
    return Judged(beliefs.tested, grown)


def _backtest(run: Run, facts: Facts, week: Week, diary: Diary) -> Callable[[], BacktestTold]:
    """Begun now, to be waited for when all else is known; empty where the past is too short to be cut."""
    settings = run.home.settings
    split, horizon = night_split(week.first, week.until, settings.value.horizon)
    if split <= week.first:
        return BacktestTold

    def begin() -> Callable[[], BacktestTold]:
        source = Source(run.engine, facts.days.made, diary, week.until, facts.digits)
        made = cut(source.sampled(NIGHT_CUSTOMERS), split, horizon)
        return run.beside.begin(tell, made, replace(settings, secret=Secrets()))

    return backtest_weekly(week, begin)


def segment(run: Run, facts: Facts, beliefs: Beliefs) -> Groups:
    """Scores, tiers and one sheet of all customers; who moved, and where attention goes."""
    said = "4/5 segments: RFM, tiers, early warnings, phases, kinds of customers, frictions"
    run.say(Keyed("run_segment", said))
    # A back-test leaves the histories of its own day under this name.
    for stage in beliefs.stages:
        run.engine.stage(stage.name, stage.expression)
    run.rest()
    year = beliefs.timed.ahead(_YEAR.days_from(beliefs.until))
    rows = forecast_rows(beliefs.past, beliefs.appraisal, year, facts.digits, valuing.seeded())
    rows = with_movers(rows, beliefs.appraisal.adjustment.moved)
    alive = beliefs.appraisal.outlook.alive
    parcels = facts.experience["parcels"].made
    troubles = read_troubles(run.engine, parcels, facts.labels, facts.terms, beliefs.until)
    run.rest()
    early = warn_early(beliefs.diary, beliefs.past, beliefs.until, alive, troubles)
    horizon_days = run.home.settings.value.horizon.days_from(beliefs.until)
    rows = early.beside(rows, facts.digits, horizon_days)
    run.rest()
    run.clock.lap("warnings")
    earlier = tiers_before(run.home.snapshots)
    if earlier is not None:
        run.engine.write("before", earlier)
    soon = needed(run.engine, facts.bought.made, len(beliefs.past), beliefs.until, valuing.seeded())
    run.clock.lap("needs")
    customers = stage_customers(
        run.engine,
        Known(beliefs.stages[0].made, beliefs.past.has_amounts, facts.reserves.made),
        rows.append_column("code", codes_of(beliefs.past.customer)),
        tier_rule(run.home.settings, facts.digits),
        None if earlier is None else before(),
    )
    year_value = rows.column("year_value_minor").to_numpy() / 10.0**facts.digits
    del rows  # half a gigabyte for a million customers, and on the engine now
    sheet, since = customers.made, months_before(beliefs.until, 12)
    run.engine.stage(customers.name, customers.expression)
    run.rest()
    phased = _phases(run, facts, beliefs)
    groups = Groups(
        customers=customers,
        attention=Stage("attention", attention(sheet, facts.days.made, facts.given, since)),
        attended=Stage("attention_customers", attended(sheet, facts.given, since)),
        waiting=Stage("waiting", waiting(facts.cases.made, sheet, months_before(beliefs.until, 3))),
        moves=moves_before(run.home.snapshots),
        early=early,
        needed=soon,
        experience=_experience(run, facts, beliefs, early.ahead_days),
        phased=phased,
        kinds=_kinds(run, facts, beliefs, year_value),
        radar=_radar(run, facts, beliefs, customers, phased),
        unusual=_unusual(run, facts, beliefs),
    )
    for stage in (groups.attention, groups.attended, groups.waiting):
        run.engine.stage(stage.name, stage.expression)
    if earlier is not None:
        moved = run.engine.read(moves(sheet, beliefs.until)).read_all().cast(MOVES)
        groups = replace(groups, moves=pa.concat_tables([groups.moves, moved]))
    run.clock.lap("segments")
    return groups


def _phases(run: Run, facts: Facts, beliefs: Beliefs) -> Phased:
    bought, seen = (run.engine.read(stage.made).read_all() for stage in (facts.categories, facts.seen))
    return phase(run.home.folder, beliefs.diary.orders, bought, seen, beliefs.until)


def _kinds(run: Run, facts: Facts, beliefs: Beliefs, year_value: FloatArray) -> Kinds:
    """By the past and the next 12 months."""
    ahead = Expected(beliefs.appraisal.outlook.orders, year_value if beliefs.past.has_amounts else None)
    has_costs = "costs" not in facts.missing
    past = beliefs.past
    by_day = float(past.orders.sum()) > OFTEN_TWICE * float((past.histories.frequency + 1.0).sum())
    speeches = {each: Speech(each, facts.currency, has_costs, by_day=by_day) for each in ("de", "en")}
    return kinds_of(run.home.folder, features_of(past, ahead), valuing.seeded(), speeches)


def _experience(run: Run, facts: Facts, beliefs: Beliefs, ahead_days: int) -> Experience:
    past = beliefs.past
    known = np.sort(past.customer[is_first_known(past.histories, opening_of(past.histories))])
    ahead = Ahead(beliefs.diary, beliefs.until, ahead_days, known, valuing.seeded())
    run.rest()
    found = frictions_of(run.engine, facts.experience, ahead, facts.digits)
    run.clock.lap("frictions")
    return found


def _unusual(run: Run, facts: Facts, beliefs: Beliefs) -> pa.Table:
    """Held against the shop's own past."""
    past, opening = beliefs.past, opening_of(beliefs.past.histories)
    known = int(past.first_day.min()) + (0 if opening is None else opening.days)
    found = unusual(facts.counted, valuing.day_of_number(known), has_amounts=past.has_amounts)
    run.clock.lap("unusual")
    return found


def _radar(run: Run, facts: Facts, beliefs: Beliefs, customers: Stage, phased: Phased) -> Radar:
    """What customers say and do, by tier, phase and segment."""
    sheet = run.engine.read(grouped(customers.made)).read_all()
    sheet = sheet.join(phased.phases.select(["customer", "phase"]), "customer", join_type="left outer")
    return radar_of(facts.told, beliefs.past, sheet, company_of(run.home.settings.values_profile))


def _clear(work: Path) -> None:
    """Remove the drafts of a night that was killed; the lock says that none is at work."""
    for path in work.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
