"""Published and 60-digit values, and how the purchase models are measured against them."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.testing import assert_allclose

from treue.units import Unit
from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.purchases.fitted import Fitted

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
DAYS = {"weeks": 7.0, "days": 1.0}


@cache
def values() -> dict[str, Any]:
    """What R's BTYD and BTYDplus give."""
    return dict(json.loads((REFERENCE / "reference_values.json").read_text()))


@cache
def grid(model: str, unit: str) -> dict[str, FloatArray]:
    """60-digit values for hard histories, by column."""
    with (REFERENCE / "reference_grid.csv").open() as lines:
        rows = [row for row in csv.DictReader(lines) if (row["model"], row["unit"]) == (model, unit)]
    names = ("x", "t_x", "T", "p_alive", "expected", "log_likelihood")
    return {name: np.array([float(row[name]) for row in rows]) for name in names}


def assert_grid_is_met(model: str, fitted: Fitted) -> None:
    unit = "weeks" if fitted.unit is Unit.WEEK else "days"
    want, days = grid(model, unit), DAYS[unit]
    seen = Histories(want["x"], want["t_x"] * days, want["T"] * days, np.ones(len(want["x"])))
    assert len(seen) == 264
    assert_allclose(fitted.p_alive(seen), want["p_alive"], rtol=1e-9, atol=0)
    assert_allclose(fitted.expected_orders(seen, 52 * days), want["expected"], rtol=1e-9, atol=0)
    assert_allclose(fitted.log_likelihood_of(seen), want["log_likelihood"], rtol=1e-9, atol=0)


def weeks(x: float, t_x: float, T: float) -> Histories:
    """One customer, with times in weeks as the papers tell them."""
    return Histories(np.array([float(x)]), np.array([t_x * 7]), np.array([T * 7]), np.ones(1))


def grocery(folder: Path) -> Histories:
    """The online grocer's customers after their first 52 weeks."""
    return Histories.from_orders(*_grocery_log(folder), until=_GROCERY_SPLIT)[0]


def grocery_holdout(folder: Path) -> FloatArray:
    """Days with an order in the 52 weeks that followed, of the same customers."""
    customer, day = _grocery_log(folder)
    known = np.unique(customer[day <= _GROCERY_SPLIT])
    came = (day > _GROCERY_SPLIT) & (day <= _GROCERY_SPLIT + 364)
    who = np.unique(np.stack([customer[came], day[came]]), axis=1)[0]
    return np.bincount(np.searchsorted(known, who), minlength=len(known)).astype(np.float64)


_GROCERY_SPLIT = int(np.datetime64("2006-12-31").astype(np.int64))


@cache
def _grocery_log(folder: Path) -> tuple[IntArray, IntArray]:
    log = pq.read_table(folder / "btydplus_grocery" / "groceryElog.parquet")
    customer = np.array([int(key) for key in log["cust"].to_pylist()])
    return customer, log["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
