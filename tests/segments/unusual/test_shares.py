"""Shares beside their own past: the distribution by a second way, planted changes, chance left alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import betabinom

from treue.segments.unusual import DISCOVERIES, WINDOWS, Shares, judge_shares, told
from treue.segments.unusual.judging import GRID
from treue.segments.unusual.shares import _cumulated, _Mixed, _smooth


def scattered(rng: np.random.Generator, cases: np.ndarray, p: float, rho: float) -> np.ndarray:
    """Hits of cases that hang together within a window."""
    share = rng.beta(p * (1 - rho) / rho, (1 - p) * (1 - rho) / rho, cases.shape) if rho else p
    return rng.binomial(cases, share)


def shop(seed: int, rows: int = 20, cases: int = 80, p: float = 0.18, rho: float = 0.01) -> Shares:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(cases, (rows, WINDOWS + 1))
    return Shares.of(counts, scattered(rng, counts, p, rho))


def test_the_mixture_is_the_beta_binomial() -> None:
    """Agreement: SciPy's own, at every count."""
    one = np.ones(len(GRID))
    mixed = _Mixed(0.3 * one, 0.05 * one, one / len(GRID))
    expected = betabinom.cdf(np.arange(51), 50, 0.3 * 19, 0.7 * 19)
    assert _cumulated(50, np.arange(51), mixed) == pytest.approx(expected, abs=1e-9)


def test_the_smooth_stand_in_is_near_the_exact_one() -> None:
    one = np.ones(len(GRID))
    mixed, asked = _Mixed(0.2 * one, 0.003 * one, one / len(GRID)), np.arange(2001)
    assert np.abs(_cumulated(2000, asked, mixed) - _smooth(2000, asked, mixed)).max() < 0.004


def test_without_scatter_the_interval_is_the_binomial_one() -> None:
    """A limit case: a past without scatter, so large that its share is known."""
    cases = np.array([[1_000, *[20_000] * WINDOWS]])
    judged = judge_shares(Shares.of(cases, np.array([[300, *[6_000] * WINDOWS]])))[0]
    assert judged.usual == 0.3
    assert judged.low == pytest.approx(0.3 - 1.2816 * np.sqrt(0.21 / 1000), abs=0.003)
    assert judged.high == pytest.approx(0.3 + 1.2816 * np.sqrt(0.21 / 1000), abs=0.003)
    assert judged.chance > 0.9


def test_scatter_of_the_past_widens_the_interval() -> None:
    calm, wild = (judge_shares(shop(3, rows=1, cases=500, rho=rho))[0] for rho in (0.0, 0.05))
    assert wild.high - wild.low > 2 * (calm.high - calm.low)


def test_a_return_rate_that_doubles_is_told_among_twenty_and_nothing_else() -> None:
    shares = shop(5)
    hits = shares.hits.copy()
    hits[7, 0] = round(0.42 * shares.cases[7, 0])
    judged = judge_shares(Shares.of(shares.cases, hits))
    assert list(np.flatnonzero(told([each.chance for each in judged]))) == [7]
    assert judged[7].now > judged[7].high > judged[7].usual > judged[7].low


def test_eight_of_ten_ordinary_windows_lie_in_the_interval() -> None:
    judged = [each for seed in range(20) for each in judge_shares(shop(seed))]
    inside = np.mean([each.low <= each.now <= each.high for each in judged])
    assert 0.78 <= inside <= 0.9  # counts are whole, so a little more


@pytest.mark.parametrize(("rows", "cases", "rho"), [(20, 80, 0.01), (5, 25, 0.04), (1, 300, 0.02)])
def test_shops_in_which_nothing_happened_raise_no_more_alarms_than_promised(
    rows: int, cases: int, rho: float
) -> None:
    shops = [judge_shares(shop(seed, rows, cases, rho=rho)) for seed in range(200)]
    alarms = [bool(told([each.chance for each in judged]).any()) for judged in shops]
    assert 0 < np.mean(alarms) <= DISCOVERIES


def test_the_order_of_past_windows_and_of_rows_changes_nothing() -> None:
    shares, rng = shop(9), np.random.default_rng(1)
    places, rows = np.r_[0, 1 + rng.permutation(WINDOWS)], rng.permutation(20)
    turned = Shares.of(shares.cases[rows][:, places], shares.hits[rows][:, places])
    before, after = judge_shares(shares), judge_shares(turned)
    assert [each.chance for each in after] == pytest.approx([before[row].chance for row in rows])


def test_what_is_bought_by_the_dozen_is_no_dozen_chances() -> None:
    cases, hits = np.array([[48, *[48] * WINDOWS]]), np.array([[24, *[12, 0] * 6, 12]])
    single, dozens = (judge_shares(Shares(cases, hits, np.array([each])))[0] for each in (1.0, 12.0))
    assert dozens.chance > single.chance
    assert dozens.counted == 48


def test_of_too_few_cases_nothing_is_said() -> None:
    cases = np.zeros((4, WINDOWS + 1), np.int64)
    cases[:, :7] = [
        [10, 5, 5, 5, 5, 5, 5],
        [9, 50, 50, 50, 50, 50, 50],
        [50, 4, 4, 4, 4, 4, 4],
        [50, 0, 0, 0, 9, 90, 9],
    ]
    assert list(Shares.of(cases, cases * 0).is_enough) == [0]
    assert judge_shares(Shares.of(cases[:0], cases[:0])) == []


def test_nothing_to_tell_where_all_or_none_always_came() -> None:
    cases = np.full((2, WINDOWS + 1), 40)
    all_or_none = judge_shares(Shares.of(cases, cases * np.array([[0], [1]])))
    assert [each.chance for each in all_or_none] == [1.0, 1.0]
    assert [each.usual for each in all_or_none] == [0.0, 1.0]
