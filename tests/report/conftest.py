"""A published snapshot and its manifest, built once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from report_snapshots import write_snapshot


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The snapshot file of an invented shop of 5,000 customers, and its manifest."""
    path = tmp_path_factory.mktemp("snapshot") / "snap.duckdb"
    return path, write_snapshot(path)
