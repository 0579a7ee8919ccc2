"""The log of loads: what was read when, and what became of it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import TypedDict, cast
from zoneinfo import ZoneInfo

from treue.facts.manifest import settle
from treue.loop.home import Home
from treue.sources.contract import Account, Tally

BY_HAND, BY_PROGRAMS = "by hand", "api"
"""Sources of loads that are no files: a word on one customer, and events of the interface."""


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


def first_load(home: Home) -> datetime | None:
    """When the first load was logged, aware; None before. Reads no further than that."""
    if not home.loads.exists():
        return None
    with home.loads.open(encoding="utf-8") as log:
        for line in log:
            with suppress(ValueError):  # half a line: its writer was killed
                told = json.loads(line)
                if "number" in told:
                    at = datetime.fromisoformat(str(told["at"]))
                    return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None


def _lines(home: Home) -> list[dict[str, object]]:
    if not home.loads.exists():
        return []
    found = []
    for line in home.loads.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError):  # half a line: its writer was killed
            found.append(json.loads(line))
    return found


def next_load(home: Home) -> int:
    """The number of the load that begins now; that of an undone one is not given again."""
    return max((int(str(line.get("number") or line["undone"])) for line in _lines(home)), default=0) + 1


def log_load(home: Home, entry: LoadEntry) -> None:
    """Add a finished load; it is on the disk when this returns."""
    _append(home, asdict(entry))


def log_more(home: Home, entry: LoadEntry) -> None:
    """Add a load that comes every minute: one day of them, with nothing else between, is one line.

    It bears the last one's number and instant, and what all of them brought. The log is replaced as a whole.
    """
    lines = _lines(home)
    last = lines[-1] if lines else {}
    if any(last.get(name) != getattr(entry, name) for name in ("path", "source")):
        log_load(home, entry)
        return
    before = _entry(cast("_Logged", last))
    if _day(before, home) != _day(entry, home):
        log_load(home, entry)
        return
    lines[-1] = asdict(replace(entry, accounts=_together(before.accounts, entry.accounts)))
    draft = home.loads.with_name(f".{home.loads.name}.tmp")
    draft.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    settle(draft, home.loads)


def _day(entry: LoadEntry, home: Home) -> date:
    return datetime.fromisoformat(entry.at).astimezone(ZoneInfo(home.settings.shop.zone)).date()


def _together(one: Mapping[str, Account], other: Mapping[str, Account]) -> dict[str, Account]:
    kinds = {**one, **other}
    return {kind: _sum([each[kind] for each in (one, other) if kind in each]) for kind in kinds}


def _sum(accounts: Sequence[Account]) -> Account:
    currencies = {currency for each in accounts for currency in each.money}
    rules: Counter[str] = Counter()
    for each in accounts:
        rules.update(each.rules)
    return Account(
        _total([each.rows for each in accounts]),
        {
            currency: _total([each.money[currency] for each in accounts if currency in each.money])
            for currency in sorted(currencies)
        },
        dict(rules),
    )


def _total(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        sum(each.read for each in tallies),
        sum(each.accepted for each in tallies),
        sum(each.quarantined for each in tallies),
    )


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
