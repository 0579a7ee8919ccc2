from __future__ import annotations

from functools import cache
from math import gamma

import numpy as np
import pytest
from twins import FIRST, Truth, days_only, shop

from treue.simulation.twin.ahead import months_ahead, play_on
from treue.simulation.twin.learning import Effort, Learned, learn
from treue.simulation.twin.seen import Seen

EFFORT = Effort(warm_up=250, draws=40, between=6)
WORLDS = {
    "chance": Truth(),
    "rhythm": Truth(gap=30, gap_spread=0.4, shape=2.5, stay=400),
    "bursts": Truth(gap=15, gap_spread=0.5, shape=0.6, stay=200),
}


@cache
def learned(name: str) -> tuple[Seen, Learned]:
    seen = shop(WORLDS[name])
    return seen, learn(seen, np.random.default_rng(5), EFFORT)


def interval(values: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(values, [0.005, 0.995])
    return float(low), float(high)


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_rhythm_and_lifetime_are_found_back_within_intervals(name: str) -> None:
    truth, (_, found) = WORLDS[name], learned(name)
    scale = truth.gap / gamma(1 + 1 / truth.shape)
    median = scale * np.log(2) ** (1 / truth.shape)
    for trait, true in (
        ("gap", np.log(median)),
        ("shape", np.log(truth.shape)),
        ("leave", -np.log(truth.stay)),
    ):
        low, high = interval(found.means[:, found.names.index(trait)])
        # The law is looser than this world, in which all people are alike in shape and leaving.
        assert low - 0.12 < true < high + 0.12, (trait, low, true, high)
    spread = np.sqrt(found.spreads[:, 0, 0])
    low, high = interval(spread)
    assert low - 0.05 < truth.gap_spread < high + 0.05


@pytest.mark.slow
def test_baskets_and_returns_are_found_back() -> None:
    truth, (seen, found) = WORLDS["chance"], learned("chance")
    baskets = [name for each in ("amount", "lines", "pieces") for name in (each, f"{each}_spread")]
    assert found.names == ("gap", "shape", "leave", *baskets, "returns")
    low, high = interval(found.columns.scales["amount"].value(found.means[:, 3]))
    assert low < truth.amount < high
    assert high / low < 1.35
    # On the scale of scores only the proportion of what people and what orders differ by is as it was.
    between, within = np.sqrt(found.spreads[:, 3, 3]).mean(), np.exp(found.means[:, 4].mean())
    assert between / within == pytest.approx(truth.amount_spread / truth.own_spread, rel=0.12)
    chance = 1 / (1 + np.exp(-found.traits[:, :, 9]))
    assert (chance.mean(axis=0) @ seen.count) / seen.count.sum() == pytest.approx(truth.returns, abs=0.02)


@pytest.mark.slow
def test_who_left_is_known_on_average() -> None:
    _, found = learned("rhythm")
    truth = WORLDS["rhythm"]
    came = learned("rhythm")[0].came - FIRST
    alive = np.exp(-(truth.days - came) / truth.stay).mean()
    assert found.stays.mean() == pytest.approx(alive, abs=0.06)


def test_the_same_seed_learns_the_same() -> None:
    seen = shop(Truth(), 60)
    short = Effort(warm_up=20, draws=3, between=2)
    one, again, other = (learn(seen, np.random.default_rng(seed), short) for seed in (1, 1, 2))
    assert np.array_equal(one.traits, again.traits)
    assert np.array_equal(one.months.pace, again.months.pace)
    assert not np.array_equal(one.traits, other.traits)


def test_a_shop_that_knows_days_alone_is_learned_from() -> None:
    seen = days_only(shop(Truth(), 40))
    found = learn(seen, np.random.default_rng(1), Effort(warm_up=10, draws=2, between=1))
    assert found.names == ("gap", "shape", "leave")
    assert np.isfinite(found.traits).all()


def test_a_month_in_which_all_hurry_is_seen() -> None:
    seen = shop(Truth(gap=10, gap_spread=0.3, stay=2000, days=360), 300)
    months = seen.day.astype("datetime64[D]").astype("datetime64[M]").astype(int)
    rng = np.random.default_rng(3)
    dropped = (months == months.min() + 7) & (rng.uniform(size=len(months)) < 0.5)
    dropped[seen.start[:-1]] = False
    kept = np.flatnonzero(~dropped)
    thin = Seen(
        seen.keys, *(getattr(seen, name)[kept] for name in
        ("customer", "day", "amount", "lines", "pieces", "returned", "lag")), seen.first, seen.until,
    )  # fmt: skip
    found = learn(thin, np.random.default_rng(1), Effort(warm_up=80, draws=2, between=1))
    paces = found.months.pace
    assert paces[7] == pytest.approx(0.5 * np.delete(paces, [0, 7]).mean(), rel=0.15)


@pytest.mark.slow
def test_the_future_of_a_calm_shop_lies_within_what_is_played_on() -> None:
    whole = shop(WORLDS["chance"], 400)
    day = FIRST + 380
    seen = whole.upto(day)
    known = np.isin(whole.keys[whole.customer], seen.keys)
    came = int((known & (whole.day > day) & (whole.day <= day + 91)).sum())
    found = learn(seen, np.random.default_rng(5), EFFORT)
    levels = np.ones((60, len(months_ahead(day, 91))))
    totals = np.array([len(each.day) for each in play_on(seen, found, 91, 1, levels)])
    low, high = np.quantile(totals, [0.01, 0.99])
    assert low <= came <= high
    assert totals.std() / totals.mean() < 0.12
