"""Read the `[[files]]` entries of treue.toml: what a person says about files."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import fields
from zoneinfo import ZoneInfo

from treue.errors import BadSetting
from treue.facts import TABLES
from treue.sources.contract import FileMapping, Rules
from treue.units import is_currency

_TEXTS = ("match", "table", "delimiter", "encoding", "decimal", "dates", "currency", "prices", "zone")
_PREFIXES = ("cancellation_prefix", "bad_debt_prefix")
_ALLOWED = {
    "table": (*TABLES, "skip"),
    "decimal": (",", "."),
    "dates": ("dmy", "mdy"),
    "prices": ("gross", "net", "unknown"),
}


def file_mappings(entries: Sequence[Mapping[str, object]]) -> tuple[FileMapping, ...]:
    """The mappings that entries of treue.toml mean, in their order.

    Raises:
        BadSetting: an unknown key or a value that is not allowed; names the entry, the key and what is.
    """
    return tuple(_one(entry, f"files[{place}]") for place, entry in enumerate(entries, 1))


def _one(entry: Mapping[str, object], where: str) -> FileMapping:
    known = [field.name for field in fields(FileMapping)]
    if unknown := sorted(set(entry) - set(known)):
        raise BadSetting(f"{where}: unknown {', '.join(unknown)}; write one of {', '.join(known)}.")
    texts = {key: _text(entry[key], key, where) for key in _TEXTS if key in entry}
    header = entry.get("header")
    if header is not None and not isinstance(header, bool):
        raise BadSetting(f"{where}: header is {header!r}; write true or false.")
    mapping = FileMapping(
        **texts,
        columns=_columns(entry.get("columns"), where),
        header=header,
        rules=_rules(entry.get("rules"), where),
        unused=_headers(entry.get("unused"), where),
    )
    check(mapping, where)
    return mapping


def check(mapping: FileMapping, where: str) -> None:
    """Refuse a mapping whose values cannot be meant.

    Raises:
        BadSetting: names the key, the value and what is allowed.
    """
    for key, allowed in _ALLOWED.items():
        value = getattr(mapping, key)
        if value and value not in allowed:
            raise BadSetting(f"{where}: {key} is {value!r}; write one of {', '.join(allowed)}.")
    check_currency(mapping.currency, where)
    check_zone(mapping.zone, where)
    if len(mapping.delimiter) > 1 and mapping.delimiter not in ("tab", "blank"):
        raise BadSetting(
            f'{where}: delimiter is {mapping.delimiter!r}; write one character, "tab" or "blank".'
        )
    try:
        codecs.lookup(mapping.encoding or "utf-8")
    except LookupError:
        raise BadSetting(
            f"{where}: encoding is {mapping.encoding!r}; write utf-8, utf-16 or windows-1252."
        ) from None


def check_currency(code: str | None, where: str) -> None:
    """Refuse a code that is not in ISO 4217; none is fine."""
    if code and not is_currency(code):
        raise BadSetting(f"{where}: currency is {code!r}; write an ISO 4217 code in capitals: EUR, CHF, GBP.")


def check_zone(zone: str, where: str) -> None:
    """Refuse a zone that does not exist; none is fine."""
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        raise BadSetting(
            f"{where}: zone is {zone!r}; write an IANA name: Europe/Berlin, Europe/Zurich, UTC."
        ) from None


def _text(value: object, key: str, where: str) -> str:
    if not isinstance(value, str):
        raise BadSetting(f"{where}: {key} is {value!r}; write a text in quotes.")
    return value


def _columns(value: object, where: str) -> dict[str, str | int]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadSetting(f'{where}: columns is {value!r}; write {{ customer = "Kunde", amount = 4 }}.')
    columns: dict[str, str | int] = {}
    for meaning, header in value.items():
        if isinstance(header, bool) or not isinstance(header, str | int):
            raise BadSetting(
                f"{where}: columns.{meaning} is {header!r}; write a header, or a position from 1."
            )
        columns[str(meaning)] = header
    return columns


def _headers(value: object, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(header, str) for header in value):
        raise BadSetting(f'{where}: unused is {value!r}; write a list of headers: ["Vermerk", "Datum 2"].')
    return tuple(value)


def _rules(value: object, where: str) -> Rules:
    if value is None:
        return Rules()
    known = [field.name for field in fields(Rules)]
    if not isinstance(value, Mapping) or not set(value) <= set(known):
        raise BadSetting(f"{where}: rules is {value!r}; write a table with {', '.join(known)}.")
    texts = {key: _text(each, f"rules.{key}", where) for key, each in value.items() if key in _PREFIXES}
    codes = {key: _codes(each, f"rules.{key}", where) for key, each in value.items() if key not in _PREFIXES}
    return Rules(
        cancellation_prefix=texts.get("cancellation_prefix", ""),
        bad_debt_prefix=texts.get("bad_debt_prefix", ""),
        shipping=codes.get("shipping", ()),
        discount=codes.get("discount", ()),
        voucher=codes.get("voucher", ()),
        fee=codes.get("fee", ()),
        adjustment=codes.get("adjustment", ()),
    )


def _codes(value: object, key: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise BadSetting(f'{where}: {key} is {value!r}; write a list of article numbers: ["POST", "DOT"].')
    return tuple(value)
