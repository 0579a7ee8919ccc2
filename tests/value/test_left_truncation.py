from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from cdnow_split import cdnow_split

from shop import small_shop
from treue.errors import LeftTruncated
from treue.value.histories import Histories, IntArray
from treue.value.left_truncation import Opening, is_first_known, learned_from, opening_of, warnings_of


def running_shop(
    before_days: int, seed: int, *, cohort_days: int | None = None
) -> tuple[Histories, IntArray]:
    """Two years of a shop that won four customers a day since `before_days` before its file begins.

    Returns:
        The histories, and shape (n,), the day of the customer's true first order, counted from the file's.
    """
    rng = np.random.default_rng(seed)
    last = 730 if cohort_days is None else cohort_days
    first = np.sort(rng.integers(-before_days, last, 4 * (last + before_days)))
    pace, gone = rng.gamma(0.8, 1 / 48.0, len(first)), first + rng.exponential(500.0, len(first))
    customer, day = [np.arange(len(first))], [first.astype(np.float64)]
    while len(customer[-1]):
        who = customer[-1]
        came = day[-1] + rng.exponential(1.0, len(who)) / pace[who]
        stays = came < np.minimum(gone[who], 730)
        customer.append(who[stays])
        day.append(came[stays])
    who, when = np.concatenate(customer), np.floor(np.concatenate(day)).astype(np.int64)
    histories, known = Histories.from_orders(who[when >= 0], when[when >= 0], until=729)
    return histories, first[known]


# Published


@pytest.mark.public_data
@pytest.mark.parametrize("name", ["sample", "master"])
@pytest.mark.parametrize("split", ["1997-06-30", "1997-09-30", "1998-06-30"])
def test_a_cohort_begins_with_its_customers(public_data: Path, name: str, split: str) -> None:
    assert opening_of(cdnow_split(public_data, name, split).histories) is None


@pytest.mark.public_data
@pytest.mark.parametrize("file", ["btydplus_grocery/groceryElog", "clvtools_apparel/apparelTrans"])
def test_so_do_the_grocer_and_the_apparel_shop(public_data: Path, file: str) -> None:
    log = pq.read_table(public_data / f"{file}.parquet")
    _, customer = np.unique(log.column(0).to_pylist(), return_inverse=True)
    day = log.column(1).to_numpy().astype("datetime64[D]").astype(np.int64)
    for share in (0.25, 0.5, 1.0):
        until = int(np.quantile(day, share))
        assert opening_of(Histories.from_orders(customer, day, until=until)[0]) is None


def order_days(path: Path, customer: str, when: str, sold: str) -> tuple[IntArray, IntArray]:
    """Customers and days of all lines with a customer and something sold."""
    log = pq.read_table(path, columns=[customer, when, sold])
    log = log.filter((pc.field(sold) > 0) & (pc.field(customer) > 0))
    day = log[when].to_numpy().astype("datetime64[D]").astype(np.int64)
    return log[customer].to_numpy().astype(np.int64), day


@pytest.mark.public_data
@pytest.mark.parametrize("share", [0.5, 0.75, 1.0])
def test_online_retail_and_complete_journey_begin_in_the_middle(public_data: Path, share: float) -> None:
    retail = public_data / "online_retail" / "online_retail.parquet"
    journey = public_data / "complete_journey" / "transactions.parquet"
    for log, least, most in (
        (order_days(retail, "CustomerID", "InvoiceDate", "Quantity"), 80, 180),
        (order_days(journey, "household_id", "transaction_timestamp", "quantity"), 20, 35),
    ):
        day = log[1]
        until = int(day.min() + share * (day.max() - day.min()))
        opening = opening_of(Histories.from_orders(*log, until=until)[0])
        assert opening is not None
        assert least < opening.days < most


# Recovery


@pytest.mark.parametrize("seed", range(4))
def test_a_shop_that_had_been_running_is_found(seed: int) -> None:
    seen, first = running_shop(1500, seed)
    opening = opening_of(seen)
    assert opening is not None
    # Who bought before the file began: nearly all of them are in its first stretch.
    assert (~is_first_known(seen, opening))[first < 0].mean() > 0.8
    assert opening.customers - opening.later == pytest.approx((first < 0).sum(), rel=0.35)


@pytest.mark.parametrize("seed", range(4))
def test_a_shop_that_opened_with_its_file_is_not(seed: int) -> None:
    assert opening_of(running_shop(0, seed)[0]) is None
    assert opening_of(running_shop(0, seed, cohort_days=90)[0]) is None


def test_a_cohort_that_never_leaves_is_not() -> None:
    """As many too many as a running business shows, but nobody new comes after them."""
    rng = np.random.default_rng(1)
    first = rng.integers(0, 60, 2000)
    day = first[:, None] + np.cumsum(rng.exponential(60.0, (2000, 40)), axis=1)
    customer = np.repeat(np.arange(2000), 41)
    days = np.floor(np.column_stack([first, day])).astype(np.int64).ravel()
    assert opening_of(Histories.from_orders(customer, days, until=729)[0]) is None


# Agreement


def test_invented_shops_open_with_their_files() -> None:
    orders = [
        row for row in small_shop(np.random.default_rng(2)).tables["orders"].to_pylist() if row["customer"]
    ]
    customer = np.array([row["customer"] for row in orders])
    day = np.array([row["ordered_at"].toordinal() for row in orders])
    assert opening_of(Histories.from_orders(customer, day)[0]) is None


# Invariants


def test_order_and_grouping_change_nothing() -> None:
    seen, _ = running_shop(1500, seed=1)
    mixed = np.random.default_rng(1).permutation(len(seen))
    other = Histories(*(column[mixed] for column in seen.columns()))
    assert opening_of(seen) == opening_of(other) == opening_of(seen.compress()[0])


def test_dropped_customers_are_those_of_the_first_stretch() -> None:
    seen, _ = running_shop(1500, seed=1)
    opening = opening_of(seen)
    assert opening is not None
    kept = learned_from(seen, "drop")
    assert len(kept) == opening.remaining == is_first_known(seen, opening).sum()
    assert kept.tenure_days.max() < seen.tenure_days.max() + 1 - opening.days
    assert learned_from(seen, "keep") is seen


def test_most_first_orders_unknown_hide_who_is_new() -> None:
    assert Opening(30, 1_973, 197, 496).hides_new
    assert not Opening(215, 4_904, 3_975, 9_900).hides_new


@pytest.mark.parametrize("rows", [[], [(0, 0, 0)], [(1, 1, 1)], [(5, 40_000, 40_000)] * 200], ids=len)
def test_small_and_odd_tables_are_left_alone(rows: list[tuple[float, float, float]]) -> None:
    seen = Histories(*np.array(rows, dtype=np.float64).reshape(-1, 3).T, np.ones(len(rows)))
    assert opening_of(seen) is None
    assert is_first_known(seen, None).all()
    assert learned_from(seen, "drop") is seen


# What is said


def test_the_warning_says_what_to_do() -> None:
    seen, _ = running_shop(1500, seed=1)
    (kept,), (dropped,) = warnings_of(seen, "keep"), warnings_of(seen, "drop")
    assert isinstance(kept, LeftTruncated)
    assert re.match(r"[\d,]+ customers seem new in the file's first \d+ days, [\d,]+ in as many", str(kept))
    assert str(kept).endswith(
        "Add older orders, or leave those customers out of the fit with --first-orders drop."
    )
    assert str(dropped).endswith("who came later; all are forecast.")


def test_nobody_is_dropped_where_too_few_would_be_left() -> None:
    """A fixed set of customers who order every three weeks or so: everybody is seen in the first stretch."""
    rng = np.random.default_rng(1)
    day = np.arange(200)
    came = rng.random((300, 200)) < 0.05
    customer, when = np.nonzero(came)
    seen, _ = Histories.from_orders(customer, day[when])
    assert learned_from(seen, "drop") is seen
    assert re.search(r"Only \d+ came later, so none was dropped", str(warnings_of(seen, "drop")[0]))
