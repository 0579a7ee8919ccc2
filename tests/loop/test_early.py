"""Early warnings from a diary: whom they list, and whom they leave in peace."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from treue.loop.night.early import LISTED_SCHEMA, Early, Troubles, warn_early
from treue.loop.night.labels import CALM_SCHEMA, CALM_TEST_SCHEMA, Labels
from treue.value.diary import Bookings, Diary
from treue.value.histories import Histories
from treue.value.order_days import OrderDays
from treue.value.past import Past

UNTIL = date(2026, 6, 30)
DAY = (UNTIL - date(1970, 1, 1)).days
GAP = 30
PUNCTUAL, MISSED, ONCE = 0, 1, 2
SURELY = np.ones(403)


def shop(seed: int = 1) -> tuple[Diary, Past]:
    """Three customers we look at, and 400 who buy about once a month until they leave."""
    rng = np.random.default_rng(seed)
    days = {
        PUNCTUAL: [DAY - 10 - GAP * place for place in range(8)],
        MISSED: [DAY - 95 - GAP * place for place in range(8)],
        ONCE: [DAY - 95],
    }
    for customer in range(10, 410):
        stays = rng.geometric(0.12)
        gaps = np.maximum(np.rint(rng.gamma(6.0, GAP / 6.0, stays)), 1)
        first = DAY - rng.integers(30, 700)
        mine = first + np.concatenate([[0], np.cumsum(gaps)])
        days[customer] = [int(day) for day in mine if day <= DAY]
    pairs = np.array(sorted({(who, day) for who, all_ in days.items() for day in all_}))
    orders = OrderDays(pairs[:, 0], pairs[:, 1], np.full(len(pairs), 40.0))
    histories, customer = Histories.from_orders(pairs[:, 0], pairs[:, 1], until=DAY)
    nothing = np.zeros(len(customer))
    past = Past(
        *(customer, nothing.astype(int), nothing.astype(int), nothing.astype(int), histories),
        *(nothing for _ in range(11)),
        margin_12m=np.full(len(customer), 120.0),
        margin_24m=nothing,
    )  # fmt: skip
    return Diary(orders, Bookings.none()), past


@pytest.fixture(scope="module")
def early() -> Early:
    diary, past = shop()
    return warn_early(diary, past, UNTIL, SURELY)


def test_who_is_missed_is_listed_and_who_is_punctual_is_not(early: Early) -> None:
    told = early.warnings
    assert told.silent[MISSED] > told.silent[PUNCTUAL]
    assert told.late[MISSED] > 0.9
    assert told.late[PUNCTUAL] < 0.5
    assert told.at_stake[MISSED] == pytest.approx(120 * told.silent[MISSED])
    assert told.at_stake[PUNCTUAL] == told.at_stake[ONCE] == 0
    assert np.isnan(told.late[ONCE])
    assert early.ahead_days == 91


def test_who_is_gone_for_good_is_no_longer_warned_of() -> None:
    diary, past = shop()
    kept = np.where(past.customer == MISSED, 0.1, 1.0)
    told = warn_early(diary, past, UNTIL, kept).warnings
    assert told.at_stake[MISSED] == pytest.approx(12 * told.silent[MISSED])


def said(*rows: tuple[int, int, int]) -> Troubles:
    """Customer, day before the last one, last day before it (or after, below zero); None is said by 999."""
    columns = [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)]
    until = np.where(columns[2] == 999, -1, DAY - columns[2])
    return Troubles(labels=Labels(columns[0], DAY - columns[1], until))


def off_list(troubles: Troubles) -> dict[int, bool]:
    diary, past = shop()
    told = warn_early(diary, past, UNTIL, SURELY, troubles)
    rows = told.calm.to_pylist()
    assert told.calm.schema == CALM_SCHEMA
    listed = {row["customer"] for row in told.listed().to_pylist()}
    assert not listed & {row["customer"] for row in rows}
    return {row["customer"]: row["off_list"] for row in rows}


def test_who_is_on_holiday_leaves_the_list_until_the_day() -> None:
    assert off_list(said((MISSED, 5, 0))) == {MISSED: True}
    assert off_list(said((MISSED, 5, 1))) == {}
    # Twice a gap of thirty days, by the shop's measure.
    assert off_list(said((MISSED, 50, 999))) == {MISSED: True}
    assert off_list(said((MISSED, 70, 999))) == {}


def test_an_order_ends_what_was_said() -> None:
    assert off_list(said((PUNCTUAL, 11, -30))) == {}
    # It holds for who is punctual, but changes nothing for them.
    assert off_list(said((PUNCTUAL, 9, -30))) == {PUNCTUAL: False}


def test_what_was_said_after_the_last_order_of_the_shop_holds_now() -> None:
    assert off_list(said((MISSED, -7, -30))) == {MISSED: True}


def test_who_never_ordered_and_who_is_calmed_twice() -> None:
    assert off_list(said((5_000, 3, -30), (MISSED, 3, 1), (MISSED, 4, -9))) == {MISSED: True}


def test_without_experience_no_chance_moves(early: Early) -> None:
    diary, past = shop()
    told = warn_early(diary, past, UNTIL, SURELY, said((MISSED, 5, -30)))
    np.testing.assert_allclose(told.warnings.silent, early.warnings.silent)
    assert told.warnings.at_stake[MISSED] == 0
    assert len(told.calm_test) == len(early.calm_test) == len(early.calm) == 0


def test_earlier_words_are_held_against_what_came() -> None:
    diary, past = shop()
    rows = [(customer, 95, -30) for customer in range(10, 200)]
    told = warn_early(diary, past, UNTIL, SURELY, said(*rows))
    [test] = told.calm_test.to_pylist()
    assert told.calm_test.schema == CALM_TEST_SCHEMA
    assert 10 < test["asked"] < 190
    assert test["low"] <= test["expected"] <= test["high"]
    assert test["factor_low"] < test["factor"] < test["factor_high"]


def test_reasons_of_the_listed_are_kept_as_data(early: Early) -> None:
    listed = early.listed()
    assert listed.schema == LISTED_SCHEMA
    rows = {row["customer"]: row for row in listed.to_pylist()}
    assert PUNCTUAL not in rows
    kinds = {reason["kind"] for reason in json.loads(rows[MISSED]["reasons"])}
    assert "silent_long" in kinds
    assert [row["rank"] for row in listed.to_pylist()] == list(range(1, len(listed) + 1))


def test_rows_gain_what_is_known(early: Early) -> None:
    customers = len(early.warnings.customer)
    rows = pa.table(
        {
            "customer": early.warnings.customer,
            "at_stake_minor": np.zeros(customers, np.int64),
            "p_alive": np.zeros(customers),
        }
    )
    told = early.beside(rows, 2, 365).to_pylist()
    assert told[MISSED]["at_stake_minor"] == round(100 * early.warnings.at_stake[MISSED])
    assert told[ONCE]["late"] is None
    assert 0 < told[MISSED]["silent"] < 1
    assert told[PUNCTUAL]["p_alive"] == early.alive[PUNCTUAL]


def test_nobody_is_likelier_to_order_soon_than_to_be_a_customer() -> None:
    diary, past = shop()
    doubted = np.full(403, 0.3)
    early = warn_early(diary, past, UNTIL, doubted)
    soon = 1.0 - early.warnings.silent
    assert (soon > doubted).any()
    assert (early.alive >= soon).all()
    assert (early.alive >= early.next.soon[:, 1]).all()
    # Whoever pauses may come back later: the chances of silence and of being a customer need not add up to 1.
    assert (early.alive > soon + 0.01).any()
    assert (early.alive >= 0.3 - 1e-9).all()
    at_stake = early.warnings.silent * early.alive * past.margin_12m
    listed = early.warnings.at_stake > 0
    assert early.warnings.at_stake[listed] == pytest.approx(at_stake[listed])


def test_a_range_holds_an_order_where_one_is_likely() -> None:
    diary, past = shop()
    early = warn_early(diary, past, UNTIL, SURELY)
    given_up = np.zeros(len(past))
    # The model sees one of a hundred ever again, and half an order of everybody: 50 of who stays. But if one
    # in ten ordered more than 5 times, the mean would be above a half.
    rows = pa.table(
        {
            "at_stake_minor": given_up,
            "p_alive": np.full(len(past), 0.01),
            "pace": np.ones(len(past)),
            "expected_orders": np.full(len(past), 0.5),
            **{f"expected_orders_{end}": given_up for end in ("low", "median", "high")},
            **{f"value_{end}_minor": np.zeros(len(past), np.int64) for end in ("low", "median", "high")},
            "value_minor": np.full(len(past), 350),
        }
    )
    told = early.beside(rows, 2, early.ahead_days)
    # Who comes several times in that time either orders or is gone.
    often = 4 * np.nan_to_num(early.usual, nan=np.inf) <= early.ahead_days
    nothing = np.where(often, 1.0 - early.alive, early.warnings.silent)
    assert (nothing[often] < early.warnings.silent[often]).any()
    for end, level in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
        likely = nothing < level
        assert likely.any()
        assert not likely.all()
        orders = np.where(likely, 5 if end == "high" else 1, 0)
        np.testing.assert_array_equal(told[f"expected_orders_{end}"].to_numpy(), orders)
        np.testing.assert_array_equal(told[f"value_{end}_minor"].to_numpy(), 700 * orders)
    # Whom the model takes for a customer keeps its range, but for one order.
    sure = rows.set_column(1, "p_alive", pa.array(np.ones(len(past))))
    assert early.beside(sure, 2, early.ahead_days)["expected_orders_high"].to_numpy().max() == 1
    far = rows.set_column(rows.column_names.index("expected_orders_high"), "expected_orders_high",
                          pa.array(np.full(len(past), 40.0)))  # fmt: skip
    assert set(early.beside(far, 2, early.ahead_days)["expected_orders_high"].to_pylist()) == {5.0}
    shorter = early.beside(rows, 2, early.ahead_days - 1)
    assert not shorter["expected_orders_high"].to_numpy().any()


def test_brisk_shops_are_warned_for_a_month() -> None:
    diary, past = shop()
    orders = OrderDays(diary.orders.customer, DAY - (DAY - diary.orders.day) // 4, diary.orders.revenue)
    histories, _ = Histories.from_orders(orders.customer, orders.day, until=DAY)
    assert len(histories) == len(past)
    assert warn_early(Diary(orders, Bookings.none()), past, UNTIL, SURELY).ahead_days == 28


def test_later_days_change_nothing(early: Early) -> None:
    diary, past = shop()
    later = OrderDays(np.array([MISSED]), np.array([DAY + 3]), np.array([9.0]))
    orders = OrderDays(*(np.concatenate(pair) for pair in zip(
        (diary.orders.customer, diary.orders.day, diary.orders.revenue),
        (later.customer, later.day, later.revenue), strict=True)))  # fmt: skip
    place = np.lexsort((orders.day, orders.customer))
    orders = OrderDays(orders.customer[place], orders.day[place], orders.revenue[place])
    again = warn_early(Diary(orders, Bookings.none()), past, UNTIL, SURELY)
    np.testing.assert_array_equal(again.warnings.silent, early.warnings.silent)


def test_the_usual_gap_is_the_one_that_reasons_name(early: Early) -> None:
    rows = pa.table(dict.fromkeys(("at_stake_minor", "p_alive"), [0.0] * len(early.usual)))
    told = early.beside(rows, 2, 365)
    told = told["usual_gap_days"].to_pylist()
    assert told[PUNCTUAL] == told[MISSED] == GAP
    assert told[ONCE] is None
    reasons = {each.kind: each.numbers for each in early.warnings.reasons(MISSED)}
    assert reasons["silent_long"]["usual_days"] == told[MISSED]
