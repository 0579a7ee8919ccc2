from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import beta_geometric, possible_histories, tenures
from numpy.testing import assert_allclose
from scipy.special import betaln
from subscribers import subscribers

from treue.errors import BadOption, BrokenHome, InputError, NothingAccepted, PoorFit, ThinData
from treue.units import Unit
from treue.value.discount import discounted_orders
from treue.value.histories import FloatArray, Histories
from treue.value.purchases import FittedSbg, Sbg, load
from treue.value.purchases.renewals import Evidence

REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]
YEAR = 365.0
FITTED = FittedSbg(a=0.7, b=1.2, period_days=30.0)
# Just renewed, due tomorrow, three days late, one who never renewed, overdue.
SEEN = Histories(
    np.array([4.0, 2, 3, 0, 5]),
    np.array([120.0, 60, 90, 0, 150]),
    np.array([120.0, 89, 123, 10, 400]),
    np.ones(5),
)


def cohort(surviving: list[float], years: int = 7) -> Histories:
    """Customers of one day, as the paper's Table 1 has them; seen for some time after the last renewal."""
    left = [*-np.diff(surviving[: years + 1]), surviving[years]]
    renewals = np.array([*range(years), years], dtype=np.float64)
    return Histories(renewals, renewals * YEAR, np.full(years + 1, years * YEAR + 100), np.array(left))


def survival(fitted: FittedSbg, renewals: FloatArray) -> FloatArray:
    return np.exp(betaln(fitted.a, fitted.b + renewals) - betaln(fitted.a, fitted.b))


# Published


@pytest.mark.parametrize(
    ("surviving", "a", "b", "farthest"), [(REGULAR, 0.704, 1.182, 0.4), (HIGH_END, 0.668, 3.806, 1.7)]
)
def test_the_papers_cohorts(surviving: list[float], a: float, b: float, farthest: float) -> None:
    fitted = Sbg(period_days=YEAR).fit(cohort(surviving))
    assert (round(fitted.a, 3), round(fitted.b, 3)) == (a, b)
    later = np.arange(8.0, 13.0)
    off = 100 * survival(fitted, later) - np.array(surviving[8:])
    assert np.abs(off).max() < farthest


def test_the_period_of_the_cohorts_is_found() -> None:
    assert Sbg().fit(cohort(REGULAR)) == Sbg(period_days=YEAR).fit(cohort(REGULAR))


def test_a_survivors_next_five_years() -> None:
    """What the paper's Figure 5 projects, from the survivors on: the sum of S(8) to S(12) over S(7)."""
    fitted = Sbg(period_days=YEAR).fit(cohort(REGULAR))
    survivor = Histories(np.array([7.0]), np.array([7 * YEAR]), np.array([7 * YEAR]), np.ones(1))
    years = survival(fitted, np.arange(8.0, 13.0)) / survival(fitted, np.array([7.0]))
    assert fitted.expected_orders(survivor, 5 * YEAR)[0] == pytest.approx(years.sum(), rel=1e-12)


# Recovery


@pytest.mark.slow
@pytest.mark.parametrize("truth", [(0.7, 1.2), (1.5, 20.0)])
def test_known_parameters_are_found_again(truth: tuple[float, float]) -> None:
    fitted = Sbg().fit(subscribers(*truth, 30.44, customers=30_000, seed=4, periods=24))
    off = np.log([fitted.a, fitted.b]) - np.log(truth)
    deviation = np.sqrt(np.diag(fitted.covariance))
    assert (np.abs(off) < 3 * deviation).all()
    assert (deviation < 0.1).all()
    assert not fitted.warnings


# Agreement


def test_the_hill_bends_as_its_slopes_change() -> None:
    hill = Evidence.of(subscribers(0.7, 1.2, 30.0, customers=900, seed=3), 30.0).at
    point, step = np.log([0.9, 2.0]), 1e-5
    for which, way in enumerate(np.eye(2)):
        ahead, behind = hill(point + step * way), hill(point - step * way)
        slope = (ahead.value - behind.value) / (2 * step)
        assert hill(point).gradient[which] == pytest.approx(slope, rel=1e-6)
        bend = (ahead.gradient - behind.gradient) / (2 * step)
        assert_allclose(hill(point).hessian[which], bend, rtol=1e-6)


def test_the_likelihood_is_that_of_beta_functions() -> None:
    # Who renewed today may be one of few who were quick: that renewal does not count yet.
    a, b, x = FITTED.a, FITTED.b, SEEN.frequency - [1, 0, 0, 0, 0]
    stays, cancels = betaln(a, b + x), betaln(a + 1, b + x)
    want = np.where(FITTED.p_alive(SEEN) == 1, stays, cancels) - betaln(a, b)
    assert_allclose(FITTED.log_likelihood_of(SEEN), want, rtol=1e-12)
    fitted = Sbg().fit(subscribers(0.7, 1.2, 30.0, customers=900, seed=3))
    seen = subscribers(0.7, 1.2, 30.0, customers=900, seed=3)
    assert fitted.log_likelihood == pytest.approx(fitted.log_likelihood_of(seen).sum(), rel=1e-12)


def test_moments_are_those_of_the_chances_and_of_drawn_futures() -> None:
    chances, k = FITTED.chance_of_at_least(SEEN, 365, 20), np.arange(20)
    mean = chances.sum(axis=1)
    variance = 2 * (k * chances).sum(axis=1) + mean - mean**2
    assert_allclose(FITTED.expected_orders(SEEN, 365), mean, rtol=1e-12)
    assert_allclose(FITTED.orders_variance(SEEN, 365), variance, rtol=1e-9)
    n = 60_000
    many = Histories(*(np.repeat(column, n) for column in SEEN.columns()))
    drawn = FITTED.draw_orders(many, 365, np.random.default_rng(1)).reshape(5, n)
    assert_allclose(drawn.mean(axis=1), mean, atol=0.05)
    assert_allclose(drawn.var(axis=1), variance, rtol=0.03)


def test_a_new_customer_is_one_without_a_past() -> None:
    ages = np.array([[0.0, 29.0, 30.0], [365.0, 3650.0, 3660.0]])
    fresh = Histories(np.zeros(1), np.zeros(1), np.zeros(1), np.ones(1))
    want = [[FITTED.expected_orders(fresh, age)[0] for age in row] for row in ages]
    assert_allclose(FITTED.expected_orders_of_new(ages), want, rtol=1e-12)
    assert want[0] == [0, 0, pytest.approx(1.2 / 1.9)]


def test_discounting_is_exact_on_due_days() -> None:
    one = Histories(np.array([4.0]), np.array([120.0]), np.array([130.0]), np.ones(1))
    stays = np.cumprod((1.2 + 4 + np.arange(3)) / (1.9 + 4 + np.arange(3)))
    want = (stays * 1.1 ** (-np.array([20, 50, 80]) / 365)).sum()
    assert discounted_orders(FITTED.prospects(one), 100, 0.1)[0] == pytest.approx(want, rel=1e-12)


# Invariants


def test_the_unit_changes_nothing_but_itself() -> None:
    seen = subscribers(0.7, 1.2, 30.0, customers=900, seed=3)
    day, year = Sbg(unit=Unit.DAY).fit(seen), Sbg(unit=Unit.YEAR).fit(seen)
    assert (day.unit, year.unit) == (Unit.DAY, Unit.YEAR)
    assert (day.parameters, day.period_days) == (year.parameters, year.period_days)


def test_customers_may_come_in_any_order_and_grouping() -> None:
    seen = subscribers(0.7, 1.2, 30.0, customers=900, seed=3)
    shuffled = np.random.default_rng(3).permutation(len(seen))
    other = Histories(*(column[shuffled] for column in seen.columns()))
    assert Sbg().fit(seen) == Sbg().fit(other) == Sbg().fit(seen.compress()[0])


def test_who_renewed_more_often_is_more_likely_to_renew() -> None:
    x = np.arange(20.0)
    seen = Histories(x, x * 30, x * 30 + 5, np.ones(20))
    assert (np.diff(FITTED.expected_orders(seen, 365)) > 0).all()


@given(seen=possible_histories(), days=st.floats(1, 2000))
def test_forecasts_stay_in_their_bounds(seen: Histories, days: float) -> None:
    assert set(FITTED.p_alive(seen)) <= {0.0, 1.0}
    near, far = FITTED.expected_orders(seen, days), FITTED.expected_orders(seen, 2 * days)
    assert (near >= 0).all()
    assert (far >= near).all()
    assert (FITTED.orders_variance(seen, days) >= 0).all()
    assert (far[FITTED.p_alive(seen) == 0] == 0).all()


@settings(max_examples=50)
@given(seen=possible_histories())
def test_every_possible_table_is_answered(seen: Histories) -> None:
    fitted = Sbg().fit(seen)
    for model in (fitted, fitted.redraw(np.random.default_rng(1))):
        assert np.isfinite(model.expected_orders(seen, 365)).all()
        assert np.isfinite(model.draw_orders(seen, 365, np.random.default_rng(2))).all()
    assert (np.linalg.eigvalsh(fitted.covariance) > 0).all()
    assert np.isfinite(fitted.log_likelihood)


def test_a_fit_comes_back_to_the_last_digit() -> None:
    fitted = Sbg().fit(subscribers(0.7, 1.2, 30.44, customers=300, seed=3))
    assert load(json.loads(json.dumps(fitted.to_json(), allow_nan=False))) == fitted
    given = load(json.loads(json.dumps(FITTED.to_json(), allow_nan=False)))
    assert (given.parameters, given.to_json()) == (FITTED.parameters, FITTED.to_json())


# Refusals


def test_a_shop_without_a_rhythm_is_told_so() -> None:
    seen = beta_geometric((0.6, 40.0, 0.8, 2.5), tenures(2000, 400, seed=1), seed=2)
    said = [each for each in Sbg().fit(seen).warnings if isinstance(each, PoorFit)]
    assert len(said) == 1
    assert "% of the customers who came back order once in" in str(said[0])
    assert str(said[0]).endswith("take --model auto.")


@pytest.mark.parametrize(
    ("x", "recency", "tenure"), [([0, 0], [0, 0], [5, 50]), ([3] * 9, [90] * 9, [95] * 9)]
)
def test_thin_data_are_answered_with_a_warning(x: list[int], recency: list[int], tenure: list[int]) -> None:
    seen = Histories(*(np.array(each, dtype=np.float64) for each in (x, recency, tenure)), np.ones(len(x)))
    fitted = Sbg().fit(seen)
    assert any(isinstance(said, ThinData) for said in fitted.warnings)
    assert np.isfinite(fitted.expected_orders(seen, 365)).all()


def test_no_customer_and_no_period_are_refused() -> None:
    none = np.zeros(0)
    with pytest.raises(NothingAccepted, match="sbg: there is no customer with an order"):
        Sbg().fit(Histories(none, none, none, none))
    with pytest.raises(BadOption, match=r"a period of 0.5 days; it is 1 or more. Give 30.44 for a month"):
        Sbg(period_days=0.5)
    with pytest.raises(InputError, match="b is -1; each parameter is a number above zero"):
        FittedSbg(a=1, b=-1, period_days=30)
    with pytest.raises(InputError, match="a horizon of -1 days"):
        FITTED.expected_orders(SEEN, -1)
    with pytest.raises(BrokenHome, match=r"'period_days' cannot be read. Fit again"):
        load({key: value for key, value in FITTED.to_json().items() if key != "period_days"})
