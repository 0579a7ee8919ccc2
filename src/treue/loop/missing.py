"""What a shop has not told us, by the ids that pages have sentences for."""

from __future__ import annotations

from collections.abc import Collection

from treue.errors import TreueWarning
from treue.loop.tables import booked_kinds, prices_known
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression

_FROM_KINDS = {
    "amounts": "goods",
    "refunds": "refund",
    "shipping": "shipping_paid",
    "payment_fees": "payment_fee",
    "service": "service",
    "acquisition": "acquisition",
}
"""What is missing -> the kind of entry that would be there if it were told."""


def missing_figures(
    engine: Engine, orders: Expression, entries: Expression, costs: Collection[TreueWarning]
) -> tuple[str, ...]:
    """Ids of what is missing, the weightiest first.

    Args:
        engine: holds both tables.
        orders: `placed`.
        entries: `ledger`.
        costs: warnings about purchase prices; empty where they are known.
    """
    booked = set(engine.read(booked_kinds(entries)).read_all().column("kind").to_pylist())
    unknown = engine.read(prices_known(orders)).read_all().column("unknown")[0].as_py()
    absent = [name for name, kind in _FROM_KINDS.items() if kind not in booked]
    if "amounts" in absent:
        return ("amounts",)
    return (*(["costs"] if costs else []), *(["vat"] if unknown else []), *absent)
