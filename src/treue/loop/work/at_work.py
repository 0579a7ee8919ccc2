"""One job in a process of its own: `python -m treue.loop.work.at_work HOME NUMBER`, started by the worker."""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from treue.errors import Busy, InputError, Keyed, TreueError
from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.loop.stopping import Asked, listening
from treue.loop.work.alive import holding

if TYPE_CHECKING:
    from treue.loop.records import Job

_LOGGER = logging.getLogger("treue.worker")
AGAIN = timedelta(seconds=20)
"""How long to wait where somebody at a terminal holds the home."""
UNREADABLE = 3
"""The exit code where treue.toml cannot be read: nothing was begun, and the worker says why."""
_PATIENCE = 20.0


def main(folder: str, number: int) -> int:
    """Do one job that was claimed for us; how it went stands in its record.

    Returns:
        0 when the record says how it went; `UNREADABLE`.
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO)
    with listening() as asked:
        return _answer(Path(folder), number, asked)


def _answer(folder: Path, number: int, asked: Asked) -> int:
    try:
        home = open_home(folder)
    except InputError:
        return UNREADABLE
    open_database(home)
    from treue.loop.records import Job

    job = Job.objects.filter(pk=number, state=Job.State.AT_WORK).first()
    if job is None:
        return 0
    with holding(home, job.lane, _PATIENCE):
        _do(home, job, asked)
    return 0


def _do(home: Home, job: Job, asked: Asked) -> None:
    from treue.loop.work.claiming import end, fail, put_back, tell
    from treue.loop.work.doing import do

    try:
        end(job, do(job, home, lambda sentence: tell(job, sentence, _now()), _now()), _now())
    except Busy:
        tell(
            job,
            Keyed("held", "Somebody else is at work on these data; this goes on when they are done."),
            _now(),
        )
        put_back(job, _now(), AGAIN)
    except BaseException as error:  # whatever a stopped query or library raises on the way out
        if asked.by is not None:
            put_back(job, _now())
        elif isinstance(error, Exception):
            _log(job, error)
            fail(job, error, _now())
        else:
            raise


def _log(job: Job, error: Exception) -> None:
    if isinstance(error, TreueError | OSError | MemoryError):
        _LOGGER.warning("job %s (%s) failed: %s", job.pk, job.kind, type(error).__name__)
        return
    # The frames, not the message: it could hold what a file says.
    frames = "".join(traceback.format_tb(error.__traceback__))
    _LOGGER.error("job %s (%s) broke: %s\n%s", job.pk, job.kind, type(error).__name__, frames)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
