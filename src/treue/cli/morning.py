"""`treue morning`: the page Heute as a mail."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from treue.cli.voice import voice_of
from treue.errors import InputError
from treue.loop.home import open_home


def morning(*, home: Path = Path("treue-home")) -> None:
    """Send what the page Today says, without names, to everybody in [web] mail_to.

    The worker does so by itself each day at [web] mail_at.

    Args:
        home: the shop's folder.
    """
    from treue.web.serving import set_up

    opened = open_home(home)
    set_up(opened)
    from treue.web.morning import send
    from treue.web.site import shelf

    snapshot = shelf().latest()
    if snapshot is None:
        raise InputError(f"{home} has no snapshot yet; run one first: treue run --home {home}")
    print(voice_of(opened.settings).text("morning.sent", count=send(opened, snapshot, datetime.now(UTC))))
