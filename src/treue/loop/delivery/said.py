"""What a person said about files on the page: held beside it, kept in treue.toml once loaded."""

from __future__ import annotations

import re
from typing import cast

from treue.loop.records import Arrival
from treue.settings import Settings, with_setting
from treue.sources.contract import FileMapping
from treue.sources.files.mapping import file_mappings

SETTINGS = {
    "prices": "vat.prices",
    "currency": "shop.currency",
    "margin": "value.margin",
    "service_hour": "costs.service_hour",
    "name": "shop.name",
}
"""What the page asks about the whole shop -> the setting that keeps it."""
_NUMBERED = re.compile(r"\d[\d._-]*\d")
_FEWEST_DIGITS = 4


def settings_of(arrival: Arrival, settings: Settings) -> Settings:
    """The settings as they would be with what was said.

    Raises:
        BadSetting: an answer that is not allowed.
    """
    for key, text in changes_of(arrival).items():
        if text is not None:
            settings = with_setting(settings, key, text, "your answer")
    return settings


def changes_of(arrival: Arrival) -> dict[str, str | None]:
    """Setting -> what was said of the whole shop."""
    said = cast("dict[str, object]", arrival.told.get("shop", {}))
    return {SETTINGS[name]: str(text) for name, text in said.items() if name in SETTINGS and text}


def entries_of(arrival: Arrival, *, lasting: bool = False) -> list[dict[str, object]]:
    """What was said of single files, as `[[files]]` entries.

    Args:
        arrival: whose.
        lasting: with patterns that fit next month's files too: orders_2026-11.csv becomes orders_*.csv.
    """
    said = cast("dict[str, dict[str, object]]", arrival.told.get("files", {}))
    patterns = [pattern_of(label) for label in said]
    entries: list[dict[str, object]] = []
    for label, told in said.items():
        pattern = pattern_of(label)
        match = pattern if lasting and patterns.count(pattern) == 1 else exactly(label)
        entries.append({"match": match, **{key: value for key, value in told.items() if value}})
    return entries


def mappings_of(arrival: Arrival) -> tuple[FileMapping, ...]:
    """The same as reading takes it.

    Raises:
        BadSetting: something that cannot be meant.
    """
    return file_mappings(entries_of(arrival))


def exactly(label: str) -> str:
    """A pattern that fits this label alone."""
    return "".join(f"[{sign}]" if sign in "[*?" else sign for sign in label)


def pattern_of(label: str) -> str:
    """A pattern that fits the same export of another day: long numbers may change, all else may not."""

    def loose(found: re.Match[str]) -> str:
        digits = sum(sign.isdigit() for sign in found.group())
        return "*" if digits >= _FEWEST_DIGITS else found.group()

    parts = _NUMBERED.split(label)
    numbers = [loose(each) for each in _NUMBERED.finditer(label)]
    made = exactly(parts[0])
    for number, part in zip(numbers, parts[1:], strict=True):
        made += number + exactly(part)
    return made
