"""Where tables live: compile a table expression, run it on an engine, publish a snapshot.

Engines are opened by `opening`; whoever only reads what was published loads none.
"""

from treue.warehouse.snapshot import Snapshot, current, open_snapshot, publish

__all__ = ["Snapshot", "current", "open_snapshot", "publish"]
