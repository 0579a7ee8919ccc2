"""What a night believes beside what is true, over presets and seeds: how far we are from what can be known.

    python bench/truth.py [--customers 20000] [--seeds 1 2] [--presets fashion grocery] [--keep /tmp/worlds] [--processes 2]

For each preset and seed a shop is simulated, a night run over it by `treue run` in a process of its own, the world
lived on for a year, and the two are held beside each other (treue/simulation/recovery). Prints Markdown: our figure
by preset, its mean, a naive yardstick with the same facts, and what is possible for who knows everything but luck.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

from treue.loop.invented.inventing import invent
from treue.simulation.recovery import figures, frictions
from treue.simulation.recovery.measured import Measured, measure
from treue.simulation.recovery.night import read_night, truth_of
from treue.simulation.world.play import Plan
from treue.simulation.world.terms import PRESETS, preset
from treue.warehouse.snapshot import current

UNTIL, DAYS, BEFORE = date(2026, 10, 31), 730, 365


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--presets", nargs="+", default=list(PRESETS), choices=PRESETS)
    parser.add_argument("--keep", type=Path, help="keep the shops here; nights that are there are read again")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        worlds = [(name, seed) for name in asked.presets for seed in asked.seeds]
        with ThreadPoolExecutor(asked.processes) as pool:
            list(pool.map(partial(ready, folder, asked.customers), worlds))
        found: dict[str, list[Measured]] = {name: [] for name in asked.presets}
        for name, seed in worlds:
            found[name].append(one_world(folder, asked.customers, (name, seed)))
    print(f"{asked.customers:,} customers a world, seeds {', '.join(map(str, asked.seeds))}.\n")
    print("\n".join(tables(found)))


def ready(folder: Path, customers: int, world: tuple[str, int]) -> None:
    """Simulate the shop and run its night, unless both are there."""
    home = home_of(folder, customers, world)
    if home.exists() and current(home / "snapshots") is not None:
        return
    invent(preset(world[0]), plan_of(customers, world), home, 1, lambda _: None)
    command = [sys.executable, "-m", "treue", "run", "--home", str(home), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    print(f"{world[0]}, seed {world[1]}: night done", file=sys.stderr)


def one_world(folder: Path, customers: int, world: tuple[str, int]) -> Measured:
    home = home_of(folder, customers, world)
    night = read_night(home)
    return measure(night, truth_of(preset(world[0]), plan_of(customers, world), home, night))


def tables(found: dict[str, list[Measured]]) -> Sequence[str]:
    own = {name: [each.figures for each in worlds] for name, worlds in found.items()}
    said = {name: [each.frictions for each in worlds] for name, worlds in found.items()}
    return [*figures.table(own), "**Frictions**", "", *frictions.table(said)]


def plan_of(customers: int, world: tuple[str, int]) -> Plan:
    return Plan(seed=world[1], customers=customers, until=UNTIL, days=DAYS, before=BEFORE)


def home_of(folder: Path, customers: int, world: tuple[str, int]) -> Path:
    return folder / f"{world[0]}-{world[1]}-{customers}"


if __name__ == "__main__":
    main()
