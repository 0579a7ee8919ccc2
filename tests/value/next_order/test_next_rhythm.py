from __future__ import annotations

import json

import numpy as np
import pytest
from regulars import regulars
from scipy.stats import norm

from treue.errors import BrokenHome
from treue.value.next_order import Gaps, Rhythm

# Recovery


def test_finds_each_customers_own_gap() -> None:
    customer, day, middle = regulars(2_000, seed=1)
    gaps, keys = Gaps.of(customer, day, until=600)
    rhythm = Rhythm.learn(gaps)
    off = np.log(rhythm.scale(gaps.open) / middle[keys])
    assert abs(off.mean()) < 0.03
    assert off.std() < 0.15
    assert rhythm.usual == pytest.approx(np.log(30.0), abs=0.08)


def test_the_curve_is_that_of_the_gaps() -> None:
    customer, day, middle = regulars(3_000, seed=2, evenness=0.4)
    gaps, keys = Gaps.of(customer, day, until=600)
    rhythm = Rhythm.learn(gaps)
    known = gaps.open.where(gaps.open.earlier >= 8)
    for multiple in (0.7, 1.0, 1.5):
        told = np.exp(-rhythm.pressure(known, multiple * middle[keys[known.place]])).mean()
        assert told == pytest.approx(norm.sf(np.log(multiple) / 0.4), abs=0.06), multiple


def test_who_never_returns_bends_the_curve() -> None:
    customer, day, _ = regulars(5_000, seed=3, leave=0.3)
    gaps, _ = Gaps.of(customer, day, until=600)
    rhythm = Rhythm.learn(gaps)
    first = gaps.where((gaps.earlier == 0) & (gaps.began > 400)).pick(np.arange(1))
    stays = np.exp(-rhythm.pressure(first, np.array([380.0])))
    assert stays[0] == pytest.approx(0.3, abs=0.05)


# Agreement


def test_without_own_gaps_it_is_the_kaplan_meier_curve() -> None:
    customer, day, _ = regulars(4_000, seed=4, leave=0.4, until=300)
    gaps, _ = Gaps.of(customer, day, until=300)
    first = gaps.where(gaps.earlier == 0)
    rhythm = Rhythm.learn(first)
    for days in (15.0, 30.0, 60.0, 100.0):
        lasts = 1.0
        for each in np.unique(first.days[first.is_closed & (first.days <= days)]):
            ended = ((first.days == each) & first.is_closed).sum()
            lasts *= 1.0 - ended / (first.days >= each).sum()
        told = np.exp(-rhythm.pressure(first.pick(np.arange(1)), np.array([days])) / rhythm.level)
        assert told[0] == pytest.approx(lasts, abs=0.02)


def test_gap_of_is_pressure_backwards() -> None:
    customer, day, _ = regulars(500, seed=5, leave=0.05)
    gaps, _ = Gaps.of(customer, day, until=600)
    rhythm, now = Rhythm.learn(gaps), gaps.open
    days = np.linspace(1.0, 90.0, len(now))
    asked = rhythm.pressure(now, days)
    reached = rhythm.gap_of(now, asked)
    np.testing.assert_allclose(rhythm.pressure(now, reached), asked, rtol=1e-6)
    # Where no gap ever ended the curve is flat, and a pressure holds for many days: the last of them.
    assert (reached > days - 1e-6).all()


def test_a_shop_in_which_all_gaps_are_alike() -> None:
    customer, day = np.repeat(np.arange(300), 10), np.tile(np.arange(10) * 30, 300)
    gaps, _ = Gaps.of(customer, day, until=290)
    rhythm = Rhythm.learn(gaps)
    known = gaps.where(gaps.earlier == 5)
    early, late = (rhythm.pressure(known, np.full(len(known), days)).mean() for days in (27.0, 30.5))
    assert early < 0.1
    assert late > 2.0


# Honest lateness: of the gaps that end, as many are shorter as it says


def test_lateness_is_uniform_over_gaps_that_end() -> None:
    customer, day, _ = regulars(3_000, seed=6)
    gaps, _ = Gaps.of(customer, day, until=600)
    rhythm = Rhythm.learn(gaps)
    told = rhythm.lateness(gaps)[gaps.is_closed & (gaps.earlier >= 4)]
    for share in (0.1, 0.5, 0.9):
        assert (told <= share).mean() == pytest.approx(share, abs=0.04)


# Invariants


def test_survives_storage() -> None:
    customer, day, _ = regulars(200, seed=7)
    gaps, _ = Gaps.of(customer, day, until=600)
    rhythm = Rhythm.learn(gaps)
    again = Rhythm.read(json.loads(json.dumps(rhythm.to_json())))
    np.testing.assert_array_equal(again.lateness(gaps), rhythm.lateness(gaps))


@pytest.mark.parametrize("days", [[5], [5, 5, 5], [5, 6], [5, 6, 9, 9, 30]])
def test_next_to_nothing_is_known(days: list[int]) -> None:
    gaps, _ = Gaps.of(np.arange(len(days)) % 2, np.array(days), until=40)
    rhythm = Rhythm.learn(gaps)
    for told in (rhythm.lateness(gaps), rhythm.scale(gaps), rhythm.pressure(gaps, gaps.days)):
        assert np.isfinite(told).all()
        assert (told >= 0).all()


def test_refuses_another_format() -> None:
    with pytest.raises(BrokenHome, match="Learn it again"):
        Rhythm.read({"format": 99})
    with pytest.raises(BrokenHome, match="cannot be read"):
        Rhythm.read({"format": 1})
