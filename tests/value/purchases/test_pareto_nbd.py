from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cdnow_split import cdnow_split
from invented_histories import lifetimes, tenures
from numpy.testing import assert_allclose
from published import assert_grid_is_met, grocery, values, weeks

from treue.errors import NothingAccepted
from treue.units import Unit
from treue.value.histories import Histories
from treue.value.purchases import FittedParetoNbd, ParetoNbd

BTYD = FittedParetoNbd(r=0.5533971, alpha=10.5801985, s=0.6060625, beta=11.6562237)


@pytest.mark.public_data
@pytest.mark.parametrize(
    ("name", "parameters", "height"),
    [
        ("sample", [0.55328, 10.5777, 0.60622, 11.6680], -9594.9762),
        ("master", [0.59741, 11.5855, 0.52218, 8.8274], -95415.1186),
    ],
)
def test_cdnow_is_fitted_as_published(
    public_data: Path, name: str, parameters: list[float], height: float
) -> None:
    seen = cdnow_split(public_data, name).histories
    fitted = ParetoNbd().fit(seen)
    # Published searches stop at slightly different places on a flat top: none of them is higher than ours.
    assert_allclose(list(fitted.parameters.values()), parameters, rtol=1e-4)
    assert fitted.log_likelihood == pytest.approx(height, abs=1e-3)
    r, alpha, s, beta = parameters
    theirs = FittedParetoNbd(r=r, alpha=alpha, s=s, beta=beta)
    assert fitted.log_likelihood >= theirs.log_likelihood_of(seen).sum()
    assert not fitted.warnings


@pytest.mark.public_data
def test_standard_errors_are_those_of_clvtools(public_data: Path) -> None:
    fitted = ParetoNbd().fit(cdnow_split(public_data, "sample").histories)
    errors = np.sqrt(np.diag(fitted.covariance)) * list(fitted.parameters.values())
    assert_allclose(errors, [0.0476264, 0.8427222, 0.1872594, 6.2105448], rtol=3e-4)


@pytest.mark.public_data
def test_the_holdout_is_forecast_as_by_btyd(public_data: Path) -> None:
    split = cdnow_split(public_data, "sample")
    expected = BTYD.expected_orders(split.histories, 273)
    published = values()["cdnow_holdout"]
    assert expected.sum() == pytest.approx(published["pnbd_total"], rel=1e-7)
    assert np.corrcoef(expected, split.orders)[0, 1] == pytest.approx(published["corr"]["pnbd"], abs=1e-6)
    height = BTYD.log_likelihood_of(split.histories).sum()
    assert height == pytest.approx(values()["pnbd"]["LL_at_params"], abs=1e-6)


@pytest.mark.public_data
def test_the_grocer_is_fitted_as_published(public_data: Path) -> None:
    fitted, theirs = ParetoNbd().fit(grocery(public_data)), values()["grocery"]["5"]
    assert_allclose(list(fitted.parameters.values()), theirs["params"], rtol=2e-4)
    assert fitted.log_likelihood == pytest.approx(theirs["LL"], abs=1e-3)
    assert fitted.log_likelihood >= theirs["LL"] - 1e-9


def test_single_customers_are_as_published() -> None:
    want = values()["pnbd"]
    ages = 7.0 * np.array([1.0, 2, 39, 78])
    assert_allclose(BTYD.expected_orders_of_new(ages), want["expectation_t_1_2_39_78"], rtol=1e-9)
    seen = weeks(2, 30.43, 38.86)
    assert_allclose(BTYD.expected_orders(seen, 273), want["cet_T39_x2_tx30.43_T38.86"], rtol=1e-9)
    best = weeks(26, 30.86, 31)
    assert_allclose(BTYD.expected_orders(best, 364), want["cet_T52_x26_tx30.86_T31"], rtol=1e-9)
    assert_allclose(BTYD.p_alive(best), want["palive_x26_tx30.86_T31"], rtol=1e-9)
    assert_allclose(BTYD.p_alive(weeks(0, 0, 39)), want["palive_x0_T39"], rtol=1e-9)
    alive = [float(BTYD.p_alive(weeks(x, 30, 39))[0]) for x in range(5, 21)]
    assert_allclose(alive, want["palive_x5to20_tx30_T39"], rtol=1e-9)
    at_least = BTYD.chance_of_at_least(weeks(0, 0, 0), 273, 11)[0]
    assert_allclose(-np.diff(np.append(1.0, at_least)), want["pmf_t39_x0to10"], rtol=1e-8)


def test_frequent_customers_do_not_overflow() -> None:
    """CLVTools issue 100, and the largest values of the tests of lifetimes."""
    hard = FittedParetoNbd(r=0.5143, alpha=2.8845, s=0.2856, beta=14.1087)
    for x, t_x, T in [
        (221, 103.42857, 103.57143),
        (254, 97.14286, 97.28571),
        (161, 94.71429, 98),
        (204, 98.57143, 99.42857),
    ]:
        assert 0 <= hard.p_alive(weeks(x, t_x, T))[0] <= 1
    paper = FittedParetoNbd(r=0.55, alpha=10.58, s=0.61, beta=11.67)
    got = [paper.expected_orders(weeks(x, 200, 200), 70)[0] for x in (132, 133)]
    assert_allclose(got, [6.2060517889632418, 6.2528722475748113], rtol=1e-9)


@pytest.mark.parametrize("days", [1, 7])
def test_hard_histories_are_exact(days: int) -> None:
    unit = {1: Unit.DAY, 7: Unit.WEEK}[days]
    scale = 7 / days
    fitted = FittedParetoNbd(r=0.553, alpha=10.578 * scale, s=0.606, beta=11.669 * scale, unit=unit)
    assert_grid_is_met("pnbd", fitted)


@pytest.mark.slow
def test_known_parameters_are_found_again() -> None:
    truth = (0.7, 60.0, 0.8, 90.0)
    seen = lifetimes(truth, tenures(30_000, 500, seed=5), seed=6)
    fitted = ParetoNbd(unit=Unit.DAY).fit(seen)
    off = np.log(list(fitted.parameters.values())) - np.log(truth)
    assert (np.abs(off) < 3 * np.sqrt(np.diag(fitted.covariance))).all()
    assert (np.sqrt(np.diag(fitted.covariance)) < 0.15).all()


def test_no_customer_is_refused() -> None:
    none = np.zeros(0)
    with pytest.raises(NothingAccepted, match="pareto-nbd: there is no customer with an order"):
        ParetoNbd().fit(Histories(none, none, none, none))
