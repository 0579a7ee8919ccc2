"""`treue entries`: the ledger's entries behind a figure."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from treue.cli.terminal import print_json, print_table, say
from treue.loop.entries import Asked, Behind, entries_behind
from treue.loop.home import open_home


def entries(
    *,
    home: Path = Path("treue-home"),
    customer: str | None = None,
    tier: str | None = None,
    kind: str | None = None,
    month: str | None = None,
    out: Path | None = None,
    json: bool = False,
) -> None:
    """Show what a figure is made of: entries by kind, their sum, and the latest of them one by one.

    Without any choice it is the whole ledger. Order numbers are the shop's own, so that each entry can be
    looked up there.

    Args:
        home: the shop's folder.
        customer: code as the report shows it, or key.
        tier: platinum, gold, iron, lead or former, as customers stand now.
        kind: of entry, as goods or refund.
        month: as 2026-03.
        out: write all of them to this file, .csv or .parquet.
        json: for programs.
    """
    behind = entries_behind(open_home(home), Asked(customer, tier, kind, month), out)
    if json:
        print_json(_plain(behind))
        return
    rows = [
        (str(each.step), each.kind, f"{each.entries:,}", _money(each.amount_minor, behind))
        for each in behind.sums
    ]
    rows.append(("", "all", f"{behind.entries:,}", _money(behind.amount_minor, behind)))
    print_table(("step", "kind", "entries", f"amount, {behind.currency}"), rows)
    latest = [
        (
            f"{each.day:%Y-%m-%d}",
            each.code or "",
            each.order_id or "",
            "" if each.position is None else str(each.position),
            each.kind,
            _money(each.amount_minor, behind),
            "yes" if each.is_estimated else "",
        )
        for each in behind.latest
    ]
    print_table(("day", "customer", "order", "line", "kind", "amount", "estimated"), latest, title="Latest")
    if out is not None:
        say(f"All {behind.entries:,} entries are in {out}.")
    elif behind.entries > len(latest):
        say(f"{behind.entries - len(latest):,} more; write all of them with --out entries.csv")


def _money(minor: int, behind: Behind) -> str:
    return f"{Decimal(minor).scaleb(-behind.digits):,}"


def _plain(behind: Behind) -> dict[str, object]:
    latest = [asdict(each) | {"day": each.day.isoformat()} for each in behind.latest]
    return {
        "currency": behind.currency,
        "entries": behind.entries,
        "amount_minor": behind.amount_minor,
        "sums": [asdict(each) for each in behind.sums],
        "latest": latest,
    }
