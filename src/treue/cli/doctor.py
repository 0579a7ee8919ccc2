"""`treue doctor`: is everything here that a night needs?"""

from __future__ import annotations

from pathlib import Path

from treue.cli.terminal import print_json, print_table
from treue.errors import TreueError
from treue.loop.checkup import check_up
from treue.loop.home import SETTINGS, Home
from treue.settings import read_settings


def doctor(*, home: Path = Path("treue-home"), json: bool = False) -> None:
    """Look at the machine, the engine and the home, and say what to mend.

    Args:
        home: the shop's folder.
        json: for programs.
    """
    findings = list(check_up(Home(home, read_settings(home / SETTINGS))))
    if json:
        print_json(
            [{"part": f.part, "well": f.is_well, "found": f.found, "advice": f.advice} for f in findings]
        )
    else:
        rows = [("ok" if f.is_well else "mend", f.part, f.found, f.advice) for f in findings]
        print_table(("", "part", "found", "what to do"), rows)
    if ill := [f.part for f in findings if not f.is_well]:
        raise TreueError(f"not well: {', '.join(ill)}.")
