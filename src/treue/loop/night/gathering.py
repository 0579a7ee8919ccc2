"""The first step of a night: facts onto the engine, and all that is read from them alone."""

from __future__ import annotations

from collections.abc import Sequence

from treue.errors import Keyed
from treue.facts.store import FactsStore
from treue.loop.currency import currency_of
from treue.loop.intake.load_log import LoadEntry, read_loads
from treue.loop.night import valuing
from treue.loop.night.experiencing import stage_experience
from treue.loop.night.handed import Facts, Run
from treue.loop.night.labels import read_labels
from treue.loop.night.missing import missing_ids, read_gaps, warnings_of
from treue.loop.night.noticing import see
from treue.loop.night.radar_reading import read_told
from treue.loop.night.reserving import open_months, stage_reserves
from treue.loop.rights.objecting import facts_for_night
from treue.segments.attention.tables import GIVEN, discounts
from treue.segments.phases.tables import first_seen, main_categories
from treue.value.making import make
from treue.value.next_order.tables import purchases
from treue.value.reads import READS
from treue.value.sales.tables import Facts as FactsTables
from treue.value.staging import KEPT, Stage, ledger_stages, left_out_stage, reconciliation_stages
from treue.value.upkeep.tables import cases, last_contacts, messages, minutes


def gather(run: Run) -> Facts:
    """Facts onto the engine, and from them what each customer brought on each day."""
    run.say(Keyed("run_facts", "1/5 facts: ledger and customer days"))
    with run.home.facts.reading():
        store = facts_for_night(run.home, run.folder)
        for table, schema in READS.items():
            run.engine.load(table, schema, store.files(table))
        return _ledger(run, store, read_loads(run.home))


def _ledger(run: Run, store: FactsStore, loads: Sequence[LoadEntry]) -> Facts:
    shop = run.home.settings.shop
    currency = currency_of(run.engine, shop.currency)
    terms = valuing.ledger_terms(run.home.settings, currency.code if currency.is_mixed else None)
    stages = {stage.name: stage for stage in ledger_stages(terms)}
    make(run.engine, tuple(stages.values()), KEPT, [name for name in READS if not store.rows(name)])
    orders, ledger = stages["orders_placed"].made, stages["ledger"]
    found = read_gaps(run.engine, orders, stages["sales"].made, has_lines=store.rows("order_lines") > 0)
    has_minutes = bool(store.rows("tickets") or store.rows("interactions"))
    read = FactsTables.declared()
    totals, compared = reconciliation_stages(orders, ledger.made, terms)
    left_out = left_out_stage(stages["cancelled"].made, ledger.made, terms)
    for stage in (totals, compared, left_out):
        run.engine.stage(stage.name, stage.expression)
    until = valuing.last_order_day(run.engine, stages["customer_days"].made)
    made = {name: stage.made for name, stage in stages.items()}
    reserved = stage_reserves(run.engine, made, terms, until)
    still_open = open_months(run.engine, made, terms, until)
    spent, opened = Stage("minutes", minutes(read, terms)), Stage("cases", cases(read, terms))
    cut = Stage("discounts", discounts(read.order_lines, orders, ledger.made))
    sent = Stage("messages", messages(read, terms))
    lately = Stage("last_contacts", last_contacts(read, terms))
    bought = Stage("main_categories", main_categories(stages["sales"].made, read))
    seen = Stage("first_seen", first_seen(read, terms))
    pieces = Stage("purchases", purchases(orders, read.order_lines))
    run.engine.define(pieces.name, pieces.expression)
    for stage in (spent, cut, sent, opened, lately, bought, seen):
        run.engine.stage(stage.name, stage.expression)
    experience = stage_experience(run.engine, store, made, terms)
    run.clock.lap("facts")
    seen_now = see(run.engine, store, made, terms, until)
    run.clock.lap("unusual")
    told = read_told(run.engine, store, orders, terms)
    labels = read_labels(run.engine, store, terms)
    run.clock.lap("radar")
    return Facts(
        until=until,
        reserves=reserved,
        still_open=still_open,
        given=dict(zip(GIVEN, (spent.made, cut.made, sent.made), strict=True)),
        cases=opened,
        contacts=lately,
        categories=bought,
        seen=seen,
        bought=pieces,
        experience=experience,
        counted=seen_now,
        terms=terms,
        told=told,
        labels=labels,
        ledger=ledger,
        days=stages["customer_days"],
        reconciliation=compared,
        left_out=left_out,
        currency=currency.code,
        warnings=(*currency.warnings, *warnings_of(found, terms, has_minutes=has_minutes)),
        fingerprint=store.fingerprint(),
        loads=loads,
        missing=(
            *(["rates"] if currency.is_mixed else []),
            *missing_ids(run.engine, ledger.made, found, terms, has_minutes=has_minutes),
        ),
    )
