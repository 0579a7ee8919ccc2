"""Public shops as diaries: one row per customer and day with an order."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from cdnow_split import order_days

from treue.value.diary import Bookings, Diary
from treue.value.histories import FloatArray, IntArray
from treue.value.next_order import Bought
from treue.value.order_days import OrderDays


def day_of(date: str) -> int:
    return int(np.datetime64(date).astype(np.int64))


@cache
def public_diary(folder: Path, name: str) -> Diary:
    """`cdnow`, `online_retail`, `complete_journey` or `grocery`."""
    if name == "cdnow":
        return Diary(OrderDays(*order_days(folder, "master")), Bookings.none())
    return Diary(_by_day(*_LINES[name](folder)), Bookings.none())


@cache
def public_lines(folder: Path, most: int = 300) -> Bought:
    """The product types of which Complete Journey sold most pieces; lines of 100 or more are left out."""
    folder = folder / "complete_journey"
    lines = pq.read_table(
        folder / "transactions.parquet",
        columns=["household_id", "product_id", "quantity", "transaction_timestamp"],
    )
    articles = pq.read_table(folder / "products.parquet", columns=["product_id", "product_type"])
    _, kind = np.unique(np.array(articles["product_type"].to_pylist(), dtype=str), return_inverse=True)
    number = articles["product_id"].to_numpy().astype(np.int64)
    order = np.argsort(number)
    place = np.searchsorted(number[order], lines["product_id"].to_numpy().astype(np.int64))
    product, pieces = kind[order][place], lines["quantity"].to_numpy().astype(np.float64)
    sold = (pieces > 0) & (pieces < 100)
    total = np.bincount(product[sold], pieces[sold])
    sold &= np.isin(product, np.argsort(-total, kind="stable")[:most])
    customer = lines["household_id"].to_numpy().astype(np.int64)
    return Bought(customer[sold], product[sold], _days(lines["transaction_timestamp"])[sold], pieces[sold])


def _by_day(customer: IntArray, day: IntArray, revenue: FloatArray) -> OrderDays:
    keys, row = np.unique(customer * 100_000 + day, return_inverse=True)
    return OrderDays(keys // 100_000, keys % 100_000, np.bincount(row, revenue))


def _days(column: object) -> IntArray:
    return np.asarray(column).astype("datetime64[D]").astype(np.int64)


def _online_retail(folder: Path) -> tuple[IntArray, IntArray, FloatArray]:
    lines = pq.read_table(folder / "online_retail" / "online_retail.parquet")
    sold = pc.and_(pc.greater(lines["Quantity"], 0), pc.greater(lines["UnitPrice"], 0))
    lines = lines.filter(pc.and_(sold, pc.is_valid(lines["CustomerID"])))
    paid = lines["Quantity"].to_numpy() * lines["UnitPrice"].to_numpy()
    return lines["CustomerID"].to_numpy().astype(np.int64), _days(lines["InvoiceDate"]), paid


def _complete_journey(folder: Path) -> tuple[IntArray, IntArray, FloatArray]:
    columns = ["household_id", "transaction_timestamp", "sales_value"]
    lines = pq.read_table(folder / "complete_journey" / "transactions.parquet", columns=columns)
    customer = lines["household_id"].to_numpy().astype(np.int64)
    return customer, _days(lines["transaction_timestamp"]), lines["sales_value"].to_numpy()


def _grocery(folder: Path) -> tuple[IntArray, IntArray, FloatArray]:
    lines = pq.read_table(folder / "btydplus_grocery" / "groceryElog.parquet")
    customer = np.array([int(each) for each in lines["cust"].to_pylist()])
    return customer, _days(lines["date"]), np.ones(len(customer))


_LINES = {"online_retail": _online_retail, "complete_journey": _complete_journey, "grocery": _grocery}
