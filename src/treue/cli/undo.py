"""`treue undo`: take the last load back."""

from __future__ import annotations

from pathlib import Path

from treue.cli.terminal import print_json, print_table
from treue.cli.voice import voice_of
from treue.loop.home import open_home
from treue.loop.intake.undoing import undo_load


def undo(*, home: Path = Path("treue-home"), json: bool = False) -> None:
    """Put the facts back to what they were before the last load, rows it changed included.

    Only the last load can be taken back. What was computed since stays until the next run.

    Args:
        home: the shop's folder.
        json: for programs.
    """
    opened = open_home(home)
    undone = undo_load(opened)
    load = undone.load
    if json:
        print_json({"load": load.number, "path": load.path, "fewer": dict(undone.fewer)})
        return
    voice = voice_of(opened.settings)
    voice.say("undo.done", number=load.number, path=load.path)
    if undone.fewer:
        rows = [(voice.name("input", name), voice.number(rows)) for name, rows in undone.fewer.items()]
        print_table(voice.texts("undo", "facts", "fewer"), rows)
    else:
        voice.say("undo.nothing")
    voice.say("undo.after", home=home)
