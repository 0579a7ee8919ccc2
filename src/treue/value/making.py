"""Making stages on an engine: as tables where they are wanted, in passing where that is cheaper."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from treue.value.staging import Stage
from treue.warehouse.engine import Engine

READS_THROUGH = ("duckdb",)
"""Engines that compute a chain of views in one stream; on the others each step becomes a table."""


def make(engine: Engine, stages: Sequence[Stage], wanted: Collection[str]) -> None:
    """Make every stage, in order.

    Args:
        engine: holds what the first stage stands on.
        stages: each stands on those before it.
        wanted: names of those that become tables in any case. On DuckDB the others are views: computed
            while a wanted one is made, never stored. Name what is read more than once.
    """
    for stage in stages:
        if stage.name in wanted or engine.name not in READS_THROUGH:
            engine.stage(stage.name, stage.expression)
        else:
            engine.define(stage.name, stage.expression)
