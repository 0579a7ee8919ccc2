"""What was read into a home, as the rows a page shows: each input once, as its latest load found it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import pyarrow as pa

from treue.loop.intake.load_log import LoadEntry
from treue.sources.contract import Account

_COUNTED = ("read", "accepted", "quarantined")
_ACCOUNT = pa.schema(
    [
        ("input", pa.string()),
        *((f"rows_{name}", pa.int64()) for name in _COUNTED),
        *((f"money_{name}_minor", pa.int64()) for name in _COUNTED),
        ("currency", pa.string()),
    ]
)
_RULES = pa.schema([("input", pa.string()), ("rule", pa.string()), ("rows", pa.int64())])


def account_rows(loads: Sequence[LoadEntry]) -> pa.Table:
    """input, rows and money read, accepted, quarantined, currency; a row per input and currency."""
    rows = []
    for name, account in _latest(loads):
        counts = {f"rows_{key}": count for key, count in asdict(account.rows).items()}
        for currency, tally in account.money.items() or ((None, None),):
            money = {f"money_{key}_minor": minor for key, minor in asdict(tally).items()} if tally else {}
            rows.append({"input": name, **counts, **money, "currency": currency})
    return pa.Table.from_pylist(rows, schema=_ACCOUNT)


def rule_rows(loads: Sequence[LoadEntry]) -> pa.Table:
    """input, rule, rows set aside by it."""
    rows = [
        {"input": name, "rule": rule, "rows": count}
        for name, account in _latest(loads)
        for rule, count in account.rules.items()
    ]
    return pa.Table.from_pylist(rows, schema=_RULES)


def _latest(loads: Sequence[LoadEntry]) -> Iterator[tuple[str, Account]]:
    latest = {entry.path: entry for entry in loads}
    for path, entry in latest.items():
        for kind, account in entry.accounts.items():
            yield (kind if len(latest) == 1 else f"{kind} ({path})"), account
