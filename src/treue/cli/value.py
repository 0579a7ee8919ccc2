"""`treue value`: what each customer in a file is worth."""

from __future__ import annotations

from dataclasses import asdict
from math import isnan
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from treue.cli.asking import About, Terms, day_of, mappings_of, settings_from, settings_of, understood
from treue.cli.summary import Summary, phrase, print_summary
from treue.cli.terminal import print_json, say, say_warnings, silent, warnings_as_json
from treue.cli.voice import voice_of
from treue.loop.night.missing import IS_REVENUE
from treue.loop.value_file import FileQuestion, FileValue, Intervals, value_file
from treue.value.forecast import Estimate

_DEFAULTS = About(), Terms()


def value(
    file: Path,
    *,
    about: About = _DEFAULTS[0],
    terms: Terms = _DEFAULTS[1],
    until: str | None = None,
    out: Path | None = None,
    intervals: Annotated[Intervals, Parameter(converter=understood("intervals"))] = "customers",
    config: Path | None = None,
    json: bool = False,
) -> None:
    """Say what the customers in a file of orders are worth, and how sure that is.

    Reads CSV, Parquet and Excel, one file or a folder; needs no set-up and stores nothing.

    Args:
        file: orders, or order lines with number, quantity and price.
        about: the file.
        terms: the forecast.
        until: last day that counts, as 2026-06-30; the last order's day unless set.
        out: write one row per customer to a .parquet or .csv file.
        intervals: customers gives each row of --out a median and a range and takes a quarter longer; totals
            gives only all customers together a range; none gives means alone.
        config: settings file; treue.toml here, if there is one, unless named.
        json: one object, for programs.
    """
    settings = settings_of(about, terms, settings_from(config))
    question = FileQuestion(
        file, mappings_of(about, settings), settings, day_of(until, "--until"), out, intervals
    )
    answer = value_file(question, silent if json else say)
    if json:
        print_json(_as_json(answer))
        return
    print_summary(_summary(answer), voice_of(settings))
    say_warnings(answer.warnings)
    if out is not None:
        say(f"One row per customer is in {out}.")


def _as_json(answer: FileValue) -> dict[str, object]:
    models, totals = answer.appraisal.models, answer.appraisal.totals
    spend = models.spend
    return {
        "model": models.purchases.name,
        "reason": answer.chosen.reason,
        "unit": models.purchases.unit.name.lower(),
        "scales": list(models.purchases.scales),
        "parameters": {**models.purchases.whole_numbers, **models.purchases.parameters},
        "log_likelihood": models.purchases.log_likelihood,
        "spend_parameters": None if spend is None else {"p": spend.p, "q": spend.q, "gamma": spend.gamma},
        "spend_log_likelihood": None if spend is None else spend.log_likelihood,
        "customers": len(answer.past),
        "orders": int(answer.past.orders.sum()),
        "until": answer.until.isoformat(),
        "horizon_days": answer.appraisal.outlook.ahead.days,
        "currency": answer.currency,
        "totals": {
            "orders": _estimated(totals.orders),
            "value": None if totals.value is None else _estimated(totals.value),
        },
        "seconds": {step: round(seconds, 3) for step, seconds in answer.seconds.items()},
        "warnings": warnings_as_json(answer.warnings),
    }


def _estimated(estimate: Estimate) -> dict[str, float | None]:
    """As JSON has it: what was not computed is null."""
    return {name: None if isnan(figure) else figure for name, figure in asdict(estimate).items()}


def _summary(answer: FileValue) -> Summary:
    models, totals = answer.appraisal.models, answer.appraisal.totals
    purchases = models.purchases
    return Summary(
        customers=len(answer.past),
        orders=int(answer.past.orders.sum()),
        until=answer.until.isoformat(),
        days=answer.appraisal.outlook.ahead.days,
        currency=answer.currency,
        expected_orders=asdict(totals.orders),
        value=None if totals.value is None else asdict(totals.value),
        model=phrase(
            purchases.name,
            {**purchases.whole_numbers, **purchases.parameters},
            dict.fromkeys(purchases.scales, purchases.unit.name.lower()),
        ),
        reason=answer.chosen.reason,
        is_revenue=any(IS_REVENUE in str(each) for each in answer.warnings),
    )
