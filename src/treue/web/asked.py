"""Filters as people type them into a form, as an address keeps them, and as sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict

from treue.errors import BadOption
from treue.report.voice import Voice
from treue.segments.filters import CHOICE, COLUMNS, DAY, MONEY, SHARE, Condition, Filter, read_filter
from treue.units import currency_digits

FROM, TO = "_from", "_to"
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")
_BESIDE_DIGITS, _MARKS, _THOUSAND = re.compile(r"[\s€$£%]"), re.compile(r"[.,]"), 3


def filter_of(form: QueryDict, currency: str) -> Filter:
    """What a form asks for; fields left empty ask for nothing.

    Raises:
        BadOption: something that is no number, day or name of ours.
    """
    told: list[dict[str, object]] = []
    for name, column in COLUMNS.items():
        if column.kind == CHOICE:
            values = [each for each in form.getlist(name) if each]
            if values:
                told.append({"column": name, "values": values})
            continue
        bounds = {
            end: _read(name, column.kind, form.get(name + mark, "").strip(), currency)
            for end, mark in (("low", FROM), ("high", TO))
        }
        known = {end: bound for end, bound in bounds.items() if bound is not None}
        if known:
            told.append({"column": name, **known})
    return read_filter({"conditions": told})


def address_of(asked: Filter, voice: Voice) -> str:
    """The same as the query of an address, for a link to the list."""
    pairs: list[tuple[str, str]] = []
    for each in asked.conditions:
        pairs += [(each.column, value) for value in each.values]
        kind = COLUMNS[each.column].kind
        pairs += [
            (each.column + mark, _written(kind, bound, voice))
            for mark, bound in ((FROM, each.low), (TO, each.high))
            if bound is not None
        ]
    return urlencode(pairs)


def fields_of(asked: Filter, voice: Voice) -> dict[str, object]:
    """What stands in the fields of the form: lists of names, and bounds as they are typed."""
    found: dict[str, object] = {name: () for name, column in COLUMNS.items() if column.kind == CHOICE}
    for each in asked.conditions:
        kind = COLUMNS[each.column].kind
        if kind == CHOICE:
            found[each.column] = each.values
        for mark, bound in ((FROM, each.low), (TO, each.high)):
            if bound is not None:
                found[each.column + mark] = _written(kind, bound, voice)
    return found


def sentences(asked: Filter, voice: Voice, kinds: Mapping[str, str]) -> list[str]:
    """Each condition as people would say it.

    Args:
        asked: the filter.
        voice: of the reader.
        kinds: number of a customer type -> its name.
    """
    return [_sentence(each, voice, kinds) for each in asked.conditions]


def _sentence(each: Condition, voice: Voice, kinds: Mapping[str, str]) -> str:
    words, column = voice.words, COLUMNS[each.column]
    if each.values:
        names = [_named(each.column, value, voice, kinds) for value in each.values]
        listed = f" {words.say('web.filter.or')} ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        return words.say(f"web.filter.said.{each.column}", {"what": listed})
    low, high = (
        None if bound is None else _shown(column.kind, bound, voice) for bound in (each.low, each.high)
    )
    way = "between" if low and high else "least" if low else "most"
    span = words.say(
        f"web.filter.{way}_{'day' if column.kind == DAY else 'much'}", {"low": low, "high": high}
    )
    return words.say(f"web.filter.said.{each.column}", {"what": span})


def _named(column: str, value: str, voice: Voice, kinds: Mapping[str, str]) -> str:
    return kinds.get(value, value) if column == "kind" else voice.words.name(NAMED[column], value)


NAMED = {
    "tier": "tier", "phase": "phase", "segment": "segment", "appetite": "web.appetite",
    "light": "web.permission",
}  # fmt: skip
"""Column -> where the names of its choices stand; those of kinds are in the snapshot."""


def _shown(kind: str, bound: float | str, voice: Voice) -> str:
    write = voice.figures
    if isinstance(bound, str):
        return write.short_day(date.fromisoformat(bound))
    if kind == MONEY:
        return write.whole(bound)
    return write.share(bound) if kind == SHARE else write.number(bound)


def _written(kind: str, bound: float | str, voice: Voice) -> str:
    """As it is typed into a field."""
    if isinstance(bound, str):
        return bound
    if kind == SHARE:
        return f"{100 * bound:g}"
    if kind == MONEY:
        text = f"{Decimal(int(bound)).scaleb(-currency_digits(voice.figures.currency)):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(".", ",") if voice.figures.language == "de" else text
    return f"{bound:g}"


def _read(name: str, kind: str, text: str, currency: str) -> float | str | None:
    if not text:
        return None
    if kind == DAY:
        return _day(text)
    number = number_of(name, text)
    if kind == MONEY:
        return int(number.scaleb(currency_digits(currency)))
    return float(number) / 100 if kind == SHARE else int(number)


def _day(text: str) -> str:
    parts = text.rstrip(".").split(".")
    return "-".join([parts[2], parts[1].zfill(2), parts[0].zfill(2)]) if len(parts) == 3 else text


def number_of(name: str, text: str) -> Decimal:
    """1.234,56 and 1,234.56; a single sign with three digits behind it separates thousands."""
    digits = _BESIDE_DIGITS.sub("", text)
    if not _NUMBER.fullmatch(digits):
        raise BadOption(f"{name}: {text!r} is no number.")
    mark = max(digits.rfind(","), digits.rfind("."))
    tail = digits[mark + 1 :]
    is_below_one = not digits[:mark].strip("+-0")
    is_decimal = mark >= 0 and (is_below_one or len(tail) != _THOUSAND or {",", "."} <= set(digits))
    whole = digits[:mark] if is_decimal else digits
    plain_text = _MARKS.sub("", whole) + (f".{tail}" if is_decimal else "")
    return Decimal(plain_text)
