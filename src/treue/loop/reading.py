"""Reading files under a shop's settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from treue.loop.valuing import Say
from treue.settings import Settings
from treue.sources.contract import Delivery, FileMapping, ReadingTerms
from treue.sources.files import read
from treue.sources.files.mapping import file_mappings


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be read.

    Args:
        path: file or folder.
        mapping: what is known about the files; the first entry that fits a file holds.
        source: part of every id; the file's name where empty.
        lasting_ids: whether ids must be the same when the files are read again.
    """

    path: Path
    mapping: tuple[FileMapping, ...]
    source: str = ""
    lasting_ids: bool = True


def read_files(con: duckdb.DuckDBPyConnection, files: Files, settings: Settings, say: Say) -> Delivery:
    """Read a file or folder into relations of `con`."""
    terms = ReadingTerms(
        source=files.source,
        currency=settings.shop.currency if "shop.currency" in settings.origins else None,
        zone=settings.shop.zone,
        prices=settings.vat.prices,
        country=None,
        staff=settings.shop.staff,
        lasting_ids=files.lasting_ids,
    )
    today = datetime.now(UTC).date()
    return read(files.path, mapping=files.mapping, terms=terms, con=con, today=today, say=say)


def mappings_of_settings(settings: Settings) -> tuple[FileMapping, ...]:
    """The `[[files]]` entries of treue.toml.

    Raises:
        BadSetting: an entry with a key or value that is not allowed.
    """
    return file_mappings(settings.files)
