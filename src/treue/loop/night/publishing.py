"""The last step of a night: everything into files, these into one, and the pointer onto it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from treue.errors import Keyed
from treue.loop.night.accounts import account_rows, rule_rows
from treue.loop.night.drawing import draw
from treue.loop.night.growth_rows import growth_tables
from treue.loop.night.handed import Beliefs, Facts, Groups, Judged, Run
from treue.loop.night.manifest import Told, manifest_of
from treue.loop.night.tables import without_amounts
from treue.loop.night.total_rows import total_tables
from treue.warehouse import snapshot
from treue.warehouse.snapshot import Snapshot
from treue.warehouse.tables import Expression


@dataclass(frozen=True, slots=True)
class Draft:
    """A snapshot that only has to be put together.

    Args:
        tables: name -> Parquet file.
        manifest: how it came about.
    """

    tables: Mapping[str, Path]
    manifest: Mapping[str, object]


def export_facts(run: Run, facts: Facts) -> None:
    """Tables that stand on facts alone, while nothing else is in memory: the ledger is by far the largest."""
    for name, rows in _of_facts(facts).items():
        run.engine.export(rows, _path(run, name))
    run.clock.lap("ledger")


def draft(run: Run, facts: Facts, beliefs: Beliefs, judged: Judged, groups: Groups) -> Draft:
    """Write down all that a snapshot holds; afterwards nothing of it is needed in memory."""
    tested = judged.tested()
    run.clock.lap("backtest")
    run.say(Keyed("run_publish", "5/5 snapshot: build and publish"))
    _, months, cohorts = beliefs.stages
    told = {
        "months": months.made.order_by("month"),
        "still_open": facts.still_open.made.order_by("month"),
        "cohorts": cohorts.made.order_by("cohort", "month_index"),
        "attention": groups.attention.made.order_by("tier"),
        "attention_customers": groups.attended.made,
    }
    if not beliefs.past.has_amounts:
        told = {name: without_amounts(rows) for name, rows in told.items()}
    told |= {"customers": groups.customers.made, "waiting": groups.waiting.made}
    for name, rows in told.items():
        run.engine.export(rows, _path(run, name))
    arrays = {
        "tier_moves": groups.moves,
        "warnings": groups.early.listed(),
        "calm": groups.early.calm,
        "calm_test": groups.early.calm_test,
        "next_order_test": groups.early.tested_row(),
        "due": groups.needed.due,
        "demand": groups.needed.demand,
        "phases": groups.phased.phases,
        "phase_moves": groups.phased.moves,
        "phase_flows": groups.phased.flows,
        "phase_limits": groups.phased.limits,
        "clusters": groups.kinds.clusters,
        "cluster_members": groups.kinds.members,
        "frictions": groups.experience.frictions,
        "missing_frictions": groups.experience.missing,
        "friction_customers": groups.experience.touched,
        **groups.radar.tables(),
        "unusual": groups.unusual,
        "account": account_rows(facts.loads),
        "rules": rule_rows(facts.loads),
        **total_tables(beliefs, tested, facts.digits),
        **tested.tables(),
        **growth_tables(judged.grown, facts.digits),
    }
    for name, table in arrays.items():
        pq.write_table(table, _path(run, name))
    run.clock.lap("publish")
    tables = {name: _path(run, name) for name in (*_of_facts(facts), *told, *arrays)}
    return Draft(
        tables, manifest_of(run, facts, beliefs, Told(tested, judged.grown, groups.early.ahead_days))
    )


def publish(run: Run, told: Draft) -> Snapshot:
    """Everything into one file, the pointer onto it, and what an app shows of it drawn beside it."""
    run.rest()  # the snapshot is built in a database of its own
    memory = run.home.settings.engine.memory
    published = snapshot.publish(run.home.snapshots, run.name, told.tables, told.manifest, memory=memory)
    draw(run.home, published)
    run.say(Keyed("run_ends", "Published {database}.", database=str(published.database)))
    return published


def _of_facts(facts: Facts) -> Mapping[str, Expression]:
    return {
        "last_contacts": facts.contacts.made,
        "ledger": facts.ledger.made,
        "reconciliation": facts.reconciliation.made,
        "left_out": facts.left_out.made,
    }


def _path(run: Run, name: str) -> Path:
    return run.folder / f"{name}.parquet"
