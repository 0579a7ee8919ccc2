"""Do simulated shops look like real ones? Each preset beside public sets, in the same figures.

    python bench/shapes.py [--customers 20000]

Reads the public sets below TREUE_DATA (default ../shared/data). What each figure means: treue/simulation/shapes.py.
Apparel is simulated by its authors, too. Presets have been open for a year when their facts begin, but for those
beside quasi cohorts (CDNOW, grocery, apparel), of which the first orders are known.
"""

from __future__ import annotations

import argparse
import gzip
import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from treue.simulation.shapes import Shapes, shapes_of
from treue.simulation.telling.sold import sell
from treue.simulation.world.days import number_of
from treue.simulation.world.play import Plan, live, open_world
from treue.simulation.world.terms import PRESETS, preset

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TREUE_DATA", ROOT.parent / "shared" / "data"))
Column = np.ndarray


def cdnow() -> Shapes:
    with gzip.open(DATA / "cdnow/CDNOW_master.txt.gz", "rt") as file:
        rows = [line.split() for line in file if line.split() and line.split()[0].isdigit()]
    day = np.array([number_of(date(int(row[1][:4]), int(row[1][4:6]), int(row[1][6:]))) for row in rows])
    who = np.array([int(row[0]) for row in rows])
    return by_day(who, day, np.array([float(row[3]) for row in rows]))


def online_retail() -> Shapes:
    table = pq.read_table(DATA / "online_retail/online_retail.parquet")
    table = table.filter(pc.is_valid(table["CustomerID"]))
    invoice = np.array([str(each) for each in table["InvoiceNo"].to_pylist()])
    amount = table["Quantity"].to_numpy() * table["UnitPrice"].to_numpy()
    when = np.array(table["InvoiceDate"].to_pylist(), "datetime64[D]").astype(np.int64)
    who = np.array(table["CustomerID"].to_pylist(), float).astype(np.int64)
    sold = ~np.char.startswith(invoice, "C") & (amount > 0)
    back = -amount[np.char.startswith(invoice, "C")].sum() / amount[sold].sum()
    _, first, place = np.unique(invoice[sold], return_index=True, return_inverse=True)
    return shapes_of(who[sold][first], when[sold][first], np.bincount(place, amount[sold]), float(back))


def complete_journey() -> Shapes:
    table = pq.read_table(
        DATA / "complete_journey/transactions.parquet",
        columns=["household_id", "basket_id", "sales_value", "transaction_timestamp"],
    )
    basket = np.array(table["basket_id"].to_pylist()).astype(str)
    _, first, place = np.unique(basket, return_index=True, return_inverse=True)
    day = np.array(table["transaction_timestamp"].to_numpy(), "datetime64[D]").astype(np.int64)
    who = np.array(table["household_id"].to_pylist()).astype(str)
    who = np.unique(who, return_inverse=True)[1]
    return shapes_of(who[first], day[first], np.bincount(place, table["sales_value"].to_numpy()))


def grocery() -> Shapes:
    table = pq.read_table(DATA / "btydplus_grocery/groceryElog.parquet")
    day = np.array(table["date"].to_pylist(), "datetime64[D]").astype(np.int64)
    who = np.unique(np.array(table["cust"].to_pylist()).astype(str), return_inverse=True)[1]
    return shapes_of(who, day, None)


def apparel() -> Shapes:
    table = pq.read_table(DATA / "clvtools_apparel/apparelTrans.parquet")
    day = np.array(table["Date"].to_pylist(), "datetime64[D]").astype(np.int64)
    who = np.unique(np.array(table["Id"].to_pylist()).astype(str), return_inverse=True)[1]
    return by_day(who, day, table["Price"].to_numpy())


def by_day(who: Column, day: Column, amount: Column) -> Shapes:
    """Orders of one day are one."""
    span = int(day.max()) + 1
    key, place = np.unique(who * span + day, return_inverse=True)
    return shapes_of(key // span, key % span, np.bincount(place, amount))


def simulated(name: str, customers: int, before: int) -> Shapes:
    world = open_world(
        preset(name), Plan(seed=1, customers=customers, until=date(2026, 10, 31), before=before)
    )
    world, lived = live(world, number_of(date(2026, 10, 31)))
    orders = lived.intents.orders
    sold = sell(world, orders.where(orders.day >= world.plan.first))
    back = np.where(sold.come.goes_back, sold.lines.amount, 0).sum() / sold.lines.amount.sum()
    return shapes_of(sold.people.number, sold.day, sold.charges.goods / 100, float(back))


REAL: Mapping[str, Callable[[], Shapes]] = {
    "Online Retail": online_retail,
    "Complete Journey": complete_journey,
    "CDNOW": cdnow,
    "grocery set": grocery,
    "apparel set": apparel,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=20_000)
    asked = parser.parse_args()
    found = {name: read() for name, read in REAL.items()}
    for name in PRESETS:
        found[f"*{name}*"] = simulated(name, asked.customers, 365)
        if name in ("fashion", "grocery"):
            found[f"*{name}, from its opening*"] = simulated(name, asked.customers, 0)
    names = [each.name for each in fields(Shapes)]
    print("| shop | " + " | ".join(names).replace("_", " ") + " |")
    print("|---|" + "---|" * len(names))
    for name, shapes in found.items():
        print(f"| {name} | " + " | ".join(figure(getattr(shapes, each)) for each in names) + " |")


def figure(number: float) -> str:
    if np.isnan(number):
        return "-"
    return f"{number:.0f}" if number >= 20 else f"{number:.1f}" if number >= 3 else f"{number:.2f}"


if __name__ == "__main__":
    main()
