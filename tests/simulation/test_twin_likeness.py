from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from twins import Truth, days_only, shop

from treue.simulation.twin.drawing import draw
from treue.simulation.twin.law import Law, law_of
from treue.simulation.twin.learning import Effort, learn
from treue.simulation.twin.likeness import FEATURES, features_of, nearness, told_apart
from treue.simulation.twin.playing import invent
from treue.simulation.twin.seen import Seen


@cache
def halves() -> tuple[Seen, Seen]:
    whole = shop(Truth(), 800)
    side = np.random.default_rng(1).permutation(800) < 400
    return whole.of(side), whole.of(~side)


@cache
def law() -> Law:
    trained, _ = halves()
    return law_of(trained, learn(trained, np.random.default_rng(1), Effort(150, 8, 5)))


def twins(count: int = 400, seed: int = 1) -> Seen:
    return invent(law(), draw(law(), np.arange(count), seed), seed)


def test_a_judge_hardly_tells_twins_from_strangers() -> None:
    _, others = halves()
    area, error = told_apart(features_of(others), features_of(twins()))
    assert 0.4 < area < 0.65
    assert 0.01 < error < 0.03


def test_a_judge_does_tell_another_shop() -> None:
    _, others = halves()
    elsewhere = shop(Truth(gap=40, amount=9_000), 400, seed=9)
    assert told_apart(features_of(others), features_of(elsewhere))[0] > 0.8


def test_twins_are_no_nearer_than_strangers() -> None:
    trained, others = halves()
    found = nearness(trained, others, twins())
    assert found.nearer < 0.5 + 3 * found.error
    assert found.very_near < 0.04
    assert found.copies == 0


def test_copies_are_caught() -> None:
    trained, others = halves()
    found = nearness(trained, others, trained)
    assert found.nearer > 0.95
    assert found.copies == (trained.count > 1).sum()


def test_copies_with_a_little_noise_are_caught() -> None:
    trained, others = halves()
    rng = np.random.default_rng(1)
    noisy = replace(trained, amount=trained.amount * rng.uniform(0.98, 1.02, len(trained.day)))
    found = nearness(trained, others, noisy)
    assert found.copies == 0
    assert found.nearer > 0.9


def test_the_same_seed_gives_the_same_twins_also_in_parts() -> None:
    one, again, other = twins(), twins(), twins(seed=2)
    assert np.array_equal(one.day, again.day)
    assert np.array_equal(one.amount, again.amount)
    assert not np.array_equal(one.day, other.day)
    part = invent(law(), draw(law(), np.arange(100, 200), 1), 1)
    mine = (one.customer >= 100) & (one.customer < 200)
    assert np.array_equal(one.day[mine], part.day)
    assert np.array_equal(one.amount[mine], part.amount)


def test_twins_keep_to_the_files_days_and_to_what_can_be() -> None:
    made = twins()
    assert made.day.min() >= made.first
    assert made.day.max() <= made.until
    same = made.customer[1:] == made.customer[:-1]
    assert (np.diff(made.day)[same] > 0).all()
    assert (made.amount >= 1).all()
    assert (made.lines >= 1).all()
    assert (made.returned <= 1).all()
    assert (made.day[made.lag >= 0] + made.lag[made.lag >= 0] <= made.until).all()


def test_features_of_few_orders_are_what_they_say() -> None:
    seen = Seen(
        keys=np.array([7, 8]), customer=np.array([0, 0, 0, 1]), day=np.array([100, 110, 140, 120]),
        amount=np.array([100.0, 300.0, 200.0, 50.0]), lines=np.array([1, 2, 3, 1]),
        pieces=np.array([1.0, 4.0, 3.0, 2.0]), returned=np.array([0.0, 0.5, 0.0, 0.0]),
        lag=np.array([-1, 5, -1, -1]), first=100, until=150,
    )  # fmt: skip
    rows = [dict(zip(FEATURES, row, strict=True)) for row in features_of(seen).tolist()]
    one, other = rows
    assert (one["recency"], one["orders"], one["spent"], one["tenure"]) == (10, 3, 600, 50)
    assert (one["gap_mean"], one["gap_median"], one["gap_shortest"], one["gap_longest"]) == (20, 20, 10, 30)
    assert one["gap_last"] == 30
    assert one["gap_spread"] == pytest.approx(np.std([10, 30], ddof=1) / 20)
    assert (one["amount_mean"], one["amount_least"], one["amount_most"]) == (200, 100, 300)
    assert (one["lines_mean"], one["amount_per_piece"]) == (2, 75)
    assert one["pieces_per_line"] == pytest.approx(8 / 6)
    assert (one["orders_returned"], one["share_returned"]) == (1, 0.25)
    assert np.isnan(other["gap_mean"])
    assert np.isnan(other["amount_spread"])
    assert (other["orders"], other["spent"]) == (1, 50)


def test_a_shop_that_knows_days_alone_gets_twins_of_days_alone() -> None:
    seen = days_only(halves()[0])
    bare = law_of(seen, learn(seen, np.random.default_rng(1), Effort(20, 2, 2)))
    made = invent(bare, draw(bare, np.arange(50), 1), 1)
    assert np.isnan(made.amount).all()
    assert (made.lines == 0).all()
    found = nearness(seen, days_only(halves()[1]), made)
    assert found.copies == 0
