"""`treue segment`: the tiers, and who would move under other limits."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from treue.cli.terminal import print_json, print_table, say
from treue.loop.home import open_home
from treue.loop.previewing import Preview, Standing, preview
from treue.settings import with_setting


def segment(*, home: Path = Path("treue-home"), limits: str | None = None, json: bool = False) -> None:
    """Show how many customers each tier has and what they bring; with --limits, what others would change.

    Profit is that of the last 24 and the next 12 months. Nothing is changed: to keep limits, write them into
    treue.toml, as [tiers] limits = "share 20 30 30".

    Args:
        home: the shop's folder.
        limits: of platinum, gold, iron: "share 20 30 30", "from 500 200 50" or "most 100 400 1000".
        json: for programs.
    """
    opened = open_home(home)
    settings = opened.settings
    if limits is not None:
        settings = with_setting(settings, "tiers.limits", limits, "--limits")
    told = preview(opened, settings)
    if json:
        print_json(_plain(told, tried=limits is not None))
        return
    head = "tier", "customers", f"profit, {told.currency}", "service, minutes a year"
    rows = [(each.tier, f"{each.customers:,}", _money(each, told), f"{each.minutes:,}") for each in told.now]
    print_table(head, rows, title="Now")
    if limits is None:
        return
    drawn = [(each.tier, f"{each.customers:,}", _money(each, told)) for each in told.then]
    print_table(head[:3], drawn, title=f"Under {settings.tiers.limits}")
    moves = sorted(told.moves.items(), key=lambda move: -move[1])
    print_table(("from", "to", "customers"), [(was, to, f"{count:,}") for (was, to), count in moves])
    if told.care_minutes:
        less_or_more = "less" if told.care_minutes < 0 else "more"
        minutes = f"{abs(told.care_minutes):,} minutes a year {less_or_more}"
        say(f"Platinum care would take {minutes}, at today's minutes per platinum customer.")


def _money(standing: Standing, told: Preview) -> str:
    return f"{Decimal(standing.profit_minor).scaleb(-told.digits):,.0f}"


def _plain(told: Preview, *, tried: bool) -> dict[str, object]:
    def tiers(of: tuple[Standing, ...]) -> list[dict[str, object]]:
        return [
            {"tier": each.tier, "customers": each.customers, "profit_minor": each.profit_minor} for each in of
        ]

    now = [
        row | {"minutes": each.minutes} for row, each in zip(tiers(tuple(told.now)), told.now, strict=True)
    ]
    plain: dict[str, object] = {"currency": told.currency, "now": now}
    if tried:
        plain["then"] = tiers(tuple(told.then))
        plain["moves"] = [{"from": was, "to": to, "customers": n} for (was, to), n in told.moves.items()]
        plain["care_minutes"] = told.care_minutes
    return plain
