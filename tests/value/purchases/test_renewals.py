from __future__ import annotations

import numpy as np
import pytest
from invented_histories import beta_geometric, tenures
from subscribers import subscribers

from treue.value.histories import Histories
from treue.value.purchases import suited
from treue.value.purchases.renewals import (
    are_subscribers,
    due_day,
    is_running,
    median_gap,
    renewals_due,
    share_on_time,
)


def one(renewals: float, recency: float, tenure: float) -> Histories:
    return Histories(np.array([renewals]), np.array([recency]), np.array([tenure]), np.ones(1))


@pytest.mark.parametrize("period", [7.0, 30.44, 365.25])
def test_the_period_is_found(period: float) -> None:
    seen = subscribers(0.7, 2.0, period, customers=500, seed=1)
    assert median_gap(seen) == pytest.approx(period, abs=0.5)
    assert share_on_time(seen, median_gap(seen)) > 0.99
    assert are_subscribers(seen)
    assert "sbg" in suited(seen)


def test_a_gap_counts_as_often_as_it_came() -> None:
    seen = Histories(np.array([1.0, 9]), np.array([60.0, 270]), np.array([100.0, 300]), np.ones(2))
    assert median_gap(seen) == 30
    assert median_gap(Histories(*seen.columns()[:3], np.array([10.0, 1]))) == 60


def test_who_orders_at_random_keeps_no_period() -> None:
    shop = beta_geometric((5.0, 100.0, 0.8, 4.0), tenures(4000, 700, seed=1), seed=2)
    assert share_on_time(shop, median_gap(shop)) < 0.2
    assert "sbg" not in suited(shop)


def test_even_equal_rates_and_many_orders_look_random() -> None:
    """Mean gaps of many orders are nearly equal; the tolerance shrinks with them."""
    rng = np.random.default_rng(1)
    x = np.full(2000, 100.0)
    last = np.rint(rng.gamma(100.0, 7.0, 2000))
    assert share_on_time(Histories(x, last, last + 3, np.ones(2000)), 7.0) < 0.15


def test_too_few_renewals_leave_it_open() -> None:
    seen = subscribers(0.7, 2.0, 30.0, customers=500, seed=1)
    some = np.flatnonzero(seen.frequency)[:49]
    assert not are_subscribers(Histories(*(column[some] for column in seen.columns())))


@pytest.mark.parametrize(
    ("waited", "runs", "first", "due"),
    [(0, True, 30, 12), (29, True, 1, 13), (30, True, 1, 13), (33, True, 1, 13), (34, False, 1, 0)],
)
def test_a_bill_may_be_three_days_late_in_a_month_of_thirty(
    waited: int, runs: bool, first: int, due: int
) -> None:
    seen = one(4, 120, 120 + waited)
    assert is_running(seen, 30.0)[0] == runs
    assert due_day(seen, 30.0, 1)[0] == first
    assert renewals_due(seen, 30.0, 365)[0] == due


def test_what_is_due_on_the_last_day_is_in() -> None:
    seen = one(4, 120, 130)
    assert [renewals_due(seen, 30.0, days)[0] for days in (0, 19, 20, 49, 50)] == [0, 0, 1, 1, 2]


def test_a_week_leaves_a_whole_day() -> None:
    assert is_running(one(1, 7, 15), 7.0)[0]
    assert not is_running(one(1, 7, 16), 7.0)[0]


def test_without_a_renewal_the_period_is_the_window() -> None:
    seen = Histories(np.zeros(2), np.zeros(2), np.array([40.0, 90.0]), np.ones(2))
    assert median_gap(seen) == 90
    assert np.isnan(share_on_time(seen, 90))
    assert not are_subscribers(seen)
