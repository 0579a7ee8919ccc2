"""`treue segment`: the tiers, and who would move under other limits."""

from __future__ import annotations

from pathlib import Path

from treue.cli.asking import Language
from treue.cli.terminal import print_json, print_table
from treue.cli.voice import Voice, voice_of_page
from treue.cli.words import ours
from treue.loop.home import open_home
from treue.loop.previewing import Preview, Standing, preview
from treue.settings import with_setting


def segment(
    *,
    home: Path = Path("treue-home"),
    limits: str | None = None,
    language: Language | None = None,
    json: bool = False,
) -> None:
    """Show how many customers each tier has and what they bring; with --limits, what others would change.

    Profit, or revenue where no costs are known, is that of the last 24 and the next 12 months. Nothing is
    changed: to keep limits, write them into treue.toml, as [tiers] limits = "share 20 30 30".

    Args:
        home: the shop's folder.
        limits: of platinum, gold, iron: "share 20 30 30", "from 500 200 50" or "most 100 400 1000".
        language: de or en; the report's own unless set.
        json: for programs.
    """
    opened = open_home(home)
    settings = opened.settings
    if limits is not None:
        settings = with_setting(settings, "tiers.limits", _in_ours(limits), "--limits")
    told = preview(opened, settings)
    if json:
        print_json(_plain(told, tried=limits is not None))
        return
    voice = voice_of_page(settings, language)
    _print_now(told, voice)
    if limits is None:
        return
    _print_then(
        told, voice, voice.text("segment.under", limits=_in_theirs(str(settings.tiers.limits), voice))
    )
    if told.profitable_lead:
        count = voice.number(told.profitable_lead)
        voice.say("segment.buying_lead" if told.is_revenue else "segment.profitable_lead", count=count)
    if told.care_minutes:
        more_or_less = "care_less" if told.care_minutes < 0 else "care_more"
        voice.say(f"segment.{more_or_less}", minutes=voice.number(abs(told.care_minutes)))


def _in_ours(limits: str) -> str:
    """In our word; quotation marks that came along with an example are left out."""
    kind, _, figures = limits.strip(" \"'„“”‚‘’").partition(" ")
    return f"{ours('limits', kind)} {figures}".strip()


def _in_theirs(limits: str, voice: Voice) -> str:
    kind, _, figures = limits.partition(" ")
    return f"{voice.name('limits', kind)} {figures}"


def _head(told: Preview, voice: Voice) -> tuple[str, ...]:
    return (
        *voice.texts("segment", "tier", "customers"),
        voice.text("segment.revenue" if told.is_revenue else "segment.profit", currency=told.currency),
    )


def _standing(each: Standing, told: Preview, voice: Voice) -> tuple[str, ...]:
    profit = voice.money(each.profit_minor, told.digits, 0)
    return voice.name("tier", each.tier), voice.number(each.customers), profit


def _print_now(told: Preview, voice: Voice) -> None:
    rows = [(*_standing(each, told, voice), voice.number(each.minutes)) for each in told.now]
    print_table((*_head(told, voice), voice.text("segment.minutes")), rows, title=voice.text("segment.now"))


def _print_then(told: Preview, voice: Voice, title: str) -> None:
    print_table(_head(told, voice), [_standing(each, told, voice) for each in told.then], title=title)
    moves = sorted(told.moves.items(), key=lambda move: -move[1])
    rows = [
        (voice.name("tier", was), voice.name("tier", to), voice.number(count)) for (was, to), count in moves
    ]
    print_table(voice.texts("segment", "from", "to", "customers"), rows)


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
        plain["profitable_lead"] = told.profitable_lead
    return plain
