"""A text file as a stream of records with their row numbers; no more than a few blocks are held.

A block whose every line is a record is cut by Arrow. Any other block is cut with care, line by line, so
that a broken line costs itself and nothing else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import compute
from pyarrow import csv as arrow_csv

from treue.sources.files.bytes_of import BLOCK
from treue.sources.files.dialect import BLANK
from treue.sources.files.sheets import LONGEST_LINE, LONGEST_TEXT

_LONGEST_RECORD = 1000  # lines one quoted cell may run over
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that could not be cut into fields."""

    row: int
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a line is cut.

    Args:
        encoding: of the bytes: UTF-8 or a one-byte encoding.
        delimiter: one character, or "blank".
        width: fields of a record.
    """

    encoding: str
    delimiter: str
    width: int

    @property
    def names(self) -> list[str]:
        """row, c1, c2, ..."""
        return ["row", *(f"c{place}" for place in range(1, self.width + 1))]


@dataclass(slots=True)
class Batch:
    """Some records in file order: a table (row, c1, c2, ...) of text, and what was lost among them."""

    table: pa.Table
    lost: list[Lost] = field(default_factory=list)


def batches(stream: BinaryIO, layout: Layout, row: int = 1) -> Iterator[Batch]:
    """All records of the stream, whose lines end in line feeds; `row` is the number of its first line."""
    csv.field_size_limit(max(csv.field_size_limit(), 2 * LONGEST_LINE))
    buffer, ended = b"", False
    while True:
        while len(buffer) < BLOCK and not ended:
            piece = stream.read(BLOCK)
            buffer, ended = buffer + piece, not piece
        buffer = buffer.removeprefix(_BOM) if row == 1 else buffer
        if not buffer:
            return
        cut = len(buffer) if ended else buffer.rfind(b"\n") + 1
        if not cut:
            yield _endless(buffer, row, layout)
            buffer, row = _after_line(stream), row + 1
            continue
        batch, used, lines = _records(buffer[:cut], row, layout, last=ended)
        yield batch
        buffer, row = buffer[used:], row + lines


def _endless(buffer: bytes, row: int, layout: Layout) -> Batch:
    return Batch(_table([], [], layout), [_lost(row, "line_too_long", buffer[: 4 * LONGEST_TEXT], layout)])


def _after_line(stream: BinaryIO) -> bytes:
    """Skip to the end of the line without holding it; what follows it."""
    while piece := stream.read(BLOCK):
        if (end := piece.find(b"\n")) >= 0:
            return piece[end + 1 :]
    return b""


def _records(block: bytes, row: int, layout: Layout, *, last: bool) -> tuple[Batch, int, int]:
    """The records of whole lines; how many bytes and lines they took."""
    if (table := _quick(block, row, layout)) is not None:
        return Batch(table), len(block), table.num_rows
    return _Careful(block, row, layout, last=last).done()


def _quick(block: bytes, row: int, layout: Layout) -> pa.Table | None:
    """The records, if each line is one, none is blank, and all can be decoded; else None."""
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == 10)
    lines = len(ends) + (not block.endswith(b"\n"))
    longest = int(np.diff(ends, prepend=-1, append=len(block)).max())
    if layout.delimiter == BLANK or b"\0" in block or longest > LONGEST_LINE:
        return None
    names = layout.names[1:]
    try:
        text = block if layout.encoding.startswith("utf") else block.decode(layout.encoding).encode()
        table = arrow_csv.read_csv(
            pa.py_buffer(text),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=names),
            arrow_csv.ParseOptions(delimiter=layout.delimiter),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    if table.num_rows != lines or compute.any(compute.equal(table[0], "")).as_py():
        return None
    rows = pa.array(np.arange(row, row + lines, dtype=np.int64))
    return table.add_column(0, "row", rows)


def _table(rows: list[int], records: list[list[str]], layout: Layout) -> pa.Table:
    columns = zip(*records, strict=True) if records else [()] * layout.width
    texts = [pa.array(column, pa.string()) for column in columns]
    return pa.table([pa.array(rows, pa.int64()), *texts], names=layout.names)


def _lost(row: int, rule: str, line: bytes, layout: Layout) -> Lost:
    text = line.decode(layout.encoding, "replace").rstrip("\r\n")
    return Lost(row, rule, text[:LONGEST_TEXT].replace("\0", "␀"))


class _Careful:
    """Cuts a block line by line."""

    def __init__(self, block: bytes, row: int, layout: Layout, *, last: bool) -> None:
        self._lines = block.split(b"\n")
        self._lines = [line + b"\n" for line in self._lines[:-1]] + [
            line for line in self._lines[-1:] if line
        ]
        self._row, self._layout, self._last = row, layout, last
        self._rows: list[int] = []
        self._records: list[list[str]] = []
        self._lost: list[Lost] = []

    def done(self) -> tuple[Batch, int, int]:
        place = 0
        while place < len(self._lines):
            used = self._one(place)
            if not used:
                break
            place += used
        batch = Batch(_table(self._rows, self._records, self._layout), self._lost)
        return batch, sum(map(len, self._lines[:place])), place

    def _one(self, place: int) -> int:
        """Cut the record that begins here; its number of lines, 0 if the next block is needed to tell."""
        line = self._lines[place]
        if rule := _unreadable(line, self._layout.encoding):
            return self._lose(place, rule)
        text = line.decode(self._layout.encoding)
        if not text.strip():
            return 1
        if self._layout.delimiter == BLANK:
            return self._keep(place, text.split(), 1)
        try:
            record = next(csv.reader([text], delimiter=self._layout.delimiter))
        except csv.Error:
            return self._lose(place, "broken_line")
        if record[-1].endswith("\n") and '"' in text:
            return self._quoted(place)
        return self._keep(place, record, 1)

    def _quoted(self, place: int) -> int:
        """A record whose quote runs over the end of its line."""
        size = len(self._lines[place])
        for used in range(2, _LONGEST_RECORD + 1):
            if place + used > len(self._lines):
                return self._lose(place, "quote_never_closed") if self._last or place == 0 else 0
            line = self._lines[place + used - 1]
            size += len(line)
            if size > LONGEST_LINE or _unreadable(line, self._layout.encoding):
                break
            if b'"' not in line:
                continue
            piece = b"".join(self._lines[place : place + used]).decode(self._layout.encoding)
            try:
                return self._keep(place, next(_strict(piece, self._layout.delimiter)), used)
            except csv.Error as problem:
                if "unexpected end" not in str(problem):
                    break
        return self._lose(place, "quote_never_closed")

    def _keep(self, place: int, record: list[str], used: int) -> int:
        width = self._layout.width
        while len(record) > width and not record[-1].strip():
            record.pop()
        if len(record) == width:
            if any(cell.strip() for cell in record):
                self._rows.append(self._row + place)
                self._records.append(record)
            return used
        if any(cell.strip() for cell in record):
            self._lose(place, "wrong_field_count")
        return used

    def _lose(self, place: int, rule: str) -> int:
        line = self._lines[place][: 4 * LONGEST_TEXT]
        self._lost.append(_lost(self._row + place, rule, line, self._layout))
        return 1


def _unreadable(line: bytes, encoding: str) -> str:
    """The rule a line breaks before it is cut; empty if none."""
    if len(line) > LONGEST_LINE:
        return "line_too_long"
    if b"\0" in line:
        return "nul_byte"
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return "undecodable"
    return ""


def _strict(piece: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(piece, newline=""), delimiter=delimiter, strict=True)
