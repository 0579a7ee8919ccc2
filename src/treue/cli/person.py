"""`treue person`: which accounts and guest orders are one person, and taking a merge back."""

from __future__ import annotations

from pathlib import Path

from treue.cli.terminal import print_json, print_table, say
from treue.loop.home import open_home
from treue.loop.persons import merged_persons, split_off


def person(*, home: Path = Path("treue-home"), split: int | None = None, json: bool = False) -> None:
    """List merged accounts with the reason, or take one out with --split.

    Args:
        home: the shop's folder.
        split: a key that shall be a person of its own again.
        json: for programs.
    """
    opened = open_home(home)
    if split is not None:
        row = split_off(opened, split)
        say(f"{row.known_as.capitalize()} {row.identity} is a person of its own again.")
        return
    rows = [
        (str(who.customer), str(row.identity), row.known_as, f"{row.since:%Y-%m-%d}", row.reason)
        for who in merged_persons(opened)
        for row in who.identities
    ]
    head = ("person", "key", "is a", "since", "because")
    if json:
        print_json([dict(zip(head, row, strict=True)) for row in rows])
    elif rows:
        print_table(head, rows)
    else:
        say("Nobody was merged: no two accounts share an address.")
