"""Growth and plan as the page tells them: rows of the snapshot, what the manifest says, and the sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from treue.report.plain import mapping, number
from treue.report.voice import Voice

STEPS = ("new", "time", "frequency", "duration", "basket", "margin", "returns", "service")
REST = "rest"
_PROMISED = 0.8  # of months lie in the range of an honest plan
_TOGETHER = "\u2060"  # no line ends behind a plus
GROUPS = ("group_new", "group_ordered", "group_silent")


@dataclass(frozen=True, slots=True)
class WorthDay:
    """The base on a day; worth is None where no amounts are known."""

    day: date
    customers: int
    orders: float
    worth_minor: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change over so many months: `STEPS`, `GROUPS`, before, after, total, acquisition.

    `amount` is in minor units, or in orders where no amounts are known; low and high are the total's.
    """

    months: int
    since: date
    part: str
    amount: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Lever:
    """What a small step would bring in a year; `step` is a share."""

    name: str
    step: float
    gain_minor: int
    low_minor: int
    high_minor: int


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """A month that was, or that is planned; amounts in minor units, or in orders without amounts.

    Args:
        kind: "past", "rest" (of the running month), "plan", or "year" for the 12 full months together.
        month: its first day.
        existing: of today's customers; None for the past.
        new: of customers still to come; the same.
        whole: both.
        low: where the 80 % interval begins; None for the past.
        high: where it ends.
        new_customers: how many came, or are expected.
        acquisition_minor: what winning them cost, or will.
    """

    kind: str
    month: date
    existing: float | None
    new: float | None
    whole: float
    low: float | None
    high: float | None
    new_customers: float
    acquisition_minor: int | None


@dataclass(frozen=True, slots=True)
class Growing:
    """What the manifest says of growth.

    Args:
        verdict: "growing", "standing", "shrinking" or "young".
        months: over so many.
        new_customers: won in the last month.
        rate: share of new customers who order again within `days`; None where too few were watched.
        days: how long that is.
        point: worth of one point of it a year: mean, low, high in minor units; None without amounts.
        tested: months of an earlier plan that are over, and how many lay in their range; None without one.
        error: by how much that plan was too high, relative.
        is_seasonal: whether the plan tells months of the year apart.
    """

    verdict: str
    months: int
    new_customers: int
    rate: float | None
    days: int
    point: tuple[float, float, float] | None
    tested: tuple[int, int] | None
    error: float
    is_seasonal: bool = False


def read_growing(told: object) -> Growing | None:
    """From the manifest; None of a run that says nothing of it."""
    if told is None:
        return None
    parts = mapping(told)
    repeat, test = mapping(parts.get("repeat") or {}), mapping(parts.get("plan_test") or {})
    point = mapping(repeat.get("point_minor") or {})
    return Growing(
        verdict=str(parts["verdict"]),
        months=int(number(parts["months"])),
        new_customers=int(number(parts["new_customers"])),
        rate=number(repeat["rate"]) if repeat else None,
        days=int(number(repeat["days"])) if repeat else 0,
        point=(number(point["mean"]), number(point["low"]), number(point["high"])) if point else None,
        tested=(int(number(test["months"])), int(number(test["inside"]))) if test else None,
        error=number(test["error"]) if test else 0.0,
        is_seasonal=bool(parts.get("seasonal")),
    )


def parts_over(parts: Sequence[Part], months: int) -> dict[str, Part]:
    """The parts of the change over so many months, by name."""
    return {each.part: each for each in parts if each.months == months}


def verdict_finding(growing: Growing, parts: Sequence[Part], voice: Voice, *, has_amounts: bool) -> str:
    """Growing, standing still or shrinking, and by how much."""
    say, write = voice.words.say, writer(voice, has_amounts=has_amounts)
    told = parts_over(parts, growing.months)
    if "total" not in told:
        return say("growth.young")
    total = told["total"]
    low, high = total.low or 0.0, total.high or 0.0
    ends = (low, high) if total.amount >= 0 else (-high, -low)
    values = {
        "worth": write(told["after"].amount),
        "change": write(abs(total.amount)),
        "signed": signed(total.amount, voice, has_amounts=has_amounts),
        "low": write(ends[0]),
        "high": write(ends[1]),
        "ago": say(f"growth.ago_{growing.months}"),
    }
    return say(f"growth.{growing.verdict}" + ("" if has_amounts else "_orders"), values)


def month_finding(parts: Sequence[Part], voice: Voice, *, has_amounts: bool) -> str:
    """What a month changed, by who made the change; empty where there is none to tell."""
    told = parts_over(parts, 1)
    if "total" not in told:
        return ""
    values = {
        name: signed(told[part].amount, voice, has_amounts=has_amounts)
        for name, part in zip(("change", "new", "ordered", "silent"), ("total", *GROUPS), strict=True)
    }
    values = {name: text.replace("+", f"+{_TOGETHER}") for name, text in values.items()}
    values["since"] = voice.figures.day(told["total"].since)
    return voice.words.say("growth.month" if has_amounts else "growth.month_orders", values)


def repeat_finding(growing: Growing, voice: Voice) -> str:
    """What one point of the repeat rate is worth; empty where nobody knows."""
    if growing.rate is None or growing.point is None or growing.point[0] <= 0:
        return ""
    mean, low, high = growing.point
    write = voice.figures
    values = {
        "amount": write.about(mean),
        "low": write.about(low),
        "high": write.about(high),
        "rate": write.number(100 * growing.rate),
        "days": write.number(growing.days),
    }
    return voice.words.say("growth.repeat", values)


def plan_finding(months: Sequence[PlanMonth], voice: Voice, *, has_amounts: bool) -> str:
    """The year in a sentence."""
    year = next(each for each in months if each.kind == "year")
    planned = [each.month for each in months if each.kind == "plan"]
    write = writer(voice, has_amounts=has_amounts)
    values = {
        "first": voice.figures.full_month(planned[0]),
        "last": voice.figures.full_month(planned[-1]),
        "whole": write(year.whole),
        "low": write(year.low or 0.0),
        "high": write(year.high or 0.0),
        "existing": write(year.existing or 0.0),
        "new": write(year.new or 0.0),
    }
    return voice.words.say("plan.finding" if has_amounts else "plan.finding_orders", values)


def plan_more(months: Sequence[PlanMonth], growing: Growing, voice: Voice) -> str:
    """How many new customers are counted on, what winning them costs, and how an earlier plan did."""
    year = next(each for each in months if each.kind == "year")
    say, write = voice.words.say, voice.figures
    said = []
    if year.new_customers >= 1:
        said.append(say("plan.customers", {"customers": write.about_count(year.new_customers)}))
    if year.acquisition_minor:
        said.append(say("plan.acquisition", {"amount": write.about(year.acquisition_minor)}))
    if growing.tested is not None:
        count, inside = growing.tested
        key = "plan.tested_high" if growing.error > 0 else "plan.tested_low"
        values = {
            "months": write.number(count),
            "inside": write.number(inside),
            "due": write.number(_PROMISED * count),
            "error": write.share(abs(growing.error)),
        }
        said.append(say(key, values))
    return " ".join(said)


def writer(voice: Voice, *, has_amounts: bool) -> Callable[[float], str]:
    """How amounts are written: money, or a count of orders."""
    return voice.figures.about if has_amounts else voice.figures.about_count


def signed(amount: float, voice: Voice, *, has_amounts: bool) -> str:
    """With a plus before what is above zero."""
    text = writer(voice, has_amounts=has_amounts)(amount)
    return f"+{text}" if amount > 0 and any(digit in "123456789" for digit in text) else text


def shown_steps(parts: Mapping[str, Part]) -> list[Part]:
    """The steps of a change; those below a two-hundredth of all are one, `REST`, so that they add up."""
    steps = [parts[step] for step in STEPS if step in parts]
    size = sum(abs(each.amount) for each in steps)
    shown = [each for each in steps if abs(each.amount) > size / 200]
    rest = sum(each.amount for each in steps if each not in shown)
    return [*shown, replace(steps[0], part=REST, amount=rest)] if round(rest) else shown
