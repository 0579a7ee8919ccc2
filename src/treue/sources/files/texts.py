"""Stage a text file: find out how it is written, then copy its records batch by batch."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import duckdb

from treue.errors import UnreadableFile
from treue.sources.contract import FileMapping
from treue.sources.files.bytes_of import Recoded, blocks, opened
from treue.sources.files.dialect import (
    delimiter_of,
    encoding_by_mark,
    encoding_of_bytes,
    is_header,
    said_delimiter,
    split,
)
from treue.sources.files.records import Batch, Layout, batches
from treue.sources.files.setting_aside import set_lost_aside
from treue.sources.files.sheets import LONGEST_LINE, Sheet

_SAMPLE_LINES = 200
_START = 1 << 16  # bytes looked at for marks and line ends


@dataclass(frozen=True, slots=True)
class Writing:
    """How a text file is written."""

    encoding: str
    lone_returns: bool

    def stream(self, path: Path) -> BinaryIO:
        """The file's bytes with line feeds, in UTF-8 or in the one-byte encoding `bytes_as` names."""
        stream = opened(path)
        if self.lone_returns or self.bytes_as != self.encoding:
            recoded = Recoded(stream, self.encoding, lone_returns=self.lone_returns)
            return cast("BinaryIO", io.BufferedReader(recoded, _START))
        return stream

    @property
    def bytes_as(self) -> str:
        """The encoding of what `stream` gives."""
        return "utf-8" if self.lone_returns or self.encoding.startswith("utf") else self.encoding


def text_sheets(
    con: duckdb.DuckDBPyConnection, path: Path, label: str, told: FileMapping, number: int
) -> list[Sheet]:
    """The one table of a text file.

    Raises:
        UnreadableFile: nothing in it, or no text.
    """
    writing = _writing(path, told)
    sample = _sample(path, writing)
    _refuse_noise(label, sample)
    said = said_delimiter(sample[0])
    sample = sample[1:] if said else sample
    delimiter = {"tab": "\t"}.get(told.delimiter, told.delimiter) or said or delimiter_of(sample)
    fields = [split(line, delimiter) for line in sample]
    headed = is_header(fields[0]) if told.header is None else told.header
    headers = _headers(fields, headed=headed)
    relation = f"sheet_{number}"
    layout = Layout(writing.bytes_as, delimiter, len(headers))
    copier = _Copier(con, label, relation, layout)
    with writing.stream(path) as stream:
        if said:
            stream.readline()
        for batch in batches(stream, layout, 2 if said else 1):
            copier.copy(batch, headed=headed)
    types = ("VARCHAR",) * len(headers)
    return [Sheet(path, label, relation, headers, types, headed, copier.rows, delimiter)]


class _Copier:
    """Copies batches into a relation; the first record of a headed file is not a row."""

    def __init__(self, con: duckdb.DuckDBPyConnection, label: str, relation: str, layout: Layout) -> None:
        self._con, self._label, self._relation = con, label, relation
        self._begun = False
        self.rows = 0
        columns = ", ".join(f"{name} VARCHAR" for name in layout.names[1:])
        con.execute(f'CREATE OR REPLACE TEMP TABLE {relation} ("row" BIGINT, {columns})')

    def copy(self, batch: Batch, *, headed: bool) -> None:
        table = batch.table
        if headed and not self._begun and table.num_rows:
            table, self._begun = table.slice(1), True
        set_lost_aside(self._con, self._label, batch.lost)
        self._con.register("batch_to_copy", table)
        self._con.execute(f"INSERT INTO {self._relation} FROM batch_to_copy")
        self._con.unregister("batch_to_copy")
        self.rows += table.num_rows


def _writing(path: Path, told: FileMapping) -> Writing:
    with opened(path) as stream:
        start = stream.read(_START)
    encoding = told.encoding or encoding_by_mark(start) or encoding_of_bytes(blocks(path))
    return Writing(encoding, lone_returns=b"\r" in start and b"\n" not in start)


def _sample(path: Path, writing: Writing) -> list[str]:
    """The first lines that are not blank and not broken; the first one is the header if there is one."""
    sample: list[str] = []
    with writing.stream(path) as stream:
        while len(sample) < _SAMPLE_LINES and (line := stream.readline(LONGEST_LINE + 1)):
            text = line.decode(writing.bytes_as, "replace").removeprefix("\ufeff")
            if len(line) > LONGEST_LINE:
                _skip_line(stream, line)
            elif text.strip() and "\0" not in text:
                sample.append(text)
    return sample


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LONGEST_LINE)


def _refuse_noise(label: str, sample: list[str]) -> None:
    if not sample:
        raise UnreadableFile(f"{label}: no line of text in it; expected rows of a table. Export it again.")
    noise = sum(not (sign.isprintable() or sign.isspace()) for line in sample for sign in line)
    if noise > sum(map(len, sample)) / 10:
        raise UnreadableFile(f"{label}: no text; expected CSV, Parquet or Excel. Export the table as CSV.")


def _headers(fields: list[list[str]], *, headed: bool) -> tuple[str, ...]:
    width = len(fields[0]) if headed else Counter(map(len, fields)).most_common(1)[0][0]
    names = fields[0] if headed else [""] * width
    return tuple(name.strip() or f"column {place}" for place, name in enumerate(names, 1))
