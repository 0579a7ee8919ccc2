"""Reading files under a shop's settings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from treue.loop.valuing import Say
from treue.settings import Settings
from treue.sources.contract import Delivery, FileMapping, ReadingTerms
from treue.sources.files import read
from treue.sources.files.mapping import file_mappings


def read_files(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    mapping: tuple[FileMapping, ...],
    settings: Settings,
    say: Say,
) -> Delivery:
    """Read a file or folder into relations of `con`; options come before the settings' mappings."""
    terms = ReadingTerms(
        currency=settings.shop.currency if "shop.currency" in settings.origins else None,
        zone=settings.shop.zone,
        prices=settings.vat.prices,
        country=None,
        staff=settings.shop.staff,
    )
    return read(path, mapping=mapping, terms=terms, con=con, today=datetime.now(UTC).date(), say=say)


def mappings_of_settings(settings: Settings) -> tuple[FileMapping, ...]:
    """The `[[files]]` entries of treue.toml.

    Raises:
        BadSetting: an entry with a key or value that is not allowed.
    """
    return file_mappings(settings.files)
