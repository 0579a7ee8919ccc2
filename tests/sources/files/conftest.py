"""What the tests of the file source share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with duckdb.connect() as con:
        con.execute("SET threads = 1")
        yield Shelf(tmp_path, con)
