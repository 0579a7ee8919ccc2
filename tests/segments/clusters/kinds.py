"""Customers of known kinds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.clusters import Features
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.past import Past


@dataclass(frozen=True)
class Shop:
    features: Features
    kind: IntArray


# One line a kind: orders, days between them, days of silence, basket, margin rate.
KINDS = np.array([
    [1.0, np.nan, 400.0, 30.0, 0.3],
    [20.0, 15.0, 10.0, 30.0, 0.3],
    [4.0, 90.0, 60.0, 250.0, 0.3],
    [8.0, 40.0, 300.0, 60.0, -0.1],
])  # fmt: skip
NAMES = ("orders", "gap_days", "silence_days", "basket", "profit", "margin_rate")


def kinds_of(rng: np.random.Generator, people: int, many: int = 4, noise: float = 0.2) -> Shop:
    """Customers scattered around `many` kinds, the logarithm of each figure by `noise`."""
    kind = rng.integers(0, many, people)
    told = KINDS[kind]
    told[:, :4] *= np.exp(noise * rng.standard_normal((people, 4)))
    told[:, 0] = np.maximum(np.round(told[:, 0]), 1)
    profit = told[:, 3] * told[:, 0] * told[:, 4]
    return Shop(Features(np.arange(people) + 1000, NAMES, np.insert(told, 4, profit, axis=1)), kind)


def cloud(rng: np.random.Generator, people: int) -> Features:
    """Customers of no kind at all."""
    names = ("orders", "silence_days", "tenure_days", "basket", "profit", "margin_rate")
    table = np.exp(rng.standard_normal((people, 6)))
    table[:, 5] = rng.uniform(-1, 1, people)
    return Features(np.arange(people), names, table)


def rows(features: Features, which: IntArray) -> Features:
    return Features(features.customer[which], features.names, features.table[which])


def plain_past(people: int, *, amounts: bool = True) -> Past:
    """Each customer with one order more than the one before, a day apart."""
    key = np.arange(people)
    count = (key % 5 + 1).astype(np.float64)
    zero = np.zeros(people)
    money: FloatArray = 10.0 * count if amounts else zero
    return Past(
        customer=key, first_day=np.full(people, 100), last_day=99 + count.astype(np.int64),
        orders=count.astype(np.int64),
        histories=Histories(count - 1, count - 1, np.full(people, 30.0), np.ones(people)),
        spend_days=count if amounts else zero, spend=money,
        repeat_spend_days=zero, repeat_spend=zero, revenue=money, margin=0.4 * money - count, order_cost=zero,
        service=count, contact=zero, acquisition=zero, reserve=zero, margin_12m=0.4 * money - count,
        margin_24m=money,
    )  # fmt: skip
