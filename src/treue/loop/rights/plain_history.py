"""What somebody bought and sent back, as the facts have it, and nothing that is believed of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import duckdb

from treue.errors import Busy, InputError
from treue.facts.store import FactsStore
from treue.loop.home import Home
from treue.loop.rights.personal_keys import own_keys
from treue.warehouse.arrow import literal

_MEMORY = "100MB"
_ORDERS = """
    SELECT day, 'order', coalesce(regexp_replace(order_id, '^[^:]*:', ''), ''), amount_minor, currency
    FROM {source} WHERE customer IN ({keys}) AND day IS NOT NULL"""
_REFUNDS = """
    SELECT day, 'return', coalesce(regexp_replace(order_id, '^[^:]*:', ''), ''),
        sum(amount_minor)::BIGINT, currency
    FROM {source} WHERE customer IN ({keys}) AND day IS NOT NULL GROUP BY ALL"""


@dataclass(frozen=True, slots=True)
class Happened:
    """An order or money given back.

    Args:
        day: in the shop's zone.
        kind: order or return.
        number: the shop's own, of the order; empty where no file tells it.
        amount_minor: as the file says it, with or without VAT; None where it does not.
        currency: of the amount; None where the file names none.
    """

    day: date
    kind: str
    number: str
    amount_minor: int | None
    currency: str | None


def plain_history(home: Home, person: int) -> list[Happened] | None:
    """The newest first; None while a load is at work, or after one that died.

    Args:
        home: of the shop; its operational database is open.
        person: the key that stands for them.
    """
    try:
        with home.facts.reading():
            return _read(home.facts, own_keys(home, person))
    except (Busy, InputError):
        return None


def _read(facts: FactsStore, keys: Collection[int]) -> list[Happened]:
    listed, found = ", ".join(map(str, sorted(keys))), list[Happened]()
    with duckdb.connect(config={"memory_limit": _MEMORY, "threads": "1"}) as con:
        for table, asked in (("orders", _ORDERS), ("refunds", _REFUNDS)):
            if files := facts.files(table):
                source = (
                    f"read_parquet([{', '.join(literal(str(each)) for each in files)}], union_by_name = true)"
                )
                query = asked.format(source=source, keys=listed)
                found += [Happened(*row) for row in con.execute(query).fetchall()]
    return sorted(found, key=lambda each: (each.day, each.kind, each.number), reverse=True)
