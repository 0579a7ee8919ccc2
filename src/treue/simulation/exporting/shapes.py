"""The register of shapes: which files a system exports, and how it writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from treue.simulation.exporting.blemishes import Blunder
from treue.simulation.exporting.books import Books
from treue.simulation.exporting.german import FIRST_ORDER, german_files


@dataclass(frozen=True, slots=True)
class Shape:
    """How a system exports.

    Args:
        files: what it writes, as text.
        lines: the file of order lines; it gets the broken and doubled rows.
        number: header of the order's number there.
        first: how that begins, and the first one.
        blunders: what goes wrong there.
        delimiter: between cells.
        is_quoted: whether every cell stands in quotation marks.
        mark: bytes before the first header.
        ends: of lines.
    """

    files: Callable[[Books], dict[str, pa.Table]]
    lines: str
    number: str
    first: tuple[str, int]
    blunders: tuple[Blunder, ...]
    delimiter: str = ","
    is_quoted: bool = False
    mark: bytes = b""
    ends: bytes = b"\n"


SHAPES: Mapping[str, Shape] = {
    "german": Shape(
        files=german_files,
        lines="bestellungen.csv",
        number="Bestellnummer",
        first=("", FIRST_ORDER),
        blunders=(
            Blunder("Einzelpreis", "auf Anfrage", "not_a_number"),
            Blunder("Bestelldatum", "31.02.2025 10:15", "impossible_date"),
            Blunder("Menge", "zwei", "not_a_number"),
            Blunder("Bestelldatum", "", "missing_time"),
            Blunder("Einzelpreis", "#WERT!", "not_a_number"),
            Blunder("Bestelldatum", "00.00.0000 00:00", "impossible_date"),
        ),
        delimiter=";",
        mark=b"\xef\xbb\xbf",
        ends=b"\r\n",
    ),
}
