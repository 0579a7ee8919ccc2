"""Growth, levers and plan as tables of the snapshot, and what the manifest says of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import numpy as np
import pyarrow as pa

from treue.loop.night.grown import WEEK, Grown
from treue.loop.night.plan_rows import PLAN, plan_rows
from treue.loop.night.valuing import day_of_number
from treue.loop.night.whole_amounts import WholeAmounts, adding_up
from treue.value.forecast import Estimate
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
_WEEKLY = pa.schema([field for field in _CHANGE if field.name != "months"])
_LEVERS = pa.schema([("rank", pa.int64()), ("lever", pa.string()), ("step", pa.float64()),
                     ("gain_minor", pa.int64()), ("low_minor", pa.int64()),
                     ("high_minor", pa.int64())])  # fmt: skip
_LAST_DAY = pa.schema([("orders", pa.int64()), ("usual", pa.float64())])


def growth_tables(grown: Grown, digits: int) -> dict[str, pa.Table]:
    """`worth`, `worth_change`, `worth_week`, `levers`, `plan` and `last_day`; see docs/snapshot.md."""
    money = WholeAmounts(digits, grown.has_amounts)
    return {
        "worth": _table(_worth_rows(grown, money), _WORTH),
        "worth_change": _table(_change_rows(grown, money), _CHANGE),
        "worth_week": _table(_week_rows(grown, money), _WEEKLY),
        "levers": _table(_lever_rows(grown, money), _LEVERS),
        "plan": _table(plan_rows(grown, money), PLAN),
        "last_day": _table([] if grown.last_day is None else [asdict(grown.last_day)], _LAST_DAY),
    }


def growth_manifest(grown: Grown, digits: int) -> dict[str, object]:
    """The verdict, first-time buyers who come back, and how an earlier plan did."""
    repeating, tried = grown.repeating, grown.tried
    money = WholeAmounts(digits, grown.has_amounts)
    found: dict[str, object] = {
        "until": grown.until.isoformat(),
        "verdict": grown.growth.verdict,
        "months": grown.growth.months,
        "new_customers": 0 if grown.change is None else round(grown.change.customers_new),
        "season": _season(grown.plan),
    }
    if grown.opening is not None:
        found["first_orders"] = {
            "known_from": first_of(grown.months.first + grown.months.opening).isoformat(),
            "known": round(grown.opening.remaining),
            "hidden": grown.opening.hides_new,
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


def _season(plan: Plan) -> dict[str, object]:
    """What of the plan knows the time of year, whether anybody could, and its strongest and weakest month."""
    seasons = plan.seasons
    both = seasons.orders.factor * seasons.margin.factor
    months = {"strong": int(both.argmax()) + 1, "weak": int(both.argmin()) + 1} if np.ptp(both) else {}
    return {
        "known": seasons.orders.is_known or plan.by_clock,
        "orders": seasons.orders.is_told or plan.by_clock,
        "margin": seasons.margin.is_told,
        "new": seasons.new.is_told,
        **months,
    }


def _estimate(estimate: Estimate, money: WholeAmounts) -> dict[str, int | None] | None:
    if not money.known:
        return None
    names = ("mean", "median", "low", "high")
    return {name: money.of(getattr(estimate, name)) for name in names}


def _worth_rows(grown: Grown, money: WholeAmounts) -> list[dict[str, object]]:
    return [
        {
            "day": day_of_number(each.day),
            "customers": round(each.customers),
            "expected_orders": each.orders,
            "worth_minor": money.of(each.worth),
        }
        for each in grown.growth.moments
    ]


def _change_rows(grown: Grown, money: WholeAmounts) -> list[dict[str, object]]:
    months = grown.growth.months
    spans = (
        (1, grown.change, grown.since, grown.acquisition),
        (months, grown.growth.change, months_before(grown.until, months), grown.acquisition_long),
    )
    rows = []
    for count, change, since, acquisition in spans:
        if change is None:
            continue
        rows += _rows_of(change, count, since, money)
        if grown.has_amounts:
            spent = {"amount_minor": money.of(float(round(-acquisition)))}
            rows.append({"months": count, "since": since, "part": "acquisition", **spent})
    return rows


def _week_rows(grown: Grown, money: WholeAmounts) -> list[dict[str, object]]:
    return [] if grown.week is None else _rows_of(grown.week, 0, grown.until - WEEK, money)


def _rows_of(change: Change, months: int, since: date, money: WholeAmounts) -> list[dict[str, object]]:
    """Steps and groups both begin with who is new, so that this part is the same in both."""
    about: dict[str, object] = {"months": months, "since": since}
    amounts: dict[str, float] = {}
    for names, told in ((GROUPS, change.groups), (STEPS, change.steps)):
        parts = adding_up([change.before, *(told[name] for name in names)], money.unit)
        amounts |= dict(zip(("before", *names), map(float, parts), strict=True))
    amounts["total"] = sum(amounts[step] for step in STEPS)
    amounts["after"] = amounts["before"] + amounts["total"]
    rows = [
        {**about, "part": part, "amount_minor": money.of(amount), "orders": None if money.known else amount}
        for part, amount in amounts.items()
    ]
    ends: dict[str, object] = {"low_minor": money.of(change.low), "high_minor": money.of(change.high)}
    if not money.known:
        ends = {"orders_low": change.low, "orders_high": change.high}
    return [row | ends if row["part"] == "total" else row for row in rows]


def _lever_rows(grown: Grown, money: WholeAmounts) -> list[dict[str, object]]:
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


def _table(rows: list[dict[str, object]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)
