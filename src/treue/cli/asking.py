"""The options that every one-file command shares, turned into terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, Token, convert

from treue.cli.words import ours
from treue.errors import BadOption, BadSetting
from treue.loop.intake.reading import mappings_of_settings
from treue.settings import Settings, read_settings, with_setting
from treue.sources.contract import FileMapping

Converter = Callable[[type[object], Sequence[Token]], object]


def understood(option: str) -> Converter:
    """Our word for what a person typed, before it is held against what an option allows.

    Args:
        option: as in the words of options.
    """

    def converted(type_: type[object], tokens: Sequence[Token]) -> object:
        return convert(type_, [each.evolve(value=ours(option, each.value)) for each in tokens])

    return converted


Language = Annotated[Literal["de", "en"], Parameter(converter=understood("language"))]
"""An option that takes de, en, Deutsch, English ..."""

_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the person says about a file.

    Args:
        customer: column of the customer's number, by header or position.
        time: column of the order's time.
        amount: column of the order's amount.
        margin: column of the order's margin, or a rate such as 40%.
        currency: of amounts that name none; EUR unless set.
        prices: whether amounts include VAT: gross, net or unknown.
    """

    customer: str | None = None
    time: str | None = None
    amount: str | None = None
    margin: str | None = None
    currency: str | None = None
    prices: str | None = None


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a forecast is made.

    Args:
        horizon: how far to look ahead: 90d, 39w, 12mo, 1y.
        model: auto, bg-nbd, mbg-nbd, mbg-cnbd, pareto-nbd or sbg.
        spend: orders the spend model learns from: all, or repeat.
        discount: rate per year at which later money counts less: 10%.
        by_day: yes mends what whole days hide from bg-nbd, mbg-nbd and pareto-nbd; no is as published.
        unit: in which model parameters are told: day or week.
        first_orders: whose first order here may not be their first: keep, or drop from the fit.
    """

    horizon: str | None = None
    model: str | None = None
    spend: str | None = None
    discount: str | None = None
    by_day: str | None = None
    unit: str | None = None
    first_orders: str | None = None


def settings_from(config: Path | None) -> Settings:
    """The settings file that was named, or treue.toml here if there is one, and the environment.

    Raises:
        BadOption: a named file is not there.
    """
    if config is not None and not config.is_file():
        raise BadOption(f"--config is {config}, which is not a file; name a treue.toml.")
    return read_settings(config or Path("treue.toml"))


def settings_of(about: About, terms: Terms | None, settings: Settings) -> Settings:
    """The settings with the options on top.

    Args:
        about: options about the file.
        terms: options about the forecast, where there is one.
        settings: from a file and the environment.

    Raises:
        BadOption: a value outside what is allowed.
    """
    told = {"shop.currency": about.currency, "vat.prices": about.prices, "value.margin": _rate(about.margin)}
    told |= {f"value.{each.name}": getattr(terms, each.name) for each in fields(terms)} if terms else {}
    for key, text in told.items():
        if text is not None:
            name = key.partition(".")[2]
            try:
                settings = with_setting(settings, key, ours(name, text), f"--{name.replace('_', '-')}")
            except BadSetting as error:
                raise BadOption(str(error)) from None
    return settings


def mappings_of(about: About, settings: Settings) -> tuple[FileMapping, ...]:
    """What is known about the files: the options if any names a column, then the settings' entries."""
    named = {"customer": about.customer, "ordered_at": about.time, "amount": about.amount}
    if _rate(about.margin) is None:
        named["margin"] = about.margin
    columns: dict[str, str | int] = {
        meaning: int(column) if column.isdecimal() else column
        for meaning, column in named.items()
        if column is not None
    }
    known = mappings_of_settings(settings)
    return (FileMapping(columns=columns), *known) if columns else known


def day_of(text: str | None, option: str) -> date | None:
    """A day as people type it, 2026-06-30 or 30.6.2026.

    Raises:
        BadOption: neither, or no such day.
    """
    if text is None:
        return None
    german = _GERMAN_DAY.fullmatch(text.strip())
    try:
        if german:
            day, month, year = (int(part) for part in german.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadOption(f"{option} is {text!r}; write a day as 2026-06-30 or 30.6.2026.") from None


def is_rate(margin: str | None) -> bool:
    """Whether a margin is a rate, 40% or 0.4, and not a column.

    Raises:
        BadOption: a bare number that could be either.
    """
    return _rate(margin) is not None


def _rate(margin: str | None) -> str | None:
    """A margin that is a rate, not a column: 40% or 0.4."""
    if margin is None or margin.strip().endswith("%"):
        return margin
    try:
        number = float(margin.replace(",", "."))
    except ValueError:
        return None
    if 0 <= number < 1:
        return margin
    if not isfinite(number):  # a header such as inf
        return None
    likely = f"{number:g}% or {number / 100:g}" if 1 <= number <= 100 else "40% or 0.4"
    raise BadOption(
        f"--margin is {margin}: as a share that is more than the whole, as a column it has no header. "
        f"Write {likely} for a rate, or the header of the column that holds the margin. "
        "A column without one is named by its position under [[files]] in treue.toml."
    )
