from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cdnow_split import cdnow_split
from invented_histories import beta_geometric, tenures
from numpy.testing import assert_allclose
from published import grocery, grocery_holdout, values, weeks

from treue.errors import InputError, NothingAccepted, ThinData
from treue.units import Unit
from treue.value.histories import Histories
from treue.value.purchases import FittedMbgCnbd, FittedMbgNbd, MbgCnbd, MbgNbd

GROCER = FittedMbgCnbd(k=2, r=1.3292, alpha=2.8126, a=0.4247, b=0.79)


@pytest.mark.public_data
def test_the_grocer_is_fitted_as_published(public_data: Path) -> None:
    seen, theirs = grocery(public_data), values()["grocery"]["8"]
    fitted = MbgCnbd().fit(seen)
    assert (fitted.k, theirs["params"][0]) == (2, 2)
    # Their search stops a little before the top, which is flat in a and b.
    assert_allclose(list(fitted.parameters.values()), theirs["params"][1:], rtol=5e-5)
    assert fitted.log_likelihood == pytest.approx(-14_978.2107, abs=1e-3)
    assert fitted.log_likelihood >= theirs["LL"] - 1e-9
    assert not fitted.warnings


@pytest.mark.public_data
def test_the_grocers_next_year_is_forecast_closer_than_published(public_data: Path) -> None:
    """The published means for k above 1 are approximate, by their own message; ours are exact."""
    came, theirs = grocery_holdout(public_data), values()["grocery"]["8"]
    expected = MbgCnbd().fit(grocery(public_data)).expected_orders(grocery(public_data), 364)
    assert came.sum() == 3_389
    assert theirs["holdout_mae"] == pytest.approx(1.4310, abs=1e-4)
    assert np.abs(expected - came).mean() == pytest.approx(1.3998, abs=1e-3)
    assert np.sqrt(np.square(expected - came).mean()) == pytest.approx(3.149, abs=1e-3)
    assert expected.sum() / came.sum() - 1 == pytest.approx(0.1247, abs=1e-3)


@pytest.mark.public_data
def test_cdnow_has_no_rhythm(public_data: Path) -> None:
    """Published: BTYDplus finds k = 1 too."""
    cut = cdnow_split(public_data, "sample")
    seen, _ = Histories.from_orders(cut.customer, cut.day, until=cut.split_day)
    fitted, plain = MbgCnbd().fit(seen), MbgNbd().fit(seen)
    assert fitted.k == 1
    assert fitted.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)
    assert_allclose(list(fitted.parameters.values()), list(plain.parameters.values()), rtol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("k", [2, 5])
def test_known_parameters_are_found_again(k: int) -> None:
    truth = (0.7, 50.0 / k, 0.9, 1.8)
    seen = beta_geometric(truth, tenures(30_000, 500, seed=3), seed=4, leaves_at_once=True, phases=k)
    fitted = MbgCnbd(unit=Unit.DAY).fit(seen)
    assert fitted.k == k
    off = np.log(list(fitted.parameters.values())) - np.log(truth)
    assert (np.abs(off) < 3 * np.sqrt(np.diag(fitted.covariance))).all()
    assert (np.sqrt(np.diag(fitted.covariance)) < 0.15).all()


def test_one_phase_is_mbg_nbd() -> None:
    seen = beta_geometric((0.6, 40.0, 0.8, 2.5), tenures(500, 400, seed=1), seed=2, leaves_at_once=True)
    figures = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}
    one, plain = FittedMbgCnbd(k=1, **figures), FittedMbgNbd(**figures)
    for days in (1, 90, 365, 3_650):
        assert_allclose(one.expected_orders(seen, days), plain.expected_orders(seen, days), rtol=1e-9)
        assert_allclose(one.orders_variance(seen, days), plain.orders_variance(seen, days), rtol=1e-9)
    assert_allclose(one.p_alive(seen), plain.p_alive(seen), rtol=1e-12)
    assert_allclose(one.log_likelihood_of(seen), plain.log_likelihood_of(seen), rtol=1e-12)


def test_the_chance_to_be_active_is_that_of_a_simulated_base() -> None:
    """Of those who have been silent for as long, as many are still there as the model says."""
    rng, n, k, tenure = np.random.default_rng(1), 300_000, 3, 200.0
    rate, p = rng.gamma(1.1, 1 / 15.0, n), rng.beta(0.8, 2.0, n)
    times = np.cumsum(rng.standard_gamma(k, (n, 40)) / rate[:, None], axis=1)
    stays = np.cumprod(rng.random((n, 41)) >= p[:, None], axis=1)
    times = np.where(stays[:, :40] == 1, times, np.inf)
    x = (times < tenure).sum(axis=1)
    rows = np.flatnonzero((x > 0) & (x < 40))
    x, last = x[rows], times[rows, x[rows] - 1]
    seen = Histories(x.astype(float), last, np.full(len(rows), tenure), np.ones(len(rows)))
    alive = FittedMbgCnbd(k=k, r=1.1, alpha=15.0, a=0.8, b=2.0, unit=Unit.DAY).p_alive(seen)
    for low in (0.1, 0.3, 0.5, 0.7):
        some = (alive >= low) & (alive < low + 0.2)
        share = stays[rows, x][some].mean()
        assert share == pytest.approx(alive[some].mean(), abs=4 * 0.5 / np.sqrt(some.sum()))


def test_who_is_late_by_a_rhythm_is_more_likely_gone() -> None:
    late = weeks(20, 40, 50)
    rhythms = [replace(GROCER, k=k, alpha=5.6 / k).p_alive(late)[0] for k in (1, 2, 4, 8)]
    assert rhythms == sorted(rhythms, reverse=True)
    assert rhythms[-1] < 0.01 < 0.5 * rhythms[0]


def test_without_gaps_no_rhythm_is_assumed_and_that_is_said() -> None:
    seen = replace(
        beta_geometric((0.9, 8.0, 0.6, 2.0), tenures(800, 400, seed=1), seed=2, phases=3), log_gaps=None
    )
    fitted = MbgCnbd().fit(seen)
    said = [str(each) for each in fitted.warnings if isinstance(each, ThinData)]
    assert fitted.k == 1
    assert any(each.startswith("mbg-cnbd: the gaps between orders are not known") for each in said)
    assert any(each.endswith("Make the histories with Histories.from_orders, or give k.") for each in said)
    assert not MbgCnbd(k=3).fit(seen).warnings


def test_k_is_no_matter_of_the_gaps_once_it_is_given() -> None:
    seen = beta_geometric((0.9, 8.0, 0.6, 2.0), tenures(800, 400, seed=1), seed=2, phases=3)
    known, unknown = MbgCnbd(k=3).fit(seen), MbgCnbd(k=3).fit(replace(seen, log_gaps=None))
    assert_allclose(list(known.parameters.values()), list(unknown.parameters.values()), rtol=1e-6)
    assert known.log_likelihood > unknown.log_likelihood
    assert unknown.log_likelihood == pytest.approx(
        unknown.log_likelihood_of(replace(seen, log_gaps=None)).sum(), rel=1e-12
    )


@pytest.mark.parametrize("k", [0, -1, 51])
def test_an_impossible_rhythm_is_refused(k: int) -> None:
    with pytest.raises(InputError, match=f"mbg-cnbd: k is {k}; it is a whole number from 1"):
        MbgCnbd(k=k)
    with pytest.raises(InputError, match="Leave it out to have it found"):
        replace(GROCER, k=k)


def test_no_customer_is_refused() -> None:
    none = np.zeros(0)
    for gaps in (none, None):
        with pytest.raises(NothingAccepted, match="mbg-cnbd: there is no customer with an order"):
            MbgCnbd().fit(Histories(none, none, none, none, gaps))
