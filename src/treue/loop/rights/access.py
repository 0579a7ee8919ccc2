"""Everything held and believed about one person as one archive: a page to read, and the same as data."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

import duckdb

from treue.consent.objections import objecting_since
from treue.facts.codes import code_of
from treue.loop.home import Home
from treue.loop.intake.loading import KEPT
from treue.loop.rights.access_records import RoleOf, records_of
from treue.loop.rights.access_tables import Staged, beliefs_of, facts_of, order_ids, set_aside_of
from treue.loop.rights.personal_keys import Keys, keys_of_person
from treue.loop.scratch import database
from treue.people.contacts import cards_of
from treue.people.records import Contact
from treue.report.access import write_page
from treue.report.held import About, Held, write_data
from treue.report.manifest import read_manifest
from treue.report.numerals import Numerals
from treue.report.voice import Voice
from treue.report.words import read_words
from treue.warehouse.snapshot import KEEP, current

_MEMORY = "200MB"
"""Of the rows of one person; the process that serves pages stays small."""
_DATA, _NAMED, _SOURCE = "data.json", "shop.name", "source"


@dataclass(frozen=True, slots=True)
class Packed:
    """What a pack holds.

    Args:
        person: whose it is.
        tables: with anything in them.
        rows: of all tables.
    """

    person: int
    tables: int
    rows: int


def write_pack(out: BinaryIO, home: Home, person: int, role_of: RoleOf, now: datetime) -> Packed:
    """Write the archive: auskunft.html or access.html, and data.json, in the shop's language.

    Args:
        out: gets it.
        home: of the shop; its operational database is open.
        person: the key that stands for them.
        role_of: from who did something to their role.
        now: aware.

    Raises:
        Busy: a load is at work.
        InputError: one died half-way.
        BrokenHome: the snapshot is not whole.
    """
    shop = home.settings.shop
    words = read_words(shop.language)
    with home.facts.reading(), _scratch(home) as con:
        keys = keys_of_person(con, home, person)
        found = _found(home, Staged(con, keys.own), keys, role_of)
        about = _about(home, person, found, objecting_since(keys.reached), now)
        voice = Voice(words.without(found.missing), Numerals(shop.language, shop.currency))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            with _opened(archive, _DATA) as text:
                seen = write_data(text, about, found.tables, voice.words)
            with _opened(archive, f"{words.say('held.file')}.html") as text:
                write_page(text, about, found.tables, seen, voice)
    return Packed(person, len(found.tables), sum(each.count for each in found.tables))


@dataclass(frozen=True, slots=True)
class _Found:
    """All tables of a person, and what is said of the snapshot they are from."""

    tables: list[Held]
    sources: tuple[str, ...]
    until: date | None
    missing: Sequence[str]


def _found(home: Home, staged: Staged, keys: Keys, role_of: RoleOf) -> _Found:
    facts = list(facts_of(staged, home.facts))
    records = list(records_of(keys, order_ids(staged), home.keyring(), role_of))
    aside = list(set_aside_of(staged, home.quarantine, _said(keys)))
    snapshot, beliefs, run = current(home.snapshots), [], None
    if snapshot is not None:
        run = read_manifest(snapshot.manifest)
        beliefs = list(beliefs_of(staged, snapshot.database, run.currency, home.settings.shop.language))
    return _Found(
        [*records, *aside, *facts, *beliefs],
        _sources(facts, records),
        None if run is None else run.until,
        () if run is None else run.missing,
    )


def _said(keys: Keys) -> set[str]:
    """Numbers and addresses as their contacts have them."""
    told = Contact.objects.filter(person__in=keys.own).values_list("number", "mail")
    return {text for row in told for text in row if text}


def _sources(*groups: Sequence[Held]) -> tuple[str, ...]:
    """Every source that a row names."""
    named = {
        str(row[place])
        for group in groups
        for held in group
        for place, column in enumerate(held.columns)
        if column.name == _SOURCE
        for row in held.rows()
        if row[place]
    }
    return tuple(sorted(named))


def _about(home: Home, person: int, found: _Found, objected: datetime | None, now: datetime) -> About:
    shop, card = home.settings.shop, cards_of([person]).get(person)
    return About(
        code=code_of(person),
        name=card.name if card else "",
        made_at=now,
        shop=shop.name if _NAMED in home.settings.origins else "",
        zone=shop.zone,
        currency=shop.currency,
        sources=found.sources,
        until=found.until,
        objected_at=objected,
        nights=KEEP,
        aside_days=KEPT.days,
    )


@contextmanager
def _scratch(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """Little memory, and a folder of its own to spill into; its rows are a person's."""
    home.work.mkdir(parents=True, exist_ok=True)
    spilled = tempfile.TemporaryDirectory(prefix="pack-", dir=home.work)
    with spilled as folder, database(_MEMORY, Path(folder)) as con:
        yield con


@contextmanager
def _opened(archive: zipfile.ZipFile, name: str) -> Iterator[TextIO]:
    with archive.open(name, "w", force_zip64=True) as file, TextIOWrapper(file, encoding="utf-8") as text:
        yield text
