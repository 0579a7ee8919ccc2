"""`treue calm`: there is no reason to worry about a customer, says somebody who knows."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from treue.cli.asking import day_of
from treue.cli.terminal import print_json
from treue.cli.voice import voice_of
from treue.errors import BadOption
from treue.loop.home import open_home
from treue.loop.intake.calming import calm as say_calm
from treue.loop.intake.calming import uncalm


def calm(
    who: str,
    *,
    until: str | None = None,
    undo: bool = False,
    home: Path = Path("treue-home"),
    json: bool = False,
) -> None:
    """Say that there is no reason to worry about a customer: on holiday, or has just called.

    From the next run on they are off the list of those who may stay away, until the day or the next order.
    How often such words come true is measured, and early warning follows them as far as they do.

    Args:
        who: the code on the report, the customer's own number in your shop, the mail address, or a key.
        until: the last day, as 2026-09-30 or 30.9.2026; twice their usual gap, at most 90 days, unless told.
        undo: take back what was said last about them.
        home: the shop's folder.
        json: for programs.
    """
    opened, now = open_home(home), datetime.now(UTC)
    if undo and until is not None:
        raise BadOption("--undo takes back what was said last; leave out --until.")
    said = uncalm(opened, who, now) if undo else say_calm(opened, who, day_of(until, "--until"), now)
    if json:
        told = asdict(said) | {"day": said.day.isoformat(), "code": said.code}
        print_json(told | {"until": None if said.until is None else said.until.isoformat()})
        return
    voice = voice_of(opened.settings)
    if said.withdrawn:
        voice.say("calm.withdrawn", customer=said.code, day=voice.day(said.day))
    elif said.until is None:
        voice.say("calm.said_open", customer=said.code)
    else:
        voice.say("calm.said", customer=said.code, until=voice.day(said.until))
    voice.say("calm.after", home=home)
