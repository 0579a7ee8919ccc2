"""The few lines that every answer about a customer base begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import TypedDict, cast

from treue.cli.terminal import print_table, say
from treue.cli.voice import Voice
from treue.loop.night.missing import IS_REVENUE
from treue.units import currency_digits
from treue.value.purchases import MbgCnbd, MbgNbd

Estimated = Mapping[str, float]
"""mean, median, low, high."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What customers will order and be worth together.

    Args:
        customers: how many.
        orders: what they ordered so far.
        until: the last day that counts, as ISO text.
        days: the horizon.
        currency: of the value.
        expected_orders: in the horizon.
        value: in whole currency units; None where amounts are not known.
        model: with its parameters, as one phrase.
        reason: why this model; empty where a person named it.
        is_revenue: whether value is revenue, for want of costs.
    """

    customers: int
    orders: int
    until: str
    days: int
    currency: str
    expected_orders: Estimated
    value: Estimated | None
    model: str
    reason: str
    is_revenue: bool


def print_summary(summary: Summary, voice: Voice) -> None:
    """Totals with their interval, then the model and why."""
    counts = {"customers": voice.number(summary.customers), "orders": voice.number(summary.orders)}
    print(voice.text("summary.base", **counts, until=voice.day(date.fromisoformat(summary.until))))
    rows = [(voice.text("summary.orders"), *_shown(summary.expected_orders, "", voice))]
    if summary.value is not None:
        rows.append((voice.text("summary.value"), *_shown(summary.value, f" {summary.currency}", voice)))
    head = (
        voice.text("summary.ahead", days=voice.number(summary.days)),
        *voice.texts("summary", "mean", "median", "low", "high"),
    )
    has_ranges = not isnan(summary.expected_orders["low"])
    print_table(head if has_ranges else head[:2], rows if has_ranges else [row[:2] for row in rows])
    kind = "is_revenue" if summary.is_revenue else "is_margin"
    meaning = voice.text(f"summary.{kind}") if summary.value is not None else ""
    print(voice.text("summary.ranges" if has_ranges else "summary.means_only", meaning=meaning))
    print(voice.text("summary.model", model=summary.model))
    if summary.reason:
        print(summary.reason)


class _Totals(TypedDict):
    orders: dict[str, float]
    value_minor: dict[str, int] | None


class _Manifest(TypedDict):
    customers: int
    orders: int
    until: str
    horizon_days: int
    currency: str
    totals: _Totals
    model: str
    parameters: dict[str, float]
    unit: str
    scales: list[str]
    choice: str
    choice_german: str
    missing: list[str]
    warnings: list[dict[str, str]]


_REASONS = {"de": "choice_german"}
"""Language -> where a manifest says in it why the model was taken; `choice` in all others."""


def print_manifest(manifest: Mapping[str, object], voice: Voice) -> None:
    """The summary of a night, from what it wrote beside its snapshot."""
    told = cast("_Manifest", manifest)
    minor, digits = told["totals"]["value_minor"], currency_digits(told["currency"])
    print_summary(
        Summary(
            customers=told["customers"],
            orders=told["orders"],
            until=told["until"],
            days=told["horizon_days"],
            currency=told["currency"],
            expected_orders=told["totals"]["orders"],
            value=None if minor is None else {name: each / 10**digits for name, each in minor.items()},
            model=phrase(told["model"], told["parameters"], dict.fromkeys(told["scales"], told["unit"])),
            reason=str(manifest[_REASONS.get(voice.language, "choice")]),
            is_revenue=any(IS_REVENUE in each["text"] for each in told["warnings"]),
        ),
        voice,
    )


def warn_of(manifest: Mapping[str, object], voice: Voice) -> None:
    """The warnings of a night, and what nobody told it."""
    told = cast("_Manifest", manifest)
    for kind, text in dict.fromkeys((each["kind"], each["text"]) for each in told["warnings"]):
        voice.warn_of(kind, text)
    lines = [voice.text("warned.missing_head")] if told["missing"] else []
    lines += [voice.text("warned.missing", what=voice.name("missing", each)) for each in told["missing"]]
    for line in filter(None, lines):
        say(line)


def phrase(model: str, parameters: Mapping[str, float], units: Mapping[str, str]) -> str:
    """As in: bg-nbd (r 0.2426, alpha 4.414 weeks, a 0.7929, b 2.426).

    Args:
        model: as `--model` takes it.
        parameters: by letter.
        units: of those parameters that have one.
    """
    told = ", ".join(
        f"{name} {number:.4g}{f' {units[name]}s' if name in units else ''}"
        for name, number in parameters.items()
    )
    is_plain = model == MbgCnbd.name and parameters.get("k") == 1
    note = f"; no rhythm was found, so it is {MbgNbd.name}" if is_plain else ""
    return f"{model} ({told}{note})"


def _shown(estimate: Estimated, unit: str, voice: Voice) -> tuple[str, ...]:
    return tuple(f"{voice.number(estimate[name])}{unit}" for name in ("mean", "median", "low", "high"))
