from __future__ import annotations

import numpy as np
import pytest

from treue.simulation.telling.rows import code, instant, maybe, pick, rows_of, text, together

NUMBERS = np.array([0, 7, 12_345_678_901, 999_999_999_999])


def test_codes_are_what_formatting_gives() -> None:
    assert code("B", NUMBERS).to_pylist() == [f"B{each:012}" for each in NUMBERS]
    tails = np.array([0, 5, 61, 99])
    expected = [f"R{each:012}-{tail:02}" for each, tail in zip(NUMBERS, tails, strict=True)]
    assert code("R", NUMBERS, tails).to_pylist() == expected
    assert code("R", NUMBERS[:0], tails[:0]).to_pylist() == []


def test_columns_left_out_are_empty_and_unknown_ones_refused() -> None:
    known = np.array([20_000, 20_001])
    made = rows_of("carts", known, {"cart_id": text("K", known), "at": instant(known, np.array([0, 90]), 60)})
    assert made.rows["value_minor"].null_count == 2
    assert made.rows["version"].to_pylist() == [20_000 * 86_400_000, 20_001 * 86_400_000]
    assert str(made.rows["at"][1]) == "2024-10-05 00:30:00"
    with pytest.raises(KeyError, match="carts has no column basket"):
        rows_of("carts", known, {"basket": known})


def test_words_and_values_that_are_not_told() -> None:
    assert pick(("a", None, "c"), np.array([2, -1, 1, 0])).to_pylist() == ["c", None, None, "a"]
    assert maybe(np.array([4, 5]), np.array([True, False])).to_pylist() == [4, None]


def test_only_what_is_known_by_a_day() -> None:
    known = np.array([5, 7, 6])
    rows = rows_of("stock", known, {"product": "A", "day": known, "quantity_milli": 1})
    assert rows.upto(6).known.tolist() == [5, 6]
    assert len(together([rows, rows])["stock"]) == 6
    assert together([rows.where(known > 9)]) == {}
