from __future__ import annotations

import numpy as np
import pytest

from treue.settings import Settings, described
from treue.value.candidates import phases_of, try_models
from treue.value.order_days import OrderDays
from treue.value.purchases import MODELS


def shop(k: int, customers: int = 900, days: int = 720) -> OrderDays:
    """Orders on whole days from phases at random; some leave after each order."""
    rng = np.random.default_rng(k)
    rate = k * rng.gamma(1.5, 1 / 45.0, customers)
    first = rng.integers(0, days // 2, customers)
    who, day = [np.arange(customers)], [first]
    clock, there = first.astype(np.float64), np.arange(customers)
    while len(there := there[rng.random(len(there)) > 0.08]):
        clock[there] += rng.standard_gamma(k, len(there)) / rate[there]
        there = there[clock[there] < days]
        who.append(there)
        day.append(np.ceil(clock[there]).astype(np.int64))
    keys = np.unique(np.concatenate(who) * 10_000 + np.concatenate(day))
    return OrderDays(keys // 10_000, keys % 10_000, np.full(len(keys), 20.0))


@pytest.mark.parametrize("k", [1, 4])
def test_the_rhythm_is_found_from_order_days(k: int) -> None:
    assert phases_of(shop(k), 720) == k


def test_what_comes_later_tells_nothing() -> None:
    days = shop(4)
    assert phases_of(days, 400) == phases_of(days.until(400), 400)


def test_nobody_has_no_rhythm() -> None:
    assert phases_of(shop(4).until(-1), -1) == 1


def test_a_rhythm_makes_its_model_a_candidate() -> None:
    tried = try_models(shop(4), 720)
    assert list(tried.choice.ginis) == ["bg-nbd", "mbg-nbd", "mbg-cnbd", "pareto-nbd"]


def test_without_a_rhythm_mbg_nbd_is_not_tried_twice() -> None:
    tried = try_models(shop(1), 720)
    assert list(tried.choice.ginis) == ["bg-nbd", "mbg-nbd", "pareto-nbd"]


def test_every_model_can_be_named_in_the_settings() -> None:
    meaning = next(row.meaning for row in described(Settings()) if row.key == "value.model")
    assert sorted(meaning.replace(" or ", ", ").split(", ")) == sorted(["auto", *MODELS])
