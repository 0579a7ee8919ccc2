"""Plans of invented shops: what comes lies in the intervals about as often as they say."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from treue.units import Unit
from treue.value.appraisal import Settled
from treue.value.forecast import Ahead as Horizon
from treue.value.forecast import Shock
from treue.value.levers.daily import Asked, Daily, Reserve
from treue.value.plan.arrivals import arrivals
from treue.value.plan.curve import Curve, curve
from treue.value.plan.existing import ByMonth
from treue.value.plan.months import Ahead, Months, first_of, index_of, last_of
from treue.value.plan.plan import Doubt, Here, plan
from treue.value.plan.season import Season, season_of
from treue.value.plan.tried import Tried, spans, try_plan
from treue.value.purchases import named

FIRST = date(2023, 1, 1)
EPOCH = date(1970, 1, 1)
SETTLED = Settled("pareto-nbd", "all", Unit.WEEK, Horizon(365))
UNTIL = date(2024, 12, 31)
CALM = Doubt(Shock(0.0), 0.0, 0.0, 0.0)


def shop(seed: int, *, a_month: float = 60.0, months: int = 24, shock: float = 0.0) -> tuple[Daily, Months]:
    """New customers by chance; each buys at an own pace until the end; `shock` moves whole months."""
    rng = np.random.default_rng(seed)
    start, end = (FIRST - EPOCH).days, (last_of(index_of(FIRST) + months - 1) - EPOCH).days
    of_month = np.exp(shock * rng.standard_normal(months))
    rows = []
    people = rng.poisson(a_month * months)
    begun = np.sort(rng.integers(start, end + 1, people))
    paces, lives = rng.gamma(1.2, 0.02 / 1.2, people), rng.exponential(250.0, people)
    for who, (day, pace, life) in enumerate(zip(begun, paces, lives, strict=True)):
        last = min(end, day + life)
        later = rng.uniform(day, last, rng.poisson(3.0 * pace * max(last - day, 0.0)))
        place = [
            index_of(date.fromordinal(int(each) + EPOCH.toordinal())) - index_of(FIRST) for each in later
        ]
        kept = later[rng.random(len(later)) < np.array([of_month[each] for each in place]) / 3.0]
        rows += [(who, each) for each in sorted({int(day), *map(int, np.floor(kept) + 1)}) if each <= end]
    customer, day = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    revenue = np.round(rng.gamma(5.0, 10.0, len(day)) + 1, 2)
    nothing = np.zeros(len(day))
    daily = Daily(customer, day, nothing + 1, revenue, 0.4 * revenue, *(nothing,) * 6)
    return daily, months_of(daily)


def months_of(daily: Daily) -> Months:
    begun = {}
    for who, day in zip(daily.customer.tolist(), daily.day.tolist(), strict=True):
        begun.setdefault(who, day)
    rows: dict[tuple[date, date], dict[str, object]] = {}
    for place, (who, day) in enumerate(zip(daily.customer.tolist(), daily.day.tolist(), strict=True)):
        cohort, month = (
            date.fromordinal(each + EPOCH.toordinal()).replace(day=1) for each in (begun[who], day)
        )
        row = rows.setdefault(
            (cohort, month),
            {"cohort": cohort, "month": month, "order_days": 0, "revenue_minor": 0, "margin_minor": 0,
             "acquisition_minor": 0, "new_customers": 0},
        )  # fmt: skip
        row["order_days"] += 1  # type: ignore[operator]  # rows hold anything
        row["revenue_minor"] += round(100 * daily.revenue[place])  # type: ignore[operator]  # rows hold anything
        row["margin_minor"] += round(100 * daily.margin[place])  # type: ignore[operator]  # rows hold anything
        row["new_customers"] += begun[who] == day  # type: ignore[operator]  # rows hold anything
    return Months.of(pa.Table.from_pylist(list(rows.values())), UNTIL, 2)


def tried(seed: int, **kind: float) -> Tried:
    daily, months = shop(seed, **kind)  # type: ignore[arg-type]  # of mixed kinds
    span = spans(months)
    assert span == 6
    return try_plan(months, Asked(daily, Reserve.none()), SETTLED, span, np.random.default_rng(1))


def test_a_plan_covers_what_comes_at_about_its_rate() -> None:
    found = [tried(seed, shock=0.15) for seed in range(14)]
    inside = np.mean([each.inside("orders").mean() for each in found])
    assert 0.66 < inside <= 0.97
    assert abs(np.mean([each.error("orders") for each in found])) < 0.08
    assert abs(np.mean([each.error("margin") for each in found])) < 0.08


def test_months_begin_with_the_rest_of_the_running_one() -> None:
    ahead = Ahead.after(date(2026, 11, 21))
    assert ahead.has_rest
    assert [first_of(month) for month in ahead.months[:2]] == [date(2026, 11, 1), date(2026, 12, 1)]
    assert ahead.ends[:2].tolist() == [9, 40]
    assert ahead.shares[:2] == pytest.approx([9 / 30, 1.0])
    assert len(Ahead.after(date(2026, 11, 30)).months) == 12


def flat(size: int = 24, a_month: float = 10.0) -> Months:
    table = np.eye(size) * a_month
    people = np.full(size, a_month)
    return Months(2023 * 12, UNTIL, 1, table, 50 * table, 20 * table, people, 3.0 * people)


def test_existing_and_new_add_up_and_the_year_is_the_sum_of_its_months() -> None:
    ahead = Ahead.after(UNTIL)
    here = ByMonth(np.full(12, 100.0), np.full(12, 5_000.0), np.full(12, 2_000.0))
    one = Curve(np.array([1.0] + [0.1] * 12), np.array([50.0] + [5.0] * 12), np.array([20.0] + [2.0] * 12))
    made = plan(flat(), Here(ahead, here, CALM), one, np.random.default_rng(1))
    expected = 10.0 * (1.0 + 0.1 * np.arange(12))
    assert made.new.orders == pytest.approx(expected)
    assert made.whole["orders"].mean == pytest.approx(100.0 + expected)
    assert made.year["margin"][0] == pytest.approx(float((2_000 + 20 * expected).sum()))
    assert made.acquisition == pytest.approx(np.full(12, 30.0))
    for told in made.whole.values():
        assert (told.low <= told.mean).all()
        assert (told.mean <= told.high).all()


def test_where_revenue_is_all_margin_both_have_one_range() -> None:
    ahead = Ahead.after(UNTIL)
    doubt, rates = Doubt(Shock(0.2), 10.0, 40_000.0, 0.05), {}
    for rate in (1.0, 0.5):
        here = ByMonth(np.full(12, 100.0), np.full(12, 5_000.0), np.full(12, 5_000.0 * rate))
        one = Curve(np.ones(13), np.full(13, 50.0), np.full(13, 50.0 * rate))
        rates[rate] = plan(flat(), Here(ahead, here, doubt), one, np.random.default_rng(1)).year
    assert rates[1.0]["revenue"] == rates[1.0]["margin"]
    # The same variance of half as much margin is four times as much of the revenue it comes of.
    (_, low, high), (_, lower, higher) = (rates[rate]["revenue"] for rate in (1.0, 0.5))
    assert higher - lower > high - low


def test_a_loss_is_planned_as_a_loss() -> None:
    ahead = Ahead.after(UNTIL)
    here = ByMonth(np.full(12, 100.0), np.full(12, 5_000.0), np.full(12, -300.0))
    one = Curve(*(np.zeros(13),) * 3)
    made = plan(
        flat(), Here(ahead, here, Doubt(Shock(0.2), 10.0, 400.0, 0.05)), one, np.random.default_rng(1)
    )
    assert made.year["margin"][0] == pytest.approx(-3_600.0)
    assert made.year["margin"][1] < -3_600.0 < made.year["margin"][2]


def test_a_level_is_continued_and_a_season_laid_on_again() -> None:
    rng = np.random.default_rng(3)
    level = rng.poisson(200.0, 30).astype(float)
    plain = arrivals(level, 5, 12, Season.none())
    assert plain.expected == pytest.approx(200.0, rel=0.12)
    season = 1.0 + 0.5 * np.cos(2 * np.pi * (np.arange(36) % 12 - 11) / 12)
    came = rng.poisson(300.0 * season).astype(float)
    found = arrivals(came, 11, 12, season_of(came, 0, came))
    assert found.expected[11] / found.expected[5] > 1.9
    assert found.error[0] < 0.2


def test_growth_fades() -> None:
    came = 100.0 * 1.05 ** np.arange(24)
    found = arrivals(came, 11, 24, Season.none())
    assert found.expected[0] > came[-1]
    assert (np.diff(found.expected) >= 0).all()
    assert found.expected[-1] < 100.0 * 1.05**47


@pytest.mark.parametrize("came", [[], [5.0], [0.0, 0.0, 0.0], [3.0, 0.0, 4.0, 1.0, 2.0]])
def test_a_short_past_is_answered_with_wide_intervals(came: list[float]) -> None:
    found = arrivals(np.array(came), 3, 12, Season.none())
    assert found.expected == pytest.approx(np.full(12, np.mean(came) if came else 0.0))
    assert (found.error >= 0.4).all()


def test_what_nobody_is_old_enough_to_tell_goes_on_as_the_model_says() -> None:
    daily, months = shop(5)
    fitted = named("pareto-nbd", Unit.WEEK).fit(daily.past((UNTIL - EPOCH).days, Reserve.none()).histories)
    whole = curve(months, fitted, 13)
    young = curve(months.cut(date(2023, 6, 30)), fitted, 13)
    assert young.orders[0] == pytest.approx(whole.orders[0], rel=0.1)
    assert young.orders[6:].sum() == pytest.approx(whole.orders[6:].sum(), rel=0.5)
    assert (young.orders[5:] > 0).all()


def test_the_month_in_which_a_file_begins_is_no_month_of_arrivals() -> None:
    _, months = shop(2)
    assert not months.told[0]
    assert months.told[1:].all()
    cut = months.cut(date(2024, 6, 30))
    assert len(cut) == 18
    assert spans(cut) == 6
    assert spans(months.cut(date(2023, 10, 31))) == 0
