"""What all pages share of one shop: its home, its snapshots."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from treue.loop.home import Home
from treue.loop.shelf import Shelf, shelf_of
from treue.report.numerals import Numerals


def home() -> Home:
    """The shop's home."""
    found: Home = settings.HOME
    return found


def renew(changed: Home) -> None:
    """The home with other settings, for every page from now on."""
    settings.HOME = changed


def clock(at: datetime, language: str) -> str:
    """Day and time of an instant as the shop's clock shows it."""
    shop = home().settings.shop
    there = at.astimezone(ZoneInfo(shop.zone))
    return f"{Numerals(language, shop.currency).short_day(there.date())}, {there:%H:%M}"


@cache
def shelf() -> Shelf:
    """Its snapshots."""
    return shelf_of(home().snapshots)
