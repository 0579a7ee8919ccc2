"""How honest the comparison of frictions is on real histories, and how fast on a million invented customers.

    PYTHONPATH=tests/value:tests/value/experience python bench/frictions.py

A friction without any effect strikes the more often the more orders somebody has had: nothing must be found.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import friction_worlds as worlds
import numpy as np
from public_diaries import public_diary

from treue.value.diary import Bookings, Diary
from treue.value.experience import (
    Events,
    FirstOrders,
    Timeline,
    compare_firsts,
    late_promises,
    measure,
    returned,
)

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = {"cdnow": 91, "online_retail": 91, "complete_journey": 28}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--customers", type=int, default=1_000_000)
    asked = parser.parse_args()
    print("| set | order days | plain | ours | scatter | held 80, 95 % | margin held | balance |")
    for name, ahead in SETS.items():
        print(honesty(name, public_diary(asked.data, name), ahead, asked.draws))
    speed(asked.customers)


def honesty(name: str, diary: Diary, ahead: int, draws: int) -> str:
    orders = diary.orders
    diary = Diary(orders, Bookings(orders.customer, orders.day, orders.revenue))
    timeline = Timeline.of(diary, int(orders.day.max()))
    begins = np.flatnonzero(np.diff(orders.customer, prepend=orders.customer[0] - 1))
    before = np.arange(len(orders.day)) - np.repeat(begins, np.diff(begins, append=len(orders.day)))
    chance = 0.03 + 0.35 * before / (before + np.median(before[before > 0]))
    plain, found = [], []
    for seed in range(draws):
        late = np.random.default_rng(seed).random(len(chance)) < chance
        events = Events(orders.customer, orders.day + 3, late, np.full(len(late), 3))
        found.append(measure(("late_delivery", "promised"), events, timeline, ahead))
        seen = events.where(timeline.followed(events, ahead))
        again = timeline.look(seen, ahead).again
        plain.append(100 * (again[seen.touched].mean() - again[~seen.touched].mean()))
    ours = [100 * each.retention.mean for each in found]
    held = [
        np.mean([low <= 0 <= high for low, high in (getattr(each, of).interval(share) for each in found)])
        for of in ("retention", "value")
        for share in (0.8, 0.95)
    ]
    balance = np.mean([each.balance for each in found], axis=0)
    return (
        f"| {name}, {ahead} | {len(chance):,} | {np.mean(plain):+.1f} | {np.mean(ours):+.2f} | {np.std(ours):.2f} "
        f"| {held[0]:.0%}, {held[1]:.0%} | {held[2]:.0%}, {held[3]:.0%} | {balance[0]:.2f} to {balance[1]:.2f} |"
    )


def speed(customers: int) -> None:
    rng = np.random.default_rng(1)
    customer, day = worlds.orders(rng, customers)
    customer = np.sort(rng.integers(-(2**62), 2**62, customers))[customer]
    count = len(day)
    took, promised = rng.integers(1, 12, count), rng.integers(2, 8, count)
    back = np.where(rng.random(count) < 0.05, rng.integers(3, 40, count), -1)
    first = np.flatnonzero(np.diff(customer, prepend=customer[0] - 1))
    firsts = FirstOrders(
        customer[first], day[first], rng.integers(0, 500, len(first)), tuple(map(str, range(500)))
    )
    diary = worlds.diary_of(customer, day)
    wall, cpu = time.perf_counter(), time.process_time()
    timeline = Timeline.of(diary, worlds.UNTIL)
    measure(
        ("late_delivery", "promised"), late_promises(customer, day, promised, took), timeline, worlds.AHEAD
    )
    measure(("return", ""), returned(customer, day, back, rng), timeline, worlds.AHEAD)
    compare_firsts("first_article", firsts, timeline, worlds.AHEAD)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{customers:,} customers, {count:,} orders: {wall:.1f} s, CPU {cpu:.1f} s")


if __name__ == "__main__":
    main()
