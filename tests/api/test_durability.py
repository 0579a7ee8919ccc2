"""What was acknowledged is on the disk, also when the process dies in the middle of other batches."""

from __future__ import annotations

import http.client
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

from servers import Sender, Server, free_port, new_key, order

KILLS, SENDERS, BATCH = 10, 3, 50


def send_until_dead(port: int, token: str, name: str, acknowledged: set[str]) -> None:
    number = 0
    killed = (OSError, http.client.HTTPException)  # what a sender meets once the server is dead
    with closing(Sender(port, token)) as sender, suppress(*killed):
        while True:
            keys = [f"{name}-{number + place}" for place in range(BATCH)]
            answer = sender.send([order(key) for key in keys])
            acknowledged |= {each["key"] for each in answer["items"] if each["state"] == "accepted"}
            number += BATCH


def kept(home: Path) -> set[str]:
    with closing(sqlite3.connect(home / "treue.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {key for (key,) in database.execute("SELECT key FROM people_event")}


def test_nothing_acknowledged_is_lost_at_kill_9(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    token = new_key(home, "events")
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        server = Server(home, port)
        server.wait()
        before = len(acknowledged)
        parts = [set[str]() for _ in range(SENDERS)]
        senders = [
            threading.Thread(target=send_until_dead, args=(port, token, f"{kill}-{place}", part))
            for place, part in enumerate(parts)
        ]
        for each in senders:
            each.start()
        end = time.monotonic() + 30
        while sum(map(len, parts)) < BATCH * SENDERS + kill * 20 and time.monotonic() < end:
            time.sleep(0.003)
        server.kill()
        for each in senders:
            each.join()
        acknowledged = acknowledged.union(*parts)
        assert len(acknowledged) > before, "killed before anything was acknowledged"
    lost = acknowledged - kept(home)
    assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged events are gone"


def test_after_a_kill_the_whole_batch_is_there_or_nothing_of_it(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    token = new_key(home, "events")
    server = Server(home, port)
    server.wait()
    thread = threading.Thread(target=send_until_dead, args=(port, token, "x", set()))
    thread.start()
    time.sleep(0.5)
    server.kill()
    thread.join()
    batches: dict[int, int] = {}
    for key in kept(home):
        place = int(key.partition("-")[2]) // BATCH
        batches[place] = batches.get(place, 0) + 1
    assert batches
    assert set(batches.values()) == {BATCH}
