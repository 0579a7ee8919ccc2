"""`treue key`: keys with which programs ask and tell us through the interface."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from treue.cli.terminal import print_json, print_table
from treue.cli.voice import Voice, voice_of
from treue.errors import BadOption
from treue.loop.home import open_home

_BY = "terminal"


def key(
    what: Literal["make", "list", "end"],
    which: str = "",
    *,
    scope: tuple[str, ...] = (),
    days: int | None = None,
    home: Path = Path("treue-home"),
    json: bool = False,
) -> None:
    """Make a key for a program, list those there are, or end one.

    The token of a new key is printed once and kept nowhere; only a hash of it is.

    Args:
        what: make, list or end.
        which: to make: what the key is for; to end: how it begins, as the list shows it.
        scope: what it opens, once per scope: read (figures; customers are codes), persons (names as well),
            events (bring events).
        days: how long it holds; until it is ended where none are told.
        home: the shop's folder.
        json: for programs.
    """
    from treue.web.serving import set_up

    opened = open_home(home)
    voice = voice_of(opened.settings)
    set_up(opened)
    if what == "make":
        _make(which, scope, days, voice, json=json)
    elif what == "end":
        _end(which, voice, json=json)
    else:
        _list(voice, json=json)


def _make(name: str, scopes: tuple[str, ...], days: int | None, voice: Voice, *, json: bool) -> None:
    from treue.api.keys import make_key

    made, token = make_key(name, scopes, _BY, days)
    if json:
        print_json({"token": token, "prefix": made.prefix, "name": made.name, "scopes": made.scopes})
        return
    voice.say("key.made", name=made.name, scopes=", ".join(made.scopes), prefix=made.prefix)
    print(token)
    voice.say("key.once")


def _end(prefix: str, voice: Voice, *, json: bool) -> None:
    from treue.api.keys import end_key

    if not prefix:
        raise BadOption("Which key? Write how it begins: treue key end 3f9a0c11d2.")
    ended = end_key(prefix, _BY)
    if json:
        print_json({"prefix": ended.prefix, "name": ended.name})
    else:
        voice.say("key.ended", name=ended.name, prefix=ended.prefix)


def _list(voice: Voice, *, json: bool) -> None:
    from treue.api.keys import all_keys

    keys = all_keys()
    if json:
        times = ("made_at", "last_used", "expires_at", "ended_at")
        told = [
            {"prefix": each.prefix, "name": each.name, "scopes": each.scopes, "made_by": each.made_by}
            | {name: at.isoformat() if (at := getattr(each, name)) else None for name in times}
            for each in keys
        ]
        print_json(told)
        return
    head = voice.texts("key.head", "prefix", "name", "scopes", "made", "used", "expires", "ended")
    rows = [
        (
            each.prefix,
            each.name,
            ", ".join(each.scopes),
            *(
                voice.day(at.date()) if at else ""
                for at in (each.made_at, each.last_used, each.expires_at, each.ended_at)
            ),
        )
        for each in keys
    ]
    print_table(head, rows)
