from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from invented_diary import diary

from treue.units import Unit
from treue.value.baselines import NAMES
from treue.value.diary import Bookings, Diary
from treue.value.histories import Histories
from treue.value.left_truncation import opening_of
from treue.value.order_days import OrderDays
from treue.value.purchases import MbgNbd
from treue.value.tournament.adjusting import Now, adjust
from treue.value.tournament.clocked import clock_at
from treue.value.tournament.features import Seen
from treue.value.tournament.holding import Asked, hold
from treue.value.tournament.origins import Origin
from treue.value.tournament.stands import Entrant, Stand, expected_orders
from treue.value.tournament.verdict import COMBINED, RETURNING, Verdict

UNTIL = 20_000 + 420
ASKED = Asked(UNTIL, 112, ("mbg-nbd", "pareto-nbd"), seed=1)


@pytest.fixture(scope="module")
def fans() -> Diary:
    return diary(800, seed=1, fans=True)


@pytest.fixture(scope="module")
def verdict(fans: Diary) -> Verdict:
    return hold(fans, ASKED)


def now(whole: Diary, model: str) -> tuple[Stand, Now]:
    origin = Origin(UNTIL, 112)
    stand = Stand.at(origin, whole)
    return stand, Now(origin, stand.seen, Entrant(model).fit(stand.seen), seed=1)


# Recovery: what the models miss is found, and helps on what comes


def test_fans_are_learned_and_help_later(fans: Diary, verdict: Verdict) -> None:
    stand, today = now(fans, verdict.model)
    adjusted = adjust(verdict, fans, today)
    plain = expected_orders(today.fitted, stand.seen, 112)
    assert verdict.strength > 0.3
    before, after = (np.square(mean - stand.came).mean() for mean in (plain, plain * adjusted.pace))
    assert after < before


def test_the_pooled_figures_name_everybody(verdict: Verdict) -> None:
    standings = {each.name: each for each in verdict.standings}
    assert set(standings) == {COMBINED, *ASKED.models, *NAMES}
    naive = min((standings[name] for name in NAMES), key=lambda each: each.rmse)
    assert standings[COMBINED].rmse <= naive.rmse
    assert standings[COMBINED].crps < naive.crps
    assert verdict.naive == ""


# Agreement: nothing after the day is looked at


def test_what_comes_later_changes_nothing(fans: Diary, verdict: Verdict) -> None:
    assert hold(fans.until(UNTIL), ASKED) == verdict
    _, today = now(fans, verdict.model)
    cut = adjust(verdict, fans.until(UNTIL), today)
    np.testing.assert_array_equal(cut.pace, adjust(verdict, fans, today).pace)


# Agreement: models take part as they will forecast


def test_days_are_read_in_the_tournament_as_they_will_be(fans: Diary, verdict: Verdict) -> None:
    by_day = hold(fans, replace(ASKED, by_day=True))
    assert by_day.by_day
    assert Entrant.of(by_day) == Entrant(by_day.model, by_day=True, returning=RETURNING)
    plain, read = (
        {each.name: each.crps for each in told.standings if each.name in ASKED.models}
        for told in (verdict, by_day)
    )
    assert all(read[name] != plain[name] for name in ASKED.models)
    assert read == pytest.approx(plain, rel=0.02)


def test_who_may_have_ordered_before_teaches_no_model_that_drops_them() -> None:
    shop = diary(2_000, seed=1, window_days=1_200)
    orders = shop.orders.where(shop.orders.day >= 20_000 + 300)
    seen = Seen.at(20_000 + 900, Diary(orders, Bookings.none()))
    opening = opening_of(seen.histories)
    assert opening is not None
    came_later = seen.histories.tenure_days <= 600 - opening.days
    kept, dropped, later = (
        Entrant("mbg-nbd", first_orders="keep").fit(seen),
        Entrant("mbg-nbd", first_orders="drop").fit(seen),
        MbgNbd(unit=Unit.WEEK).fit(Histories(*(each[came_later] for each in seen.histories.columns()))),
    )
    assert dropped.parameters == pytest.approx(later.parameters, rel=1e-6)
    assert dropped.parameters != pytest.approx(kept.parameters, rel=0.01)


# Invariants


def test_the_same_diary_gives_the_same_verdict_in_any_order_of_bookings(
    fans: Diary, verdict: Verdict
) -> None:
    mixed = np.random.default_rng(2).permutation(len(fans.bookings.day))
    rows = fans.bookings
    other = Bookings(rows.customer[mixed], rows.day[mixed], rows.margin[mixed])
    again = hold(Diary(fans.orders, other), ASKED)
    assert again.model == verdict.model
    assert again.strength == pytest.approx(verdict.strength)


def test_a_model_that_was_named_stays(fans: Diary) -> None:
    named = hold(fans, replace(ASKED, models=("bg-nbd",)))
    assert (named.model, named.why) == ("bg-nbd", "named")


def test_the_eight_strongest_features_are_told(fans: Diary, verdict: Verdict) -> None:
    _, today = now(fans, verdict.model)
    adjusted = adjust(verdict, fans, today, explained=True)
    assert adjusted.moved is not None
    sizes = np.abs(adjusted.moved.by)
    assert sizes.shape == (len(today.seen), 8)
    assert (np.diff(sizes, axis=1) <= 0).all()


# Thin data


@pytest.mark.parametrize("customers", [1, 40])
def test_thin_data_take_the_usual(customers: int) -> None:
    few = diary(customers, seed=3)
    assert hold(few, ASKED) == Verdict()
    _, today = now(few, "pareto-nbd")
    adjusted = adjust(Verdict(), few, today)
    assert (adjusted.pace == 1.0).all()


def test_everybody_on_one_day() -> None:
    day = np.full(300, 20_000)
    one = Diary(OrderDays(np.arange(300), day, np.ones(300)), Bookings.none())
    assert hold(one, ASKED).why == "thin"


def test_a_simple_forecast_that_wins_gives_the_means(fans: Diary) -> None:
    stand, today = now(fans, "pareto-nbd")
    naive = replace(Verdict(), naive="own-rate")
    adjusted = adjust(naive, fans, today)
    means = expected_orders(today.fitted, stand.seen, 112) * adjusted.pace
    rate = stand.seen.histories.frequency / np.maximum(stand.seen.histories.tenure_days, 1.0)
    # Who is all but surely gone for the model is not brought back.
    ordered = (rate > 0) & (today.fitted.p_alive(stand.seen.histories) > 0.001)
    assert means[ordered] == pytest.approx(112 * rate[ordered], rel=1e-6)


# The business clock


def test_a_steady_season_brings_the_clock_in_and_totals_nearer() -> None:
    days = 365 * 4
    day = np.arange(days)
    level = np.where(np.isin((day % 365) // 30, [10, 11]), 2.2, 0.8)
    shop = diary(1_200, seed=5, window_days=days, level=level)
    # Half a year ahead of a Christmas, and each earlier origin stands before or in a season too.
    asked = Asked(20_000 + 365 * 3 + 240, 119, ("pareto-nbd",), seed=1)
    timed = hold(shop, asked)
    assert timed.has_clock
    clock = clock_at(shop, asked.until, Entrant("pareto-nbd"), None)
    origin = Origin(asked.until, asked.ahead_days)
    plain, by_clock = Stand.at(origin, shop), Stand.at(origin, shop, clock)
    misses = [
        abs(expected_orders(Entrant("pareto-nbd").fit(each.seen), each.seen, 119).sum() / each.came.sum() - 1)
        for each in (plain, by_clock)
    ]
    assert misses[1] < misses[0]


def test_no_season_is_spoken_of_before_two_decembers(fans: Diary) -> None:
    assert clock_at(fans, UNTIL, Entrant("pareto-nbd"), "DE").is_plain
