"""Where facts lie on disk: Parquet files named by a manifest per table, one writer at a time.

A load writes new files first and replaces the manifest last, so a reader sees the old state of a
table or the new one, also after a crash.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import cast

import duckdb

from treue.errors import Busy, InputError
from treue.facts.declared import TABLES
from treue.facts.manifest import Manifest, read_manifest, settle, write_manifest
from treue.facts.merging import Merged, find_changes, merged_rows, newest, shaped
from treue.facts.schema import Table
from treue.warehouse.arrow import literal, quoted

UNFINISHED = ".unfinished"
BEFORE = ".before.json"
"""How the tables stood before the last load: what that load can be taken back to."""


class FactsStore:
    """The facts of one home.

    Args:
        folder: holds one folder per table; made when first written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self, table: str) -> tuple[Path, ...]:
        """The live files of a table; none if nothing was loaded.

        Raises:
            BrokenHome: the manifest is unreadable or names a file that is gone.
        """
        return tuple(self.folder / table / name for name in read_manifest(self.folder / table).files)

    def rows(self, table: str) -> int:
        """How many rows the table holds."""
        return read_manifest(self.folder / table).rows

    def fingerprint(self) -> str:
        """Changes exactly when any table changes."""
        live = {name: asdict(read_manifest(self.folder / name)) for name in TABLES}
        return hashlib.sha256(json.dumps(live, sort_keys=True).encode()).hexdigest()[:16]

    @contextmanager
    def unfinished(self, what: str) -> Iterator[None]:
        """Leave a mark while a load goes from table to table; after a crash it tells what to load again."""
        mark = self.folder / UNFINISHED
        mark.write_text(what + "\n", encoding="utf-8")
        yield
        mark.unlink()

    def remember(self, load: int) -> None:
        """Keep how all tables stand, until the next load: `restore` leads back.

        Args:
            load: the number of the load that begins.
        """
        tables = {name: asdict(read_manifest(self.folder / name)) for name in TABLES}
        draft = self.folder / f"{BEFORE}.tmp"
        draft.write_text(json.dumps({"load": load, "tables": tables}), encoding="utf-8")
        settle(draft, self.folder / BEFORE)

    def remembered(self) -> int | None:
        """The load that `restore` would take back; None if there is none."""
        kept = self._before()
        return None if kept is None else int(str(kept["load"]))

    def restore(self) -> dict[str, int]:
        """Put every table back to what it was before the last load; safe to do again after a crash.

        Returns:
            Table -> how many rows fewer it has now (fewer than none: more), of those that changed.
        """
        kept, fewer = self._before(), {}
        for name, stood in self._stood(kept).items():
            folder, before = self.folder / name, read_manifest(self.folder / name)
            if before.version == stood.version or before.files == stood.files:
                continue
            write_manifest(folder, Manifest(before.version + 1, stood.files, stood.rows))
            fewer[name] = before.rows - stood.rows
        (self.folder / BEFORE).unlink(missing_ok=True)
        return fewer

    def _before(self) -> dict[str, object] | None:
        path = self.folder / BEFORE
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def _stood(self, kept: dict[str, object] | None) -> dict[str, Manifest]:
        tables = cast("dict[str, dict[str, object]]", {} if kept is None else kept["tables"])
        return {
            name: Manifest(
                int(str(told["version"])), tuple(cast("list[str]", told["files"])), int(str(told["rows"]))
            )
            for name, told in tables.items()
        }

    def half_loaded(self) -> str | None:
        """What a load that died was loading; None if every load ended."""
        mark = self.folder / UNFINISHED
        return mark.read_text(encoding="utf-8").strip() if mark.exists() else None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep loads away while several tables are read as of one moment.

        Raises:
            InputError: a load is at work, or one died half-way.
        """
        with self.still():
            if what := self.half_loaded():
                raise InputError(f"{self.folder}: a load of {what} did not end; load it again, then run.")
            yield

    @contextmanager
    def still(self) -> Iterator[None]:
        """Keep loads away while files are taken as they are, the mark of a load that died among them.

        Raises:
            Busy: a load is at work.
        """
        with self._locked(fcntl.LOCK_SH):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to write.

        Raises:
            InputError: another process is loading into this home.
        """
        with self._locked(fcntl.LOCK_EX):
            yield

    @contextmanager
    def _locked(self, kind: int) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(
                    f"{self.folder}: another load or a run is at work; wait for it to end and try again."
                ) from None
            yield

    def merge(
        self, con: duckdb.DuckDBPyConnection, table: str, delivered: str, owners: str | None = None
    ) -> Merged:
        """Bring a delivery into a table.

        Args:
            con: where `delivered` lives.
            table: a declared facts table.
            delivered: a relation in `con` with canonical columns; those it lacks count as empty.
            owners: for owned tables, the owner's delivered rows.

        Returns:
            How many delivered rows were new, changed, or known just so.
        """
        declared = TABLES[table]
        con.execute(f"CREATE OR REPLACE TEMP TABLE arriving AS {shaped(con, declared, delivered)}")
        con.execute(f"CREATE OR REPLACE TEMP TABLE arrived AS {newest(declared, 'arriving')}")
        con.execute(f"CREATE OR REPLACE TEMP VIEW stored AS {self._stored(con, declared)}")
        merged = find_changes(con, declared, "stored", "arrived", owners)
        if merged.new or merged.changed:
            self._replace(con, table, merged_rows(declared, "stored", "arrived"))
        con.execute("DROP VIEW stored; DROP TABLE arriving; DROP TABLE arrived; DROP TABLE changes")
        return merged

    def remove(self, con: duckdb.DuckDBPyConnection, table: str, column: str, keys: Collection[int]) -> int:
        """Take rows out for good: no file of the table holds them afterwards.

        Args:
            con: to work in.
            table: a declared facts table.
            column: of kind customer.
            keys: whose rows.

        Returns:
            How many rows went. The caller holds the store's right to write.
        """
        theirs = f"{quoted(column)} IN ({', '.join(map(str, sorted(keys))) or 'NULL'})"
        rows = self.rewrite(con, table, theirs, f"FROM stored WHERE NOT coalesce({theirs}, false)")
        self.sweep((table,))
        return rows

    def rewrite(self, con: duckdb.DuckDBPyConnection, table: str, condition: str, query: str) -> int:
        """Write a table anew if any row of it meets a condition; its files of before stay until `sweep`.

        Args:
            con: to work in.
            table: a declared facts table.
            condition: SQL over its columns.
            query: SQL of what it is to hold, in declared columns; reads `stored`.

        Returns:
            How many rows met the condition. The caller holds the store's right to write.
        """
        con.execute(f"CREATE OR REPLACE TEMP VIEW stored AS {self._stored(con, TABLES[table])}")
        found = con.execute(f"SELECT count(*) FROM stored WHERE {condition}").fetchall()
        if rows := int(found[0][0]):
            self._replace(con, table, query)
        con.execute("DROP VIEW stored")
        return rows

    def sweep(self, tables: Collection[str] = tuple(TABLES)) -> None:
        """Delete every file of tables that is not live: what is forgotten must not come back by undoing."""
        (self.folder / BEFORE).unlink(missing_ok=True)
        for table in tables:
            live = set(read_manifest(self.folder / table).files)
            for path in (self.folder / table).glob(f"*{table}-*.parquet*"):
                if path.name not in live:
                    path.unlink()

    def _stored(self, con: duckdb.DuckDBPyConnection, declared: Table) -> str:
        files = self.files(declared.name)
        if files:
            listed = ", ".join(literal(str(path)) for path in files)
            return shaped(con, declared, f"read_parquet([{listed}], union_by_name = true)")
        return f"{shaped(con, declared, '(SELECT 1 AS nothing)')} WHERE false"

    def _replace(self, con: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
        folder = self.folder / table
        folder.mkdir(parents=True, exist_ok=True)
        before = read_manifest(folder)
        name = f"{table}-{before.version + 1:06d}.parquet"
        draft = folder / f".{name}.tmp"
        done = con.execute(f"COPY ({query}) TO {literal(str(draft))} (FORMAT parquet, COMPRESSION zstd)")
        rows = done.fetchone()
        settle(draft, folder / name)
        write_manifest(folder, Manifest(before.version + 1, (name,), rows[0] if rows else 0))
        # A reader may still hold the manifest of just before, and the last load can be taken back.
        stood = self._stood(self._before()).get(table, Manifest())
        for path in folder.glob(f"{table}-*.parquet"):
            if path.name not in (name, *before.files, *stood.files):
                path.unlink()
