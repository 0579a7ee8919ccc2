"""Warnings as plain data, for what is kept from run to run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from treue.errors import TreueWarning

_KINDS = {kind.__name__: kind for kind in TreueWarning.__subclasses__()}


def plain(warnings: Iterable[TreueWarning]) -> list[dict[str, str]]:
    """Kind and text of each; `read_warnings` gives the same warnings back."""
    return [{"kind": said.kind, "text": str(said)} for said in warnings]


def read_warnings(stored: object) -> tuple[TreueWarning, ...]:
    """What `plain` gave.

    Raises:
        KeyError: a kind that does not exist, or a part is missing.
        TypeError: not a list of kinds and texts.
    """
    return tuple(_KINDS[said["kind"]](said["text"]) for said in cast("Iterable[Mapping[str, str]]", stored))
