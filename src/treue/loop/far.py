"""How far long work is, said now and then."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from treue.errors import Keyed
from treue.loop.passing import Say

_PAUSE = 5.0
"""Seconds between two sentences: short work says none."""
_MB, _GB = 10**6, 10**9


@dataclass(slots=True)
class Far:
    """Counts bytes.

    Args:
        key: of the sentence, as in `Keyed`.
        english: the same, with {done} and {total}.
        total: bytes.
        say: told every few seconds.
    """

    key: str
    english: str
    total: int
    say: Say
    done: int = 0
    _said_at: float = field(default_factory=time.monotonic)

    def on(self, more: int) -> None:
        """So many more are done."""
        self.done += more
        if time.monotonic() - self._said_at >= _PAUSE:
            self._said_at = time.monotonic()
            self.say(Keyed(self.key, self.english, done=of_bytes(self.done), total=of_bytes(self.total)))

    def left(self, bytes_left: int) -> None:
        """So many are left."""
        self.on(max(0, self.total - bytes_left - self.done))


def of_bytes(size: int) -> str:
    """As people say it, without a decimal mark, which languages write differently.

    >>> [of_bytes(size) for size in (0, 1, 1_200_000, 9_999_000_000, 12_300_000_000)]
    ['0 MB', '1 MB', '2 MB', '9999 MB', '13 GB']
    """
    unit, name = (_MB, "MB") if size < 10 * _GB else (_GB, "GB")
    return f"{-(-size // unit)} {name}"
