"""`treue person`: which accounts are one person, taking a merge back, and all that is held of somebody."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from treue.cli.terminal import print_json, print_table, say
from treue.cli.voice import voice_of
from treue.errors import BadOption, InputError
from treue.facts.manifest import settle
from treue.loop.home import Home, open_home
from treue.loop.rights.persons import merged_persons, split_off

_BY = "terminal"


def person(
    who: str = "",
    *,
    pack: Path | None = None,
    home: Path = Path("treue-home"),
    split: int | None = None,
    json: bool = False,
) -> None:
    """List merged accounts with the reason, take one out with --split, or write an access pack with --pack.

    The pack is a zip with a page to read and print, in the shop's language, and the same as data.json.

    Args:
        who: whose pack: the code on pages and report, the customer's own number, the mail address, or a key.
        pack: file to which everything held and believed about them is written, as person.zip.
        home: the shop's folder.
        split: a key that shall be a person of its own again.
        json: for programs.
    """
    opened = open_home(home)
    if bool(who) != (pack is not None):
        raise BadOption("An access pack needs a person and a file: treue person 10023 --pack person.zip")
    if pack is not None:
        _pack(opened, who, pack, json=json)
    elif split is not None:
        row = split_off(opened, split)
        say(f"{row.known_as.capitalize()} {row.identity} is a person of its own again.")
    else:
        _list(opened, json=json)


def _list(home: Home, *, json: bool) -> None:
    rows = [
        (str(who.customer), str(row.identity), row.known_as, f"{row.since:%Y-%m-%d}", row.reason)
        for who in merged_persons(home)
        for row in who.identities
    ]
    head = ("person", "key", "is a", "since", "because")
    if json:
        print_json([dict(zip(head, row, strict=True)) for row in rows])
    elif rows:
        print_table(head, rows)
    else:
        say("Nobody was merged: no two accounts share an address.")


def _pack(home: Home, who: str, file: Path, *, json: bool) -> None:
    """Only its owner may read the file: it holds names and addresses."""
    from treue.web.serving import set_up

    set_up(home)
    # Records need Django to be set up.
    from treue.loop.rights.access import write_pack
    from treue.loop.rights.personal_keys import person_meant
    from treue.people.log import log
    from treue.web.accounts import role_behind

    if not file.absolute().parent.is_dir():
        raise InputError(f"{file}: there is no such folder; make it, or name another file.")
    meant, draft = person_meant(home, who), file.with_name(f".{file.name}.tmp")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
            packed = write_pack(out, home, meant, role_behind, datetime.now(UTC))
        log(_BY, "pack", meant)
        settle(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    if json:
        print_json({"file": str(file), "tables": packed.tables, "rows": packed.rows})
        return
    voice = voice_of(home.settings)
    counts = {"tables": voice.number(packed.tables), "count": voice.number(packed.rows)}
    say(voice.words.count("person.packed", packed.rows, {**counts, "file": file}))
    voice.say("person.keep")
