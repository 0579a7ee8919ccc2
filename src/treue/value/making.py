"""Making stages on an engine: as tables where they are wanted, in passing where that is cheaper."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from treue.value.staging import Stage
from treue.warehouse.absent.tables import without_absent
from treue.warehouse.engine import Engine
from treue.warehouse.tables import schema_of

READS_THROUGH = ("duckdb",)
"""Engines that compute a chain of views in one stream; on the others each step becomes a table."""


def make(
    engine: Engine, stages: Sequence[Stage], wanted: Collection[str], absent: Collection[str] = ()
) -> None:
    """Make every stage, in order; joins and unions with what is absent are left out.

    Args:
        engine: holds what the first stage stands on.
        stages: each stands on those before it.
        wanted: names of those that become tables in any case. On DuckDB the others are views: computed
            while a wanted one is made, never stored. Name what is read more than once.
        absent: facts tables without rows, on which the stages stand too.
    """
    gone = set(absent)
    for stage in stages:
        expression = without_absent(stage.expression, gone)
        if expression is None:
            gone.add(stage.name)
            engine.load(stage.name, schema_of(stage.expression), [])
        elif stage.name in wanted or engine.name not in READS_THROUGH:
            engine.stage(stage.name, expression)
        else:
            engine.define(stage.name, expression)
