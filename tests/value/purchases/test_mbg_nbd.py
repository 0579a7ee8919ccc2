from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cdnow_split import cdnow_split
from invented_histories import beta_geometric, tenures
from numpy.testing import assert_allclose
from published import assert_grid_is_met, grocery, values, weeks

from treue.errors import NothingAccepted
from treue.units import Unit
from treue.value.histories import Histories
from treue.value.purchases import FittedMbgNbd, MbgNbd

LIFETIMES = FittedMbgNbd(r=0.525, alpha=6.183, a=0.891, b=1.614)


@pytest.mark.public_data
def test_cdnow_sample_is_fitted_as_published(public_data: Path) -> None:
    seen = cdnow_split(public_data, "sample").histories
    fitted, theirs = MbgNbd().fit(seen), values()["mbgnbd_cdnow"]
    # Their search stops a little before the top: 5 digits where the top is sharp, and never a higher one.
    assert_allclose(list(fitted.parameters.values()), theirs["params"][1:], rtol=5e-5)
    assert fitted.log_likelihood == pytest.approx(-9582.1357, abs=1e-3)
    assert fitted.log_likelihood >= theirs["LL"] - 1e-9
    assert not fitted.warnings


@pytest.mark.public_data
def test_cdnow_master_is_fitted_as_published(public_data: Path) -> None:
    fitted = MbgNbd().fit(cdnow_split(public_data, "master").histories)
    assert_allclose(list(fitted.parameters.values()), [0.63714, 7.31029, 0.80747, 1.22839], rtol=1e-5)
    assert fitted.log_likelihood == pytest.approx(-95368.4439 + 31, abs=1)


@pytest.mark.public_data
def test_the_grocer_is_fitted_as_published(public_data: Path) -> None:
    seen, theirs = grocery(public_data), values()["grocery"]["6"]
    fitted = MbgNbd().fit(seen)
    assert (len(seen), seen.frequency.sum()) == (1525, 5569)
    assert_allclose(list(fitted.parameters.values()), theirs["params"][1:], rtol=2e-4)
    assert fitted.log_likelihood == pytest.approx(theirs["LL"], abs=1e-3)
    assert fitted.log_likelihood >= theirs["LL"] - 1e-9


@pytest.mark.parametrize("days", [1, 7])
def test_hard_histories_are_exact(days: int) -> None:
    unit = {1: Unit.DAY, 7: Unit.WEEK}[days]
    fitted = FittedMbgNbd(r=0.525, alpha=6.183 * 7 / days, a=0.891, b=1.614, unit=unit)
    assert_grid_is_met("mbgnbd", fitted)


@pytest.mark.slow
def test_known_parameters_are_found_again() -> None:
    truth = (0.7, 50.0, 0.9, 1.8)
    seen = beta_geometric(truth, tenures(30_000, 500, seed=3), seed=4, leaves_at_once=True)
    fitted = MbgNbd(unit=Unit.DAY).fit(seen)
    off = np.log(list(fitted.parameters.values())) - np.log(truth)
    assert (np.abs(off) < 3 * np.sqrt(np.diag(fitted.covariance))).all()
    assert (np.sqrt(np.diag(fitted.covariance)) < 0.15).all()


def test_the_first_order_may_be_the_last() -> None:
    assert LIFETIMES.p_alive(weeks(0, 0, 0))[0] == pytest.approx(1.614 / (0.891 + 1.614), rel=1e-12)


def test_no_customer_is_refused() -> None:
    none = np.zeros(0)
    with pytest.raises(NothingAccepted, match="mbg-nbd: there is no customer with an order"):
        MbgNbd().fit(Histories(none, none, none, none))
