"""What goes wrong in every export: cells that make no sense, and lines exported twice."""

from __future__ import annotations

import numpy as np

from treue.simulation.seasons import IntArray

DATE, QUANTITY, PRICE = 1, 8, 9  # columns of bestellungen.csv
_BLUNDERS: tuple[tuple[int, str], ...] = (
    (PRICE, "auf Anfrage"),
    (DATE, "31.02.2025 10:15"),
    (QUANTITY, "zwei"),
    (DATE, ""),
    (PRICE, "siehe Angebot"),
    (DATE, "00.00.0000 00:00"),
    (PRICE, "#WERT!"),
)
_BROKEN_PER_LINE = 1 / 2500
_DOUBLED_PER_LINE = 1 / 1500


def broken_rows(rows: list[list[str]], rng: np.random.Generator) -> list[list[str]]:
    """Orders of one line that cannot be read, numbered after the sound ones; at least one of each kind."""
    count = max(len(_BLUNDERS), round(len(rows) * _BROKEN_PER_LINE))
    last = int(rows[-1][0])
    broken = []
    for index, row in enumerate(rng.choice(len(rows), count)):
        column, text = _BLUNDERS[index % len(_BLUNDERS)]
        cells = [str(last + 1 + index), *rows[row][1:]]
        cells[column] = text
        broken.append(cells)
    return broken


def doubled_rows(count: int, rng: np.random.Generator) -> IntArray:
    """Which of `count` rows the shop system exported twice; each once more, at least two."""
    doubled = rng.choice(count, size=max(2, round(count * _DOUBLED_PER_LINE)), replace=False)
    return np.sort(doubled).astype(np.int64)
