from __future__ import annotations

import numpy as np
import pytest

from treue.errors import InputError
from treue.value.next_order import Gaps

ANA, BEN = 7, 3


def test_ana_and_ben() -> None:
    key = np.array([ANA, BEN, ANA, ANA, ANA, ANA])
    day = np.array([130, 120, 100, 110, 110, 200])
    gaps, keys = Gaps.of(key, day, until=140)
    assert keys.tolist() == [BEN, ANA]
    assert gaps.place.tolist() == [0, 1, 1, 1]
    assert gaps.days.tolist() == [20, 10, 20, 10]
    assert gaps.is_closed.tolist() == [False, True, True, False]
    assert gaps.earlier.tolist() == [0, 0, 1, 2]
    np.testing.assert_allclose(gaps.own, [0, 0, np.log(10), (np.log(10) + np.log(20)) / 2])
    np.testing.assert_allclose(gaps.spread, [0, 0, 0, np.log(2) / 2], atol=1e-7)
    assert gaps.began.tolist() == [20, 40, 30, 10]


def test_only_the_latest_eight_gaps_tell_the_own_one() -> None:
    day = np.cumsum([0, *[50] * 5, *[4] * 8])
    gaps, _ = Gaps.of(np.zeros(len(day), dtype=np.int64), day, until=int(day[-1]))
    assert np.exp(gaps.own[-1]) == pytest.approx(4.0)


def test_the_middle_gap_is_one_that_a_reader_can_check() -> None:
    whole = [50, 50, 3, 11, 10, 12, 9, 40, 8, 11]
    day = np.cumsum([0, *whole])
    gaps, _ = Gaps.of(np.repeat([1, 2], len(day)), np.concatenate([day, day]), until=int(day[-1]))
    told = gaps.middle(np.arange(len(gaps)))
    for row in range(1, len(day)):
        latest = whole[max(row - 8, 0) : row]
        # Halves are rounded up: whoever reckons with 10.5 days writes 11.
        assert told[row] == told[len(day) + row] == np.floor(np.median(latest) + 0.5)
    assert np.isnan(told[[0, len(day)]]).all()
    # Their geometric mean is one that nobody finds in the list.
    assert np.rint(np.exp(gaps.own[10])) != told[10] == 11.0


def test_each_key_has_one_open_gap() -> None:
    rng = np.random.default_rng(1)
    key, day = rng.integers(0, 50, 600), rng.integers(0, 300, 600)
    gaps, keys = Gaps.of(key, day, until=250)
    assert gaps.open.place.tolist() == list(range(len(keys)))
    last = [day[(key == each) & (day <= 250)].max() for each in keys]
    np.testing.assert_array_equal(gaps.open.days, 250 - np.array(last))


def test_order_of_rows_does_not_matter_nor_do_later_ones() -> None:
    rng = np.random.default_rng(2)
    key, day = rng.integers(0, 50, 600), rng.integers(0, 300, 600)
    mixed = rng.permutation(600)
    one, _ = Gaps.of(key, day, until=200)
    other, _ = Gaps.of(key[mixed], day[mixed], until=200)
    cut, _ = Gaps.of(key[day <= 200], day[day <= 200], until=200)
    for name in Gaps.__slots__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
        np.testing.assert_array_equal(getattr(one, name), getattr(cut, name))


def test_nobody() -> None:
    none = np.zeros(0, dtype=np.int64)
    gaps, keys = Gaps.of(none, none, until=10)
    assert len(gaps) == len(keys) == len(gaps.open) == 0


def test_refuses_keys_without_days() -> None:
    with pytest.raises(InputError, match="each order has both"):
        Gaps.of(np.zeros(3, dtype=np.int64), np.zeros(2, dtype=np.int64), until=1)
