"""An order log of any size, a million customers at a time: as many as fit on the disk, not in memory.

    python bench/synthetic.py log.parquet --customers 10000000

Customers come over twelve weeks and are watched for 78; they buy by BG/NBD and spend by Gamma-Gamma with the
published parameters of CDNOW, as in the peers' own script. Orders of one day are one row.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

PIECE = 1_000_000
FIRST = np.datetime64("1997-01-01")
ENTRY_DAYS, DAYS = 12 * 7, 78 * 7
R, ALPHA, A, B = 0.243, 4.414, 0.793, 2.426  # per week
P, Q, GAMMA = 6.25, 3.74, 15.44


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--customers", type=int, default=PIECE)
    asked = parser.parse_args()
    print(f"{write_log(asked.out, asked.customers):,} orders")


def write_log(out: Path, customers: int, seed: int = 20240601) -> int:
    """Write customer_id, date, amount; the number of rows."""
    rows = 0
    writer: pq.ParquetWriter | None = None
    for piece, rng in enumerate(np.random.default_rng(seed).spawn(-(-customers // PIECE))):
        table = orders(piece * PIECE, min(PIECE, customers - piece * PIECE), rng)
        writer = writer or pq.ParquetWriter(out, table.schema)
        writer.write_table(table, row_group_size=122_880)
        rows += len(table)
    if writer:
        writer.close()
    return rows


def orders(first: int, customers: int, rng: np.random.Generator) -> pa.Table:
    """The orders of some customers, by customer, then day."""
    customer, day = purchases(customers, rng)
    scale = rng.gamma(Q, 1 / GAMMA, customers)
    amount = np.maximum(rng.gamma(P, 1.0, len(customer)) / scale[customer], 0.01)
    key, place = np.unique(customer * DAYS + day, return_inverse=True)
    return pa.table(
        {
            "customer_id": first + key // DAYS,
            "date": pa.array((FIRST + key % DAYS).astype("datetime64[D]")),
            "amount": np.round(np.bincount(place, amount), 2),
        }
    )


def purchases(customers: int, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Customer and day of every purchase, the first ones included; customers count from 0."""
    days_between = 7.0 / rng.gamma(R, 1 / ALPHA, customers)
    leaves = rng.beta(A, B, customers)
    active, time = np.arange(customers), rng.uniform(0, ENTRY_DAYS, customers)
    found = [(active, time)]
    while len(active):
        time = time + rng.exponential(1.0, len(active)) * days_between[active]
        active, time = active[time < DAYS], time[time < DAYS]
        found.append((active, time))
        stays = rng.random(len(active)) >= leaves[active]
        active, time = active[stays], time[stays]
    customer, when = (np.concatenate(each) for each in zip(*found, strict=True))
    return customer, when.astype(np.int64)


if __name__ == "__main__":
    main()
