from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cdnow_split import cdnow_split

from treue.value.accuracy import errors, gini
from treue.value.baselines import NAMES, Stretch, last_stretch, naive_orders, own_amount
from treue.value.histories import Histories

# MAE, RMSE, bias and value Gini of the reference bench, ties broken by one seed (Gini within .002).
PUBLISHED = {
    ("sample", "zero"): (0.798, 2.206, -1.0, None),
    ("sample", "last-period"): (0.900, 1.976, 0.310, 0.676),
    ("sample", "own-rate"): (1.024, 2.212, 0.557, 0.677),
    ("master", "last-period"): (0.914, 1.940, 0.241, 0.683),
}


@pytest.mark.public_data
@pytest.mark.parametrize(("data", "name"), PUBLISHED)
def test_reference_rows(public_data: Path, data: str, name: str) -> None:
    cut = cdnow_split(public_data, data)
    stretch = last_stretch(cut.customer, cut.day, cut.split_day, cut.horizon_days)
    orders = naive_orders(name, cut.histories, stretch, cut.horizon_days)
    mae, rmse, bias, ranking = PUBLISHED[data, name]
    told = errors(cut.orders, orders)
    assert (told.mae, told.rmse, told.bias) == pytest.approx((mae, rmse, bias), abs=6e-4)
    worth = gini(cut.value, orders * own_amount(cut.counts, cut.means))
    assert worth is None if ranking is None else worth == pytest.approx(ranking, abs=0.002)


def cast() -> Histories:
    """Ana buys monthly, Ben bought once, Chloe has lapsed, Eva came today."""
    return Histories(
        np.array([11.0, 0.0, 3.0, 0.0]),
        np.array([330.0, 0.0, 60.0, 0.0]),
        np.array([360.0, 200.0, 300.0, 0.0]),
        np.ones(4),
    )


def test_rules_by_hand() -> None:
    stretch = Stretch(days=90, repeats=np.array([3.0, 0.0, 0.0, 0.0]))
    told = {name: naive_orders(name, cast(), stretch, 180) for name in NAMES}
    assert told["last-period"].tolist() == [6, 0, 0, 0]
    assert told["own-rate"] == pytest.approx([5.5, 0, 1.8, 0])
    assert told["average"] == pytest.approx([14 / 860 * 180] * 4)
    assert told["zero"].tolist() == [0, 0, 0, 0]


def test_a_stretch_counts_repeat_days_only() -> None:
    customer = np.array([4, 4, 4, 4, 9, 2, 2])
    day = np.array([100, 195, 195, 200, 198, 191, 150])
    stretch = last_stretch(customer, day, split_day=200, horizon_days=10)
    assert stretch.days == 10
    assert stretch.repeats.tolist() == [1, 2, 0]
    assert last_stretch(customer, day, split_day=200, horizon_days=999).days == 100


def test_one_day_of_data_gives_finite_forecasts() -> None:
    stretch = last_stretch(np.array([1]), np.array([5]), 5, 30)
    today = Histories(np.zeros(1), np.zeros(1), np.zeros(1), np.ones(1))
    assert [naive_orders(name, today, stretch, 30)[0] for name in NAMES] == [0, 0, 0, 0]


def test_amounts_of_strangers_are_the_shops() -> None:
    assert own_amount(np.array([2.0, 0.0, 1.0]), np.array([10.0, 0.0, 40.0])) == pytest.approx([10, 20, 40])
    assert own_amount(np.zeros(2), np.zeros(2)).tolist() == [0, 0]


def test_an_unknown_rule() -> None:
    with pytest.raises(KeyError, match="guess"):
        naive_orders("guess", cast(), Stretch(1, np.zeros(4)), 30)
