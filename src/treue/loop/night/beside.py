"""Work that goes on beside a night, in a process of its own."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from treue.errors import TreueError

T = TypeVar("T")

_WORK = "import sys; from treue.loop.night.beside import work; work(sys.argv[1])"
_TOLD, _SAID = ".told", ".said"


class Beside:
    """Begins work in other processes, and ends what is left of it.

    What is given to it and what comes back is pickled into a folder of the night's own.

    Args:
        folder: drafts.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._working: list[subprocess.Popen[bytes]] = []

    def begin(self, do: Callable[..., T], *given: object) -> Callable[[], T]:
        """Begin, and give a function that waits for the result.

        With one processor alone nothing is gained, so it is done when it is waited for.

        Args:
            do: on the top level of a module.
            given: to it.
        """
        if len(os.sched_getaffinity(0)) == 1:
            return lambda: do(*given)
        asked = self._folder / f"beside-{len(self._working)}"
        asked.write_bytes(pickle.dumps((do, given)))
        command = [sys.executable, "-c", _WORK, str(asked)]
        with asked.with_suffix(_SAID).open("wb") as said:
            working = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=said)  # noqa: S603  # our own
        self._working.append(working)
        return lambda: cast("T", _result(working, asked))

    def end(self) -> None:
        """Stop what nobody waits for any more."""
        for working in self._working:
            if working.poll() is None:
                working.terminate()
            working.wait()


def _result(working: subprocess.Popen[bytes], asked: Path) -> object:
    working.wait()
    told = asked.with_suffix(_TOLD)
    if not told.exists():
        said = asked.with_suffix(_SAID).read_text(encoding="utf-8", errors="replace")
        last = said.strip().splitlines()[-1:] or ["it said nothing"]
        raise TreueError(
            f"A process beside the night ended with {working.returncode} before its work was done: "
            f"{last[0]}. Run again; where memory is short, lower [engine] memory."
        )
    is_done, result = pickle.loads(told.read_bytes())  # noqa: S301  # written by our own process just now
    if not is_done:
        raise result
    return result


def work(asked: str) -> None:
    """What the other process does: read what is asked, do it, leave the result or the error.

    Args:
        asked: path of what `Beside.begin` wrote.
    """
    path = Path(asked)
    do, given = pickle.loads(path.read_bytes())  # noqa: S301  # written by our own process just now
    try:
        told = True, do(*given)
    except Exception as error:  # noqa: BLE001  # whatever it is, who waits shall see it
        told = False, error
    draft = path.with_suffix(".draft")
    draft.write_bytes(pickle.dumps(told))
    draft.replace(path.with_suffix(_TOLD))
