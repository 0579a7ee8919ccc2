"""Addresses written in one way, so that a guest and an account can be seen to be one person."""

from __future__ import annotations

import unicodedata

import duckdb
import pyarrow as pa


def folded_address(address: str) -> str:
    """Trimmed, lower case, compatible signs made one: " Ana@Example.DE " is "ana@example.de"."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def fold_addresses(con: duckdb.DuckDBPyConnection, relation: str, text: str, name: str) -> bool:
    """Make the table (written, folded) of addresses the engine cannot fold; whether there are any."""
    beyond = f"SELECT DISTINCT {text} FROM {relation} WHERE regexp_matches({text}, '[^\\x00-\\x7F]')"
    written = [row[0] for row in con.execute(beyond).fetchall()]
    if not written:
        return False
    folded = pa.array([folded_address(each) for each in written], pa.string())
    con.register(
        "addresses_to_store", pa.table({"written": pa.array(written, pa.string()), "folded": folded})
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM addresses_to_store")
    con.unregister("addresses_to_store")
    return True
