"""How often "different from usual" speaks though nothing was planted, on simulated shops night by night.

    python bench/unusual.py FOLDER [SEEDS] [CUSTOMERS]

Prints the table of docs/numbers/unusual.md: per preset the nights looked at, things looked at, nights on
which anything was told, and how often a kind's p-value fell below .1 and .01.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from treue.loop.home import open_home
from treue.loop.invented.inventing import invent
from treue.loop.night import gathering, steps
from treue.loop.night.noticing import see
from treue.loop.night.unusual_rows import unusual
from treue.simulation.world.play import Plan
from treue.simulation.world.terms import preset
from treue.value.staging import ledger_stages

UNTIL, DAYS, NIGHTS, APART = date(2026, 10, 31), 1100, 9, 31
PRESETS = ("fashion", "grocery", "cosmetics", "electronics", "subscription")


def nights(home: Path) -> Iterator[pa.Table]:
    """What each of the last nights would have said; each sees nothing that came after it within its windows."""
    with steps.begin(open_home(home), lambda _: None) as run:
        facts = gathering.gather(run)
        made = {stage.name: stage.made for stage in ledger_stages(facts.terms)}
        since = facts.until - timedelta(days=DAYS - 300)
        for back in range(NIGHTS):
            until = facts.until - timedelta(days=APART * back)
            seen = see(run.engine, run.home.facts, made, facts.terms, until)
            yield unusual(seen, since, has_amounts=True)


def main() -> None:
    folder, *rest = sys.argv[1:]
    seeds, customers = (int(each) for each in (*rest, "3", "6000")[:2])
    told_kinds: dict[str, list[float]] = {}
    print("| preset | nights | looked at | nights with anything told | told |")
    for name in PRESETS:
        looked, alarms, spoken, count = 0, 0, list[str](), 0
        for seed in range(seeds):
            home = Path(folder) / f"{name}-{seed}"
            if not home.exists():
                plan = Plan(seed=seed, customers=customers, until=UNTIL, days=DAYS, before=365)
                invent(preset(name), plan, home, processes=1, say=lambda _: None)
            for found in nights(home):
                rows = found.to_pylist()
                count, looked = count + 1, looked + len(rows)
                said = [row["kind"] for row in rows if row["told"]]
                alarms, spoken = alarms + bool(said), spoken + said
                for row in rows:
                    told_kinds.setdefault(row["kind"], []).append(row["chance"])
        print(f"| {name} | {count} | {looked:,} | {alarms} | {', '.join(spoken) or '-'} |", flush=True)
    print("| kind | looked at | p below .1 | p below .01 |")
    for kind, chances in sorted(told_kinds.items()):
        p = np.array(chances)
        print(f"| {kind} | {len(p):,} | {(p < 0.1).mean():.3f} | {(p < 0.01).mean():.3f} |")


if __name__ == "__main__":
    main()
