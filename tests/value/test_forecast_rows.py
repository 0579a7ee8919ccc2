from __future__ import annotations

import numpy as np
import pyarrow as pa

from treue.value.adjustment import Moved
from treue.value.forecast_rows import MOVERS, with_movers

TWO = pa.table({"customer": [4, 9]})


def test_what_moved_a_pace_is_named_the_strongest_first() -> None:
    moved = Moved(("idle_days", "p_alive", "tenure_days"), np.array([[2, 0, 1], [1, 2, 0]]), np.eye(2, 3))
    told = with_movers(TWO, moved)
    assert told["moved_1"].to_pylist() == ["tenure_days", None]
    assert told["moved_2"].to_pylist() == [None, "tenure_days"]
    assert told["moved_1_by"].to_pylist() == [1.0, None]
    assert told["moved_3"].null_count == 2


def test_columns_are_there_and_empty_where_nothing_was_learned() -> None:
    told = with_movers(TWO, None)
    assert told.column_names == ["customer", *(column for pair in MOVERS for column in pair)]
    assert {str(field.type) for field in told.schema} == {"int64", "string", "double"}
    assert told["moved_1"].null_count == told["moved_3_by"].null_count == 2


def test_fewer_features_than_places_leave_the_rest_empty() -> None:
    told = with_movers(TWO, Moved(("idle_days",), np.array([[0], [0]]), np.array([[0.2], [-0.1]])))
    assert told["moved_1"].to_pylist() == ["idle_days"] * 2
    assert told["moved_2"].null_count == 2
