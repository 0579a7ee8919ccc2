"""How believable twins are, on public shops: told apart, too near, and what their future adds up to.

    python bench/twin.py [--data ../shared/data] [--splits 2] [--origins 8] [--only likeness|future] [--sets ...]

Likeness: the twin is learned from half of the customers and held beside the other half. Printed is the AUC of a
fixed judge (`likeness.told_apart`), the same for a copy of the half learned from, and how near twins come to it
(`likeness.nearness`). Goals: AUC at most .70 on Online Retail and .80 on Complete Journey, nearer at most .5.

Future: at days a month apart the shop's known customers are played on for 13 weeks; printed is how often the
order days that came lie in the 80 % interval of the total, and where in it. Goal: 70 to 90 % of all cells.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from treue.simulation.twin.ahead import months_ahead, play_on
from treue.simulation.twin.drawing import draw
from treue.simulation.twin.law import law_of
from treue.simulation.twin.learning import learn
from treue.simulation.twin.likeness import features_of, nearness, told_apart
from treue.simulation.twin.playing import invent
from treue.simulation.twin.reading import seen_of
from treue.simulation.twin.seen import Seen
from treue.simulation.twin.shocks import shocks_of

AHEAD_DAYS, FUTURES = 91, 200
JUDGED = ("online_retail", "complete_journey")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--splits", type=int, default=2)
    parser.add_argument("--origins", type=int, default=8)
    parser.add_argument("--only", choices=("likeness", "future"))
    parser.add_argument("--sets", nargs="*", default=list(SHOPS))
    asked = parser.parse_args()
    if asked.only != "future":
        print(
            "| set | split | told apart | of a copy | nearer | nearest 1 % | copies | seconds |\n|---|---|---|---|---|---|---|---|"
        )
        for name in asked.sets:
            if name in JUDGED:
                likeness(name, SHOPS[name](asked.data), asked.splits)
    if asked.only != "likeness":
        print(
            "\n| set | day | customers | came | 80 % interval | inside | place |\n|---|---|---|---|---|---|---|"
        )
        found = [each for name in asked.sets for each in future(name, SHOPS[name](asked.data), asked.origins)]
        print(f"\n{sum(found)} of {len(found)} inside: {np.mean(found):.0%}")


def likeness(name: str, seen: Seen, splits: int) -> None:
    for split in range(splits):
        began = time.perf_counter()
        rng = np.random.default_rng(split)
        side = rng.permutation(len(seen)) < len(seen) // 2
        trained, others = seen.of(side), seen.of(~side)
        law = law_of(trained, learn(trained, rng))
        twins = invent(law, draw(law, np.arange(len(others)), split), split)
        judged = features_of(others)
        area, error = told_apart(judged, features_of(twins))
        copy, _ = told_apart(judged, features_of(trained))
        near = nearness(trained, others, twins)
        print(
            f"| {name} | {split} | {area:.3f} ± {error:.3f} | {copy:.3f} | {near.nearer:.3f} ± {near.error:.3f} "
            f"| {near.very_near:.1%} | {near.copies} | {time.perf_counter() - began:.0f} |",
            flush=True,
        )


def future(name: str, whole: Seen, origins: int) -> list[bool]:
    found = []
    begin = whole.first + (180 if whole.until - whole.first > 400 else 130)
    for day in range(begin, whole.until - AHEAD_DAYS + 1, 30)[:origins]:
        seen = whole.upto(day)
        learned = learn(seen, np.random.default_rng(day))
        months = months_ahead(day, AHEAD_DAYS)
        levels = shocks_of(learned.months).levels(months, FUTURES, np.random.default_rng(day))
        totals = np.array([len(each.day) for each in play_on(seen, learned, AHEAD_DAYS, day, levels)])
        known = np.isin(whole.keys[whole.customer], seen.keys)
        came = int((known & (whole.day > day) & (whole.day <= day + AHEAD_DAYS)).sum())
        low, high = np.quantile(totals, [0.1, 0.9])
        found.append(bool(low <= came <= high))
        print(
            f"| {name} | {np.datetime64(day, 'D')} | {len(seen)} | {came:,} | {low:,.0f} to {high:,.0f} "
            f"| {'yes' if found[-1] else 'no'} | {(totals < came).mean():.2f} |",
            flush=True,
        )
    return found


def online_retail(data: Path) -> Seen:
    rows = pq.read_table(data / "online_retail" / "online_retail.parquet")
    rows = rows.filter(pc.is_valid(rows["CustomerID"]))
    pieces, price = rows["Quantity"].to_numpy(), rows["UnitPrice"].to_numpy()
    who, day = rows["CustomerID"].to_numpy().astype(np.int64), days_of(rows["InvoiceDate"])
    sold, back = (pieces > 0) & (price > 0), pieces < 0
    given = pa.table({
        "customer": who[back], "day": day[back], "ordered": pa.nulls(back.sum(), pa.date32()),
        "back_minor": np.rint(-100 * pieces[back] * price[back]).astype(np.int64),
    })  # fmt: skip
    return by_day(who[sold], day[sold], 100 * pieces[sold] * price[sold], 1000 * pieces[sold], given)


def complete_journey(data: Path) -> Seen:
    rows = pq.read_table(data / "complete_journey" / "transactions.parquet")
    paid, pieces = rows["sales_value"].to_numpy(), rows["quantity"].to_numpy()
    sold = (paid > 0) & (pieces > 0)
    who, day = rows["household_id"].to_numpy().astype(np.int64), days_of(rows["transaction_timestamp"])
    return by_day(who[sold], day[sold], 100 * paid[sold], 1000 * pieces[sold])


def cdnow(data: Path) -> Seen:
    lines = np.loadtxt(data / "cdnow" / "CDNOW_sample.txt.gz", dtype=str)
    date = np.array([f"{each[:4]}-{each[4:6]}-{each[6:]}" for each in lines[:, 2]], "datetime64[D]")
    return by_day(lines[:, 1].astype(np.int64), date.astype(np.int64))


def grocery(data: Path) -> Seen:
    rows = pq.read_table(data / "btydplus_grocery" / "groceryElog.parquet")
    return by_day(np.array([int(each) for each in rows["cust"].to_pylist()]), days_of(rows["date"]))


def apparel(data: Path) -> Seen:
    rows = pq.read_table(data / "clvtools_apparel" / "apparelTrans.parquet")
    return by_day(np.array([int(each) for each in rows["Id"].to_pylist()]), days_of(rows["Date"]))


def by_day(
    who: np.ndarray, day: np.ndarray, amount: np.ndarray | None = None, milli: np.ndarray | None = None,
    back: pa.Table | None = None,
) -> Seen:  # fmt: skip
    keys, row = np.unique(who * 100_000 + day, return_inverse=True)
    counted = np.bincount(row) if amount is not None else np.zeros(len(keys), np.int64)
    none = np.zeros(len(who))
    table = pa.table({
        "customer": keys // 100_000, "day": keys % 100_000,
        "amount_minor": np.rint(np.bincount(row, none if amount is None else amount)).astype(np.int64),
        "lines": counted.astype(np.int64),
        "milli": np.bincount(row, none if milli is None else milli).astype(np.int64),
    })  # fmt: skip
    empty = pa.table(
        {name: pa.array([], pa.int64()) for name in ("customer", "day", "ordered", "back_minor")}
    )
    return seen_of(table, empty if back is None else back, int(day.max()))


def days_of(column: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(column).astype("datetime64[D]").astype(np.int64)


SHOPS: dict[str, Callable[[Path], Seen]] = {
    "online_retail": online_retail, "complete_journey": complete_journey, "cdnow": cdnow, "grocery": grocery,
    "apparel": apparel,
}  # fmt: skip


if __name__ == "__main__":
    main()
