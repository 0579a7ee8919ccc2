"""Being asked to stop, by Ctrl-C or by the system: no death, folders of our own are tidied on the way out."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

_NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "the system (SIGTERM)"}


@dataclass(slots=True)
class Asked:
    """Whether anybody asked us to stop.

    Args:
        by: the signal; None as long as nobody did.
    """

    by: signal.Signals | None = None

    @property
    def exit_code(self) -> int:
        """As shells count: 130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + (self.by or 0)

    def __str__(self) -> str:
        return (
            f"stopped by {_NAMES.get(self.by, '')} before the end; nothing half-written is left. "
            "Run the command again to finish."
            if self.by
            else ""
        )


@contextmanager
def listening() -> Iterator[Asked]:
    """Note who asks, and raise in the midst of whatever is at work.

    What comes out may be another error: DuckDB answers an interrupt by one of its own.
    """
    asked = Asked()

    def stop(number: int, _frame: FrameType | None) -> None:
        asked.by = signal.Signals(number)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in _NAMES}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
