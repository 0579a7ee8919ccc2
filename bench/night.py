"""A whole night, from facts to a published snapshot, step by step and by size of the shop.

    python bench/night.py [--customers 1000000] [--growth] [--write docs/numbers/night.md]

The shop is invented and only meant to be large: ten orders a customer over three years, two and a half lines an
order, five thousand articles, 6 % of lines sent back, service, points, advertising, open invoices. Limits: 60 s
and 4 GB for 1,000,000 customers, 10,000,000 orders, 25,000,000 lines on two cores.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from treue.facts.declared import TABLES
from treue.facts.manifest import Manifest, write_manifest
from treue.facts.stored import arrow_schema
from treue.loop.home import KEY

PIECE = 100_000
SIZES = (10_000, 100_000, 1_000_000)
LIMIT_SECONDS, LIMIT_MEGABYTES, LIMIT_AT = 60.0, 4096.0, 1_000_000
ARTICLES, CATEGORIES = 5_000, 40
DAYS = 3 * 365
FIRST = np.datetime64("2023-06-01")
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # keys lie all over their range, as those of real customers
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Night:
    """What one night took.

    Args:
        rows: of orders and order lines.
        seconds: by step, as the run's manifest tells them.
        wall: from start to end of the process, seconds.
        peak: resident, megabytes.
    """

    customers: int
    rows: dict[str, int]
    seconds: dict[str, float]
    wall: float
    peak: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=SIZES[-1])
    parser.add_argument("--growth", action="store_true", help="10,000, 100,000 and 1,000,000 customers")
    parser.add_argument("--home", type=Path, help="keep the shop here; one that is there is used again")
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sizes = SIZES if asked.growth else (asked.customers,)
        nights = [one_night(asked.home or Path(scratch) / str(size), size) for size in sizes]
    text = "\n".join(table(nights))
    print(text)
    if asked.write:
        asked.write.write_text(text + "\n", encoding="utf-8")


def one_night(home: Path, customers: int) -> Night:
    """Make the shop unless it is there, run a night in a process of its own."""
    rows = {name: pq.read_metadata(home / "facts" / name / f"{name}-000001.parquet").num_rows
            for name in ("orders", "order_lines")} if home.exists() else write_shop(home, customers)  # fmt: skip
    begin = time.monotonic()
    command = [sys.executable, "-m", "treue", "run", "--home", str(home), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.monotonic() - begin
    if done.returncode:
        raise SystemExit(done.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Night(customers, rows, json.loads(done.stdout)["seconds"], wall, peak)


def table(nights: list[Night]) -> list[str]:
    """Steps down, sizes across; how a step grows with ten times the customers is to be read along a row."""
    steps = list(nights[-1].seconds)
    head = " | ".join(f"{each.customers:,} customers" for each in nights)
    lines = [f"| step | {head} |", "|---|" + "---|" * len(nights)]
    lines += [
        f"| {step} | " + " | ".join(f"{each.seconds.get(step, 0):.1f} s" for each in nights) + " |"
        for step in steps
    ]
    for name in nights[-1].rows:
        lines.append(f"| rows of {name} | " + " | ".join(f"{each.rows[name]:,}" for each in nights) + " |")
    lines.append("| whole process | " + " | ".join(f"{each.wall:.1f} s" for each in nights) + " |")
    lines.append("| peak memory | " + " | ".join(f"{each.peak:,.0f} MB" for each in nights) + " |")
    if nights[-1].customers == LIMIT_AT:
        ratios = nights[-1].wall / LIMIT_SECONDS, nights[-1].peak / LIMIT_MEGABYTES
        lines += [
            "",
            f"Of the limits at {LIMIT_AT:,} customers: time {ratios[0]:.2f}, memory {ratios[1]:.2f}.",
        ]
    return lines


def write_shop(home: Path, customers: int, seed: int = 20261128) -> dict[str, int]:
    """Facts of an invented shop, written as a load leaves them; rows by table."""
    facts = home / "facts"
    names = (
        "customers",
        "products",
        "orders",
        "order_lines",
        "refunds",
        "payments",
        "tickets",
        "points",
        "touches",
        "spend",
    )
    for name in names:
        (facts / name).mkdir(parents=True)
    writers = {
        name: pq.ParquetWriter(facts / name / f"{name}-000001.parquet", arrow_schema(TABLES[name]))
        for name in names
    }
    rows = dict.fromkeys(names, 0)

    def add(name: str, columns: dict[str, object]) -> None:
        made = shaped(name, columns)
        writers[name].write_table(made, row_group_size=122_880)
        rows[name] += len(made)

    rng = np.random.default_rng(seed)
    cost = rng.integers(200, 4_000, ARTICLES)
    add("products", articles(cost, rng))
    add("spend", spend(rng))
    for first in range(0, customers, PIECE):
        for name, columns in piece(first, min(PIECE, customers - first), cost, rng).items():
            add(name, columns)
    for name, writer in writers.items():
        writer.close()
        write_manifest(facts / name, Manifest(1, (f"{name}-000001.parquet",), rows[name]))
    (home / KEY).write_text("0" * 64)
    (home / "treue.toml").write_text(
        '[shop]\ncurrency = "EUR"\n[vat]\nprices = "gross"\n[costs]\nservice_hour = "30"\n[engine]\nmemory = "2500MB"\n'
    )
    return {name: rows[name] for name in ("orders", "order_lines")}


def shaped(name: str, columns: dict[str, object]) -> pa.Table:
    """In the declared columns; those not told are empty."""
    schema = arrow_schema(TABLES[name])
    length = max(len(each) for each in columns.values() if not isinstance(each, str | int))
    told = {"source": "bench", "version": 1} | columns
    arrays = []
    for field in schema:
        value = told.get(field.name)
        if value is None:
            arrays.append(pa.nulls(length, field.type))
        elif isinstance(value, str | int):
            arrays.append(pa.repeat(pa.scalar(value, field.type), length))
        else:
            arrays.append(pa.array(value).cast(field.type))
    return pa.table(arrays, schema=schema)


def articles(cost: IntArray, rng: np.random.Generator) -> dict[str, object]:
    number = np.arange(ARTICLES)
    return {
        "product": text("A", number), "name": text("Artikel ", number), "category": text("K", number % CATEGORIES),
        "unit_cost_minor": np.where(rng.random(ARTICLES) < 0.8, cost, cost), "currency": "EUR", "vat_bp": 1900,
    }  # fmt: skip


def spend(rng: np.random.Generator) -> dict[str, object]:
    day = np.arange(0, DAYS, 7)
    return {
        "day": FIRST + day,
        "channel": "search",
        "campaign": "",
        "cost_minor": rng.integers(10_000, 90_000, len(day)),
        "currency": "EUR",
    }


def piece(
    first: int, customers: int, cost: IntArray, rng: np.random.Generator
) -> dict[str, dict[str, object]]:
    """All rows of some customers: gamma rates, exponential lifetimes, uniform entry."""
    begin = rng.uniform(0, DAYS - 30, customers)
    left = np.minimum(begin + rng.exponential(900, customers), DAYS)
    more = rng.poisson(rng.gamma(0.9, 1 / 45, customers) * (left - begin))
    counts = 1 + np.minimum(more, 400)
    who = np.repeat(np.arange(customers), counts)
    opens = np.concatenate(([0], np.cumsum(counts)[:-1]))
    when = begin[who] + rng.random(len(who)) * (left - begin)[who]
    when[opens] = begin
    day = when.astype(np.int64)
    orders = len(who)
    per_order = 1 + rng.poisson(1.5, orders)
    of = np.repeat(np.arange(orders), per_order)
    position = np.arange(len(of)) - np.repeat(np.concatenate(([0], np.cumsum(per_order)[:-1])), per_order) + 1
    article = np.minimum((rng.pareto(1.1, len(of)) * 40).astype(np.int64), ARTICLES - 1)
    amount = np.asarray(cost[article] * 2.1).astype(np.int64) + rng.integers(0, 300, len(of))
    total = np.bincount(of, amount).astype(np.int64)
    order_id = pa.array(text(f"bench-{first}-", np.arange(orders)))
    at = (FIRST + day).astype("datetime64[us]") + np.timedelta64(10, "h")
    back = np.flatnonzero(rng.random(len(of)) < 0.06)
    opened = np.flatnonzero(rng.random(orders) < 0.08)
    invoiced = np.flatnonzero(rng.random(orders) < 0.2)
    paid = invoiced[rng.random(len(invoiced)) < 0.97]
    mailed = np.flatnonzero(rng.random(orders) < 0.5)
    key = (_SPREAD * (first + np.arange(customers, dtype=np.uint64) + 1) % 2**63).astype(np.int64)
    customer = key[who]
    euro = {"currency": "EUR"}

    def days(rows: IntArray, later: int = 0) -> dict[str, object]:
        on = np.minimum(day[rows] + later, DAYS - 1)
        return {"day": FIRST + on}

    def moments(rows: IntArray, later: int = 0) -> NDArray[np.datetime64]:
        return (FIRST + np.minimum(day[rows] + later, DAYS - 1)).astype("datetime64[us]") + np.timedelta64(
            12, "h"
        )

    return {
        "customers": {"customer": key, "channel": pa.array(np.where(rng.random(customers) < 0.4, "search", "direct"))},
        "orders": {
            "order_id": order_id, "customer": customer, "ordered_at": at, "day": FIRST + day, "prices": "gross", **euro,
            "amount_minor": total, "country": "DE", "shipping_charged_minor": np.where(total < 5_000, 490, 0), "shipping_paid_minor": 420,
            "payment_fee_minor": (total * 0.02).astype(np.int64),
        },
        "order_lines": {
            "order_id": order_id.take(pa.array(of)), "position": position, "product": text("A", article), "kind": "goods",
            "quantity_milli": 1_000, "price_minor": amount, "amount_minor": amount, "vat_bp": 1900, **euro,
        },
        "refunds": {
            "refund_id": text(f"r{first}-", back), "order_id": order_id.take(pa.array(of[back])), "position": position[back],
            "customer": customer[of[back]], "refunded_at": moments(of[back], 12), **days(of[back], 12), "product": text("A", article[back]),
            "kind": "goods", "quantity_milli": 1_000, "prices": "gross", **euro, "vat_bp": 1900, "amount_minor": amount[back], "handling_minor": 250,
        },
        "payments": {
            "payment_id": text(f"d{first}-", np.concatenate((invoiced * 2, paid * 2 + 1))),
            "order_id": order_id.take(pa.array(np.concatenate((invoiced, paid)))),
            "customer": customer[np.concatenate((invoiced, paid))],
            "paid_at": np.concatenate((moments(invoiced), moments(paid, 14))),
            "day": np.concatenate((FIRST + day[invoiced], FIRST + np.minimum(day[paid] + 14, DAYS - 1))),
            "kind": pa.array(["due"] * len(invoiced) + ["paid"] * len(paid)), **euro,
            "amount_minor": total[np.concatenate((invoiced, paid))],
        },
        "tickets": {
            "ticket_id": text(f"t{first}-", opened), "customer": customer[opened], "opened_at": moments(opened, 3), **days(opened, 3),
            "answered_at": moments(opened, 3) + np.timedelta64(5, "h"), "minutes": rng.poisson(9, len(opened)),
        },
        "points": {
            "booking_id": text(f"p{first}-", np.arange(orders)), "customer": customer, "at": at, "day": FIRST + day, "kind": "earned",
            "points": total // 100, "value_minor": total // 100, **euro,
        },
        "touches": {
            "touch_id": text(f"m{first}-", mailed), "customer": customer[mailed], "at": moments(mailed, 20), **days(mailed, 20),
            "channel": "mail", "cost_minor": 2, **euro,
        },
    }  # fmt: skip


def text(prefix: str, number: IntArray) -> pa.Array:
    """Prefix and number, as strings."""
    return pc.binary_join_element_wise(prefix, pa.array(number).cast(pa.string()), "")


if __name__ == "__main__":
    main()
