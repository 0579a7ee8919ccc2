"""Many articles compared: the lucky ones are drawn back, the telling ones are not."""

from __future__ import annotations

import numpy as np
from friction_worlds import AHEAD, DAYS, FIRST, UNTIL, diary_of

from treue.value.diary import Diary
from treue.value.experience import FirstOrders, Timeline, compare_firsts
from treue.value.experience.frictions import FEWEST
from treue.value.experience.pooling import pooled
from treue.value.histories import FloatArray, IntArray

ITEMS = 40


def firsts_of(
    seed: int, spread: float, customers: int = 6000, busy: float = 0.0
) -> tuple[FirstOrders, Diary, IntArray]:
    """Who begins with an article comes back with a share of its own; in some quarters everybody does more."""
    rng = np.random.default_rng(seed)
    share = np.clip(0.35 + spread * rng.normal(size=ITEMS), 0.02, 0.9)
    day = rng.integers(0, DAYS - AHEAD - 20, customers)
    late = day > DAYS // 2
    # In the busy half, articles of even number are begun with far more often.
    weight = np.where(late[:, None] & (np.arange(ITEMS) % 2 == 0) & (busy > 0), 5.0, 1.0)
    item = (rng.random(customers)[:, None] * weight.sum(axis=1)[:, None] > weight.cumsum(axis=1)).sum(axis=1)
    again = rng.random(customers) < share[item] + busy * late
    customer = np.arange(customers)
    later = day + rng.integers(1, AHEAD, customers)
    diary = diary_of(np.concatenate([customer, customer[again]]), FIRST + np.concatenate([day, later[again]]))
    names = tuple(f"A{number:02d}" for number in range(ITEMS))
    return FirstOrders(customer, FIRST + day, item, names), diary, share


def shares(firsts: FirstOrders, diary: Diary) -> tuple[FloatArray, FloatArray]:
    """Of each article: the plain share of its customers that ordered again, and how many they are."""
    count = np.bincount(firsts.item, minlength=ITEMS)
    orders = np.bincount(firsts.item[diary.orders.customer], minlength=ITEMS)
    return orders / count - 1, count.astype(np.float64)


def test_articles_that_differ_are_found_and_drawn_towards_all() -> None:
    firsts, diary, share = firsts_of(1, 0.15)
    found = compare_firsts("first_article", firsts, Timeline.of(diary, UNTIL), AHEAD)
    assert [each.detail for each in found] == list(firsts.names)
    told = np.array([each.retention.mean for each in found])
    raw = np.bincount(firsts.item, firsts.item * 0 + 1.0)
    assert np.corrcoef(told, share)[0, 1] > 0.9
    held = [low <= true - share.mean() <= high for (low, high), true in zip(
        (each.retention.interval(0.8) for each in found), share, strict=True)]  # fmt: skip
    assert 0.6 < np.mean(held) < 0.95
    assert sum(each.touched for each in found) == raw.sum()


def test_articles_that_do_not_differ_are_hardly_ever_told() -> None:
    false, raw_false = 0, 0
    for seed in range(10):
        firsts, diary, _ = firsts_of(50 + seed, 0.0)
        found = compare_firsts("first_article", firsts, Timeline.of(diary, UNTIL), AHEAD)
        false += sum(low > 0 or high < 0 for low, high in (each.retention.interval(0.8) for each in found))
        again, count = shares(firsts, diary)
        raw_false += int((np.abs(again - 0.35) > 1.28 * np.sqrt(0.35 * 0.65 / count)).sum())
    assert raw_false > 0.12 * 10 * ITEMS
    assert false < 0.02 * 10 * ITEMS


def test_an_article_of_the_busy_season_is_not_better_for_it() -> None:
    firsts, diary, _ = firsts_of(3, 0.0, customers=12_000, busy=0.4)
    found = compare_firsts("first_article", firsts, Timeline.of(diary, UNTIL), AHEAD)
    even = np.arange(ITEMS) % 2 == 0
    again, _ = shares(firsts, diary)
    change = np.array([each.retention.mean for each in found])
    assert again[even].mean() - again[~even].mean() > 0.08
    assert abs(change[even].mean() - change[~even].mean()) < 0.02


def test_too_few_articles_or_customers_say_nothing() -> None:
    firsts, diary, _ = firsts_of(4, 0.1, customers=FEWEST)
    timeline = Timeline.of(diary, UNTIL)
    assert compare_firsts("first_article", firsts, timeline, AHEAD) == []
    nobody = firsts.where(np.zeros(FEWEST, bool))
    assert compare_firsts("first_article", nobody, timeline, AHEAD) == []


def test_pooling_takes_the_middle_way() -> None:
    difference, variance = np.array([0.2, -0.2, 0.0, 0.1, -0.1]), np.full(5, 0.01)
    mean, error = pooled(difference, variance)
    assert np.all(np.abs(mean) <= np.abs(difference) + 1e-12)
    assert np.all(error < 0.1)
    sure, _ = pooled(difference, np.full(5, 1e-8))
    assert np.allclose(sure, difference, atol=1e-4)
    alike, doubt = pooled(np.zeros(5), variance)
    assert np.allclose(alike, 0.0)
    assert np.all(doubt > 0.03)
