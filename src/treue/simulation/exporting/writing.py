"""Writes a shop's exports into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from treue.simulation.exporting.blemishes import Blemished, blemished
from treue.simulation.exporting.books import Books
from treue.simulation.exporting.shapes import Shape


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Args:
        rows: by file, broken and doubled ones counted.
        broken: rows of the order file that cannot be read, by the rule that sets them aside.
        doubled: rows of it that repeat another.
    """

    rows: Mapping[str, int]
    broken: Mapping[str, int]
    doubled: int


def write_exports(books: Books, shape: Shape, folder: Path, *, blemishes: bool = True) -> Exported:
    """Write all files of a shape; the same books give the same bytes.

    Args:
        books: of the shop.
        shape: of the files.
        folder: made where it is not there.
        blemishes: whether some rows of the order file are broken and some are doubled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = shape.files(books)
    lines = _lines(books, shape, files[shape.lines], blemishes=blemishes)
    for name, cells in files.items():
        _write(folder / name, lines.cells if name == shape.lines else cells, shape)
    rows = {name: len(cells) for name, cells in files.items()}
    return Exported({**rows, shape.lines: len(lines.cells)}, lines.broken, lines.doubled)


def _lines(books: Books, shape: Shape, cells: pa.Table, *, blemishes: bool) -> Blemished:
    if not blemishes:
        return Blemished(cells, len(cells))
    last = shape.first + len(books.order_ids) - 1
    return blemished(books.persons.chance, cells, last, shape.wrong)


def _write(path: Path, cells: pa.Table, shape: Shape) -> None:
    """Headers and rows; a cell that would have to be quoted is an error where nothing is quoted."""
    sink = pa.BufferOutputStream()
    style = "all_valid" if shape.is_quoted else "none"
    options = csv.WriteOptions(include_header=False, delimiter=shape.delimiter, quoting_style=style)
    csv.write_csv(cells, sink, options)
    quote = '"' if shape.is_quoted else ""
    header = shape.delimiter.join(f"{quote}{name}{quote}" for name in cells.column_names)
    body = sink.getvalue().to_pybytes()
    text = header.encode() + b"\n" + body
    path.write_bytes(shape.mark + text.replace(b"\n", shape.ends))
