"""Looking for a person in every byte of a home: files as they are, and whatever can be decoded of them."""

from __future__ import annotations

import gzip
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from treue.facts.codes import code_of

KNOWN_TO_HOLD_KEYS = {
    "treue.db people_forgotten", "treue.db consent_suppressed",
    "treue.db raw", "treue.db-wal raw",
}  # fmt: skip
"""Where keys stay, and nothing else does: that somebody is not to come back, and not to be written to."""


def traces(home: Path, texts: Collection[str], keys: Collection[int]) -> dict[str, set[str]]:
    """Place -> what was found there of a person.

    Args:
        home: every file below it is read.
        texts: words nobody else has, in any case.
        keys: of theirs; looked for as numbers, as eight bytes either way round, and as codes.
    """
    found: dict[str, set[str]] = {}
    for place, content in _contents(home):
        low = content.lower() if texts else b""
        held = {text for text in texts if text.lower().encode() in low}
        held |= {"key" for key in keys if any(mark in content for mark in _marks(key))}
        if held:
            found.setdefault(place, set()).update(held)
    return found


def _marks(key: int) -> tuple[bytes, ...]:
    return struct.pack("<q", key), struct.pack(">q", key), str(key).encode(), code_of(key).encode()


def _contents(home: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        name, content = str(path.relative_to(home)), path.read_bytes()
        yield f"{name} raw", content
        if path.suffix == ".parquet":
            yield name, str(pq.read_table(path).to_pylist()).encode()
        elif path.suffix == ".duckdb":
            yield from _duckdb(path, name)
        elif content.startswith(b"SQLite format 3"):
            yield from _sqlite(path, name)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{name} {each}", archive.read(each)) for each in archive.namelist())
        elif content.startswith(b"\x1f\x8b"):
            yield f"{name} unpacked", gzip.decompress(content)
        elif path.suffix == ".pdf":
            yield name, b"\n".join(_streams(content))


def _streams(content: bytes) -> Iterator[bytes]:
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        with suppress(zlib.error):  # fonts and pictures are packed otherwise
            yield zlib.decompress(packed)


def _duckdb(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    with duckdb.connect(str(path), read_only=True) as con:
        for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            yield f"{name} {table}", str(con.execute(f'SELECT * FROM "{table}"').fetchall()).encode()


def _sqlite(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as con:
        tables = con.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            yield f"{name} {table}", str(con.execute(f'SELECT * FROM "{table}"').fetchall()).encode()
