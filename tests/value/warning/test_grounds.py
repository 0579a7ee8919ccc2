from __future__ import annotations

import numpy as np
import pytest
from invented_diary import diary

from treue.errors import InputError
from treue.value.diary import Bookings, Diary
from treue.value.next_order import Gaps, Rhythm
from treue.value.order_days import OrderDays
from treue.value.tournament.features import Seen
from treue.value.warning.grounds import Ground, Reason, grounds_of, reasons_of, strongest
from treue.value.warning.reason_texts import AMOUNTS, LANGUAGES, SENTENCES

ANA, BEN, CHLOE = 1, 2, 3
DAY = 20_400


def told(seen: Seen, customer: int) -> dict[str, Reason]:
    gaps, _ = Gaps.of(seen.orders.customer, seen.orders.day, seen.day)
    grounds = grounds_of(seen, Rhythm.learn(gaps))
    which = strongest(grounds, len(seen), most=len(grounds))
    row = int(np.searchsorted(seen.customer, customer))
    return {each.kind: each for each in reasons_of(grounds, which, row)}


def shop_with(customer: int, days: list[int], paid: list[float], booked: list[tuple[int, float]]) -> Seen:
    """One customer of ours among 800 invented ones whose keys begin at 1000."""
    crowd = diary(800, seed=1)
    rows, count = crowd.orders, len(days)
    own = Bookings(
        np.full(len(booked), customer),
        np.array([DAY - ago for ago, _ in booked], dtype=np.int64),
        np.array([margin for _, margin in booked]),
    )
    orders = OrderDays(
        np.concatenate([np.full(count, customer), rows.customer]),
        np.concatenate([DAY - np.array(days), rows.day]),
        np.concatenate([np.array(paid), rows.revenue]),
    )
    return Seen.at(DAY, Diary(orders, own))


def test_ana_whose_gap_grew_from_21_to_48_days() -> None:
    seen = shop_with(ANA, [216, 195, 174, 153, 132, 84, 36], [50.0] * 7, [])
    reasons = told(seen, ANA)
    assert reasons["gap_grew"].numbers == {"before_days": 21.0, "last_days": 48.0}
    assert "smaller_orders" not in reasons
    assert "returns" not in reasons


def test_a_gap_of_two_days_more_is_no_news() -> None:
    assert "gap_grew" not in told(shop_with(ANA, [22, 18, 14, 10, 4], [50.0] * 5, []), ANA)


def test_the_gap_before_the_growth_is_the_middle_of_the_earlier_ones() -> None:
    seen = shop_with(ANA, [150, 129, 108, 87, 66, 18], [50.0] * 6, [])
    assert told(seen, ANA)["gap_grew"].numbers == {"before_days": 21.0, "last_days": 48.0}


def test_ben_who_bought_once_long_ago_has_no_rhythm_to_break() -> None:
    reasons = told(shop_with(BEN, [390], [50.0], []), BEN)
    assert reasons["no_return"].numbers["orders"] == 1.0
    assert reasons["no_return"].numbers["idle_days"] == 390.0
    assert not {"silent_long", "gap_grew", "fewer_orders", "smaller_orders"} & set(reasons)


def test_two_gaps_of_2_and_of_20_days_are_no_rhythm() -> None:
    reasons = told(shop_with(ANA, [222, 220, 200], [50.0] * 3, []), ANA)
    assert "silent_long" not in reasons
    assert reasons["no_return"].numbers["orders"] == 3.0
    assert "silent_long" in told(shop_with(ANA, [280, 260, 240, 220, 200], [50.0] * 5, []), ANA)


def test_chloe_who_has_been_silent_and_paid_less_and_sent_back() -> None:
    days, paid = [255, 240, 225, 210, 195, 180, 165, 150, 135], [60.0] * 7 + [20.0, 20.0]
    reasons = told(shop_with(CHLOE, days, paid, [(130, -8.0), (120, -12.0), (300, -99.0)]), CHLOE)
    assert reasons["silent_long"].numbers == {"idle_days": 135.0, "usual_days": 15.0}
    assert reasons["smaller_orders"].numbers == {"before_amount": 60.0, "last_amount": 20.0}
    assert reasons["returns"].numbers == {"times": 2.0, "amount": 20.0, "days": 182.0}
    assert reasons["fewer_orders"].numbers == {"before_orders": 4.0, "last_orders": 0.0, "days": 91.0}


def test_a_loss_on_an_orders_own_day_is_no_return() -> None:
    reasons = told(shop_with(CHLOE, [40, 20], [50.0, 50.0], [(20, -9.0)]), CHLOE)
    assert reasons["sold_at_loss"].numbers["amount"] == 9.0
    assert "returns" not in reasons


def test_who_orders_as_ever_gives_no_reason() -> None:
    seen = shop_with(ANA, [185, 164, 143, 122, 101, 80, 59, 38, 17], [50.0] * 9, [(17, 20.0)])
    assert told(seen, ANA) == {}


# Invariants


def test_the_strongest_three_in_order_and_others_may_be_added() -> None:
    numbers = {"late_days": np.array([6.0, 0.0])}
    grounds = (
        Ground("a", np.array([1.0, 0.0]), {}),
        Ground("late_parcel", np.array([9.0, 0.0]), numbers),
        Ground("b", np.array([np.nan, -1.0]), {}),
        Ground("c", np.array([2.0, 0.0]), {}),
        Ground("d", np.array([1.0, 0.5]), {}),
    )
    which = strongest(grounds, 2)
    assert which.tolist() == [[1, 3, 0], [4, -1, -1]]
    assert reasons_of(grounds, which, 0)[0] == Reason("late_parcel", {"late_days": 6.0})
    assert strongest((), 2).tolist() == [[-1] * 3] * 2


def test_later_rows_change_nothing() -> None:
    whole = diary(300, seed=2)
    one, cut = Seen.at(DAY, whole), Seen.at(DAY, whole.until(DAY))
    gaps, _ = Gaps.of(one.orders.customer, one.orders.day, DAY)
    rhythm = Rhythm.learn(gaps)
    for mine, same in zip(grounds_of(one, rhythm), grounds_of(cut, rhythm), strict=True):
        np.testing.assert_array_equal(mine.strength, same.strength)


def test_one_customer_with_one_order() -> None:
    one = np.ones(1, dtype=np.int64)
    seen = Seen.at(DAY, Diary(OrderDays(one, one * DAY, np.zeros(1)), Bookings.none()))
    gaps, _ = Gaps.of(seen.orders.customer, seen.orders.day, DAY)
    assert (strongest(grounds_of(seen, Rhythm.learn(gaps)), 1) == -1).all()


# Sentences


def test_every_kind_has_its_sentences_and_every_number_its_place() -> None:
    seen = shop_with(ANA, [40, 20], [50.0, 50.0], [])
    gaps, _ = Gaps.of(seen.orders.customer, seen.orders.day, seen.day)
    for ground in grounds_of(seen, Rhythm.learn(gaps)):
        named = dict.fromkeys(ground.numbers, "7")
        assert {each for each in named if "amount" in each} <= AMOUNTS
        for language in LANGUAGES:
            for count in (0.0, 1.0, 2.0):
                numbers = dict.fromkeys(ground.numbers, count)
                said = SENTENCES[ground.kind].template(numbers, language).format(**named)
                assert said.endswith(".")
                assert "{" not in said


def test_days_with_an_order_are_not_called_orders() -> None:
    fewer = {"last_orders": 38.0, "before_orders": 71.0, "days": 91.0}
    said = SENTENCES["fewer_orders"].template(fewer, "en").format(**{k: round(v) for k, v in fewer.items()})
    assert said == "Orders on 38 of the last 91 days, on 71 of the 91 days before."
    assert "days with an order" in SENTENCES["smaller_orders"].template({}, "en")
    assert SENTENCES["no_return"].template({"orders": 2.0}, "en").startswith("Orders on {orders} days")


def test_none_and_one_are_said_as_such() -> None:
    fewer = {"last_orders": 0.0, "before_orders": 4.0, "days": 91.0}
    assert SENTENCES["fewer_orders"].template(fewer, "de").startswith("Keine Bestellung")
    numbers = {"times": 1.0, "days": 182.0, "amount": 9.0}
    assert SENTENCES["returns"].template(numbers, "de").startswith("Retouren oder andere Verluste an einem")
    assert (
        SENTENCES["returns"]
        .template({**numbers, "times": 2.0}, "en")
        .startswith("Returns and other losses on {times}")
    )


def test_refuses_columns_of_different_lengths() -> None:
    with pytest.raises(InputError, match="one value a customer"):
        Ground("a", np.zeros(2), {"b": np.zeros(3)})
    with pytest.raises(InputError, match="Grounds a: not one value"):
        strongest((Ground("a", np.zeros(2), {}),), 3)
