"""A folder of files and a connection to read them with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from treue.sources import Delivery, FileMapping, ReadingTerms
from treue.sources.files import read


def clock(text: str) -> datetime:
    """A time without zone, as the engine gives it back."""
    return datetime.fromisoformat(text)


TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Shelf:
    """A folder to write files into, and a connection to read them with."""

    folder: Path
    con: duckdb.DuckDBPyConnection

    def write(self, content: str | bytes, name: str = "orders.csv") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(
        self,
        path: Path,
        *mapping: FileMapping,
        terms: ReadingTerms | None = None,
        say: Callable[[str], None] | None = None,
    ) -> Delivery:
        return read(path, mapping=mapping, terms=terms or ReadingTerms(), con=self.con, today=TODAY, say=say)

    def load(self, content: str | bytes, *mapping: FileMapping, name: str = "orders.csv") -> Delivery:
        return self.read(self.write(content, name), *mapping)

    def rows(self, delivery: Delivery, table: str, columns: str = "*") -> list[tuple[object, ...]]:
        return self.con.execute(f"SELECT {columns} FROM {delivery.tables[table]}").fetchall()

    def aside(self, delivery: Delivery) -> list[tuple[int, str]]:
        return self.con.execute(
            f'SELECT "row", rule FROM {delivery.set_aside} ORDER BY file, "row"'
        ).fetchall()
