"""Who objects to being profiled (Art. 21 GDPR): a night reads their facts as those of nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

import duckdb

from treue.errors import EngineError
from treue.facts import TABLES, Kind
from treue.facts.identity_rows import merged_into, persons_of
from treue.facts.purposes import NO_MORE, PROFILING
from treue.facts.schema import Column, Table
from treue.facts.store import FactsStore
from treue.loop.database import open_database
from treue.loop.home import Home
from treue.loop.scratch import database
from treue.warehouse.arrow import literal, quoted

_OBJECTORS = "objecting"
"""Table of their keys: a list of thousands would be gone through for every row."""


class WithoutObjectors(FactsStore):
    """The facts of a home as a night may read them.

    Args:
        store: all facts.
        keys: of those who object.
        drafts: facts table -> the file that is read instead.
    """

    def __init__(
        self, store: FactsStore, keys: Collection[int], drafts: Mapping[str, tuple[Path, int]]
    ) -> None:
        super().__init__(store.folder)
        self._keys, self._drafts = frozenset(keys), drafts

    def files(self, table: str) -> tuple[Path, ...]:
        """The files of a table to be read."""
        return (self._drafts[table][0],) if table in self._drafts else super().files(table)

    def rows(self, table: str) -> int:
        """How many rows they hold."""
        return self._drafts[table][1] if table in self._drafts else super().rows(table)

    def fingerprint(self) -> str:
        """Changes when a table changes, and when somebody objects or takes it back."""
        told = f"{super().fingerprint()} {sorted(self._keys)}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def facts_for_night(home: Home, folder: Path) -> FactsStore:
    """All facts; of people who object to profiling sales and costs count as nobody's, and no history does.

    Args:
        home: of the shop; the caller keeps loads away.
        folder: of the night's drafts, which are deleted after it.

    Raises:
        EngineError: they could not be copied, as on a full disk.
    """
    store = home.facts
    try:
        with database(home.settings.engine.memory, folder) as con:
            keys = objectors(con, home)
            if not keys:
                return store
            con.execute(f"CREATE TABLE {_OBJECTORS} AS SELECT unnest(?::BIGINT[]) AS key", [sorted(keys)])
            drafts = {
                table.name: draft
                for table in TABLES.values()
                if (draft := _draft(con, store, table, folder / f"spared-{table.name}.parquet"))
            }
    except duckdb.Error as error:
        raise EngineError(
            f"{folder}: the facts could not be copied without people who object to profiling ({error})."
        ) from error
    return WithoutObjectors(store, keys, drafts)


def objectors(con: duckdb.DuckDBPyConnection, home: Home) -> frozenset[int]:
    """Every key of those who object: as a consent that was loaded says, or as somebody of the shop took down.

    Args:
        con: to work in.
        home: of the shop.
    """
    said = _told(con, home.facts)
    if home.has_database:
        open_database(home)
        from treue.consent.objections import taken_down

        said |= taken_down()
    persons = said | set(persons_of(con, home.facts, said).values())
    return frozenset(persons | merged_into(con, home.facts, persons))


def _told(con: duckdb.DuckDBPyConnection, store: FactsStore) -> set[int]:
    """Whose last word on profiling in the facts is a no; of two at one instant the no counts."""
    files = [str(path) for path in store.files("consents")]
    if not files:
        return set()
    found = con.execute(
        f"""SELECT customer FROM read_parquet({files}, union_by_name = true)
        WHERE {PROFILING.sql()} GROUP BY customer
        HAVING max("at") FILTER (act IN {NO_MORE})
            >= coalesce(max("at") FILTER (act NOT IN {NO_MORE}), '-infinity')"""
    )
    return {key for (key,) in found.fetchall()}


def _draft(
    con: duckdb.DuckDBPyConnection, store: FactsStore, table: Table, path: Path
) -> tuple[Path, int] | None:
    """A copy of a table without them; None where it holds nothing of theirs."""
    files, persons = store.files(table.name), [each for each in table.columns if each.kind is Kind.CUSTOMER]
    if not files or not persons:
        return None
    source = f"read_parquet({[str(each) for each in files]}, union_by_name = true)"
    theirs = " OR ".join(_is_one(each) for each in persons)
    if not con.execute(f"SELECT 1 FROM {source} WHERE {theirs} LIMIT 1").fetchall():
        return None
    if any(each.required for each in persons):
        kept = f"SELECT * FROM {source} WHERE NOT coalesce({theirs}, false)"
    else:
        emptied = ", ".join(
            f"CASE WHEN {_is_one(each)} THEN NULL ELSE {each.name} END AS {each.name}" for each in persons
        )
        kept = f"SELECT * REPLACE ({emptied}) FROM {source}"
    done = con.execute(f"COPY ({kept}) TO {literal(str(path))} (FORMAT parquet)").fetchall()
    return path, int(done[0][0])


def _is_one(column: Column) -> str:
    return f"{quoted(column.name)} IN (FROM {_OBJECTORS})"
