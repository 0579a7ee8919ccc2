"""What a load did, as plain data: rows and money read, accepted, set aside, and what they became."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from treue.facts.merging import Merged
from treue.sources.contract import Account, Delivery, Tally
from treue.units import Money

_BECOMES = {"order_lines": ("orders", "order_lines", "refunds", "payments")}
"""Kind of input -> the facts tables its rows become, where it is more than its own."""


def report_of(delivery: Delivery, merged: Mapping[str, Merged], number: int) -> dict[str, object]:
    """The report of a load: `tables` by what each input was recognised as; money in whole units."""
    return {
        "load": number,
        "source": delivery.source,
        "tables": {kind: _account(account, delivery, kind) for kind, account in delivery.accounts.items()},
        "written": dict(delivery.written),
        "facts": {table: asdict(done) for table, done in merged.items()},
        "recognised": [asdict(taken) for taken in delivery.recognised],
        "skipped": dict(delivery.skipped),
        "questions": [asdict(question) for question in delivery.questions],
        "warnings": [{"kind": each.kind, "text": str(each)} for each in delivery.warnings],
    }


def _account(account: Account, delivery: Delivery, kind: str) -> dict[str, object]:
    money = {currency: _in_units(tally, currency) for currency, tally in account.money.items()}
    first = next(iter(money), None)
    return {
        "rows": asdict(account.rows),
        "money": money[first] if first else {"read": 0, "accepted": 0, "quarantined": 0},
        "currency": first,
        "other_money": {currency: tally for currency, tally in money.items() if currency != first},
        "rules": dict(account.rules),
        "written": {
            table: rows for table, rows in delivery.written.items() if table in _BECOMES.get(kind, (kind,))
        },
    }


def _in_units(tally: Tally, currency: str) -> dict[str, float]:
    """Whole currency units; a float prints the exact decimal up to 15 digits."""
    return {name: float(Money(minor, currency).amount) for name, minor in asdict(tally).items()}
