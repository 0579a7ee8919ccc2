"""How good forecasts are on public data: ours beside the peers' figures, hits and misses alike.

    python bench/accuracy.py [--write docs/numbers/accuracy.md] [--skip-cells] [SET ...]

Runs `treue backtest --json` on five public sets (TREUE_DATA, default ../shared/data), each with its mapping
from `examples/`, then forecasts totals from many earlier days of each. Peers' figures are those measured with
the peers' own code on the same splits; where a peer has no figure it is left empty.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("TREUE_DATA", ROOT.parent / "shared" / "data"))
TREUE = Path(sys.executable).with_name("treue")
SHARES = ("50", "80", "95")


@dataclass(frozen=True)
class Case:
    """One set, its split, and the limits: RMSE of the mean, MAE of the median, CRPS, value Gini."""

    name: str
    file: str
    example: str
    split: str
    horizon: str
    limits: tuple[float, float, float, float | None]
    peers: dict[str, tuple[float | None, float | None, float | None]]
    first: str
    until: str


# Peers: RMSE, MAE (of the mean: no peer gives a median), value Gini; measured 2026-11-22 with lifetimes
# 0.11.3, pymc-marketing 1.3.0, CLVTools 0.12.1, BTYDplus 1.2.0.
CASES = (
    Case(
        "CDNOW sample", "cdnow/CDNOW_sample.txt.gz", "cdnow", "1997-09-30", "39w", (1.61, 0.67, 0.515, 0.69),
        {
            "BG/NBD, lifetimes = CLVTools = BTYD": (1.608, 0.785, 0.638),
            "BG/NBD, pymc-marketing MAP": (1.609, 0.788, 0.638),
            "Pareto/NBD, lifetimes = CLVTools": (1.603, 0.7545, 0.659),
            "Pareto/NBD, pymc-marketing MAP": (1.604, 0.758, 0.660),
        },
        "1997-01-01", "1998-06-30",
    ),
    Case(
        "CDNOW master", "cdnow/CDNOW_master.txt.gz", "cdnow", "1997-09-30", "39w", (1.70, 0.705, 0.54, 0.720),
        {
            "BG/NBD, lifetimes = CLVTools": (1.733, 0.819, 0.672),
            "MBG/NBD, lifetimes": (1.740, 0.795, 0.676),
            "Pareto/NBD, lifetimes = CLVTools": (1.726, 0.794, 0.684),
            "LightGBM, shifted window": (1.713, 0.916, 0.712),
        },
        "1997-01-01", "1998-06-30",
    ),
    Case(
        "Online Retail", "online_retail/online_retail.parquet", "online_retail", "2011-06-30", "162d",
        (2.00, 1.31, 0.93, 0.75), {}, "2010-12-01", "2011-12-09",
    ),
    Case(
        "Complete Journey", "complete_journey/transactions.parquet", "complete_journey", "2017-09-30", "13w",
        (6.46, 4.37, 3.22, 0.845), {}, "2017-01-01", "2018-01-01",
    ),
    Case(
        "grocery", "btydplus_grocery/groceryElog.parquet", "grocery", "2006-12-31", "52w",
        (3.00, 1.30, 0.96, None),
        {
            "Pareto/NBD, BTYD": (None, 1.508, None),
            "BG/CNBD-2, BTYDplus": (None, 1.474, None),
            "MBG/CNBD-2, BTYDplus": (None, 1.431, None),
        },
        "2006-01-01", "2007-12-30",
    ),
)  # fmt: skip
ABOUT = (
    "RMSE is of the mean, MAE of the median (peers have none: theirs is of the mean), CRPS of all chances, each in "
    "orders per customer. `combined` is what `auto` forecasts, decided from data up to the split only. Our plain "
    "BG/NBD, MBG/NBD and Pareto/NBD are maximum likelihood: the same fits as those of lifetimes and CLVTools, to "
    "five digits. A figure beyond its limit is marked **missed**."
)
CELL_HEAD = "| set | days | median absolute bias | of Pareto/NBD | in 80 % interval | in 95 % | RMSE to Pareto/NBD's | CRPS |"
CELL_HORIZON_DAYS = 91
CELLS_OF_A_SET = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--skip-cells", action="store_true", help="leave out the totals from earlier days")
    parser.add_argument("sets", nargs="*")
    asked = parser.parse_args()
    cases = [case for case in CASES if not asked.sets or case.name in asked.sets]
    lines = heading()
    for case in cases:
        lines += one_set(case, backtest(case, [case.split], case.horizon)[0])
    if not asked.skip_cells:
        lines += cells(cases)
    text = "\n".join(lines)
    print(text)
    if asked.write:
        asked.write.write_text(text + "\n", encoding="utf-8")


def heading() -> list[str]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return [
        "# Accuracy on public data",
        "",
        f"`python bench/accuracy.py` on {dt.datetime.now(dt.UTC):%Y-%m-%d}, commit {commit}. {ABOUT}",
        "",
    ]


def backtest(case: Case, splits: list[str], horizon: str) -> list[dict[str, Any]]:
    config = ROOT / "examples" / case.example / "treue.toml"
    days = [word for split in splits for word in ("--split", split)]
    command = [str(TREUE), "backtest", str(DATA / case.file), "--config", str(config), *days]
    run = subprocess.run(
        [*command, "--horizon", horizon, "--json"], capture_output=True, text=True, check=True
    )
    return list(json.loads(run.stdout)["splits"])


def one_set(case: Case, split: dict[str, Any]) -> list[str]:
    rows = {row["model"]: row for row in split["models"]}
    ours = rows["combined"]
    lines = [
        f"## {case.name}",
        f"Learned up to {case.split}, judged by the {split['horizon_days']} days after it. {split['reason']}",
        "",
        "| forecast | RMSE | MAE | CRPS | value Gini | bias | weekly error |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        told = f"**{name}**" if row["chosen"] else name
        mae = row["mae"] if row["mae_median"] is None else row["mae_median"]
        lines.append(
            f"| {told} | {row['rmse']:.3f} | {mae:.3f} | {row['crps']:.3f} | {figure(row['gini_value'])} |"
            f" {row['bias']:+.1%} | {row['tracking_weekly']:.1%} |"
        )
    for name, (rmse, mae, gini) in case.peers.items():
        lines.append(f"| {name} | {figure(rmse)} | {figure(mae)} | | {figure(gini)} | | |")
    lines += ["", *against(case, ours, rows), *honest(ours, split), ""]
    return lines


def against(case: Case, ours: dict[str, Any], rows: dict[str, Any]) -> list[str]:
    rmse, mae, crps, gini = case.limits
    found = [
        ("RMSE", ours["rmse"], rmse, ours["rmse"] <= rmse),
        ("MAE", ours["mae_median"], mae, ours["mae_median"] <= mae),
        ("CRPS", ours["crps"], crps, ours["crps"] <= crps),
    ]
    if gini is not None:
        found.append(("value Gini", ours["gini_value"], gini, ours["gini_value"] >= gini))
    told = [
        f"{name} {got:.3f} (limit {limit:g}{'' if ok else ', **missed**'})" for name, got, limit, ok in found
    ]
    naive = min((row for row in rows.values() if row["naive"]), key=lambda row: row["rmse"])
    return [
        f"Against the limits: {'; '.join(told)}.",
        f"The best naive forecast ({naive['model']}): RMSE {naive['rmse']:.3f}, CRPS {naive['crps']:.3f}.",
        "",
    ]


def honest(ours: dict[str, Any], split: dict[str, Any]) -> list[str]:
    def shares(of: dict[str, float]) -> str:
        return " / ".join(f"{100 * of[share]:.1f}" for share in SHARES)

    low, high = (ours["total"]["95"][end] for end in ("low", "high"))
    weeks = f"{ours['weeks_inside']:.0%}"
    excess = f"{ours['tracking_four_weekly']:+.1%}"
    missed = "" if low <= split["orders"] <= high else ", **missed**"
    return [
        f"Coverage at 50 / 80 / 95 %: {shares(ours['coverage'])} of all,",
        f"{shares(ours['coverage_repeat'])} of repeat buyers, {shares(ours['coverage_closed'])} in the printed closed",
        f"interval. Total: {split['orders']:,.0f} orders came, 95 % interval {low:,.0f} to {high:,.0f}{missed}.",
        f"The running total lay in its 80 % interval at {weeks} of every fourth week's ends; four-weekly totals miss by {excess}",
        "more than chance alone does.",
    ]


def cells(cases: list[Case]) -> list[str]:
    """Totals of the next 13 weeks, forecast from many days of each set."""
    lines = [
        "## Totals from many days",
        f"Orders of the next {CELL_HORIZON_DAYS} days, from up to {CELLS_OF_A_SET} days of each set, each time with",
        "what was known then.",
        "",
        CELL_HEAD,
        "|---|---|---|---|---|---|---|---|",
    ]
    pooled: list[tuple[float, float, bool, bool, float, float]] = []
    for case in cases:
        own = [cell(split) for split in backtest(case, days_of(case), f"{CELL_HORIZON_DAYS}d")]
        lines.append(cell_row(case.name, own))
        pooled += own
    return [*lines, cell_row("**all**", pooled), ""]


def days_of(case: Case) -> list[str]:
    first, until = dt.date.fromisoformat(case.first), dt.date.fromisoformat(case.until)
    earliest, latest = (until - first).days // 3, (until - first).days - CELL_HORIZON_DAYS
    count = min(CELLS_OF_A_SET, max((latest - earliest) // 14, 1))
    marks = np.linspace(max(earliest, 120), latest, count)
    return [(first + dt.timedelta(int(mark))).isoformat() for mark in marks]


def cell(split: dict[str, Any]) -> tuple[float, float, bool, bool, float, float]:
    rows = {row["model"]: row for row in split["models"]}
    ours, plain = rows["combined"], rows["pareto-nbd"]
    inside = [
        ours["total"][share]["low"] <= split["orders"] <= ours["total"][share]["high"]
        for share in ("80", "95")
    ]
    ratios = ours["rmse"] / plain["rmse"], ours["crps"] / plain["crps"]
    return abs(ours["bias"]), abs(plain["bias"]), inside[0], inside[1], *ratios


def cell_row(name: str, found: list[tuple[float, float, bool, bool, float, float]]) -> str:
    table = np.array(found, dtype=np.float64)
    middle, share = np.median(table[:, :2], axis=0), table[:, 2:4].mean(axis=0)
    ratio = np.exp(np.log(table[:, 4:]).mean(axis=0))
    return (
        f"| {name} | {len(table)} | {middle[0]:.1%} | {middle[1]:.1%} | {share[0]:.0%} | {share[1]:.0%} |"
        f" {ratio[0]:.3f} | {ratio[1]:.3f} |"
    )


def figure(number: float | None) -> str:
    return "" if number is None else f"{number:.3f}"


if __name__ == "__main__":
    main()
