"""The snapshot that pages and programs read: opened once, replaced when a night has published another."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import duckdb

from treue.errors import BrokenHome, EngineError
from treue.loop.once import Once
from treue.report.manifest import Run, read_manifest
from treue.warehouse.snapshot import POINTER, current, open_snapshot

MEMORY = "150MB"
THREADS = 1
"""Of one question: readers share the processors, and a second thread doubles what a small question costs."""
Row = tuple[object, ...]
T = TypeVar("T")
_UNREAD = "could not be read"
_LOGGER = logging.getLogger("treue.shelf")
_UNREADABLE = (
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.InternalException,
    duckdb.FatalException,
)


@dataclass(frozen=True)
class Opened:
    """One published snapshot, open for reading by many at a time."""

    name: str
    manifest: Mapping[str, object]
    connection: duckdb.DuckDBPyConnection
    database: Path
    kept: Once = field(default_factory=Once)
    """What is worked out once per snapshot, whoever asks."""

    @cached_property
    def run(self) -> Run:
        """What the run says of itself."""
        return read_manifest(self.manifest)

    @cached_property
    def tables(self) -> frozenset[str]:
        """Which there are: an older run has fewer."""
        return frozenset(str(name) for (name,) in self.rows("SELECT table_name FROM duckdb_tables()"))

    @property
    def until(self) -> date:
        """The last day it knows."""
        return self.run.until

    @property
    def made_at(self) -> datetime:
        """When its run began, aware."""
        return datetime.strptime(self.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)

    def made(
        self, make: Callable[..., T], query: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> list[T]:
        """A record of each row; its fields are the query's columns, in their order."""
        return [make(*row) for row in self.rows(query, values)]

    def rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """All rows of a query; blanks are bound.

        Raises:
            BrokenHome: the file holds something else than it should.
            EngineError: the query needs more memory or disk than there is.
        """
        try:
            with self.connection.cursor() as cursor:
                return cursor.execute(query, values).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise EngineError(
                f"{self.database.name}: a page needs more memory than {MEMORY} or more disk than is free; "
                "make room, or ask for fewer customers at a time."
            ) from error
        except _UNREADABLE as error:
            self.kept.get(_UNREAD, lambda: True)
            raise BrokenHome(
                f"{self.database}: cannot be read ({_first_line(error)}). Run `treue run` again."
            ) from error

    def row(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> Row:
        """The first row of a query that has one."""
        return self.rows(query, values)[0]


class Shelf:
    """Hands out the current snapshot of a folder.

    A reader keeps what it was given until it is done, also when a night publishes in between.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._broken = ""

    @property
    def is_broken(self) -> bool:
        """Whether what is published does not open or cannot be read; an earlier one may still be served."""
        return bool(self._broken) or (self._opened is not None and _UNREAD in self._opened.kept)

    def whole(self) -> Opened | None:
        """The same, for pages that do without: None also where it does not open or could not be read."""
        try:
            opened = self.latest()
        except BrokenHome:
            return None
        return None if opened is None or _UNREAD in opened.kept else opened

    def latest(self) -> Opened | None:
        """The published snapshot; None before the first night.

        Where a new one does not open, the one that was open until then stays, and the log says so.

        Raises:
            BrokenHome: what is published does not open, and nothing was open before.
        """
        try:
            name = (self._folder / POINTER).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        opened = self._opened
        if opened is not None and opened.name == name:
            self._broken = ""
            return opened
        with self._lock:
            if self._opened is None or self._opened.name != name:
                self._opened = self._replaced(name)
            return self._opened

    def _replaced(self, name: str) -> Opened | None:
        try:
            opened, self._broken = self._open(), ""
        except BrokenHome as error:
            is_news, self._broken = self._broken != name, name
            if self._opened is None:
                raise
            if is_news:
                _LOGGER.error(  # noqa: TRY400 - the sentence says it all
                    "%s snapshot: %s Serving %s.", secrets.token_hex(4), error, self._opened.name
                )
            return self._opened
        return opened

    def _open(self) -> Opened | None:
        """Twice: between reading the pointer and opening the file a night may have replaced both."""
        for attempt in (1, 2):
            try:
                found = current(self._folder)
                if found is None:
                    return None
                connection = open_snapshot(found.database, memory=MEMORY, threads=THREADS)
                return Opened(found.run, found.manifest, connection, found.database)
            except BrokenHome:
                if attempt == 2 or self._opened is not None:
                    raise
        return None


@cache
def shelf_of(folder: Path) -> Shelf:
    """The one shelf of a folder in this process, so that pages and programs share one open snapshot."""
    return Shelf(folder)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
