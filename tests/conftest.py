"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no defect; a slow example is the benches' business.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of public sets, which we may read but not ship."""
    folder = Path(os.environ.get("TREUE_DATA", CHECKOUT.parent / "shared" / "data"))
    if not (folder / "cdnow").is_dir():
        pytest.skip(f"public sets not found in {folder}; set TREUE_DATA")
    return folder
