"""Deliveries that did not come: the first line of Heute, on the page and in the mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from treue.errors import BadSetting
from treue.loop.delivery.sources_state import Missed, missed
from treue.loop.home import Home, open_home
from treue.report.voice import Voice
from treue.web.progress import sentence
from treue.web.site import clock


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is said of a source that owes us a delivery.

    Args:
        told: whose delivery, and since when.
        why: a sentence on that; empty where it only brought nothing. It may name a path: for admins only.
    """

    told: str
    why: str


def overdue(home: Home, now: datetime, voice: Voice) -> list[Overdue]:
    """A line for each delivery that is missing, the longest missing first; one if treue.toml is wrong.

    Args:
        home: the shop's.
        now: aware.
        voice: of the reader, or of the shop.
    """
    wrong = "bad_settings"
    try:
        home = open_home(home.folder)  # as it is now; the worker reads it as often
        wrong = "bad_source"
        owed = missed(home, now)
    except BadSetting as error:
        return [Overdue(voice.words.say(f"web.today.{wrong}"), str(error))]
    return [Overdue(_line(each, voice), _why(each, voice)) for each in owed]


def _why(each: Missed, voice: Voice) -> str:
    return voice.words.say("web.today.late_why", {"why": sentence(each.error, voice)}) if each.error else ""


def _line(each: Missed, voice: Voice) -> str:
    key = "web.today.late" if each.has_brought else "web.today.never_came"
    return voice.words.say(key, {"name": each.name, "since": clock(each.since, voice.figures.language)})
