from __future__ import annotations

import numpy as np
import pyarrow as pa

from treue.value.adjustment import Moved
from treue.value.forecast_rows import MOVED_MORE, MOVERS, with_movers
from treue.value.movers import MOST

TWO = pa.table({"customer": [4, 9]})
NOBODY_ELSE = np.zeros(2, np.int64)


def test_what_moved_a_pace_is_named_the_strongest_first() -> None:
    names = ("idle_days", "p_alive", "tenure_days")
    told = with_movers(TWO, Moved(names, np.array([[2, 0, 1], [1, 2, 0]]), np.eye(2, 3), NOBODY_ELSE))
    assert told["moved_1"].to_pylist() == ["tenure_days", None]
    assert told["moved_2"].to_pylist() == [None, "tenure_days"]
    assert told["moved_1_by"].to_pylist() == [1.0, None]
    assert told["moved_3"].null_count == 2


def test_columns_are_there_and_empty_where_nothing_was_learned() -> None:
    told = with_movers(TWO, None)
    assert told.column_names == ["customer", *(column for pair in MOVERS for column in pair), MOVED_MORE]
    assert {str(field.type) for field in told.schema} == {"int64", "string", "double"}
    assert told["moved_1"].null_count == told["moved_8_by"].null_count == 2
    assert told["moved_more"].to_pylist() == [0, 0]


def test_fewer_features_than_places_leave_the_rest_empty() -> None:
    told = with_movers(
        TWO, Moved(("idle_days",), np.array([[0], [0]]), np.array([[0.2], [-0.1]]), NOBODY_ELSE)
    )
    assert told["moved_1"].to_pylist() == ["idle_days"] * 2
    assert told["moved_2"].null_count == 2


def test_eight_are_named_and_the_others_counted_if_they_moved_anything() -> None:
    names = tuple(f"feature_{place}" for place in range(11))
    shares = np.array([[-0.5, 0.4, -0.3, 0.2, 0.1, 0.09, 0.08, -0.07, 0.06, 0.0, -0.05], [0.3, *[0.0] * 10]])
    moved = Moved.strongest(names, shares)
    assert moved.more.tolist() == [2, 0]
    assert moved.which[0].tolist() == list(range(MOST))
    told = with_movers(TWO, moved)
    assert told["moved_more"].to_pylist() == [2, 0]
    assert told["moved_8_by"].to_pylist() == [-0.07, None]
    assert told["moved_2"].to_pylist() == ["feature_1", None]
