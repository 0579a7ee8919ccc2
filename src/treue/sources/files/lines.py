"""A text file as a stream of records with their row numbers; nothing larger than a line is held."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from treue.sources.files.dialect import BLANK
from treue.sources.files.sheets import LONGEST_LINE, LONGEST_TEXT

BATCH = 20_000  # lines
_BLOCK = 1 << 20  # bytes
_LONGEST_RECORD = 1000  # lines one quoted cell may run over


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that could not be cut into fields."""

    row: int
    rule: str
    text: str


@dataclass(slots=True)
class Batch:
    """Some records in file order: their row numbers and fields, and what was lost among them."""

    rows: list[int] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def lose(self, row: int, rule: str, text: str) -> None:
        """Set one row aside."""
        self.lost.append(Lost(row, rule, text.rstrip("\r\n")[:LONGEST_TEXT].replace("\0", "␀")))


class Recoded(io.RawIOBase):
    """A stream in another encoding, or with lone carriage returns, as UTF-8 with line feeds."""

    def __init__(self, stream: IO[bytes], encoding: str, *, lone_returns: bool) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._lone_returns = lone_returns
        self._ready = b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a buffer is a memoryview here
        """Fill the buffer; 0 at the end."""
        while not self._ready:
            block = self._stream.read(_BLOCK)
            text = self._decoder.decode(block, final=not block)
            text = text.replace("\r", "\n") if self._lone_returns else text
            # What could not be decoded stays undecodable, so that its row is set aside by name.
            self._ready = text.replace("\ufffd", "\udc80").encode("utf-8", "surrogatepass")
            if not block:
                break
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def close(self) -> None:
        """Close the file below as well."""
        self._stream.close()
        super().close()


def opened(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked if it is gzip."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb", buffering=_BLOCK)


def blocks(path: Path) -> Iterator[bytes]:
    """The file's bytes, a block at a time."""
    with opened(path) as stream:
        while block := stream.read(_BLOCK):
            yield block


def lines(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each line with its ending, and whether it was longer than allowed (then only its beginning)."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line, False
            continue
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE)
        yield line[: 4 * LONGEST_TEXT], True


def batches(stream: IO[bytes], encoding: str, delimiter: str, width: int) -> Iterator[Batch]:
    """All records of the stream.

    Args:
        stream: UTF-8 or a one-byte encoding, lines ending in line feeds.
        encoding: of the bytes.
        delimiter: one character, or "blank".
        width: how many fields a record has.
    """
    csv.field_size_limit(max(csv.field_size_limit(), 2 * LONGEST_LINE))
    source = _Decoded(stream, encoding)
    while True:
        batch = Batch()
        texts = source.take(BATCH, batch)
        if not texts and source.ended:
            if batch.lost:
                yield batch
            return
        _cut(texts, delimiter, batch, source)
        _fit(batch, width, delimiter)
        yield batch


class _Decoded:
    """Decoded lines with their numbers; lines that were taken too many can be given back."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._lines = lines(stream)
        self._encoding = encoding
        self._back: list[tuple[int, str]] = []
        self._row = 0
        self.ended = False

    def take(self, count: int, batch: Batch) -> list[tuple[int, str]]:
        taken, self._back = self._back[:count], self._back[count:]
        while len(taken) < count and not self.ended:
            line, too_long = next(self._lines, (b"", False))
            if not line:
                self.ended = True
                break
            self._row += 1
            if (text := self._text(line, batch, too_long=too_long)) is not None:
                taken.append((self._row, text))
        return taken

    def give_back(self, taken: list[tuple[int, str]]) -> None:
        self._back = taken + self._back

    def _text(self, line: bytes, batch: Batch, *, too_long: bool) -> str | None:
        if too_long:
            batch.lose(self._row, "line_too_long", line.decode(self._encoding, "replace"))
            return None
        if b"\0" in line:
            batch.lose(self._row, "nul_byte", line.decode(self._encoding, "replace"))
            return None
        try:
            text = line.decode(self._encoding)
        except UnicodeDecodeError:
            batch.lose(self._row, "undecodable", line.decode(self._encoding, "replace"))
            return None
        return text if self._row > 1 else text.removeprefix("\ufeff")


def _cut(taken: list[tuple[int, str]], delimiter: str, batch: Batch, source: _Decoded) -> None:
    """Cut lines into fields, quickly where each line is a record, else with care."""
    if delimiter == BLANK:
        batch.rows = [row for row, _ in taken]
        batch.records = [text.split() for _, text in taken]
        return
    try:
        records = list(csv.reader((text for _, text in taken), delimiter=delimiter))
    except csv.Error:
        records = []
    if len(records) == len(taken) and not (records and records[-1] and records[-1][-1].endswith("\n")):
        batch.rows, batch.records = [row for row, _ in taken], records
        return
    _cut_with_care(taken, delimiter, batch, source)


def _cut_with_care(taken: list[tuple[int, str]], delimiter: str, batch: Batch, source: _Decoded) -> None:
    place = 0
    while place < len(taken):
        row, text = taken[place]
        record, used = _record(taken, place, delimiter)
        if used == 0 and not source.ended and len(taken) - place < _LONGEST_RECORD:
            source.give_back(taken[place:])
            more = source.take(_LONGEST_RECORD, batch)
            taken, place = more, 0
            record, used = _record(taken, place, delimiter)
        if record is None:
            batch.lose(row, "quote_never_closed" if used == 0 else "broken_line", text)
        else:
            batch.rows.append(row)
            batch.records.append(record)
        place += max(used, 1)


def _record(taken: list[tuple[int, str]], place: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The record that begins at `place` and its number of lines; 0 lines if its quote stays open."""
    try:
        record = next(csv.reader([taken[place][1]], delimiter=delimiter))
    except csv.Error:
        return None, 1
    if not (record and record[-1].endswith("\n")):
        return record, 1
    size = len(taken[place][1])
    for used in range(2, min(_LONGEST_RECORD, len(taken) - place) + 1):
        size += len(taken[place + used - 1][1])
        if size > LONGEST_LINE:
            break
        if '"' in taken[place + used - 1][1]:
            piece = "".join(text for _, text in taken[place : place + used])
            closed, record = _closed(piece, delimiter)
            if closed:
                return record, used if record is not None else 0
    return None, 0


def _closed(piece: str, delimiter: str) -> tuple[bool, list[str] | None]:
    """Whether the quotes of a piece are settled, and its record; None if they do not fit."""
    try:
        return True, next(csv.reader(io.StringIO(piece, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        return "unexpected end" not in str(problem), None


def _fit(batch: Batch, width: int, delimiter: str) -> None:
    """Drop blank lines; set aside records with too many or too few fields."""
    if all(len(record) == width and record[0] for record in batch.records):
        return
    rows, records = [], []
    for row, record in zip(batch.rows, batch.records, strict=True):
        if not any(cell.strip() for cell in record):
            continue
        while len(record) > width and not record[-1].strip():
            record.pop()
        if len(record) == width:
            rows.append(row)
            records.append(record)
        else:
            batch.lose(row, "wrong_field_count", (" " if delimiter == BLANK else delimiter).join(record))
    batch.rows, batch.records = rows, records
