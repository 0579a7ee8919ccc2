"""Small worlds that tests share."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from treue.facts.declared import TABLES
from treue.simulation.world.play import Plan
from treue.simulation.world.terms import Terms, preset

UNTIL = date(2026, 10, 31)
FASHION = preset("fashion")


def plan(customers: int = 1500, seed: int = 3, **more: object) -> Plan:
    told = {"days": 500, **more}
    return Plan(seed=seed, customers=customers, until=UNTIL, **told)  # type: ignore[arg-type]  # a test's own


def terms(name: str = "fashion") -> Terms:
    return preset(name)


def in_order(table: str, rows: pa.Table) -> pa.Table:
    return rows.sort_by([(name, "ascending") for name in TABLES[table].key])


def newest(table: str, rows: pa.Table) -> pa.Table:
    """What a store keeps: of two rows with one key the newer version; of lines those of the newest order."""
    kept = in_order(table, rows)
    keys = [kept.column(name).to_numpy(zero_copy_only=False) for name in TABLES[table].key]
    version = kept.column("version").to_numpy()
    order = np.lexsort([version, *(np.unique(key, return_inverse=True)[1] for key in reversed(keys))])
    last = np.ones(len(order), bool)
    same = np.ones(max(len(order) - 1, 0), bool)
    for key in keys:
        same &= key[order][1:] == key[order][:-1]
    last[:-1] = ~same
    return kept.take(np.sort(order[last]))
