"""How long a million names take to be kept, and how long one of them takes to be found.

    python bench/contacts.py 1000000

Names are drawn as often as in Germany: Müller is one in a hundred, most are rare. Prints seconds, the largest
resident size, and the slowest of each kind of search.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treue.loop.database import open_database
from treue.loop.home import open_home

if TYPE_CHECKING:
    from treue.people.keeping import Reached

LAST = (
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
)
FIRST = ("Anna", "Maria", "Ben", "Sabine", "Thomas", "Michael", "Ursula", "Peter", "Monika", "Andreas")
TOWNS = ("Berlin", "Hamburg", "München", "Köln", "Frankfurt", "Stuttgart", "Düsseldorf", "Leipzig")
SYLLABLES = ("ber", "gen", "lin", "hof", "mann", "stein", "wald", "reut", "bach", "feld", "kamp", "hus")


def name(place: int, common: tuple[str, ...]) -> str:
    """The names that are common, then ones made of syllables, ever rarer."""
    if place < len(common):
        return common[place]
    parts, rest = [], place
    while rest:
        rest, part = divmod(rest, len(SYLLABLES))
        parts.append(SYLLABLES[part])
    return "".join(parts).capitalize()


def people(keys: NDArray[np.int64]) -> Iterator[Reached]:
    """A contact for each of the keys."""
    from treue.people.keeping import Reached

    rng, count = np.random.default_rng(20261129), len(keys)
    last = np.minimum(rng.zipf(1.35, count) + 2, 30_000)
    first = np.minimum(rng.zipf(1.5, count) + 2, 2_000)
    towns = np.minimum(rng.zipf(1.4, count), 9_000)
    numbers = rng.permutation(count) + 100_000
    at = datetime(2026, 11, 1, tzinfo=UTC)
    rare = rng.integers(0, 30_000, count)
    common = rng.random(count) < 0.08
    for row in range(count):
        family = name(int(last[row] % 10 if common[row] else rare[row] + 10), LAST)
        given = name(int(first[row]) - 3, FIRST)
        number = str(numbers[row])
        yield Reached(
            int(keys[row]), int(keys[row]), "shop", at, number, given, family, "",
            f"{given}.{family}{number}@example.org".lower(), int(keys[row]) ^ 1, "0151 1234",
            f"Feldstraße {row % 90}", f"{row % 90000 + 10000}", name(int(towns[row]) - 1, TOWNS), "DE",
        )  # fmt: skip


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
        home = open_home(Path(folder) / "home", create=True)
        open_database(home)
        from treue.people.contacts import cards_of, persons_called
        from treue.people.keeping import keep

        keys = np.sort(np.random.default_rng(20261129).integers(1, 2**63 - 1, count))
        began = time.perf_counter()
        kept = keep(people(keys))
        print(f"keep: {kept:,} in {time.perf_counter() - began:.0f} s")
        began = time.perf_counter()
        keep(people(keys))
        print(f"keep again, nothing new: {time.perf_counter() - began:.0f} s")
        size = sum(path.stat().st_size for path in home.folder.glob("treue.db*"))
        print(
            f"database {size / 1e6:,.0f} MB, resident {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
        )
        mail = next(people(keys))
        for typed in (
            "müll anna",
            "anna",
            "a",
            "müller",
            "berlin",
            "berlin müll anna",
            "100023",
            "zzz",
            mail.mail,
        ):
            times = []
            for _ in range(7):
                began = time.perf_counter()
                found = persons_called(typed, 50)
                cards_of(found)
                times.append(time.perf_counter() - began)
            print(
                f"{typed!r}: {len(found)} found, {max(times) * 1000:.0f} ms at most, {min(times) * 1000:.0f} ms"
            )


if __name__ == "__main__":
    main()
