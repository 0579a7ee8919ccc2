"""Growth, levers and plan as tables of the snapshot, and what the manifest says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from treue.loop.grown import Grown
from treue.loop.valuing import day_of_number
from treue.value.forecast import Estimate
from treue.value.histories import FloatArray
from treue.value.levers.change import GROUPS, STEPS, Change
from treue.value.plan.months import first_of
from treue.value.plan.plan import Plan
from treue.value.tables import months_before

_WORTH = pa.schema([("day", pa.date32()), ("customers", pa.int64()), ("expected_orders", pa.float64()),
                    ("worth_minor", pa.int64())])  # fmt: skip
_CHANGE = pa.schema([("months", pa.int64()), ("since", pa.date32()), ("part", pa.string()),
                     ("amount_minor", pa.int64()), ("low_minor", pa.int64()), ("high_minor", pa.int64()),
                     ("orders", pa.float64()), ("orders_low", pa.float64()),
                     ("orders_high", pa.float64())])  # fmt: skip
_LEVERS = pa.schema([("rank", pa.int64()), ("lever", pa.string()), ("step", pa.float64()),
                     ("gain_minor", pa.int64()), ("low_minor", pa.int64()),
                     ("high_minor", pa.int64())])  # fmt: skip
_COUNTS = ("existing_orders", "new_orders", "orders", "orders_low", "orders_high", "new_customers",
           "new_customers_low", "new_customers_high", "came_orders")  # fmt: skip
_MONEY = ("existing_revenue", "new_revenue", "revenue", "revenue_low", "revenue_high", "existing_margin",
          "new_margin", "margin", "margin_low", "margin_high", "acquisition", "came_margin")  # fmt: skip
_PLAN = pa.schema(
    [
        ("kind", pa.string()),
        ("month", pa.date32()),
        *((name, pa.float64()) for name in _COUNTS),
        *((f"{name}_minor", pa.int64()) for name in _MONEY),
    ]
)


@dataclass(frozen=True, slots=True)
class _Money:
    """Amounts as whole minor units; none where they are not known."""

    digits: int
    known: bool

    def of(self, amount: float) -> int | None:
        return round(amount * 10**self.digits) if self.known else None

    def sum(self, amounts: Iterable[int | None]) -> int | None:
        return sum(amount or 0 for amount in amounts) if self.known else None

    def adding_up(self, parts: Mapping[str, float]) -> dict[str, int | None]:
        """Rounded so that the rounded parts add up to the rounded sum: running totals are rounded."""
        ends = np.cumsum([0.0, *parts.values()])
        marks = [round(float(end) * 10**self.digits) for end in ends]
        return {
            name: after - before if self.known else None
            for name, before, after in zip(parts, marks, marks[1:], strict=False)
        }


def growth_tables(grown: Grown, digits: int) -> dict[str, pa.Table]:
    """`worth`, `worth_change`, `levers` and `plan`, as docs/snapshot.md explains them."""
    money = _Money(digits, grown.has_amounts)
    plan = [*_past_rows(grown, money), *_plan_rows(grown, money), *_tried_rows(grown, money)]
    return {
        "worth": _table(_worth_rows(grown, money), _WORTH),
        "worth_change": _table(_change_rows(grown, money), _CHANGE),
        "levers": _table(_lever_rows(grown, money), _LEVERS),
        "plan": _table(plan, _PLAN),
    }


def growth_manifest(grown: Grown, digits: int) -> dict[str, object]:
    """The verdict, first-time buyers who come back, and how an earlier plan did."""
    repeating, tried = grown.repeating, grown.tried
    money = _Money(digits, grown.has_amounts)
    found: dict[str, object] = {
        "verdict": grown.growth.verdict,
        "months": grown.growth.months,
        "new_customers": 0 if grown.change is None else round(grown.change.customers_new),
        "seasonal": grown.plan.arrivals.is_seasonal,
    }
    if repeating is not None:
        found["repeat"] = {
            "rate": repeating.rate,
            "days": repeating.days,
            "customers": repeating.customers,
            "won": repeating.won,
            "point_minor": _estimate(repeating.point, money),
        }
    if tried is not None:
        measure = "margin" if grown.has_amounts else "orders"
        found["plan_test"] = {
            "months": len(tried.came[measure]),
            "inside": int(tried.inside(measure).sum()),
            "error": tried.error(measure),
        }
    return found


def _estimate(estimate: Estimate, money: _Money) -> dict[str, int | None] | None:
    if not money.known:
        return None
    names = ("mean", "median", "low", "high")
    return {name: money.of(getattr(estimate, name)) for name in names}


def _worth_rows(grown: Grown, money: _Money) -> list[dict[str, object]]:
    return [
        {
            "day": day_of_number(each.day),
            "customers": round(each.customers),
            "expected_orders": each.orders,
            "worth_minor": money.of(each.worth),
        }
        for each in grown.growth.moments
    ]


def _change_rows(grown: Grown, money: _Money) -> list[dict[str, object]]:
    rows = []
    if grown.change is not None:
        rows += _rows_of(grown.change, 1, grown.since, money)
        if grown.has_amounts:
            spent = {"amount_minor": money.of(-grown.acquisition)}
            rows.append({"months": 1, "since": grown.since, "part": "acquisition", **spent})
    found = grown.growth.change
    if found is not None:
        rows += _rows_of(found, grown.growth.months, months_before(grown.until, grown.growth.months), money)
    return rows


def _rows_of(change: Change, months: int, since: date, money: _Money) -> list[dict[str, object]]:
    """Steps and groups both begin with who is new, so that this part is the same to the cent."""
    about: dict[str, object] = {"months": months, "since": since}
    amounts = {"before": change.before, **{step: change.steps[step] for step in STEPS}}
    groups = {"before": change.before, **{group: change.groups[group] for group in GROUPS}}
    whole = money.adding_up(groups) | money.adding_up(amounts)
    whole["total"] = money.sum(whole[step] for step in STEPS)
    whole["after"] = money.sum((whole["before"], whole["total"]))
    amounts |= groups | {"total": change.total, "after": change.after}
    rows = [
        {**about, "part": part, "amount_minor": whole[part], "orders": None if money.known else amount}
        for part, amount in amounts.items()
    ]
    ends: dict[str, object] = {"low_minor": money.of(change.low), "high_minor": money.of(change.high)}
    if not money.known:
        ends = {"orders_low": change.low, "orders_high": change.high}
    return [row | ends if row["part"] == "total" else row for row in rows]


def _lever_rows(grown: Grown, money: _Money) -> list[dict[str, object]]:
    return [
        {
            "rank": rank,
            "lever": each.name,
            "step": each.step,
            "gain_minor": money.of(each.gain.mean),
            "low_minor": money.of(each.gain.low),
            "high_minor": money.of(each.gain.high),
        }
        for rank, each in enumerate(grown.levers, start=1)
    ]


def _past_rows(grown: Grown, money: _Money) -> list[dict[str, object]]:
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


def _plan_rows(grown: Grown, money: _Money) -> list[dict[str, object]]:
    made = grown.plan
    kinds = [
        "rest" if made.ahead.has_rest and not place else "plan" for place in range(len(made.ahead.months))
    ]
    rows = [
        {"kind": kind, "month": first_of(month), **_planned(made, place, money)}
        for place, (kind, month) in enumerate(zip(kinds, made.ahead.months, strict=True))
    ]
    first = 1 if made.ahead.has_rest else 0
    year = {"kind": "year", "month": first_of(made.ahead.months[first]), **_sums(made, first, money)}
    return [*rows, year]


def _planned(made: Plan, place: int, money: _Money) -> dict[str, object]:
    row: dict[str, object] = {}
    for measure, ranged in made.whole.items():
        figures = {
            f"existing_{measure}": getattr(made.existing, measure)[place],
            f"new_{measure}": getattr(made.new, measure)[place],
            measure: ranged.mean[place],
            f"{measure}_low": ranged.low[place],
            f"{measure}_high": ranged.high[place],
        }
        row |= _written(figures, measure, money)
    people = made.newcomers
    row |= {
        "new_customers": float(people.mean[place]),
        "new_customers_low": float(people.low[place]),
        "new_customers_high": float(people.high[place]),
        "acquisition_minor": money.of(float(made.acquisition[place])),
    }
    return row


def _sums(made: Plan, first: int, money: _Money) -> dict[str, object]:
    row: dict[str, object] = {
        "new_customers": float(made.newcomers.mean[first:].sum()),
        "acquisition_minor": money.of(float(made.acquisition[first:].sum())),
    }
    for measure, (mean, low, high) in made.year.items():
        existing: FloatArray = getattr(made.existing, measure)
        new: FloatArray = getattr(made.new, measure)
        figures = {
            f"existing_{measure}": existing[first:].sum(),
            f"new_{measure}": new[first:].sum(),
            measure: mean,
            f"{measure}_low": low,
            f"{measure}_high": high,
        }
        row |= _written(figures, measure, money)
    return row


def _written(figures: Mapping[str, float], measure: str, money: _Money) -> dict[str, object]:
    if measure == "orders":
        return {name: float(value) for name, value in figures.items()}
    return {f"{name}_minor": money.of(float(value)) for name, value in figures.items()}


def _tried_rows(grown: Grown, money: _Money) -> list[dict[str, object]]:
    tried = grown.tried
    if tried is None:
        return []
    return [
        {
            "kind": "tested",
            "month": first_of(month),
            **_planned(tried.plan, place, money),
            "came_orders": float(tried.came["orders"][place]),
            "came_margin_minor": money.of(float(tried.came["margin"][place])),
        }
        for place, month in enumerate(tried.plan.ahead.months)
    ]


def _table(rows: list[dict[str, object]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)
