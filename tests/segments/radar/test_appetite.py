"""The axis of behaviour finds who tries new things, and nobody where all are alike."""

from __future__ import annotations

import numpy as np
import pytest

from treue.segments.radar.answers import FloatArray
from treue.segments.radar.appetite import Counts, agreement, appetite, kinds
from treue.segments.radar.launches import counts_of


def counts(rng: np.random.Generator, share: FloatArray, trials: FloatArray, usual: float) -> Counts:
    return Counts(rng.binomial(trials.astype(int), share), trials.astype(np.int64), trials * usual)


def drawn(rng: np.random.Generator, people: int, strength: float) -> tuple[FloatArray, list[Counts]]:
    """True appetites and the four signs; people differ the more, the smaller the strength."""
    trials = rng.geometric(0.08, people).astype(float)
    told, true = [], []
    for usual in (0.2, 0.5, 0.3, 0.1):
        share = rng.beta(usual * strength, (1 - usual) * strength, people)
        told.append(counts(rng, share, trials, usual))
        true.append((share - usual) / np.sqrt(usual * (1 - usual) / (strength + 1)))
    weights = np.array([1.0, 1.0, -0.5, -0.5])
    return np.array(true).T @ weights / np.sqrt((weights**2).sum()), told


def test_it_finds_the_true_appetite_with_an_honest_interval() -> None:
    true, told = drawn(np.random.default_rng(1), 20_000, 6.0)
    found = appetite(told)
    assert found is not None
    assert np.corrcoef(found.mean, true)[0, 1] > 0.72
    assert 0.76 < ((found.low <= true) & (true <= found.high)).mean() < 0.85
    bold = kinds(found) == 1
    assert bold.sum() > 1000
    assert (true[bold] > 0).mean() > 0.9
    assert (true[kinds(found) == -1] < 0).mean() > 0.9


def test_where_all_are_alike_nobody_is_told_apart() -> None:
    rng, trials = np.random.default_rng(2), np.full(5000, 9.0)
    told = [counts(rng, np.full(5000, share), trials, share) for share in (0.2, 0.5, 0.3, 0.1)]
    found = appetite(told)
    assert found is None or np.isnan(found.signs).sum() >= 3 * 5000


def test_of_whom_nothing_is_known_nothing_is_said() -> None:
    _, told = drawn(np.random.default_rng(3), 5000, 4.0)
    added = [Counts(*(np.r_[column, 0] for column in (each.hits, each.trials, each.usual))) for each in told]
    found = appetite(added)
    assert found is not None
    assert (found.mean[-1], found.high[-1]) == pytest.approx((0.0, 1.2816), abs=1e-3)
    assert kinds(found)[-1] == 0


def test_discounts_and_returns_point_to_safety() -> None:
    _, told = drawn(np.random.default_rng(4), 5000, 4.0)
    for sign, way in enumerate((1, 1, -1, -1)):
        found = appetite([each if place == sign else _nothing(each) for place, each in enumerate(told)])
        assert found is not None
        share = told[sign].hits / told[sign].trials
        assert np.sign(np.corrcoef(found.mean, share)[0, 1]) == way


def test_full_price_is_no_sign_of_trying_and_habit_none_of_needing_guarantees() -> None:
    _, told = drawn(np.random.default_rng(8), 5000, 4.0)
    found = appetite([_nothing(told[0]), _nothing(told[1]), *told[2:]])
    assert found is not None
    assert (found.low > 0).any()
    assert not (kinds(found) == 1).any()
    assert (kinds(found) == -1).any()
    found = appetite([*told[:2], _nothing(told[2]), _nothing(told[3])])
    assert found is not None
    assert (found.high < 0).any()
    assert not (kinds(found) == -1).any()


def _nothing(of: Counts) -> Counts:
    return Counts(np.zeros_like(of.hits), of.trials, np.zeros(len(of.hits)))


def test_no_customers_and_few_customers_are_not_told_apart() -> None:
    _, told = drawn(np.random.default_rng(5), 20, 2.0)
    assert appetite(told) is None
    assert appetite([Counts(each.hits[:0], each.trials[:0], each.usual[:0]) for each in told]) is None


def test_who_buys_a_lot_is_not_taken_for_somebody_without_curiosity() -> None:
    rng = np.random.default_rng(6)
    later = rng.integers(1, 200, 8000)
    # Forty articles: whoever buys more finds less that is new.
    fresh = (
        np.rint(40 * (1 - (1 - 1 / 40) ** later) + rng.normal(0, 0.8, 8000)).clip(0, later).astype(np.int64)
    )
    nothing = np.zeros(8000, np.int64)
    signs = {"lines": later, "later": later, "fresh": fresh, **dict.fromkeys(
        ("early", "watched", "early_ppm", "discount", "discount_ppm", "returned"), nothing)}  # fmt: skip
    found = counts_of(signs)[1]
    extra = (found.hits - found.usual) / found.trials
    assert abs(np.corrcoef(extra, later)[0, 1]) < 0.1
    assert np.corrcoef(found.hits / found.trials, later)[0, 1] < -0.5


def test_more_refunds_than_articles_are_all_of_them() -> None:
    of = {name: np.array([2, 4]) for name in ("lines", "later", "fresh", "early", "watched", "early_ppm")}
    found = counts_of(
        {**of, "discount": of["lines"], "discount_ppm": of["lines"], "returned": np.array([9, 0])}
    )
    assert found[3].hits.tolist() == [2, 0]


def test_agreement_needs_twenty_people_and_holds_the_truth() -> None:
    rng = np.random.default_rng(7)
    said = rng.normal(size=500)
    done = 0.5 * said + rng.normal(0, np.sqrt(0.75), 500)
    found = agreement(said, done, 20)
    assert found is not None
    assert found.low < 0.5 < found.high
    assert found.low > 0.4
    assert agreement(said[:19], done[:19], 20) is None
    assert agreement(said, np.ones(500), 20) is None
