"""Where figures stand: every block names tables that are explained."""

from __future__ import annotations

import re
from pathlib import Path

from treue.report.sources import TABLES

SNAPSHOT = Path(__file__).parents[2] / "docs" / "snapshot.md"


def test_blocks_name_tables_that_are_explained() -> None:
    explained = set(re.findall(r"^## ([a-z_]+)$", SNAPSHOT.read_text(encoding="utf-8"), re.MULTILINE))
    named = {table for tables in TABLES.values() for table in tables}
    assert named
    assert named - explained == set()
