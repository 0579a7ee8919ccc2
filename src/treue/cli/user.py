"""`treue user`: who may sign in to the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from treue.cli.terminal import print_json, print_table
from treue.cli.voice import voice_of
from treue.errors import BadOption
from treue.loop.home import open_home
from treue.web.serving import address_of, set_up

_BY = "terminal"


def user(
    what: Literal["invite", "list", "deactivate"] = "list",
    who: str = "",
    *,
    role: Literal["viewer", "marketer", "admin"] | None = None,
    name: str = "",
    home: Path = Path("treue-home"),
    json: bool = False,
) -> None:
    """Let somebody in, list who may come in, or shut somebody out.

    Whoever is here already gets a new one-time password by `invite`: the way back for who forgot theirs.

    Args:
        what: invite, list or deactivate.
        who: their mail address.
        role: viewer sees no names, marketer works with customers, admin sets things up; viewer unless told.
        name: what they are called.
        home: the shop's folder.
        json: for programs.
    """
    opened = open_home(home)
    set_up(opened)
    # Records need Django to be set up.
    from treue.web.accounts import deactivate, everybody, invite, known, role_of

    voice = voice_of(opened.settings)
    if what == "list":
        rows = everybody()
        if json:
            print_json([each.plain() for each in rows])
            return
        print_table(
            voice.texts("user", "mail", "name", "role", "state"),
            [
                (each.mail, each.name, voice.name("role", each.role), voice.name("user_state", each.state))
                for each in rows
            ],
        )
        return
    if not who:
        raise BadOption(f"treue user {what}: whom? Give their address: treue user {what} anna@shop.de")
    if what == "deactivate":
        if not deactivate(known(who), _BY):
            raise BadOption(
                f"{who} is the last admin; nobody could set things up any more. "
                "Invite another first: treue user invite bea@shop.de --role admin"
            )
        voice.say("user.deactivated", mail=who)
        return
    made, password = invite(who, role or role_of(who), _BY, name)
    if json:
        print_json(
            {"mail": made.mail, "role": made.role, "password": password, "address": address_of(opened)}
        )
        return
    print(voice.text("user.invited", address=address_of(opened), mail=made.mail, password=password))
