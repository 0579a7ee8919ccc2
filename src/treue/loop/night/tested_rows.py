"""A back-test as a home keeps it and a page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import cast

import pyarrow as pa

from treue.loop.night.backtesting import Cut, Tested, run_cut
from treue.settings import Settings
from treue.value.backtest import Row

_FIGURES = ("mae", "mae_median", "rmse", "crps", "bias", "gini_units", "gini_value", "coverage_80")
_BACKTEST = pa.schema(
    [
        ("model", pa.string()),
        *((name, pa.bool_()) for name in ("naive", "chosen")),
        *((name, pa.float64()) for name in _FIGURES),
    ]
)
_CALIBRATION = pa.schema(
    [("decile", pa.int64()), ("customers", pa.int64()), ("predicted", pa.float64()), ("actual", pa.float64())]
)


@dataclass(frozen=True, slots=True)
class BacktestTold:
    """What is told of one back-test: plain values, so that it can be kept.

    Args:
        summary: split, horizon and totals, for the manifest of a run; empty where nothing was tested.
        forecasts: every forecast and how it did.
        calibration: predicted against actual orders by tenths, of the model that was taken.
    """

    summary: Mapping[str, object] = field(default_factory=dict)
    forecasts: Sequence[Mapping[str, object]] = ()
    calibration: Sequence[Mapping[str, object]] = ()

    @classmethod
    def of(cls, tested: Tested) -> BacktestTold:
        """Told of a test."""
        chosen = next(row for row in tested.rows if row.is_chosen)
        return cls(_summary(tested, chosen), [_forecast(row) for row in tested.rows], _calibration(chosen))

    @classmethod
    def read(cls, told: Mapping[str, object]) -> BacktestTold:
        """From `to_json`.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        each = {name: _mappings(told[name]) for name in ("forecasts", "calibration")}
        (summary,) = _mappings([told["summary"]])
        made = cls(summary, **each)
        made.tables()
        return made

    def to_json(self) -> dict[str, object]:
        """Plain data."""
        return asdict(self)

    def total(self) -> dict[str, object]:
        """What all customers together were expected to order, and what came; a row of `totals`."""
        low, high = cast("Mapping[str, Sequence[float]]", self.summary["total"])["80"]
        return {
            "kind": "tested",
            "since": date.fromisoformat(str(self.summary["split"])),
            "days": self.summary["horizon_days"],
            "orders_mean": sum(
                cast("int", each["customers"]) * cast("float", each["predicted"]) for each in self.calibration
            ),
            "orders_low": low,
            "orders_high": high,
            "came_orders": self.summary["orders"],
        }

    def tables(self) -> dict[str, pa.Table]:
        """`backtest` and `calibration` of the snapshot."""
        return {
            "backtest": pa.Table.from_pylist(list(self.forecasts), schema=_BACKTEST),
            "calibration": pa.Table.from_pylist(list(self.calibration), schema=_CALIBRATION),
        }


def tell(made: Cut, settings: Settings) -> BacktestTold:
    """A back-test, told."""
    return BacktestTold.of(run_cut(made, settings))


def _mappings(told: object) -> list[dict[str, object]]:
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise TypeError("rows expected")
    return told


def _summary(tested: Tested, chosen: Row) -> dict[str, object]:
    return {
        "split": tested.split.isoformat(),
        "horizon_days": tested.horizon_days,
        "reason": tested.reason,
        "customers": tested.customers,
        "sampled": tested.is_sample,
        "orders": tested.orders,
        "total": {share: list(ends) for share, ends in chosen.total.items()},
    }


def _forecast(row: Row) -> dict[str, object]:
    return {
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


def _calibration(chosen: Row) -> list[dict[str, object]]:
    return [
        {
            "decile": place,
            "customers": each.customers,
            "predicted": each.predicted_mean,
            "actual": each.actual_mean,
        }
        for place, each in enumerate(chosen.deciles, 1)
    ]
