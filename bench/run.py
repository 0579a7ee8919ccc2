"""The full figures in one run: ours beside the peers', as ratios, and the limits we set ourselves.

    python bench/run.py [--customers 1000000] [--large] [--write docs/bench.md] [--skip-files]

Needs the bench scripts of the peers (TREUE_BENCH, default ../shared/bench/clv) for the synthetic log, and for
the peers themselves interpreters that have them: TREUE_LIFETIMES and TREUE_PYMC. What is not there is named
and left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from synthetic import write_log

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = Path(os.environ.get("TREUE_BENCH", ROOT.parent / "shared" / "bench" / "clv"))
TREUE = Path(sys.executable).with_name("treue")
# An installed package has its bytecode at hand; without it each run compiles us anew, for a quarter second.
INSTALLED = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
AFTER = "1998-06-30"
PATIENCE_SECONDS = 330
MODEL = "pareto-nbd"
SIZES, LARGE = (10_000, 100_000, 1_000_000), 10_000_000


@dataclass(frozen=True)
class Figure:
    """One line of the table: seconds unless the unit says otherwise."""

    what: str
    ours: float
    limit: float | None
    peers: dict[str, float | None]
    unit: str = "CPU s"


@dataclass(frozen=True)
class Process:
    """What one command took: seconds, CPU seconds of all threads, peak resident megabytes."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--large", action="store_true", help="the curve up to ten million customers")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--skip-files", action="store_true", help="leave out the 10,000 generated files")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        log = synthetic_log(Path(scratch), asked.customers)
        figures = [*fits(log), *whole_process(log)]
        points = {size: written_means(Path(scratch), size) for size in (*SIZES, *([LARGE] * asked.large))}
    text = "\n".join([*report(figures, asked.customers), "", *curve(points)])
    print(text)
    if asked.write:
        asked.write.write_text(text + "\n", encoding="utf-8")
    if not asked.skip_files:
        generated_files()


def synthetic_log(folder: Path, customers: int) -> Path:
    """The peers' own log, as CSV for them and as Parquet for us."""
    csv, parquet = folder / "log.csv", folder / "log.parquet"
    script = [sys.executable, str(SCRIPTS / "make_synthetic.py"), "--customers", str(customers)]
    subprocess.run([*script, "--seed", "20240601", "--out", str(csv)], check=True, stdout=subprocess.DEVNULL)
    duckdb.sql(f"COPY (FROM '{csv}') TO '{parquet}'")
    return parquet


def fits(log: Path) -> Iterator[Figure]:
    """Histories and fits, CPU seconds of all threads, beside the peers on the same log."""
    ours = steps_of([sys.executable, str(ROOT / "bench" / "fit.py"), str(log)])
    csv = log.with_suffix(".csv")
    lifetimes = peer("TREUE_LIFETIMES", "peer_lifetimes.py", csv, "--model", "bgnbd")
    pymc = peer("TREUE_PYMC", "peer_pymc_marketing.py", csv, "--model", "bgnbd", "--method", "map")
    pareto = peer("TREUE_LIFETIMES", "peer_lifetimes.py", csv, "--model", "pnbd")

    def beside(step: str) -> dict[str, float | None]:
        return {"lifetimes": lifetimes.get(step), "pymc-marketing MAP": pymc.get(step)}

    yield Figure("orders in memory to histories", ours["histories"], 0.3, beside("rfm"))
    yield Figure("BG/NBD fit", ours["bg-nbd fit"], 1.0, beside("fit"))
    yield Figure("MBG/NBD fit", ours["mbg-nbd fit"], None, {})
    yield Figure("MBG/CNBD-k fit, k searched", ours["mbg-cnbd fit"], None, {})
    yield Figure("Pareto/NBD fit", ours["pareto-nbd fit"], 2.0, {"lifetimes": pareto.get("fit")})


def peer(variable: str, script: str, log: Path, *options: str) -> dict[str, float]:
    """CPU seconds by step of one peer; empty where it is not there or did not end in time."""
    python = os.environ.get(variable)
    if not python:
        print(f"{variable} is not set: {script} is left out", file=sys.stderr)
        return {}
    command = [python, str(SCRIPTS / script), "--log", str(log), "--cal-end", AFTER, "--obs-end", AFTER]
    return steps_of([*command, "--no-track", *options], cwd=SCRIPTS)


def steps_of(command: list[str], cwd: Path = ROOT) -> dict[str, float]:
    """Step -> the least CPU seconds, from a script that prints JSON lines, even if it had to be ended."""
    run = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        printed, _ = run.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        run.kill()
        printed, _ = run.communicate()
        print(f"{Path(command[1]).name} was ended after {PATIENCE_SECONDS} s", file=sys.stderr)
    steps: dict[str, float] = {}
    for line in printed.splitlines():
        if line.startswith("{") and (said := json.loads(line)).get("cpu_s") is not None:
            steps[said["step"]] = min(said["cpu_s"], steps.get(said["step"], said["cpu_s"]))
    return steps


def whole_process(log: Path) -> Iterator[Figure]:
    """`treue value` from a Parquet log to what was asked for."""
    out = ("--out", str(log.with_name("customers.parquet")))
    named = ("--model", MODEL)
    for what, options, times, seconds, megabytes in (
        ("a row with means for every customer", (*named, "--intervals", "none", *out), 3, 5.0, 1024.0),
        ("totals with intervals", named, 3, 10.0, 1024.0),
        ("a row with intervals for every customer", (*named, *out), 1, 60.0, 2048.0),
        ("totals, by a tournament", (), 1, 300.0, None),
    ):
        best = least([str(TREUE), "value", str(log), "--json", *options], times)
        yield Figure(f"`treue value`, whole process: {what}", best.wall, seconds, {}, "s wall")
        yield Figure("its CPU seconds, all threads", best.cpu, None, {})
        yield Figure("its peak memory", best.peak, megabytes, {}, "MB")


def written_means(folder: Path, customers: int) -> Process:
    """From a log of that many customers to a file with means for each."""
    log, out = folder / f"log-{customers}.parquet", folder / "means.parquet"
    write_log(log, customers)
    options = ["--json", "--model", MODEL, "--intervals", "none", "--out", str(out)]
    best = least([str(TREUE), "value", str(log), *options], times=1 if customers == LARGE else 3)
    log.unlink()
    return best


def curve(points: dict[int, Process]) -> Iterator[str]:
    """How time and memory grow: per customer beyond the smallest log, and against the log before."""
    yield "## The curve"
    yield f"`treue value LOG --model {MODEL} --intervals none --out FILE` on logs of `bench/synthetic.py`, 2.75 orders a"
    yield "customer, whole process. Time and memory of one more customer; a ratio to the row above of 1.0 is"
    yield "linear, below it less than linear."
    yield ""
    yield "| customers | wall s | CPU s | peak MB | CPU us a customer | ratio | kB a customer | ratio |"
    yield "|---|---|---|---|---|---|---|---|"
    least_size, *_ = sizes = sorted(points)
    before: tuple[float, float] | None = None
    for size in sizes:
        found, base = points[size], points[least_size]
        start = f"| {size:,} | {found.wall:.1f} | {found.cpu:.1f} | {found.peak:,.0f} |"
        if size == least_size:
            yield f"{start} | | | |"
            continue
        more = size - least_size
        each = (found.cpu - base.cpu) / more * 1e6, (found.peak - base.peak) / more * 1e3
        ratios = [f"{now / then:.2f}" for now, then in zip(each, before or each, strict=True)]
        yield f"{start} {each[0]:.1f} | {ratios[0]} | {each[1]:.2f} | {ratios[1]} |"
        before = each


def least(command: list[str], times: int) -> Process:
    """The run that took least time."""
    return min((process(command) for _ in range(times)), key=lambda each: each.wall)


def process(command: list[str]) -> Process:
    """Run one command to its end."""
    begin = time.perf_counter()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=INSTALLED)
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {run.returncode}")
    wall = time.perf_counter() - begin
    return Process(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(figures: list[Figure], customers: int) -> Iterator[str]:
    """The table, as it stands in docs/bench.md."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    today = dt.datetime.now(dt.UTC).date()
    yield "# Bench"
    yield ""
    yield (
        f"`make bench` on {today}, commit {commit.stdout.strip()}, {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}; {customers:,} customers of a synthetic"
    )
    yield "BG/NBD log. CPU seconds count all threads; peers run in the same run on the same log. A ratio is"
    yield "peer / ours."
    yield ""
    yield "| step | ours | limit | peers (ratio) |"
    yield "|---|---|---|---|"
    for each in figures:
        missed = "" if each.limit is None or each.ours <= each.limit else " **missed**"
        limit = "" if each.limit is None else f"{each.limit:g} {each.unit}{missed}"
        yield f"| {each.what.strip()} | {each.ours:.2f} {each.unit} | {limit} | {'; '.join(told(each))} |"


def told(figure: Figure) -> Iterator[str]:
    for name, seconds in figure.peers.items():
        if seconds is None:
            yield f"{name}: not finished in {PATIENCE_SECONDS} s or not there"
        else:
            yield f"{name}: {seconds:.2f} ({seconds / figure.ours:.1f}x)"


def generated_files() -> None:
    """The property tests of the file source on 10,000 generated files."""
    environment = {**os.environ, "TREUE_FILES": "10000"}
    command = [sys.executable, "-m", "pytest", "-q", "tests/sources/files/test_generated_files.py"]
    run = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    raise SystemExit(run.returncode)


if __name__ == "__main__":
    main()
