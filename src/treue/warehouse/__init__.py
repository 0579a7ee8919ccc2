"""Where tables live: compile a table expression, run it on an engine, publish a snapshot."""

from treue.warehouse.engine import Engine, EngineOptions
from treue.warehouse.opening import open_engine
from treue.warehouse.snapshot import Snapshot, current, open_snapshot, publish

__all__ = [
    "Engine",
    "EngineOptions",
    "Snapshot",
    "current",
    "open_engine",
    "open_snapshot",
    "publish",
]
