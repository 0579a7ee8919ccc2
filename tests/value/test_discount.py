from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import histories

from treue.errors import BadOption
from treue.units import Unit
from treue.value.discount import discounted_orders
from treue.value.histories import Histories
from treue.value.purchases import MODELS
from treue.value.purchases.contract import FittedPurchases


@pytest.fixture(scope="module", params=MODELS)
def model(request: pytest.FixtureRequest) -> FittedPurchases:
    return MODELS[request.param](unit=Unit.WEEK).fit(histories(1_500, seed=1))


def people() -> Histories:
    """One came today, one lapsed, one buys weekly, one waits since long."""
    return Histories(
        np.array([0.0, 4.0, 52.0, 0.0]),
        np.array([0.0, 60.0, 360.0, 0.0]),
        np.array([0.0, 300.0, 364.0, 700.0]),
        np.ones(4),
    )


@pytest.mark.parametrize(
    ("days", "rate"), [(1, 0.1), (30, 0.3), (273, 0.1), (365, 0.15), (730, 0.3), (1200, 3.0)]
)
def test_it_is_the_sum_over_days(model: FittedPurchases, days: int, rate: float) -> None:
    upto = np.array([model.expected_orders(people(), float(day)) for day in range(1, days + 1)])
    of_day = np.diff(upto, axis=0, prepend=np.zeros((1, len(people()))))
    counted = (1 + rate) ** (-np.arange(1, days + 1) / 365)
    # Orders spread evenly within their first day to second order in the rate only: 300 % a year show it.
    tolerance = 1e-6 if rate < 1 else 5e-6
    assert discounted_orders(model.prospects(people()), days, rate) == pytest.approx(
        counted @ of_day, rel=tolerance
    )


def test_without_a_rate_nothing_changes(model: FittedPurchases) -> None:
    assert (
        discounted_orders(model.prospects(people()), 365, 0.0) == model.expected_orders(people(), 365)
    ).all()


@settings(max_examples=30, deadline=None)
@given(low=st.floats(0, 1), more=st.floats(0, 1), days=st.integers(1, 2_000))
def test_more_discounting_never_raises_value(
    model: FittedPurchases, low: float, more: float, days: int
) -> None:
    less, least = (discounted_orders(model.prospects(people()), days, rate) for rate in (low, low + more))
    assert (least <= less * (1 + 1e-9)).all()
    assert (less <= model.expected_orders(people(), days) * (1 + 1e-9)).all()
    assert (least >= 0).all()


@pytest.mark.parametrize("rate", [-0.1, float("nan"), float("inf")])
def test_a_rate_that_is_none(model: FittedPurchases, rate: float) -> None:
    with pytest.raises(BadOption, match="a year; it is zero or more"):
        discounted_orders(model.prospects(people()), 365, rate)
