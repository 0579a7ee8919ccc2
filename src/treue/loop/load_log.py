"""The log of loads: what was read when, and what became of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TypedDict, cast

from treue.loop.home import Home
from treue.sources.contract import Account, Tally


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """One finished load.

    Args:
        number: counts the loads of a home from 1.
        path: what was loaded, as named by the person.
        source: the name its rows carry.
        at: ISO instant.
        accounts: kind of input -> what became of its rows and money.
    """

    number: int
    path: str
    source: str
    at: str
    accounts: Mapping[str, Account]


def read_loads(home: Home) -> list[LoadEntry]:
    """All finished loads that were not undone, oldest first; half a line is a load that died: none."""
    lines = _lines(home)
    undone = {line["undone"] for line in lines if "undone" in line}
    told = [line for line in lines if "undone" not in line and line["number"] not in undone]
    return [_entry(cast("_Logged", line)) for line in told]


def _lines(home: Home) -> list[dict[str, object]]:
    if not home.loads.exists():
        return []
    found = []
    for line in home.loads.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError):
            found.append(json.loads(line))
    return found


def next_load(home: Home) -> int:
    """The number of the load that begins now; that of an undone one is not given again."""
    return max((int(str(line.get("number") or line["undone"])) for line in _lines(home)), default=0) + 1


def log_load(home: Home, entry: LoadEntry) -> None:
    """Add a finished load; it is on the disk when this returns."""
    _append(home, asdict(entry))


def log_undo(home: Home, number: int, at: str) -> None:
    """Add that a load was taken back.

    Args:
        home: the shop's.
        number: of the load.
        at: ISO instant.
    """
    _append(home, {"undone": number, "at": at})


def _append(home: Home, line: Mapping[str, object]) -> None:
    with home.loads.open("a", encoding="utf-8") as log:
        # A new line first, in case a load died in the middle of its own.
        log.write("\n" + json.dumps(line, ensure_ascii=False) + "\n")
        log.flush()
        os.fsync(log.fileno())


class _LoggedAccount(TypedDict):
    rows: dict[str, int]
    money: dict[str, dict[str, int]]
    rules: dict[str, int]


class _Logged(TypedDict):
    number: int
    path: str
    source: str
    at: str
    accounts: dict[str, _LoggedAccount]


def _entry(line: _Logged) -> LoadEntry:
    accounts = {
        kind: Account(
            Tally(**account["rows"]),
            {currency: Tally(**tally) for currency, tally in account["money"].items()},
            account["rules"],
        )
        for kind, account in line["accounts"].items()
    }
    return LoadEntry(line["number"], line["path"], line["source"], line["at"], accounts)
