from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cdnow_split import cdnow_split
from invented_histories import beta_geometric, tenures
from numpy.testing import assert_allclose
from published import assert_grid_is_met, values, weeks
from scipy.special import hyp2f1

from treue.errors import InputError, NothingAccepted
from treue.units import Unit
from treue.value.histories import Histories
from treue.value.purchases import BgNbd, FittedBgNbd

PAPER = FittedBgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)


@pytest.mark.public_data
@pytest.mark.parametrize(
    ("name", "parameters", "height"),
    [
        ("sample", [0.24259, 4.41360, 0.79292, 2.42589], -9582.4292),
        ("master", [0.25162, 4.78894, 0.72343, 2.16108], -95368.4439),
    ],
)
def test_cdnow_is_fitted_as_published(
    public_data: Path, name: str, parameters: list[float], height: float
) -> None:
    fitted = BgNbd().fit(cdnow_split(public_data, name).histories)
    assert_allclose(list(fitted.parameters.values()), parameters, rtol=2e-5)
    assert fitted.log_likelihood == pytest.approx(height, abs=1e-3)
    assert not fitted.warnings


@pytest.mark.public_data
def test_the_holdout_is_forecast_as_by_btyd(public_data: Path) -> None:
    split = cdnow_split(public_data, "sample")
    fitted = BgNbd().fit(split.histories)
    expected = fitted.expected_orders(split.histories, 273)
    published = values()["cdnow_holdout"]
    assert expected.sum() == pytest.approx(published["bgnbd_total"], rel=2e-5)
    assert np.corrcoef(expected, split.orders)[0, 1] == pytest.approx(published["corr"]["bgnbd"], abs=1e-5)
    at_theirs = FittedBgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
    height = at_theirs.log_likelihood_of(split.histories).sum()
    assert height == pytest.approx(values()["bgnbd"]["LL_at_params"], abs=1e-6)


def test_single_customers_are_as_published() -> None:
    want = values()["bgnbd"]
    ages = 7.0 * np.array([1.0, 2, 39, 78])
    assert_allclose(PAPER.expected_orders_of_new(ages), want["expectation_t_1_2_39_78"], rtol=1e-9)
    for (x, t_x, T), horizon, key in [
        ((2, 30.43, 38.86), 39, "cet_T39_x2_tx30.43_T38.86"),
        ((10, 35, 39), 2, "cet_T2_x10_tx35_T39"),
        ((26, 30.86, 31), 52, "cet_T52_x26_tx30.86_T31"),
    ]:
        assert_allclose(PAPER.expected_orders(weeks(x, t_x, T), horizon * 7), want[key], rtol=1e-9)
    alive = [float(PAPER.p_alive(weeks(x, 30, 39))[0]) for x in range(5, 21)]
    assert_allclose(alive, want["palive_x5to20_tx30_T39"], rtol=1e-9)
    assert_allclose(PAPER.p_alive(weeks(23, 39, 39)), want["palive_x23_tx39_T39"], rtol=1e-9)
    at_least = PAPER.chance_of_at_least(weeks(0, 0, 0), 39 * 7, 11)[0]
    assert_allclose(-np.diff(np.append(1.0, at_least)), want["pmf_t39_x0to10"], rtol=1e-8)


@pytest.mark.parametrize("days", [1, 7])
def test_hard_histories_are_exact(days: int) -> None:
    unit = {1: Unit.DAY, 7: Unit.WEEK}[days]
    fitted = FittedBgNbd(r=0.243, alpha=4.414 * 7 / days, a=0.793, b=2.426, unit=unit)
    assert_grid_is_met("bgnbd", fitted)


@pytest.mark.slow
def test_known_parameters_are_found_again() -> None:
    truth = (0.6, 40.0, 0.8, 2.5)
    seen = beta_geometric(truth, tenures(30_000, 500, seed=1), seed=2)
    fitted = BgNbd(unit=Unit.DAY).fit(seen)
    off = np.log(list(fitted.parameters.values())) - np.log(truth)
    assert (np.abs(off) < 3 * np.sqrt(np.diag(fitted.covariance))).all()
    assert (np.sqrt(np.diag(fitted.covariance)) < 0.1).all()


def test_the_paper_s_formula_gives_the_same_where_it_holds() -> None:
    x, t_x, T, t = 3.0, 20.0, 38.0, 26.0
    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426
    power = ((alpha + T) / (alpha + T + t)) ** (r + x)
    bracket = 1 - power * hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t))
    odds = a / (b + x - 1) * ((alpha + T) / (alpha + t_x)) ** (r + x)
    want = (a + b + x - 1) / (a - 1) * bracket / (1 + odds)
    assert_allclose(PAPER.expected_orders(weeks(x, t_x, T), t * 7), want, rtol=1e-12)


def test_one_order_only_is_surely_alive() -> None:
    assert PAPER.p_alive(weeks(0, 0, 300))[0] == 1.0


def test_no_customer_is_refused() -> None:
    none = np.zeros(0)
    with pytest.raises(NothingAccepted, match="bg-nbd: there is no customer with an order"):
        BgNbd().fit(Histories(none, none, none, none))


@pytest.mark.parametrize("bad", [0.0, -1.0, float("inf"), float("nan")])
def test_an_impossible_parameter_is_refused(bad: float) -> None:
    with pytest.raises(InputError, match=r"bg-nbd: a is .*; each parameter is a number above zero"):
        FittedBgNbd(r=1, alpha=1, a=bad, b=1)


def test_an_impossible_horizon_is_refused() -> None:
    with pytest.raises(InputError, match=r"bg-nbd: a horizon of -1 days; it is zero or more"):
        PAPER.expected_orders(weeks(1, 2, 3), -1)
