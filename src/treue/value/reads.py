"""Which facts the ledger reads, in the Arrow types an engine loads them with."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from treue.facts import TABLES
from treue.facts.stored import arrow_schema

READS: Mapping[str, pa.Schema] = {
    name: arrow_schema(TABLES[name])
    for name in (
        "orders", "order_lines", "products", "customers", "identities", "refunds", "payments",
        "tickets", "interactions", "touches", "points", "spend", "stock", "visits", "carts",
        "answers",
    )
}  # fmt: skip
"""Facts table -> schema; a shop that never delivered one loads it from no files."""
