"""The worker: does what pages ask for, and what the clock asks for, each job in a process of its own."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import FrameType

from django.db import DatabaseError, connections

from treue.errors import InputError, Keyed
from treue.loop.backup.backing import forget_scratch
from treue.loop.delivery.arrivals import KEPT, forget_arrivals
from treue.loop.home import Home, open_home
from treue.loop.records import Job
from treue.loop.work.alive import WORKER, holding, is_held
from treue.loop.work.at_work import UNREADABLE
from treue.loop.work.claiming import claim, died, put_back, tell
from treue.loop.work.due import due_backup, due_events, due_morning, due_night, due_sources, mend_clock
from treue.loop.work.jobs import BACKUP, DRAIN, FETCH, MORNING, NIGHT, ask

_LOGGER = logging.getLogger("treue.worker")
CLOCK = "clock"
"""Who asked, where nobody did."""
PAUSE, CHORES = 0.5, timedelta(seconds=5)
"""Seconds between two looks into the line; between two looks at the clock."""
GRACE = 8.0
"""Seconds a job gets to tidy up when we are asked to stop; then it is ended, and begun again."""
_PATIENCE = 30.0


@dataclass(slots=True)
class Worker:
    """Looks into the line and at the clock; holds nothing that would be lost.

    Args:
        home: the shop's.
        now: the time, aware; a clock that jumps does no harm.
    """

    home: Home
    now: Callable[[], datetime]
    _children: dict[str, tuple[subprocess.Popen[bytes], int]] = field(default_factory=dict)
    _looked_at: datetime | None = None
    _trouble: str = ""
    _is_stopped: bool = False

    def turn(self) -> bool:
        """One look: what ended, what died, what is due.

        Returns:
            Whether anything is at work.
        """
        self._look_at_clock()
        for lane in Job.Lane.values:
            self._end(lane)
            if lane not in self._children:
                self._begin(lane)
        return bool(self._children)

    def work(self) -> None:
        """Turn until `stop` is asked for; a database that is away for a moment is waited for."""
        while not self._is_stopped:
            try:
                self.turn()
            except DatabaseError as error:
                _LOGGER.warning("the operational database does not answer (%s)", type(error).__name__)
                connections.close_all()
                time.sleep(5 * PAUSE)
            time.sleep(PAUSE)
        self._stop_children()

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """End within seconds; what is at work waits for the next worker."""
        self._is_stopped = True

    def _look_at_clock(self) -> None:
        """Every few seconds: a night or a source that is due, files nobody wants any more."""
        now = self.now()
        # A clock that was put back must not keep us waiting until it has caught up.
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < CHORES:
            return
        self._looked_at = now
        mend_clock(now)
        forget_arrivals(self.home, now - KEPT)
        forget_scratch(self.home)
        self._note(self._misread() or self._ask_what_is_due(now))

    def _misread(self) -> str:
        """Read the settings as they are now; what is wrong where they cannot be read."""
        try:
            self.home = open_home(self.home.folder)
        except InputError as error:
            return str(error)
        return ""

    def _note(self, trouble: str) -> None:
        """Log once what is wrong with the settings, and once that it was put right."""
        if trouble and trouble != self._trouble:
            _LOGGER.warning("work waits until this is put right: %s", trouble)
        elif self._trouble and not trouble:
            _LOGGER.info("the settings were put right; all goes on")
        self._trouble = trouble

    def _ask_what_is_due(self, now: datetime) -> str:
        """Ask for it; what is wrong with the sources, which are then not asked."""
        if due_night(self.home, now):
            ask(NIGHT, CLOCK)
        for kind, is_due in ((DRAIN, due_events), (MORNING, due_morning), (BACKUP, due_backup)):
            if is_due(self.home, now):
                ask(kind, CLOCK)
        try:
            for source in due_sources(self.home, now):
                ask(FETCH, CLOCK, {"source": source})
        except InputError as error:
            return str(error)
        return ""

    def _begin(self, lane: str) -> None:
        if is_held(self.home, lane):
            return  # an earlier worker's job goes on to its end
        for lost in Job.objects.filter(lane=lane, state=Job.State.AT_WORK):
            _LOGGER.warning("job %s (%s): its process is gone", lost.pk, lost.kind)
            died(lost, self.now())
        job = claim(lane, os.getpid(), self.now())
        if job is None:
            return
        if wrong := self._misread():
            self._note(wrong)
            self._wait_for_settings(job, wrong)
            return
        command = [sys.executable, "-m", "treue.loop.work.at_work", str(self.home.folder), str(job.pk)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own
        self._children[lane] = process, job.pk
        Job.objects.filter(pk=job.pk, state=Job.State.AT_WORK).update(pid=process.pid)
        _LOGGER.info("job %s (%s) begins in process %s", job.pk, job.kind, process.pid)

    def _wait_for_settings(self, job: Job, wrong: str) -> None:
        said = "This begins by itself as soon as the settings are right. What is wrong: {told}"
        tell(job, Keyed("bad_settings", said, told=wrong), self.now())
        put_back(job, self.now(), CHORES)

    def _end(self, lane: str) -> None:
        """A process that is gone and has not said how it went is one that died."""
        process, number = self._children.get(lane, (None, 0))
        if process is None or process.poll() is None:
            return
        del self._children[lane]
        for job in Job.objects.filter(pk=number, state=Job.State.AT_WORK):
            if process.returncode == UNREADABLE:
                put_back(job, self.now())
                continue
            _LOGGER.warning("job %s (%s) died with code %s", job.pk, job.kind, process.returncode)
            died(job, self.now())
        _LOGGER.info("job %s ended", number)

    def _stop_children(self) -> None:
        for process, _ in self._children.values():
            process.terminate()
        until = time.monotonic() + GRACE
        for process, _ in self._children.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):  # ended in this moment
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        for lane in list(self._children):
            number = self._children.pop(lane)[1]
            # Stopped by us, which is nobody's fault: it does not count as a death.
            Job.objects.filter(pk=number, state=Job.State.AT_WORK).update(state=Job.State.WAITING, pid=None)


def work(home: Home) -> None:
    """Work until somebody stops it; the operational database is open.

    Raises:
        Busy: another worker is at work in this home.
    """
    with holding(home, WORKER, _PATIENCE):
        worker = Worker(home, lambda: datetime.now(UTC))
        before = {each: signal.signal(each, worker.stop) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            worker.work()
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def is_working(home: Home) -> bool:
    """Whether a worker is there to do what is asked."""
    return is_held(home, WORKER)
