"""`treue serve`: the pages, until somebody stops it."""

from __future__ import annotations

from pathlib import Path

from treue.cli.voice import voice_of
from treue.loop.home import open_home


def serve(*, home: Path = Path("treue-home"), port: int | None = None, worker: bool = True) -> None:
    """Serve the pages of a shop, and do in the background what they ask for.

    On an empty folder the first page asks for your files. Where nobody can sign in yet, it prints address,
    user and a one-time password, once.

    Args:
        home: the shop's folder; made if it is not there.
        port: to listen on; [web] port unless set.
        worker: whether this also does what pages ask for, and the night; else start `treue worker` beside it.
    """
    opened = open_home(home, create=True)
    from treue.web.serving import address_of, set_up
    from treue.web.serving import serve as start

    set_up(opened)
    from treue.web.accounts import first_admin

    made = first_admin(opened.settings.web.mail_to)
    if made is not None:
        admin, password = made
        told = {"address": address_of(opened, port), "mail": admin.mail, "password": password, "home": home}
        print(voice_of(opened.settings).text("user.first", **told), flush=True)
    start(opened, port=port, with_worker=worker)
