"""A plan as rows of the snapshot, so rounded that months add up to the year and parts to the whole."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from treue.loop.night.grown import Grown
from treue.loop.night.whole_amounts import TENTH, WholeAmounts, adding_up
from treue.value.histories import FloatArray
from treue.value.plan.months import first_of
from treue.value.plan.plan import Plan

_COUNTS = ("existing_orders", "new_orders", "orders", "orders_low", "orders_high", "new_customers",
           "new_customers_low", "new_customers_high", "came_orders")  # fmt: skip
_MONEY = ("existing_revenue", "new_revenue", "revenue", "revenue_low", "revenue_high", "existing_margin",
          "new_margin", "margin", "margin_low", "margin_high", "acquisition", "came_margin")  # fmt: skip
PLAN = pa.schema(
    [
        ("kind", pa.string()),
        ("month", pa.date32()),
        *((name, pa.float64()) for name in _COUNTS),
        *((f"{name}_minor", pa.int64()) for name in _MONEY),
    ]
)
_MANY_A_YEAR = 100


def plan_rows(grown: Grown, money: WholeAmounts) -> list[dict[str, object]]:
    """What came, what is planned, and how an earlier plan did, as `PLAN`."""
    return [*_past_rows(grown, money), *_planned_rows(grown, money), *_tried_rows(grown, money)]


def _past_rows(grown: Grown, money: WholeAmounts) -> list[dict[str, object]]:
    months = grown.months
    return [
        {
            "kind": "past",
            "month": first_of(months.first + place),
            "orders": float(months.orders[:, place].sum()),
            "new_customers": float(months.customers[place]),
            "revenue_minor": money.of(float(months.revenue[:, place].sum())),
            "margin_minor": money.of(float(months.margin[:, place].sum())),
            "acquisition_minor": money.of(float(months.acquisition[place])),
        }
        for place in range(len(months))
    ]


def _planned_rows(grown: Grown, money: WholeAmounts) -> list[dict[str, object]]:
    made = grown.plan
    kinds = [
        "rest" if made.ahead.has_rest and not place else "plan" for place in range(len(made.ahead.months))
    ]
    told = _told(made)
    rows = [
        {"kind": kind, "month": first_of(month), **_planned(told, made, place, money)}
        for place, (kind, month) in enumerate(zip(kinds, made.ahead.months, strict=True))
    ]
    first = 1 if made.ahead.has_rest else 0
    year = {"kind": "year", "month": first_of(made.ahead.months[first]), **_sums(told, made, first, money)}
    return [*rows, year]


def _told(made: Plan) -> dict[str, FloatArray]:
    """Column -> shape (k,), so rounded that columns add up over the 12 full months, and rows across."""
    full = slice(1 if made.ahead.has_rest else 0, None)
    told = {}
    for measure in made.whole:
        for whose, part in (("existing", made.existing), ("new", made.new)):
            values: FloatArray = getattr(part, measure)
            unit = _count_unit(made.year["orders"][0]) if measure == "orders" else 1.0
            told[f"{whose}_{measure}"] = _in_two(values, full, unit)
        told[measure] = told[f"existing_{measure}"] + told[f"new_{measure}"]
    people = made.newcomers.mean
    told["new_customers"] = _in_two(people, full, _count_unit(float(people[full].sum())))
    told["acquisition"] = _in_two(made.acquisition, full, 1.0)
    return told


def _in_two(values: FloatArray, full: slice, unit: float) -> FloatArray:
    """The rest of the running month by itself, then the full ones."""
    return np.concatenate([adding_up(values[: full.start], unit), adding_up(values[full], unit)])


def _count_unit(year: float) -> float:
    """Whole ones, where there are enough of them in a year; else tenths."""
    return 1.0 if year >= _MANY_A_YEAR else TENTH


def _planned(
    told: Mapping[str, FloatArray], made: Plan, place: int, money: WholeAmounts
) -> dict[str, object]:
    row: dict[str, object] = {}
    for measure, ranged in made.whole.items():
        whole = float(told[measure][place])
        figures = {
            f"existing_{measure}": float(told[f"existing_{measure}"][place]),
            f"new_{measure}": float(told[f"new_{measure}"][place]),
            measure: whole,
            f"{measure}_low": min(float(ranged.low[place]), whole),
            f"{measure}_high": max(float(ranged.high[place]), whole),
        }
        row |= _written(figures, measure, money)
    people = made.newcomers
    row |= {
        "new_customers": float(told["new_customers"][place]),
        "new_customers_low": min(float(people.low[place]), float(told["new_customers"][place])),
        "new_customers_high": max(float(people.high[place]), float(told["new_customers"][place])),
        "acquisition_minor": money.of(float(told["acquisition"][place])),
    }
    return row


def _sums(told: Mapping[str, FloatArray], made: Plan, first: int, money: WholeAmounts) -> dict[str, object]:
    total = {name: float(values[first:].sum()) for name, values in told.items()}
    row: dict[str, object] = {
        "new_customers": total["new_customers"],
        "acquisition_minor": money.of(total["acquisition"]),
    }
    for measure, (_, low, high) in made.year.items():
        figures = {name: total[name] for name in (f"existing_{measure}", f"new_{measure}", measure)}
        figures |= {
            f"{measure}_low": min(low, total[measure]),
            f"{measure}_high": max(high, total[measure]),
        }
        row |= _written(figures, measure, money)
    return row


def _written(figures: Mapping[str, float], measure: str, money: WholeAmounts) -> dict[str, object]:
    if measure == "orders":
        return {name: float(value) for name, value in figures.items()}
    return {f"{name}_minor": money.of(float(value)) for name, value in figures.items()}


def _tried_rows(grown: Grown, money: WholeAmounts) -> list[dict[str, object]]:
    tried = grown.tried
    if tried is None:
        return []
    told = _told(tried.plan)
    return [
        {
            "kind": "tested",
            "month": first_of(month),
            **_planned(told, tried.plan, place, money),
            "came_orders": float(tried.came["orders"][place]),
            "came_margin_minor": money.of(float(tried.came["margin"][place])),
        }
        for place, month in enumerate(tried.plan.ahead.months)
    ]
