"""How one customer's forecast comes about, step by step, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from treue.report.customer_rows import Customer, Reckoning
from treue.report.manifest import Run
from treue.report.voice import Voice
from treue.value.movers import LARGEST

_NOTICEABLE = 0.005  # a pace that differs by less changes nothing anybody would see
_FEWEST_GAPS = 4  # between order days, from which on a rhythm is told
_SILENCE = "idle_by_gap"
_TOLD = 3  # movers at least, where there are so many
_SOON = timedelta(days=28)
_PLACES = 2  # of orders, in every step alike: whoever reckons along meets the same figure again
_DIGITS = 3  # of a chance at most, in per cent
_SHOWN = 0.01, 0.99  # chances are told no closer to 0 or 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is about, what it came to, and what moved it."""

    label: str
    text: str
    movers: Sequence[str] = ()


def unfold(customer: Customer, run: Run, voice: Voice) -> list[Step]:
    """From the history to the value: orders, what was learned, chance to be active, margin per order."""
    how, figures = customer.how, voice.figures
    steps = [
        ("history", _history(customer, voice)),
        ("model", _orders(how.expected_orders / how.pace, voice)),
    ]
    told = [Step(voice.words.say(f"unfold.{name}"), text) for name, text in steps]
    if how.movers or abs(how.pace - 1) >= _NOTICEABLE:
        told.append(
            Step(voice.words.say("unfold.pace"), _pace(customer, run, voice), _movers(customer, run, voice))
        )
    told.append(Step(voice.words.say("unfold.active"), chance(customer.p_alive, voice)))
    told.append(Step(voice.words.say("unfold.next"), _next(customer, run, voice)))
    if how.margin_per_order_minor is None:
        return told
    each = figures.money(how.margin_per_order_minor)
    told.append(Step(voice.words.say("unfold.margin"), _margin(how, each, voice)))
    values = {
        "orders": voice.figures.number(how.expected_orders, _PLACES),
        "each": each,
        "value": figures.whole(customer.value_minor),
    }
    way = "discounted" if run.discount_per_year else "undiscounted"
    if not {"service", "contact"} <= {*run.missing}:
        way = f"{way}_tended"
    told.append(Step(voice.words.say("unfold.value"), voice.words.say(f"unfold.{way}", values)))
    is_above = customer.value_minor > customer.value_high_minor
    if is_above and values["value"] != figures.whole(customer.value_high_minor):
        told.append(Step(voice.words.say("unfold.range"), _rarely(customer, voice)))
    return told


def at_stake(customer: Customer, run: Run, voice: Voice) -> Step:
    """What is at stake as the product it is, to be done again: a year's margin, and two chances."""
    year, silent, alive = customer.how.year_minor or 0, customer.how.silent or 0.0, customer.p_alive
    amount = voice.figures.whole(customer.at_stake_minor)

    def comes_out(digits: int) -> bool:
        product = year * round(silent, digits + 2) * round(alive, digits + 2)
        return voice.figures.whole(product) == amount

    digits = next(filter(comes_out, range(_DIGITS)), _DIGITS)
    values = {
        "year": voice.figures.money(year),
        "silent": voice.figures.share(silent, digits),
        "days": voice.figures.number(run.warned_days),
        "alive": voice.figures.share(alive, digits),
        "amount": amount,
    }
    return Step(voice.words.say("customer.at_stake"), voice.words.say("unfold.at_stake", values))


def _margin(how: Reckoning, each: str, voice: Voice) -> str:
    """What an order is expected to leave, beside what it left so far where that is another figure."""
    if how.running_minor is None or not how.order_days:
        return each
    own = voice.figures.money(how.running_minor / how.order_days)
    return each if own == each else voice.words.say("unfold.shrunk", {"each": each, "own": own})


def _next(customer: Customer, run: Run, voice: Voice) -> str:
    """The day stands beside the chance: it is that of an order, if there is one, and may lie far ahead."""
    coming, day = customer.how.next_order, voice.figures.short_day
    values = {
        "chance": chance(coming.chance_28, voice),
        "day": day(coming.day),
        "low": day(coming.low),
        "high": day(coming.high),
        "end": day(run.until + _SOON),
        "within": day(run.until + timedelta(days=run.warned_days)),
    }
    way = "next_order" if run.warned_days <= _SOON.days else "next_order_beyond"
    return voice.words.say(f"unfold.{way}", values)


def _rarely(customer: Customer, voice: Voice) -> str:
    """Why a mean lies above the range: mostly nothing comes any more, rarely a good deal."""
    low, high = (voice.figures.whole(end) for end in (customer.value_low_minor, customer.value_high_minor))
    value = voice.figures.whole(customer.value_minor)
    return voice.words.say("unfold.rarely", {"value": value, "range": between(low, high, voice)})


def between(low: str, high: str, voice: Voice) -> str:
    """A range as written; one amount where both ends read the same, and in a word where that is nothing."""
    if low == high:
        way = "same_nothing" if low == voice.figures.whole(0) else "same"
        return voice.words.say(f"customer.{way}", {"amount": low})
    return voice.words.say("customer.range", {"low": low, "high": high})


def chance(share: float, voice: Voice) -> str:
    """A chance as people should read it: never quite 0 or 1."""
    least, most = _SHOWN
    if share < least:
        return voice.words.say("customer.hardly", {"share": voice.figures.share(least)})
    if share > most:
        return voice.words.say("customer.surely", {"share": voice.figures.share(most)})
    return voice.figures.share(share)


def _history(customer: Customer, voice: Voice) -> str:
    values = {
        "orders": voice.figures.number(customer.orders),
        "days": voice.figures.number(customer.how.order_days),
        "first": voice.figures.short_day(customer.how.first_order),
        "last": voice.figures.short_day(customer.last_order),
        "gap": _gap(customer, voice),
    }
    if customer.orders == 1:
        return voice.words.say("unfold.ordered_once", values)
    if customer.how.usual_days is None:
        return voice.words.say("unfold.ordered_in_a_day", values)
    few = "" if values["gap"] else "_few"
    is_by_day = customer.how.order_days < customer.orders
    return voice.words.say(f"unfold.ordered_on_days{few}" if is_by_day else f"unfold.ordered{few}", values)


def is_cut_off(customer: Customer, run: Run) -> bool:
    """Whether what was learned goes further than it is followed: at that end customers only look alike."""
    card = run.card
    if card is None or card.strength <= 0 or card.naive:
        return False
    learned = abs(math.log(customer.how.pace / card.level)) / card.strength
    return learned > math.log(LARGEST) - _NOTICEABLE


def is_too_low(customer: Customer, run: Run) -> bool:
    """Whether more is to be expected: what was learned is cut off, and short of what they ordered so far.

    That is their pace from first to last order, over the horizon, times the chance that they still buy.
    """
    how = customer.how
    if how.pace <= 1 or not is_cut_off(customer, run):
        return False
    days = max((customer.last_order - how.first_order).days, how.usual_days or 1)
    return how.expected_orders < customer.p_alive * how.order_days / days * run.horizon_days


def _pace(customer: Customer, run: Run, voice: Voice) -> str:
    change = customer.how.pace - 1
    way = "same" if abs(change) < _NOTICEABLE else "faster" if change > 0 else "slower"
    if change >= 1:
        way = "times"
    if abs(change) >= _NOTICEABLE and is_cut_off(customer, run):
        way = "least" if change < 0 else "most" if is_too_low(customer, run) else "most_enough"
    values = {
        "share": voice.figures.share(abs(change)),
        "times": voice.figures.number(customer.how.pace, 1),
        "orders": _orders(customer.how.expected_orders, voice),
    }
    return voice.words.say(f"unfold.{way}", values)


def _movers(customer: Customer, run: Run, voice: Voice) -> list[str]:
    """Each feature as this customer shows it, and what it did."""
    how = customer.how
    idle, tenure = (run.until - customer.last_order).days, (run.until - how.first_order).days
    values = {
        "orders": voice.figures.number(customer.orders),
        "days": voice.figures.number(how.order_days),
        "first": voice.figures.short_day(how.first_order),
        "ago": voice.words.count("unfold.ago", idle, {"days": voice.figures.number(idle)})
        if idle
        else voice.words.say("unfold.today", {"day": voice.figures.short_day(run.until)}),
        "tenure": voice.words.count("unfold.within", tenure, {"days": voice.figures.number(tenure)}),
        "gap": _gap(customer, voice),
        "each": voice.figures.whole((how.revenue_minor or 0) / customer.orders),
        "each_day": voice.figures.whole((how.revenue_minor or 0) / how.order_days),
        "active": chance(customer.p_alive, voice),
    }
    shown, rest = shown_movers(how)
    told = _together(shown, customer, values, voice)
    small = [effect for _, effect in told if abs(effect) < _NOTICEABLE]
    if len(small) < len(told):
        rest = (1 + rest) * math.prod(1 + effect for effect in small) - 1
        told = [each for each in told if abs(each[1]) >= _NOTICEABLE]
    if told and abs(rest) >= _NOTICEABLE:
        others = len(how.movers) - len(shown) + how.others
        told.append((_rest(others, voice, is_small=abs(rest) <= abs(told[-1][1])), rest))
    return [
        voice.words.say("unfold.moved", {"what": what, "effect": voice.figures.signed_share(effect)})
        for what, effect in told
    ]


def shown_movers(how: Reckoning) -> tuple[list[tuple[str, float]], float]:
    """As many of the strongest as it takes until what is left is smaller than each, or all that are known.

    Returns:
        The movers, and the factor that is left less 1: with it they come to the pace.
    """
    seen = [each for each in how.movers if abs(each[1]) >= _NOTICEABLE] or list(how.movers[:1])
    shown, rest = seen, _left(how.pace, seen)
    for count in range(min(_TOLD, len(seen)), len(seen)):
        fewer = seen[:count]
        if abs(_left(how.pace, fewer)) <= abs(fewer[-1][1]):
            shown, rest = fewer, _left(how.pace, fewer)
            break
    return shown, rest


def _left(pace: float, shown: Sequence[tuple[str, float]]) -> float:
    return pace / math.prod(1 + effect for _, effect in shown) - 1


def _rest(others: int, voice: Voice, *, is_small: bool) -> str:
    """What is left to tell: what all customers share, little more, or how many other features there are."""
    if not others:
        return voice.words.say("unfold.rest_together")
    if is_small:
        return voice.words.say("unfold.rest_small")
    return voice.words.count("unfold.rest", others, {"count": voice.figures.number(others)})


def _together(
    shown: Sequence[tuple[str, float]], customer: Customer, values: dict[str, str], voice: Voice
) -> list[tuple[str, float]]:
    """In words, with their factors less 1; what reads the same is one, and so are the two on silence."""
    names = {name for name, _ in shown}
    told: dict[str, float] = {}
    for name, effect in shown:
        called = _SILENCE if name == "idle_days" and _SILENCE in names else name
        text = _feature(called, customer, values, voice)
        told[text] = (1 + told.get(text, 0.0)) * (1 + effect) - 1
    return sorted(told.items(), key=lambda each: -abs(each[1]))


def _feature(name: str, customer: Customer, values: dict[str, str], voice: Voice) -> str:
    """In words; where no usual gap is told, those for customers of few order days or of one."""
    sentences = voice.words.sentences
    none = "moved_without_gap" if customer.how.usual_days is None else "moved_few"
    keys = [f"moved.{name}"] if values["gap"] else [f"{none}.{name}", f"moved.{name}"]
    key = next((key for key in keys if key in sentences), None)
    return name if key is None else voice.words.say(key, values)


def _gap(customer: Customer, voice: Voice) -> str:
    """Every so many days, as the reasons of warnings say it too; empty where too few gaps tell it."""
    every = customer.how.usual_days
    return (
        ""
        if every is None or customer.how.order_days <= _FEWEST_GAPS
        else voice.words.count("unfold.every", every, {"days": voice.figures.number(every)})
    )


def _orders(count: float, voice: Voice) -> str:
    return voice.words.say("unfold.orders", {"count": voice.figures.number(count, _PLACES)})
