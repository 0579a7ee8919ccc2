"""CDNOW cut at a day: histories up to it, and what came in the stretch after it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.spend import order_amounts

COLUMNS = {"sample": (1, 2, 4), "master": (0, 1, 3)}


@dataclass(frozen=True)
class Split:
    """One row per customer by number; `customer` and `day` are all order days up to the split."""

    histories: Histories
    counts: FloatArray
    means: FloatArray
    orders: FloatArray
    value: FloatArray
    customer: IntArray
    day: IntArray
    split_day: int
    horizon_days: int


def day_number(day: str) -> int:
    return int(np.datetime64(day).astype(np.int64))


@cache
def order_days(folder: Path, name: str) -> tuple[IntArray, IntArray, FloatArray]:
    """Customer, day and value, one row per customer and day."""
    rows = []
    with gzip.open(folder / "cdnow" / f"CDNOW_{name}.txt.gz", "rt") as lines:
        for line in lines:
            parts = line.split()
            if parts and parts[0].isdigit():
                rows.append([parts[column] for column in COLUMNS[name]])
    customer, day, amount = (np.array(column) for column in zip(*rows, strict=True))
    days = np.array([f"{d[:4]}-{d[4:6]}-{d[6:]}" for d in day], dtype="datetime64[D]").astype(np.int64)
    keys, row = np.unique(customer.astype(np.int64) * 100_000 + days, return_inverse=True)
    return keys // 100_000, keys % 100_000, np.bincount(row, amount.astype(np.float64))


@cache
def cdnow_split(folder: Path, name: str, split: str = "1997-09-30", until: str = "1998-06-30") -> Split:
    customer, day, amount = order_days(folder, name)
    split_day, end = day_number(split), day_number(until)
    seen = day <= split_day
    ids, first, row = np.unique(customer[seen], return_index=True, return_inverse=True)
    last = np.append(first[1:], seen.sum()) - 1
    began, latest = day[seen][first], day[seen][last]
    after = (day > split_day) & (day <= end) & np.isin(customer, ids)
    which = np.searchsorted(ids, customer[after])
    counts, means = order_amounts(customer[seen], day[seen], amount[seen])
    return Split(
        histories=Histories(
            np.bincount(row) - 1.0,
            (latest - began).astype(np.float64),
            (split_day - began).astype(np.float64),
            np.ones(len(ids)),
        ),
        counts=counts,
        means=means,
        orders=np.bincount(which, minlength=len(ids)).astype(np.float64),
        value=np.bincount(which, amount[after], minlength=len(ids)),
        customer=customer[seen],
        day=day[seen],
        split_day=split_day,
        horizon_days=end - split_day,
    )
