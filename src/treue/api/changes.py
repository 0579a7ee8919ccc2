"""Who is different since an earlier run that is still kept."""

from __future__ import annotations

import re
from collections.abc import Collection

import duckdb

from treue.api.problems import Problem
from treue.loop.shelf import MEMORY, THREADS, Opened
from treue.warehouse.arrow import literal

_RUN = re.compile(r"[A-Za-z0-9.-]{1,60}")
_TESTS = {
    "tier": "now.tier IS DISTINCT FROM was.tier",
    "segment": "now.rfm_segment IS DISTINCT FROM was.rfm_segment",
    "phase": "now.phase IS DISTINCT FROM was.phase",
    "value": (
        "(now.value_minor IS NULL) <> (was.value_minor IS NULL) "
        "OR abs(now.value_minor - was.value_minor) > greatest(abs(was.value_minor) * .1, 1)"
    ),
}
"""In what -> SQL over `now` and `was`; value counts from a tenth on, else every night everybody would."""


def changed_keys(opened: Opened, since: str, what: Collection[str]) -> list[int]:
    """Keys of customers who are new or different since a run.

    Worked out once per pair of runs, kept as long as the snapshot is.

    Raises:
        Problem: run_not_kept.
    """
    asked = frozenset(what or _TESTS)
    name = f"changed:{since}:{','.join(sorted(asked))}"
    return opened.kept.get(name, lambda: _found(opened, since, asked))


def _found(opened: Opened, since: str, what: Collection[str]) -> list[int]:
    before = opened.database.parent / f"snap-{since}.duckdb"
    if not _RUN.fullmatch(since) or not before.is_file():
        raise Problem("run_not_kept", f"{since[:60]!r} is not kept; GET /api/v1/runs lists those that are.")
    tests = " OR ".join(f"({_TESTS[each]})" for each in sorted(what))
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": THREADS}) as con:
        for alias, path in (("now", opened.database), ("was", before)):
            con.execute(f"ATTACH {literal(str(path))} AS snap_{alias} (READ_ONLY)")
        sides = {alias: _side(con, alias) for alias in ("now", "was")}
        found = con.execute(
            f"SELECT customer FROM ({sides['now']}) now LEFT JOIN ({sides['was']}) was USING (customer) "
            f"WHERE was.known IS NULL OR {tests} ORDER BY 1"
        )
        return [int(key) for (key,) in found.fetchall()]


def _side(con: duckdb.DuckDBPyConnection, alias: str) -> str:
    """What is compared, of one snapshot; an older one may tell no phases."""
    named = f"SELECT 1 FROM duckdb_tables() WHERE database_name = 'snap_{alias}' AND table_name = 'phases'"
    has_phases = con.execute(named).fetchone() is not None
    join = f"LEFT JOIN snap_{alias}.phases USING (customer)" if has_phases else ""
    phase = "phase" if has_phases else "NULL::VARCHAR AS phase"
    columns = f"customer, tier, rfm_segment, value_minor, {phase}, true AS known"
    return f"SELECT {columns} FROM snap_{alias}.customers {join}"
