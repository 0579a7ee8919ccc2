"""The last step of a night: everything into one file, and the pointer onto it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from treue.errors import Keyed
from treue.loop.night.accounts import account_rows, rule_rows
from treue.loop.night.drawing import draw
from treue.loop.night.growth_rows import growth_tables
from treue.loop.night.handed import Beliefs, Facts, Groups, Judged, Run
from treue.loop.night.manifest import Told, manifest_of
from treue.loop.night.tables import without_amounts
from treue.warehouse import snapshot
from treue.warehouse.snapshot import Snapshot


def publish(run: Run, facts: Facts, beliefs: Beliefs, judged: Judged, groups: Groups) -> Snapshot:
    """Everything into one file, the pointer onto it, and what an app shows of it drawn beside it."""
    tested = judged.tested()
    run.clock.lap("backtest")
    run.say(Keyed("run_publish", "5/5 snapshot: build and publish"))
    _, months, cohorts = beliefs.stages
    tables: dict[str, Path] = {}
    told = {
        "months": months.made,
        "still_open": facts.still_open.made,
        "cohorts": cohorts.made,
        "attention": groups.attention.made,
    }
    if not beliefs.past.has_amounts:
        told = {name: without_amounts(rows) for name, rows in told.items()}
    for name, rows in {
        "customers": groups.customers.made,
        "waiting": groups.waiting.made,
        **told,
        "last_contacts": facts.contacts.made,
        "ledger": facts.ledger.made,
        "reconciliation": facts.reconciliation.made,
        "left_out": facts.left_out.made,
    }.items():
        tables[name] = run.folder / f"{name}.parquet"
        run.engine.export(rows, tables[name])
    tables |= _written(
        run.folder,
        {
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
            **groups.radar.tables(),
            "unusual": groups.unusual,
            "account": account_rows(facts.loads),
            "rules": rule_rows(facts.loads),
            **tested.tables(),
            **growth_tables(judged.grown, facts.digits),
        },
    )
    run.clock.lap("publish")
    manifest = manifest_of(run, facts, beliefs, Told(tested, judged.grown, groups.early.ahead_days))
    published = snapshot.publish(
        run.home.snapshots, run.name, tables, manifest, memory=run.home.settings.engine.memory
    )
    draw(run.home, published)
    run.say(Keyed("run_ends", "Published {database}.", database=str(published.database)))
    return published


def _written(folder: Path, tables: Mapping[str, pa.Table]) -> dict[str, Path]:
    paths = {name: folder / f"{name}.parquet" for name in tables}
    for name, table in tables.items():
        pq.write_table(table, paths[name])
    return paths
