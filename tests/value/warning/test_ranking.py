from __future__ import annotations

import numpy as np
import pytest

from treue.errors import InputError
from treue.value.histories import IntArray
from treue.value.warning.grounds import Ground
from treue.value.warning.ranking import Warnings, rank_warnings

NO_RHYTHM = np.full(4, np.nan)
CUSTOMER = np.array([2, 3, 5, 8])
SILENT, VALUE = np.array([0.9, 0.5, 0.99, 0.5]), np.array([10.0, 240.0, -50.0, np.nan])


def ranked(rows: IntArray) -> Warnings:
    return rank_warnings(CUSTOMER[rows], SILENT[rows], NO_RHYTHM, VALUE[rows], ())


def test_what_is_at_stake_decides_not_the_chance() -> None:
    told = ranked(np.arange(4))
    assert told.at_stake.tolist() == [9.0, 120.0, 0.0, 0.0]
    assert told.rank.tolist() == [2, 1, 3, 4]
    assert told.first(10).tolist() == [1, 0]
    assert told.first(1).tolist() == [1]
    assert told.reasons(1) == ()


def test_order_of_rows_does_not_matter() -> None:
    mixed = np.array([2, 0, 3, 1])
    np.testing.assert_array_equal(ranked(mixed).rank, ranked(np.arange(4)).rank[mixed])


def test_reasons_travel_along() -> None:
    ground = Ground("fewer_orders", np.array([0.0, 2.0, 0.0, 0.0]), {"last_orders": np.arange(4.0)})
    told = rank_warnings(CUSTOMER, SILENT, NO_RHYTHM, VALUE, (ground,))
    (reason,) = told.reasons(1)
    assert (reason.kind, reason.numbers) == ("fewer_orders", {"last_orders": 1.0})


def test_nobody() -> None:
    none = np.zeros(0)
    assert rank_warnings(none.astype(np.int64), none, none, none, ()).first(5).tolist() == []


def test_refuses_columns_of_different_lengths() -> None:
    with pytest.raises(InputError, match="one value a customer"):
        rank_warnings(CUSTOMER, SILENT, NO_RHYTHM, VALUE[:3], ())
