"""Reading files under a shop's settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from treue.loop.passing import Say
from treue.settings import Settings
from treue.sources.contract import Delivery, FileMapping, ReadingTerms
from treue.sources.files import read
from treue.sources.files.judging import Judged
from treue.sources.files.mapping import file_mappings


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be read.

    Args:
        path: file or folder.
        mapping: what is known about the files; the first entry that fits a file holds.
        source: part of every id; the file's name where empty.
        lasting_ids: whether ids must be the same when the files are read again.
        contacts: whether names and addresses are wanted.
    """

    path: Path
    mapping: tuple[FileMapping, ...]
    source: str = ""
    lasting_ids: bool = True
    contacts: bool = False


def read_files(
    con: duckdb.DuckDBPyConnection,
    files: Files,
    settings: Settings,
    say: Say,
    peek: Callable[[Judged], None] | None = None,
) -> Delivery:
    """Read a file or folder into relations of `con`.

    Args:
        con: gets them.
        files: what is to be read.
        settings: the shop's.
        say: told what was assumed.
        peek: shown each sheet as written and as understood.
    """
    terms = ReadingTerms(
        source=files.source,
        currency=settings.shop.currency if "shop.currency" in settings.origins else None,
        zone=settings.shop.zone,
        prices=settings.vat.prices,
        country=None,
        staff=settings.shop.staff,
        lasting_ids=files.lasting_ids,
        contacts=files.contacts,
    )
    today = datetime.now(UTC).date()
    return read(files.path, mapping=files.mapping, terms=terms, con=con, today=today, say=say, peek=peek)


def mappings_of_settings(settings: Settings) -> tuple[FileMapping, ...]:
    """The `[[files]]` entries of treue.toml.

    Raises:
        BadSetting: an entry with a key or value that is not allowed.
    """
    return file_mappings(settings.files)
