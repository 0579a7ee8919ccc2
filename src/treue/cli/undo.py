"""`treue undo`: take the last load back."""

from __future__ import annotations

from pathlib import Path

from treue.cli.terminal import print_json, print_table, say
from treue.loop.home import open_home
from treue.loop.undoing import undo_load


def undo(*, home: Path = Path("treue-home"), json: bool = False) -> None:
    """Put the facts back to what they were before the last load, rows it changed included.

    Only the last load can be taken back. What was computed since stays until the next run.

    Args:
        home: the shop's folder.
        json: for programs.
    """
    undone = undo_load(open_home(home))
    load = undone.load
    if json:
        print_json({"load": load.number, "path": load.path, "fewer": dict(undone.fewer)})
        return
    say(f"Load {load.number} of {load.path} is taken back.")
    if undone.fewer:
        print_table(("facts", "rows fewer"), [(name, f"{rows:,}") for name, rows in undone.fewer.items()])
    else:
        say("It had changed nothing.")
    say(f"The report shows it after: treue run --home {home}")
