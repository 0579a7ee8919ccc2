"""Growth and plan as the page tells them: rows of the snapshot, what the manifest says, and the sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import comb

from treue.report.firsts import FirstOrders, read_firsts
from treue.report.numerals import MINUS
from treue.report.plain import mapping, number
from treue.report.rounding import add_up, common_unit
from treue.report.season import PlanSeason, read_season
from treue.report.voice import Voice
from treue.units import currency_digits

STEPS = ("new", "time", "frequency", "duration", "basket", "margin", "returns", "service")
REST = "rest"
_PROMISED = 0.8  # of months lie in the range of an honest plan
_HARDLY = 0.1  # a chance below it
_TOGETHER = "\u2060"  # no line ends behind a sign
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
        season: what of the plan knows the time of year; None of a run that says nothing of it.
        firsts: from when on first orders are known to be first; None where all are.
        until: the last day that is over, until which changes were measured; None of a run that did not look.
    """

    verdict: str
    months: int
    new_customers: int
    rate: float | None
    days: int
    point: tuple[float, float, float] | None
    tested: tuple[int, int] | None
    error: float
    season: PlanSeason | None = None
    firsts: FirstOrders | None = None
    until: date | None = None

    @property
    def hides_new(self) -> bool:
        """Whether nothing can be said of new customers, since most who seem new may not be."""
        return self.firsts is not None and self.firsts.is_hidden


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
        season=read_season(parts.get("season")),
        firsts=read_firsts(parts.get("first_orders")),
        until=date.fromisoformat(str(parts["until"])) if "until" in parts else None,
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
        "signed": _unbroken(signed(total.amount, write)),
        "signed_low": _unbroken(signed(low, write)),
        "signed_high": _unbroken(signed(high, write)),
        "low": write(ends[0]),
        "high": write(ends[1]),
        "ago": say(f"growth.ago_{growing.months}"),
    }
    return say(f"growth.{growing.verdict}" + ("" if has_amounts else "_orders"), values)


def month_finding(
    parts: Sequence[Part], voice: Voice, *, has_amounts: bool, until: date | None = None
) -> str:
    """What a month changed, by who made the change, and what is left of it after winning customers.

    Empty where there is none to tell.

    Args:
        parts: of the changes that were measured.
        voice: of the page.
        has_amounts: else orders are told.
        until: where the month ends, if that is not the last day.
    """
    told = parts_over(parts, 1)
    if "total" not in told:
        return ""
    total, since = told["total"].amount, voice.figures.day(told["total"].since)
    amounts = [told[group].amount for group in GROUPS]
    spent = told["acquisition"].amount if "acquisition" in told else 0.0
    sums: list[tuple[Sequence[float], float]] = [(amounts, total)]
    if spent:
        sums.append(((total, spent), total + spent))
    least = least_shown(voice, has_amounts=has_amounts)
    unit = min(common_unit(*each, least) for each in sums)
    if not all(add_up(*each, unit) for each in sums):
        unit = least
    write = writer(voice, has_amounts=has_amounts, unit=unit)
    values = {
        name: _unbroken(signed(amount, write))
        for name, amount in zip(("change", "new", "ordered", "silent"), (total, *amounts), strict=True)
    }
    if until is None:
        values["span"] = voice.words.say("growth.since", {"since": since})
    else:
        values["span"] = voice.words.say("growth.span", {"since": since, "until": voice.figures.day(until)})
    said = voice.words.say("growth.month" if has_amounts else "growth.month_orders", values)
    if not spent:
        return said
    values = {"acquisition": _unbroken(signed(spent, write)), "net": _unbroken(signed(total + spent, write))}
    return f"{said} {voice.words.say('growth.month_net', values)}"


def net_finding(growing: Growing, parts: Sequence[Part], voice: Voice) -> str:
    """What winning customers leaves of the change the verdict is about; empty where nothing was spent."""
    told = parts_over(parts, growing.months)
    if "total" not in told or "acquisition" not in told or not told["acquisition"].amount:
        return ""
    about, spent = voice.figures.about, told["acquisition"].amount
    values = {
        "ago": voice.words.say(f"growth.ago_{growing.months}"),
        "acquisition": _unbroken(signed(spent, about)),
        "net": _unbroken(signed(told["total"].amount + spent, about)),
    }
    return voice.words.say("growth.net_since", values)


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


def plan_finding(months: Sequence[PlanMonth], growing: Growing, voice: Voice, *, has_amounts: bool) -> str:
    """The year in a sentence, and how much of it is of customers still to come, where anybody knows."""
    year = next(each for each in months if each.kind == "year")
    planned = [each.month for each in months if each.kind == "plan"]
    say, write = voice.words.say, writer(voice, has_amounts=has_amounts)
    values = {
        "first": voice.figures.full_month(planned[0]),
        "last": voice.figures.full_month(planned[-1]),
        "whole": write(year.whole),
        "low": write(year.low or 0.0),
        "high": write(year.high or 0.0),
    }
    said = say("plan.finding" if has_amounts else "plan.finding_orders", values)
    if growing.hides_new:
        return said
    of_new = say("plan.of_new" if has_amounts else "plan.of_new_orders", {"new": write(year.new or 0.0)})
    return f"{said} {of_new}"


def least_shown(voice: Voice, *, has_amounts: bool) -> float:
    """The finest step in which sums are told: a whole unit of the currency, or a tenth of an order."""
    return 10.0 ** currency_digits(voice.figures.currency) if has_amounts else 0.1


def plan_sure(growing: Growing, until: date, voice: Voice) -> str:
    """How an earlier plan did, or that there is none yet; and where nobody knows who will come.

    Args:
        growing: what the manifest says of growth.
        until: the last day looked at; the plan that was tried ends with the last month that is over by then.
        voice: of the page.
    """
    say, write = voice.words.say, voice.figures
    said = [say("plan.nobody_new")] if growing.hides_new else []
    if growing.tested is None:
        return " ".join([*said, say("plan.untested")])
    count, inside = growing.tested
    end = (until + timedelta(days=1)).replace(day=1)
    made = date(end.year + (end.month - 2 - count) // 12, (end.month - 2 - count) % 12 + 1, 1)
    values = {
        "made": write.full_month(made),
        "months": write.number(count),
        "inside": write.number(inside),
        "due": write.number(_PROMISED * count),
        "error": write.share(abs(growing.error)),
    }
    said.append(say("plan.tested_high" if growing.error > 0 else "plan.tested_low", values))
    if _so_few(inside, count) < _HARDLY:
        said.append(say("plan.too_narrow"))
    return " ".join(said)


def _so_few(inside: int, count: int) -> float:
    """Chance that an honest range holds so few months of so many, or fewer."""
    return sum(
        comb(count, hits) * _PROMISED**hits * (1 - _PROMISED) ** (count - hits) for hits in range(inside + 1)
    )


def plan_arrivals(months: Sequence[PlanMonth], growing: Growing, voice: Voice) -> str:
    """How many new customers are counted on, and what winning them costs; empty where neither is known."""
    year = next(each for each in months if each.kind == "year")
    said = []
    if year.new_customers >= 1 and not growing.hides_new:
        people = {"customers": voice.figures.about_count(year.new_customers)}
        said.append(voice.words.say("plan.customers", people))
    if year.acquisition_minor:
        said.append(
            voice.words.say("plan.acquisition", {"amount": voice.figures.about(year.acquisition_minor)})
        )
    return " ".join(said)


def writer(voice: Voice, *, has_amounts: bool, unit: float | None = None) -> Callable[[float], str]:
    """How amounts are written: money, or a count of orders; in three digits, or to a unit."""
    write = voice.figures
    if unit is None:
        return write.about if has_amounts else write.about_count
    if has_amounts:
        return lambda amount: write.to_unit(amount, unit)
    return lambda amount: write.number(round(amount / unit) * unit, 0 if unit >= 1 else 1)


def step_writer(
    before: float, steps: Sequence[Part], voice: Voice, *, has_amounts: bool
) -> Callable[[float], str]:
    """How a change is written, so that what was and its steps come to what is."""
    amounts = [before, *(each.amount for each in steps)]
    least = least_shown(voice, has_amounts=has_amounts)
    return writer(voice, has_amounts=has_amounts, unit=common_unit(amounts, sum(amounts), least, 1))


def _unbroken(text: str) -> str:
    return re.sub(f"([+{MINUS}])", rf"\1{_TOGETHER}", text)


def signed(amount: float, write: Callable[[float], str]) -> str:
    """With a plus before what is above zero."""
    text = write(amount)
    return f"+{text}" if amount > 0 and any(digit in "123456789" for digit in text) else text


def shown_steps(parts: Mapping[str, Part]) -> list[Part]:
    """The steps of a change; those below a two-hundredth of all are one, `REST`, so that they add up."""
    steps = [parts[step] for step in STEPS if step in parts]
    size = sum(abs(each.amount) for each in steps)
    shown = [each for each in steps if abs(each.amount) > size / 200]
    rest = sum(each.amount for each in steps if each not in shown)
    return [*shown, replace(steps[0], part=REST, amount=rest)] if round(rest) else shown
