"""A back-test as the rows a page shows."""

from __future__ import annotations

import pyarrow as pa

from treue.loop.backtesting import Tested

_FIGURES = ("mae", "mae_median", "rmse", "crps", "bias", "gini_units", "gini_value", "coverage_80")
_BACKTEST = pa.schema(
    [
        ("model", pa.string()),
        ("naive", pa.bool_()),
        ("chosen", pa.bool_()),
        *(
            (name, pa.float64())
            for name in (
                "mae",
                "mae_median",
                "rmse",
                "crps",
                "bias",
                "gini_units",
                "gini_value",
                "coverage_80",
            )
        ),
    ]
)
_CALIBRATION = pa.schema(
    [("decile", pa.int64()), ("customers", pa.int64()), ("predicted", pa.float64()), ("actual", pa.float64())]
)


def backtest_rows(tested: Tested | None) -> pa.Table:
    """Every forecast and how it did."""
    rows = [
        {
            "model": row.model,
            "naive": row.is_naive,
            "chosen": row.is_chosen,
            "mae": row.errors.mae,
            "mae_median": row.errors.mae_median,
            "rmse": row.errors.rmse,
            "crps": row.crps,
            "bias": row.errors.bias,
            "gini_units": row.gini_units,
            "gini_value": row.gini_value,
            "coverage_80": row.coverage.get("80"),
        }
        for row in (tested.rows if tested else ())
    ]
    return pa.Table.from_pylist(rows, schema=_BACKTEST)


def calibration_rows(tested: Tested | None) -> pa.Table:
    """Predicted against actual orders by tenths, of the model that was taken."""
    chosen = next((row for row in (tested.rows if tested else ()) if row.is_chosen), None)
    rows = [
        {
            "decile": place,
            "customers": each.customers,
            "predicted": each.predicted_mean,
            "actual": each.actual_mean,
        }
        for place, each in enumerate(chosen.deciles if chosen else (), 1)
    ]
    return pa.Table.from_pylist(rows, schema=_CALIBRATION)
