from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from invented_calendar import FIRST_DAY, PARAMETERS, InventedShop, christmas, days_of, no_season, shop

from treue.errors import InputError
from treue.units import Unit
from treue.value.accuracy import weekly_error
from treue.value.calendar import Almanac, Clock, learn
from treue.value.calendar.expected import expected_repeats
from treue.value.histories import FloatArray, Histories
from treue.value.purchases import FittedParetoNbd, MbgNbd, ParetoNbd

WEEKS = 13


def trial(of: InventedShop, split: int, clock: Clock) -> float:
    """Weekly error after the split, of Pareto/NBD by the clock."""
    plain, who = Histories.from_orders(of.customer, of.day, until=split)
    seen = clock.histories(plain.compress()[0], split)
    model = ParetoNbd().fit(seen)
    ahead = clock.horizon(split, 7 * np.arange(1, WEEKS + 1))
    expected = np.diff([model.expected_orders(seen, float(t)) @ seen.weight for t in ahead], prepend=0.0)
    came = of.day[np.isin(of.customer, who) & (of.day > split)]
    weeks = np.bincount((came - split - 1) // 7)[:WEEKS]
    return weekly_error(weeks.astype(float), expected) or 0.0


def off(clock: Clock, truth: FloatArray, days: FloatArray) -> float:
    """Root mean squared error of the log-speed."""
    return float(np.sqrt(np.square(np.log(clock.speed(days) / truth)).mean()))


@cache
def busy_shop() -> InventedShop:
    return shop(6_000, christmas(days_of(2.4)), seed=1)


@cache
def steady_shop() -> InventedShop:
    return shop(6_000, no_season(days_of(2.4)), seed=2)


SPLIT = FIRST_DAY + 750
ALMANAC = Almanac(FIRST_DAY, SPLIT)


@cache
def busy_clock() -> Clock:
    return learn(busy_shop().customer, busy_shop().day, MbgNbd(), ALMANAC)


# Recovery.


def test_a_season_seen_twice_is_found() -> None:
    window, ahead = np.arange(FIRST_DAY, SPLIT + 1), np.arange(SPLIT + 1, SPLIT + 92)
    truth, later = christmas(window), christmas(ahead) / christmas(window).mean()
    truth = truth / truth.mean()
    plain = Clock.plain(ALMANAC)
    assert off(busy_clock(), truth, window) < 0.5 * off(plain, truth, window)
    assert off(busy_clock(), later, ahead) < 0.75 * off(plain, later, ahead)


def test_weeks_are_forecast_better_by_the_clock() -> None:
    assert trial(busy_shop(), SPLIT, busy_clock()) < 0.6 * trial(busy_shop(), SPLIT, Clock.plain(ALMANAC))


def test_without_a_season_no_harm_is_done() -> None:
    of = steady_shop()
    clock = learn(of.customer, of.day, MbgNbd(), ALMANAC)
    assert np.abs(clock.speed(np.arange(FIRST_DAY, SPLIT + 92)) - 1.0).max() < 0.05
    assert trial(of, SPLIT, clock) < trial(of, SPLIT, Clock.plain(ALMANAC)) + 0.01


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
def test_three_years_of_a_large_shop(seed: int) -> None:
    days = days_of(4.1)
    of = shop(20_000, christmas(days), seed)
    for split in (FIRST_DAY + 1096, FIRST_DAY + 1096 + 182):
        almanac = Almanac(FIRST_DAY, split)
        clock = learn(of.customer, of.day, ParetoNbd(), almanac)
        window = np.arange(FIRST_DAY, split + 1)
        assert off(clock, christmas(window) / christmas(window).mean(), window) < 0.09
        assert trial(of, split, clock) < 0.11


def test_promotions_are_found() -> None:
    days = days_of(1.5)
    promoted = (days - FIRST_DAY) % 60 < 5
    of = shop(8_000, np.where(promoted, 1.8, 1.0), seed=5)
    almanac = Almanac(FIRST_DAY, int(days[-1]), promotion_days=tuple(days[promoted].tolist()))
    clock = learn(of.customer, of.day, MbgNbd(), almanac)
    assert np.exp(clock.parts["promotions"][0]) == pytest.approx(1.8, abs=0.15)
    assert clock.parts["holidays"] == (0.0,)


# Agreement.


def test_the_model_expects_what_its_own_customers_do() -> None:
    # By the true clock and parameters, what was expected and what came differ by luck, in all and late.
    of = steady_shop()
    days = days_of(2.4)
    almanac = Almanac(FIRST_DAY, int(days[-1]))
    model = FittedParetoNbd(**dict(zip(("r", "alpha", "s", "beta"), PARAMETERS, strict=True)), unit=Unit.DAY)
    expected = expected_repeats(model, of.customer, of.day, Clock.plain(almanac))
    first = of.day[np.unique(of.customer, return_index=True)[1]]
    # Times are cut to days, and orders of one day count once.
    for since in (FIRST_DAY, SPLIT):
        repeats = (of.day > since).sum() - (first > since).sum()
        assert expected[since - FIRST_DAY + 1 :].sum() == pytest.approx(float(repeats), rel=0.05)


@pytest.mark.public_data
def test_the_apparel_shop_has_its_published_high_season(public_data: Path) -> None:
    folder = public_data / "clvtools_apparel"
    log, covariates = (pq.read_table(folder / f"apparel{name}.parquet") for name in ("Trans", "DynCov"))
    customer = np.array([int(key) for key in log["Id"].to_pylist()])
    day = log["Date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    clock = learn(customer, day, MbgNbd(), Almanac(int(day.min()), int(day.max())))
    starts = covariates["Cov.Date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    high = covariates["High.Season"].to_numpy() == 1
    in_season, outside = (np.unique(starts[which]) for which in (high, ~high))
    factor = [clock.factor("season", week + 3).mean() for week in (in_season, outside)]
    assert factor[0] / factor[1] > 1.3


# Invariants.


def test_the_order_of_rows_and_doubled_orders_change_nothing() -> None:
    of = busy_shop()
    rows = np.random.default_rng(0).permutation(np.concatenate([np.arange(len(of.day)), np.arange(500)]))
    again = learn(of.customer[rows], of.day[rows], MbgNbd(), ALMANAC)
    assert again == busy_clock()


def test_later_orders_are_not_seen() -> None:
    of = busy_shop()
    seen = of.day <= SPLIT
    assert learn(of.customer[seen], of.day[seen], MbgNbd(), ALMANAC) == busy_clock()


def test_one_year_has_no_season() -> None:
    of = busy_shop()
    clock = learn(of.customer, of.day, MbgNbd(), Almanac(FIRST_DAY, FIRST_DAY + 400, "DE"))
    assert set(clock.parts) == {"holidays", "promotions"}


def test_another_shop_has_another_fingerprint() -> None:
    of = steady_shop()
    other = learn(of.customer, of.day, MbgNbd(), ALMANAC)
    assert len(other.fingerprint) == 16
    assert other.fingerprint != busy_clock().fingerprint


@pytest.mark.parametrize(
    ("customer", "day"),
    [
        ([], []),
        ([1], [10]),
        ([1] * 300, [5] * 300),
        (list(range(300)), [0] * 300),
        ([1, 1, 2], [0, 700, 40_000]),
    ],
    ids=["nobody", "one order", "one day", "no repeats", "a gap of years"],
)
def test_thin_data_give_the_plain_clock(customer: list[int], day: list[int]) -> None:
    almanac = Almanac(0, max(day, default=0))
    clock = learn(np.array(customer, dtype=np.int64), np.array(day, dtype=np.int64), MbgNbd(), almanac)
    assert clock.is_plain


def test_one_customer_who_orders_every_day() -> None:
    days = np.arange(900)
    clock = learn(np.zeros(900, dtype=np.int64), days, MbgNbd(), Almanac(0, 899, "DE"))
    assert np.isfinite(clock.speed(np.arange(0, 1500))).all()


def test_a_horizon_of_the_clock_is_longer_before_christmas() -> None:
    autumn, january = FIRST_DAY + 2 * 365 + 300, FIRST_DAY + 3 * 365
    assert busy_clock().horizon(autumn, 50) > 1.2 * busy_clock().horizon(january, 50)


# Refusals.


def test_an_order_before_the_almanac_is_refused() -> None:
    with pytest.raises(InputError, match="an order on day 3, but the almanac begins with day 5"):
        learn(np.array([1]), np.array([3]), MbgNbd(), Almanac(5, 10))
