"""What a person's rights take in a large shop: being found, being forgotten, objecting.

    python bench/forgetting.py HOME          a copy of the home is made beside it and deleted; it is not touched
    python bench/forgetting.py --merges 1000000

Of a home: `treue forget` of its customer with the most orders, whole process; and what a night copies because of
one person in a hundred who objects to profiling. Of merges: finding the person behind a number, where so many
keys were merged. Prints seconds of the clock, of the processor (all threads), and the largest resident size.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from treue.facts.identity_rows import delivered_identities
from treue.loop.database import open_database
from treue.loop.home import Home, open_home


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, nargs="?")
    parser.add_argument("--merges", type=int)
    parser.add_argument("--objectors", type=float, default=0.01, help="share of customers who object")
    asked = parser.parse_args()
    if asked.merges:
        with tempfile.TemporaryDirectory() as folder:
            find(Path(folder), asked.merges)
    if asked.home:
        with tempfile.TemporaryDirectory(dir=asked.home.parent) as folder:
            copy = Path(folder) / "shop"
            subprocess.run(["cp", "-r", "--reflink=auto", str(asked.home), str(copy)], check=True)
            object_(copy, asked.objectors)
            forget(copy)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print what a block took, here and in the processes it began."""
    began, before = time.monotonic(), _processor()
    yield
    print(
        f"{what}: {time.monotonic() - began:.2f} s, {_processor() - before:.2f} s of the processor",
        flush=True,
    )


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def forget(folder: Path) -> None:
    """The customer with the most orders."""
    orders = [str(path) for path in open_home(folder).facts.files("orders")]
    ((key, count),) = duckdb.execute(
        "SELECT customer, count(*) FROM read_parquet(?) WHERE customer IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        " LIMIT 1",
        [orders],
    ).fetchall()
    command = [sys.executable, "-m", "treue", "forget", str(key), "--home", str(folder), "--yes", "--json"]
    with timed(f"forgetting a customer with {count} orders"):
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(
        f"peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:,.0f} MB; {done.stdout.strip()}"
    )


def object_(folder: Path, share: float) -> None:
    """What a night does before its first step."""
    home = open_home(folder)
    open_database(home)
    from treue.consent.records import ProfilingObjection
    from treue.loop.rights.objecting import facts_for_night

    orders = [str(path) for path in home.facts.files("orders")]
    keys = duckdb.execute(
        "SELECT DISTINCT customer FROM read_parquet(?) WHERE customer % 1_000_000 < ?", [orders, 1e6 * share]
    ).fetchall()
    now = datetime.now(UTC)
    ProfilingObjection.objects.bulk_create(
        (ProfilingObjection(key=key, at=now, by="bench") for (key,) in keys), batch_size=10_000
    )
    drafts = folder / "work" / "bench"
    drafts.mkdir(parents=True)
    with timed(f"the facts copied without {len(keys):,} who object"):
        facts_for_night(home, drafts)
    size = sum(path.stat().st_size for path in drafts.iterdir())
    print(f"{size / 1e6:,.0f} MB of copies")
    for path in drafts.iterdir():
        path.unlink()
    drafts.rmdir()
    ProfilingObjection.objects.all().delete()


def find(folder: Path, merges: int) -> None:
    """Somebody by their number."""
    home = open_home(folder / "shop", create=True)
    open_database(home)
    from treue.loop.rights.personal_keys import own_keys, person_meant

    _merge(home, merges)
    for _ in range(3):
        with timed(f"who is meant, of {merges:,} merges"):
            person = person_meant(home, "4711")
    with timed("and all their keys"):
        print(len(own_keys(home, person)))
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _merge(home: Home, merges: int) -> None:
    """So many keys, two of a person; one of them is that of number 4711."""
    rng = np.random.default_rng(20261129)
    keys = np.sort(rng.integers(1, 2**62, merges))
    keys[merges // 2] = home.keyring().number("shop", "4711")
    persons = keys[np.arange(merges) // 2 * 2]
    with home.facts.writing(), duckdb.connect() as con:
        told = delivered_identities(con, [], "bench", 1)
        rows = pa.table({"identity": keys, "customer": persons})
        con.register("rows_told", rows)
        con.execute(
            f"INSERT INTO {told} BY NAME SELECT *, 'number' AS known_as, TIMESTAMP '2026-01-01' AS since,"
            " 'same address' AS reason, 'bench' AS source, 1 AS version FROM rows_told"
        )
        home.facts.merge(con, "identities", told)


if __name__ == "__main__":
    main()
