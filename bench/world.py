"""How long a simulated shop takes to be written, and how much memory.

    python bench/world.py [--customers 1000000] [--processes 2] [--folder /tmp/world]

The preset is fashion with gaps and chances to leave set so that there are ten orders a customer. Printed are wall
clock and processor seconds (of all processes together) and the largest process' memory times their number, with
facts only; with --truth what is expected of everybody is written too.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from treue.simulation.world.play import Plan
from treue.simulation.world.terms import Terms, preset
from treue.simulation.writing import write_world

LIMIT_SECONDS, LIMIT_MEGABYTES = 90, 4_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--truth", action="store_true")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp())
    began, used = time.perf_counter(), os.times()
    plan = Plan(seed=1, customers=asked.customers, until=date(2026, 10, 31))
    written = write_world(busy(), plan, folder, processes=asked.processes, truth=asked.truth)
    wall, after = time.perf_counter() - began, os.times()
    processor = sum(after[:4]) - sum(used[:4])
    largest = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    memory = largest / 1024 * asked.processes
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6
    print(f"| {asked.customers:,} customers, {asked.processes} processes | |\n|---|---|")
    for name, rows in written.rows.items():
        print(f"| rows of {name} | {rows:,} |")
    print(f"| wall clock | {wall:.1f} s (limit at 1,000,000: {LIMIT_SECONDS} s) |")
    print(f"| processor | {processor:.1f} s, {processor / asked.processes:.1f} s a process |")
    print(f"| memory | {memory:,.0f} MB (limit at 1,000,000: {LIMIT_MEGABYTES:,} MB) |")
    print(f"| files | {size:,.0f} MB |")
    if asked.folder is None:
        shutil.rmtree(folder)


def busy() -> Terms:
    """Fashion with ten orders a customer in two years."""
    terms = preset("fashion")
    return replace(
        terms,
        people=replace(
            terms.people, gap_days=15.0, leave=0.02, leave_spread=1.2, stay_days=1500.0, never_buy=0.03
        ),
    )


if __name__ == "__main__":
    main()
