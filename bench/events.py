"""Events over HTTP into a real server with SQLite, while another process writes too; then kills.

`python bench/events.py` prints the rate and its ratio to the limit of 5,000 a second, with batches of 500;
`--kills 100` kills the server so often in the middle and counts what was acknowledged and is not there.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from servers import Sender, Server, free_port, new_key, order, serving

LIMIT, BATCH, SENDERS = 5_000, 500, 4


def write_beside(database: str, stop: object, written: object) -> None:
    """Another process that writes in groups, as the worker does."""
    with closing(sqlite3.connect(database, timeout=20, isolation_level=None)) as con:
        con.execute("PRAGMA synchronous=FULL")
        con.execute("CREATE TABLE IF NOT EXISTS beside (id INTEGER PRIMARY KEY, text TEXT)")
        while not stop.is_set():
            con.execute("BEGIN IMMEDIATE")
            con.executemany("INSERT INTO beside (text) VALUES (?)", [("x" * 200,)] * 100)
            con.execute("COMMIT")
            written.value += 100
            time.sleep(0.02)


def send_for(port: int, token: str, name: str, seconds: float, done: list[float]) -> None:
    end, number = time.monotonic() + seconds, 0
    with closing(Sender(port, token)) as sender:
        while time.monotonic() < end:
            events = [order(f"{name}-{number + place}") for place in range(BATCH)]
            began = time.monotonic()
            answer = sender.send(events)
            assert answer["accepted"] == BATCH, answer
            done.append(time.monotonic() - began)
            number += BATCH


def rate(home: Path, seconds: float) -> None:
    port, token = free_port(), new_key(home, "events")
    done: list[float] = []
    stop, written = multiprocessing.Event(), multiprocessing.Value("q", 0)
    with serving(home, port, TREUE_WEB_CALLS="1000000"):
        beside = multiprocessing.Process(target=write_beside, args=(str(home / "treue.db"), stop, written))
        beside.start()
        began = time.monotonic()
        threads = [
            threading.Thread(target=send_for, args=(port, token, f"t{place}", seconds, done))
            for place in range(SENDERS)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        took = time.monotonic() - began
        stop.set()
        beside.join()
    events = len(done) * BATCH
    per_second = events / took
    ordered = sorted(done)
    print(f"events accepted        {events:>10,} in {took:.1f} s, batches of {BATCH}, {SENDERS} senders")
    print(
        f"rate                   {per_second:>10,.0f} events/s, {per_second / LIMIT:.2f} x the limit of {LIMIT:,}"
    )
    print(
        f"a batch, median / p95  {statistics.median(ordered) * 1000:>7.0f} / {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms"
    )
    print(f"rows written beside    {written.value:>10,} ({written.value / took:,.0f}/s)")


def until_dead(port: int, token: str, name: str, acknowledged: set[str]) -> None:
    number = 0
    with closing(Sender(port, token)) as sender, suppress(OSError, HTTPException):  # it is killed
        while True:
            answer = sender.send([order(f"{name}-{number + place}") for place in range(BATCH)])
            acknowledged |= {each["key"] for each in answer["items"] if each["state"] == "accepted"}
            number += BATCH


def kill(home: Path, times: int) -> None:
    port, token = free_port(), new_key(home, "events")
    acknowledged: set[str] = set()
    for number in range(times):
        server = Server(home, port)
        server.wait()
        parts = [set[str]() for _ in range(SENDERS)]
        threads = [
            threading.Thread(target=until_dead, args=(port, token, f"{number}-{place}", part))
            for place, part in enumerate(parts)
        ]
        for each in threads:
            each.start()
        time.sleep(0.2 + 0.01 * (number % 37))
        server.kill()
        for each in threads:
            each.join()
        acknowledged = acknowledged.union(*parts)
    with closing(sqlite3.connect(home / "treue.db")) as con:
        kept = {key for (key,) in con.execute("SELECT key FROM people_event")}
    print(f"kills                  {times:>10,}")
    print(f"acknowledged, lost     {len(acknowledged):>10,}, {len(acknowledged - kept)}")
    print(f"kept, answer cut off   {len(kept - acknowledged):>10,}")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--kills", type=int, default=0)
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if told.kills:
            kill(Path(folder) / "home", told.kills)
        else:
            rate(Path(folder) / "home", told.seconds)


if __name__ == "__main__":
    main()
