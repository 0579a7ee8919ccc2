from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_histories import beta_geometric, possible_histories, tenures
from numpy.testing import assert_allclose
from scipy.optimize import minimize

from treue.errors import PoorFit, ThinData
from treue.units import Unit
from treue.value.histories import Histories
from treue.value.purchases import MODELS, named
from treue.value.purchases.beta_geometric import Evidence as BetaGeometricEvidence
from treue.value.purchases.lifetime import Evidence as LifetimeEvidence
from treue.value.purchases.most_likely import Hill
from treue.value.purchases.regular import Evidence as RegularEvidence

# A contract's model has two parameters and a hill of its own: test_sbg.py.
EVERY = pytest.mark.parametrize("name", [name for name in MODELS if name != "sbg"])
WEEKLY = Unit.WEEK


def random_tables(seed: int, tables: int) -> Iterator[Histories]:
    """Shops of 100 to 3,000 customers, seen for 90 to 730 days, of all tempers."""
    rng = np.random.default_rng(seed)
    for which in range(tables):
        n, days = (100, 300, 1000, 3000)[which % 4], (90, 365, 730)[which % 3]
        r, alpha, a, b = np.exp(rng.uniform(np.log([0.15, 2, 0.05, 0.5]), np.log([3, 200, 2, 20])))
        exact = beta_geometric(
            (r, alpha, a, b),
            np.floor(rng.uniform(days // 4, days + 1, n)),
            seed=which,
        )
        last = np.minimum(np.ceil(exact.recency_days), exact.tenure_days)
        yield Histories(exact.frequency, last, exact.tenure_days, exact.weight)


def hill_of(name: str, seen: Histories) -> Hill:
    if name == "pareto-nbd":
        return LifetimeEvidence.of(seen).at
    if name == "mbg-cnbd":
        return RegularEvidence.of(seen, 1).at
    return BetaGeometricEvidence.of(seen, int(name == "mbg-nbd")).at


def best_known(hill: Hill, typical_days: float, *, is_lifetime: bool) -> float:
    """The highest point that an ordinary search reaches from many starts; it has only the gradient."""
    rng = np.random.default_rng(0)
    scale = np.log([1, typical_days, 1, typical_days if is_lifetime else 1])

    def down(logs: np.ndarray) -> tuple[float, np.ndarray]:
        here = hill(logs)
        return -here.value, -here.gradient

    walls = [(middle - 12, middle + 12) for middle in scale]
    starts = [scale + rng.normal(0, 1.5, 4) for _ in range(6)]
    return max(-minimize(down, start, jac=True, method="L-BFGS-B", bounds=walls).fun for start in starts)


@pytest.mark.slow
@EVERY
def test_no_random_table_fails_or_ends_below_the_top(name: str) -> None:
    for seen in random_tables(seed=11, tables=40):
        fitted = MODELS[name](unit=Unit.DAY).fit(seen)
        distinct, _ = seen.compress()
        top = best_known(hill_of(name, distinct), seen.tenure_days.mean(), is_lifetime=name == "pareto-nbd")
        assert fitted.log_likelihood > top - 0.01
        assert np.isfinite(fitted.expected_orders(seen, 365)).all()


@EVERY
def test_the_unit_changes_no_forecast(name: str) -> None:
    seen = beta_geometric((0.6, 40.0, 0.8, 2.5), tenures(2000, 400, seed=1), seed=2)
    forecasts = [MODELS[name](unit=unit).fit(seen).expected_orders(seen, 365) for unit in Unit]
    for forecast in forecasts[1:]:
        assert_allclose(forecast, forecasts[0], rtol=1e-6)


@EVERY
def test_the_unit_is_that_of_the_parameters(name: str) -> None:
    seen = beta_geometric((0.6, 40.0, 0.8, 2.5), tenures(2000, 400, seed=1), seed=2)
    days, weeks = (MODELS[name](unit=unit).fit(seen) for unit in (Unit.DAY, Unit.WEEK))
    assert days.parameters["alpha"] == pytest.approx(7 * weeks.parameters["alpha"], rel=1e-12)
    for fitted in (days, weeks):
        assert fitted.log_likelihood == pytest.approx(fitted.log_likelihood_of(seen).sum(), rel=1e-12)


@EVERY
def test_customers_may_come_in_any_order_and_grouping(name: str) -> None:
    seen = beta_geometric((0.6, 40.0, 0.8, 2.5), np.floor(tenures(900, 400, seed=1)), seed=2)
    whole = Histories(seen.frequency, np.ceil(seen.recency_days), seen.tenure_days + 1, seen.weight)
    shuffled = np.random.default_rng(3).permutation(len(whole))
    other = Histories(*(column[shuffled] for column in whole.columns()))
    first, second, third = (MODELS[name]().fit(each) for each in (whole, other, whole.compress()[0]))
    assert first == second == third


@EVERY
def test_large_data_end_where_small_steps_end(name: str) -> None:
    """More than 4,000 distinct histories are climbed from a sketch; the top is the same."""
    seen = beta_geometric((0.6, 40.0, 0.8, 2.5), tenures(9000, 400, seed=5), seed=6)
    fitted = MODELS[name](unit=Unit.DAY).fit(seen)
    distinct, _ = seen.compress()
    assert len(distinct) > 4000
    here = hill_of(name, distinct)(np.log(list(fitted.parameters.values())))
    step = np.linalg.solve(here.hessian, here.gradient)
    assert (np.abs(step) < 1e-4 * np.sqrt(np.diag(fitted.covariance))).all()
    assert_allclose(fitted.covariance, np.linalg.inv(-here.hessian), rtol=1e-6)


@EVERY
@pytest.mark.parametrize(
    ("frequency", "recency", "tenure"),
    [
        ([3], [100], [200]),
        ([0], [0], [200]),
        ([0] * 50, [0] * 50, [0] * 50),
        ([0] * 100, [0] * 100, list(range(100))),
        ([2] * 50, [30] * 50, [90] * 50),
        ([5] * 50, [90] * 50, [90] * 50),
        ([2000, 0, 0, 1], [2000, 0, 0, 5], [2000, 2000, 2000, 10]),
        ([1] * 40 + [0] * 40, [1] * 40 + [0] * 40, [700] * 80),
    ],
    ids=["one", "one-order", "today", "no-repeat", "all-alike", "all-alive", "extreme", "short"],
)
def test_thin_data_are_answered_with_a_warning(
    name: str, frequency: list[int], recency: list[int], tenure: list[int]
) -> None:
    columns = (np.array(column, dtype=np.float64) for column in (frequency, recency, tenure))
    seen = Histories(*columns, np.ones(len(frequency)))
    fitted = MODELS[name]().fit(seen)
    assert any(isinstance(said, ThinData) for said in fitted.warnings)
    drawn = fitted.redraw(np.random.default_rng(1))
    for model in (fitted, drawn):
        assert np.isfinite(model.expected_orders(seen, 365)).all()
        assert np.isfinite(model.orders_variance(seen, 365)).all()
        assert np.isfinite(model.draw_orders(seen, 365, np.random.default_rng(2))).all()
    assert np.isfinite(fitted.log_likelihood)


def test_the_warning_says_what_is_not_known() -> None:
    alike = Histories(np.full(50, 2.0), np.full(50, 30.0), np.full(50, 90.0), np.ones(50))
    said = str(MODELS["bg-nbd"]().fit(alike).warnings[0])
    assert said.startswith("bg-nbd: 50 customers with 100 repeat order days do not tell ")
    assert "Read the forecast as a rough guide" in said


@pytest.mark.parametrize("name", ["bg-nbd", "pareto-nbd"])
def test_a_shop_that_nobody_leaves_is_told_so(name: str) -> None:
    stays = beta_geometric((0.6, 40.0, 1e-6, 1.0), np.floor(tenures(4000, 400, seed=2)), seed=3)
    said = MODELS[name]().fit(stays).warnings
    assert [type(each) for each in said] == [PoorFit]
    assert str(said[0]).startswith(f"{name}: finds hardly anybody who left, so everybody is probably still")


@EVERY
@settings(max_examples=15, deadline=None)
@given(seen=possible_histories(), by_day=st.booleans())
def test_every_possible_table_is_answered(name: str, seen: Histories, by_day: bool) -> None:
    fitted = named(name, WEEKLY, by_day=by_day).fit(seen)
    expected = fitted.expected_orders(seen, 365)
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    assert np.isfinite(fitted.covariance).all()
    assert (np.linalg.eigvalsh(fitted.covariance) > 0).all()
