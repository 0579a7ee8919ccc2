"""What is worked out once for everybody: the first who asks does it, the others wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import TypeVar, cast

T = TypeVar("T")
MOST = 1000
"""Things that are kept; the oldest go first."""


class Once:
    """Results by their key, safe among threads.

    >>> once = Once()
    >>> once.get("answer", lambda: 42), once.get("answer", lambda: 43)
    (42, 42)
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._made: dict[Hashable, Future[object]] = {}

    def __contains__(self, key: Hashable) -> bool:
        return key in self._made

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under that key, made now if nobody did.

        Args:
            key: names it, and everything it depends on.
            make: makes it; what it raises is raised to all who wait, and the next one tries again.
        """
        with self._lock:
            known = self._made.get(key)
            mine: Future[object] | None = None
            if known is None:
                known = mine = self._made[key] = Future()
                if len(self._made) > self._most:
                    del self._made[next(iter(self._made))]
        if mine is not None:
            try:
                mine.set_result(make())
            except BaseException as error:
                with self._lock:
                    self._made.pop(key, None)
                mine.set_exception(error)
                raise
        return cast("T", known.result())
