"""The SQL of every table on every engine, so that an upgrade that changes it is seen.

Rewrite the files with TREUE_GOLDEN=write and read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from test_parity import TERMS, stages

from treue.warehouse.engine import ENGINES
from treue.warehouse.tables import compiled

GOLDEN = Path(__file__).parent / "golden"
STAGES = {stage.name: stage.expression for stage in stages(TERMS["rate"])}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("table", STAGES)
def test_sql_is_as_it_was_read(engine: str, table: str) -> None:
    path = GOLDEN / engine / f"{table}.sql"
    text = compiled(STAGES[table], engine) + "\n"
    if os.environ.get("TREUE_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.rglob("*.sql")} == set(STAGES)
