"""`treue entries`: the ledger's entries behind a figure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

from treue.cli.asking import Language
from treue.cli.terminal import print_json, print_table, say
from treue.cli.voice import Voice, voice_of_page
from treue.cli.words import ours
from treue.loop.entries import Asked, Behind, entries_behind
from treue.loop.home import open_home


def entries(
    *,
    home: Path = Path("treue-home"),
    customer: str | None = None,
    tier: str | None = None,
    kind: str | None = None,
    without: str | None = None,
    month: str | None = None,
    since: date | None = None,
    until: date | None = None,
    out: Path | None = None,
    language: Language | None = None,
    json: bool = False,
) -> None:
    """Show what a figure is made of: entries by kind, their sum, and the latest of them one by one.

    Without any choice it is the whole ledger. Order numbers are the shop's own, so that each entry can be
    looked up there.

    Args:
        home: the shop's folder.
        customer: code as the report shows it, or key.
        tier: platinum, gold, iron, lead or former, as customers stand now; German names do as well.
        kind: of entry, as goods or refund, or as the report calls it.
        without: leave out this kind, as acquisition.
        month: as 2026-03.
        since: only entries from that day on, as 2026-03-01.
        until: only entries up to that day.
        out: write all of them to this file, .csv or .parquet.
        language: de or en; the report's own unless set.
        json: for programs.
    """
    opened = open_home(home)
    kinds = _in_ours("kind", kind), _in_ours("kind", without)
    asked = Asked(customer, _in_ours("tier", tier), *kinds, month, since, until)
    behind = entries_behind(opened, asked, out)
    if json:
        print_json(_plain(behind))
        return
    voice = voice_of_page(opened.settings, language)
    _print_sums(behind, voice)
    _print_latest(behind, voice)
    _say_orders(behind, voice)
    more = behind.entries - len(behind.latest)
    if out is not None:
        voice.say("entries.written", count=voice.number(behind.entries), file=out)
    elif more:
        say(voice.words.count("entries.more", more, {"count": voice.number(more)}))


def _in_ours(option: str, told: str | None) -> str | None:
    return None if told is None else ours(option, told)


def _print_sums(behind: Behind, voice: Voice) -> None:
    rows = [
        (
            str(each.step),
            voice.name("entry", each.kind),
            voice.number(each.entries),
            voice.money(each.amount_minor, behind.digits),
        )
        for each in behind.sums
    ]
    total = voice.money(behind.amount_minor, behind.digits)
    rows.append(("", voice.text("entries.all"), voice.number(behind.entries), total))
    amount = voice.text("entries.amount_in", currency=behind.currency)
    print_table((*voice.texts("entries", "step", "kind", "entries"), amount), rows)


def _print_latest(behind: Behind, voice: Voice) -> None:
    rows = [
        (
            voice.day(each.day),
            each.code or "",
            each.order_id or "",
            "" if each.position is None else str(each.position),
            voice.name("entry", each.kind),
            voice.money(each.amount_minor, behind.digits),
            voice.text("writing.yes") if each.is_estimated else "",
        )
        for each in behind.latest
    ]
    head = voice.texts("entries", "day", "customer", "order", "line", "kind", "amount", "estimated")
    print_table(head, rows, title=voice.text("entries.latest"))


def _say_orders(behind: Behind, voice: Voice) -> None:
    """Of how many orders these entries are, and why pages may count others."""
    if behind.counted is None or not (behind.orders or behind.counted):
        return
    values = {"orders": voice.number(behind.orders), "counted": voice.number(behind.counted)}
    same = behind.orders == behind.counted
    say(voice.words.count("entries.orders" if same else "entries.orders_but", behind.orders, values))


def _plain(behind: Behind) -> dict[str, object]:
    latest = [asdict(each) | {"day": each.day.isoformat()} for each in behind.latest]
    return {
        "currency": behind.currency,
        "entries": behind.entries,
        "amount_minor": behind.amount_minor,
        "orders": behind.orders,
        "orders_counted": behind.counted,
        "sums": [asdict(each) for each in behind.sums],
        "latest": latest,
    }
