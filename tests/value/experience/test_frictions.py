"""Known truth: a planted effect comes back, none is found where none is, and the traps are walked around."""

from __future__ import annotations

import numpy as np
import pytest
from friction_worlds import AHEAD, DAYS, FIRST, MARGIN, UNTIL, WAIT, World, diary_of, orders, parcels
from scipy.stats import binom

from treue.value.diary import Bookings, Diary
from treue.value.experience import (
    Events,
    Friction,
    Taken,
    Timeline,
    late_parcels,
    late_promises,
    measure,
    returned,
    slow_answers,
    slow_refunds,
    told,
)
from treue.value.experience.frictions import FEWEST, YEAR_DAYS, Touched, known_of
from treue.value.histories import FloatArray, IntArray


def measured(world: World) -> Friction:
    found = measure(("late_delivery", ""), world.events, Timeline.of(world.diary, UNTIL), AHEAD, WAIT)
    assert found is not None
    return found


def naive(world: World) -> float:
    """Those touched against all others, whoever they are."""
    timeline = Timeline.of(world.diary, UNTIL)
    events = world.events.where(timeline.followed(world.events, AHEAD))
    again = timeline.look(events, AHEAD).again
    return float(again[events.touched].mean() - again[~events.touched].mean())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_planted_effect_comes_back_and_the_plain_comparison_misses_it(seed: int) -> None:
    world = parcels(np.random.default_rng(seed), 2500, lost=0.3)
    found = measured(world)
    low, high = found.retention.interval(0.99)
    assert low < world.truth < high < 0
    assert abs(found.retention.mean - world.truth) < 0.03
    assert naive(world) > world.truth / 2
    assert found.value is not None
    assert abs(found.value.mean / world.truth_value - 1) < 0.2
    assert found.balance is not None
    assert found.balance[1] < 0.1
    assert found.balance[0] > 0.5


def test_without_an_effect_the_intervals_hold_zero_about_as_often_as_they_say() -> None:
    found = [measured(parcels(np.random.default_rng(100 + seed), 800)) for seed in range(60)]
    for share in (0.8, 0.95):
        least, most = binom.ppf([0.002, 0.998], len(found), share)
        for changes in ([each.retention for each in found], [each.value for each in found]):
            held = sum(low <= 0 <= high for low, high in (each.interval(share) for each in changes if each))
            assert least <= held <= most
    wrong = [naive(parcels(np.random.default_rng(100 + seed), 800)) for seed in range(5)]
    assert min(wrong) > 0.03


def returns_of(rng: np.random.Generator, customers: int) -> tuple[IntArray, IntArray, IntArray]:
    """Buyers in bursts: who orders again does so soon. Returns change nothing, and take weeks."""
    customer, day, back = [], [], []
    for who in range(customers):
        at = int(rng.integers(0, DAYS - 200))
        while at < DAYS:
            customer.append(who)
            day.append(FIRST + at)
            delay = int(rng.integers(15, 60)) if rng.random() < 0.15 else -1
            back.append(delay if at + delay < DAYS else -1)
            at += int(rng.integers(1, 20)) if rng.random() < 0.6 else int(rng.integers(150, 600))
    return np.array(customer), np.array(day), np.array(back)


def test_time_in_which_nobody_can_have_returned_anything_is_nobodys_merit() -> None:
    customer, day, back = returns_of(np.random.default_rng(4), 3000)
    timeline = Timeline.of(diary_of(customer, day), UNTIL)
    came_back = back >= 0
    trap = Events.at(customer, day + np.where(came_back, back, 0), came_back)
    trap = trap.where(timeline.followed(trap, AHEAD))
    again = timeline.look(trap, AHEAD).again
    wrong = again[trap.touched].mean() - again[~trap.touched].mean()
    found = measure(("return", ""), returned(customer, day, back, np.random.default_rng(1)), timeline, AHEAD)
    assert found is not None
    low, high = found.retention.interval(0.95)
    assert low < 0 < high
    assert wrong < 3 * low  # who is looked at later has had the quick order already


def test_whoever_is_touched_later_is_comparable_until_then() -> None:
    customer, ordered = np.array([1, 2, 3]), np.array([100, 200, 300])
    events = returned(customer, ordered, np.array([5, 9, -1]), np.random.default_rng(0)).in_order()
    touched = events.where(events.touched)
    assert touched.day.tolist() == [105, 209]
    others = events.where(~events.touched)
    assert set(others.customer.tolist()) <= {2, 3}
    assert set((others.day - ordered[others.customer - 1]).tolist()) <= {5, 9}
    assert not ((others.customer == 2) & (others.waited == 9)).any()


def test_one_customer_with_many_events_counts_as_one() -> None:
    rng = np.random.default_rng(7)
    world = parcels(rng, 600)
    once = measured(world)
    copies = 9
    events = Events(*(np.tile(part, copies) for part in _parts(world.events)))
    many = measure(("late_delivery", ""), events, Timeline.of(world.diary, UNTIL), AHEAD, WAIT)
    assert many is not None
    assert many.touched == copies * once.touched
    assert many.lately.customer.tolist() == once.lately.customer.tolist()
    assert many.lately.day.tolist() == once.lately.day.tolist()
    assert many.retention.error == pytest.approx(once.retention.error, rel=0.2)


def test_only_orders_after_the_day_count_and_only_those_before_are_history() -> None:
    diary = diary_of(np.array([1, 1, 1, 1]), np.array([100, 110, 120, 150]))
    looked = Timeline.of(diary, 200).look(Events.at(np.array([1]), np.array([120]), np.ones(1, bool)), 30)
    assert (looked.orders[0], looked.recency_days[0], looked.tenure_days[0]) == (2, 10, 20)
    assert looked.again[0]
    assert looked.value[0] == looked.margin[0] == MARGIN
    shorter = Timeline.of(diary, 200).look(Events.at(np.array([1]), np.array([120]), np.ones(1, bool)), 29)
    assert not shorter.again[0]
    assert shorter.value[0] == 0


def test_what_is_sent_back_of_an_earlier_order_is_no_loss_of_the_days_after() -> None:
    """Else who waits for their money would seem to buy for less, just as their refund is booked later."""
    one = np.ones(2, np.int64)
    diary = Diary(
        diary_of(np.array([1, 1]), np.array([100, 130])).orders,
        Bookings(np.array([1, 1, 1, 1]), np.array([100, 125, 130, 140]), np.array([20.0, -15.0, 20.0, -8.0])),
    )
    taken = Taken(one, np.array([125, 140]), np.array([100, 130]), np.array([-15.0, -8.0]))
    events = Events.at(np.array([1]), np.array([120]), np.ones(1, bool))
    assert Timeline.of(diary, 200).look(events, 30).value.tolist() == [-3.0]
    assert Timeline.of(diary, 200, taken).look(events, 30).value.tolist() == [12.0]
    assert Timeline.of(diary, 135, taken).look(events, 15).value.tolist() == [20.0]


def test_refunds_of_nobody_known_and_of_earlier_times_are_passed_over() -> None:
    diary = diary_of(np.array([3, 5]), np.array([100, 110]))
    taken = Taken(
        np.array([1, 4, 5, 9]), np.array([112, 113, 114, 115]), np.array([111, 90, 90, 111]), np.full(4, -9.0)
    )
    events = Events.at(np.array([3, 5, 5]), np.array([101, 105, 111]), np.ones(3, bool))
    assert Timeline.of(diary, 200, taken).look(events, 30).value.tolist() == [0.0, MARGIN, 0.0]


def test_somebody_who_never_ordered_has_no_history_and_nobody_elses_orders() -> None:
    diary = diary_of(np.array([1, 3]), np.array([100, 101]))
    events = Events.at(np.array([0, 2, 2, 9]), np.array([100, 100, 150, 120]), np.ones(4, bool))
    looked = Timeline.of(diary, 200).look(events, 30)
    assert not looked.again.any()
    assert looked.orders.tolist() == looked.recency_days.tolist() == [0, 0, 0, 0]
    assert len(set(looked.person.tolist())) == 3


def test_events_that_are_not_followed_to_the_end_are_left_out() -> None:
    world = parcels(np.random.default_rng(8), 1500)
    found = measured(world)
    complete = world.late & (world.day + WAIT + AHEAD <= UNTIL)
    assert found.touched == complete.sum()
    recent = world.late & (world.day + WAIT > UNTIL - 365) & (world.day + WAIT <= UNTIL)
    last: dict[int, int] = {}
    for who, day in zip(world.customer[recent].tolist(), world.day[recent].tolist(), strict=True):
        last[who] = max(last.get(who, 0), day + WAIT)
    assert dict(zip(found.lately.customer.tolist(), found.lately.day.tolist(), strict=True)) == last
    assert found.lately.customer.tolist() == sorted(last)


def test_without_amounts_only_retention_is_told() -> None:
    world = parcels(np.random.default_rng(9), 1500)
    silent = Diary(world.diary.orders, Bookings.none())
    found = measure(("late_delivery", ""), world.events, Timeline.of(silent, UNTIL), AHEAD, WAIT)
    assert found is not None
    assert found.value is None
    assert found.matched > FEWEST


@pytest.mark.parametrize("customers", [0, 1, 20])
def test_of_too_few_nothing_is_said(customers: int) -> None:
    nobody = np.zeros(0, np.int64)
    customer, day = orders(np.random.default_rng(1), customers) if customers else (nobody, nobody)
    timeline = Timeline.of(diary_of(customer, day), UNTIL)
    events, _ = late_parcels(customer, day, np.arange(len(day)) % 9)
    assert measure(("late_delivery", "usual"), events, timeline, AHEAD) is None
    struck = events.where(events.touched)
    assert len(Touched.lately(struck.customer, struck.day, UNTIL)) <= customers
    assert returned(customer, day, np.full(len(day), -1), np.random.default_rng(1)).touched.sum() == 0


def test_the_order_of_rows_changes_nothing() -> None:
    world, rng = parcels(np.random.default_rng(10), 800), np.random.default_rng(2)
    turned = rng.permutation(len(world.day))
    shuffled = Events(*(part[turned] for part in _parts(world.events)))
    timeline = Timeline.of(world.diary, UNTIL)
    first, second = (
        measure(("late_delivery", ""), each, timeline, AHEAD) for each in (world.events, shuffled)
    )
    assert first is not None
    assert second is not None
    assert first == second
    assert first.lately.customer.tolist() == second.lately.customer.tolist()
    assert first.lately.day.tolist() == second.lately.day.tolist()


def test_of_many_frictions_looked_at_few_by_chance_are_called_findings() -> None:
    assert told([0.001, 0.3, 0.5, 0.9]).tolist() == [True, False, False, False]
    assert told([0.04]).tolist() == [True]
    assert told([0.15]).tolist() == [False]
    assert told([0.04, 0.9]).tolist() == [False, False]
    assert told([]).tolist() == []
    rng = np.random.default_rng(3)
    nights = [told(rng.random(6)).any() for _ in range(2000)]
    assert 0.03 < np.mean(nights) < 0.07


def test_files_that_begin_late_are_known_for_fewer_days() -> None:
    assert known_of(np.array([UNTIL - 179, UNTIL - 10]), UNTIL) == 180
    assert known_of(np.array([UNTIL - 900, UNTIL]), UNTIL) == YEAR_DAYS
    assert known_of(np.array([], np.int64), UNTIL) == 1


def _parts(events: Events) -> tuple[IntArray | FloatArray, ...]:
    return events.customer, events.day, events.touched, events.waited


def test_a_part_of_very_many_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    world = parcels(np.random.default_rng(12), 4000, lost=0.3)
    whole = measured(world)
    monkeypatch.setattr("treue.value.experience.frictions.MOST", (2000, 4000))
    part = measured(world)
    assert 1500 < part.matched < 2500
    assert 3000 < part.comparable < 5000
    assert (part.touched, len(part.lately)) == (whole.touched, len(whole.lately))
    assert abs(part.retention.mean - whole.retention.mean) < 3 * part.retention.error
    assert part.retention.error > 1.3 * whole.retention.error


def test_what_struck_before_is_counted_among_all() -> None:
    struck = np.array([True, True, False, True])
    every = Events.at(np.array([5, 5, 5, 6]), np.array([10, 20, 30, 5]), struck)
    some = Events.at(np.array([5, 5, 6, 7]), np.array([20, 30, 5, 9]), np.zeros(4, bool))
    assert some.earlier(every).tolist() == [1, 2, 0, 0]
    assert Events.at(*(np.zeros(0, np.int64),) * 2, np.zeros(0, bool)).earlier(every).tolist() == []


def test_what_is_slow_is_the_usual_limit_or_the_shops_own_middle() -> None:
    who = np.arange(100)
    day = np.full(100, 500)
    mixed, limit = slow_answers(who, day, np.where(who < 30, 60, 2))
    assert (limit, mixed.touched.sum(), set(mixed.day.tolist())) == (24, 30, {501})
    quick, limit = slow_answers(who, day, who // 10)
    assert (limit, quick.touched.sum(), set(quick.day.tolist())) == (4, 50, {501})
    money, limit = slow_refunds(who, day, np.where(who < 6, 30, 5))
    assert (limit, money.touched.sum(), set(money.day.tolist())) == (14, 6, {514})
    nobody = np.zeros(0, np.int64)
    assert len(slow_refunds(nobody, nobody, nobody)[0]) == 0
    late, usual = late_parcels(who, day, who % 10 + 1)
    assert (usual, late.touched.sum(), set(late.day.tolist())) == (9, 10, {509})
    promised = late_promises(who, day, np.where(who < 50, 3, -1), who % 5 + 1)
    assert (len(promised), promised.touched.sum(), set(promised.day.tolist())) == (50, 20, {503})
