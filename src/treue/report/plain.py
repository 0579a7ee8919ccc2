"""Takes plain data apart: what a part of a manifest should be, or an error that says what it is instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def mapping(value: object) -> dict[str, object]:
    """Names and values.

    Raises:
        TypeError: something else.
    """
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is not a table of names and values")
    return {str(name): part for name, part in value.items()}


def listed(of: Mapping[str, object], key: str) -> Sequence[object]:
    """The list under a key; empty where there is none.

    Raises:
        TypeError: something else.
    """
    value = of.get(key) or ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(f"{key}: {value!r} is not a list")
    return value


def number(value: object) -> float:
    """A number.

    Raises:
        TypeError: something else.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} is not a number")
    return float(value)
