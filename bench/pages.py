"""Twenty people on the pages of a large shop: how long the server takes, page by page.

    python bench/night.py --home /tmp/large            # once: a home with 1,000,000 customers
    python bench/pages.py --home /tmp/large [--people 20] [--seconds 60] [--alone]

A real server (`treue.web.serving`, one process) on the home; people are threads that keep their connection, look
at a page for one to three seconds, and click on what such a shop clicks on. The server's own time comes from the
header Server-Timing. Everybody gets a name (`bench/contacts.py`). Limits: 95 of 100 pages within 300 ms,
searches within 100 ms, 500 MB for the process.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote_plus

import numpy as np

PAGE_MS, SEARCH_MS, MEGABYTES = 300.0, 100.0, 500.0
LOOKS = (1.0, 3.0)
"""Seconds somebody looks at a page, from, to."""
_START = (
    "import sys; from pathlib import Path; from treue.loop.home import open_home; from treue.web.serving import "
    "serve; serve(open_home(Path(sys.argv[1])), port=int(sys.argv[2]), with_worker=False)"
)
_TIMED, _CODE = re.compile(r"dur=([\d.]+)"), re.compile(rb"/customers/([0-9A-Z]{5}-[0-9A-Z]{5})/")


@dataclass(frozen=True)
class Shop:
    """What people know of it: sessions of theirs, codes and names of customers."""

    sessions: list[str]
    codes: list[str]
    names: list[str]


@dataclass
class Seen:
    """Milliseconds by kind of page: the server's own, and as waited for."""

    own: dict[str, list[float]] = field(default_factory=dict)
    waited: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def note(self, kind: str, own: float, waited: float) -> None:
        self.own.setdefault(kind, []).append(own)
        self.waited.setdefault(kind, []).append(waited)


Draw = Callable[[random.Random, Shop], str]
WAYS: dict[str, tuple[int, Draw]] = {
    "today": (20, lambda _, __: "/"),
    "today, one tier": (4, lambda luck, _: f"/?tier={luck.choice(('platinum', 'gold'))}"),
    "customers": (8, lambda _, __: "/customers/"),
    "customers, sorted": (
        8,
        lambda luck, _: (
            f"/customers/?sort={luck.choice(('value', 'at_stake', 'margin', 'orders', 'last_order', 'active'))}"
            f"&way={luck.choice(('up', 'down'))}&page={luck.choice((1, 1, 2, 3, 17))}"
        ),
    ),
    "customers, filtered": (
        12,
        lambda luck, _: luck.choice(
            (
                f"/customers/?tier=platinum&tier=gold&value_from={luck.randrange(20, 900)}",
                f"/customers/?idle_days_from={luck.randrange(30, 300)}&sort=at_stake",
                f"/customers/?phase=reactivation&margin_from={luck.randrange(10, 400)}",
                f"/customers/?tier=iron&orders_from={luck.randrange(2, 12)}&sort=last_order&page=2",
                f"/customers/?kind={luck.randrange(1, 5)}&active_from={luck.randrange(20, 90)}",
            )
        ),
    ),
    "customers, last page": (1, lambda _, __: "/customers/?page=20000"),
    "search, code": (8, lambda luck, shop: f"/customers/?q={luck.choice(shop.codes)}"),
    "search, name": (8, lambda luck, shop: f"/customers/?q={luck.choice(shop.names)}"),
    "one customer": (24, lambda luck, shop: f"/customers/{luck.choice(shop.codes)}/"),
    "groups": (4, lambda _, __: "/groups/"),
    "forecast": (4, lambda _, __: "/forecast/"),
    "audiences": (4, lambda _, __: "/audiences/"),
    "tasks": (6, lambda luck, _: f"/tasks/?view={luck.choice(('open', 'mine', 'done'))}"),
    "reconciliation": (3, lambda _, __: "/reconciliation/"),
}
"""Kind of page -> how often of all clicks, and an address of it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--alone", action="store_true", help="each page by one person only")
    asked = parser.parse_args()
    shop = furnished(asked.home, asked.people)
    with serving(asked.home) as (port, process):
        alone = by_one(port, shop)
        print("\n".join(table("one person", alone)), flush=True)
        print(f"resident: {resident(process):.0f} MB", flush=True)
        if not asked.alone:
            before = processor_seconds(process)
            seen = by_many(port, shop, asked.people, asked.seconds)
            used = processor_seconds(process) - before
            print("\n".join(table(f"{asked.people} people", seen)))
            clicks = sum(map(len, seen.own.values()))
            print(
                f"processor: {1000 * used / max(1, clicks):.0f} ms a click, {used / asked.seconds:.2f} of 2 cores"
            )
            peak = resident(process, "VmHWM")
            print(f"resident: {resident(process):.0f} MB, at most {peak:.0f} MB ({peak / MEGABYTES:.2f})")
            print(f"failed: {len(seen.failed)} {seen.failed[:3]}")


def furnished(home: Path, people: int) -> Shop:
    """Tables as of today, a contact for everybody, audiences, tasks, and a session for each of the people."""
    from treue.loop.home import open_home
    from treue.web.serving import set_up

    opened = open_home(home)
    set_up(opened)
    from contacts import people as named
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from treue.people.keeping import keep
    from treue.people.records import Audience, Contact, Task
    from treue.web.accounts import invite
    from treue.web.records import User
    from treue.web.site import shelf

    snapshot = shelf().latest()
    if snapshot is None:
        raise SystemExit(f"{home}: no snapshot; run bench/night.py --home {home} first.")
    if not Contact.objects.exists():
        found = snapshot.rows("SELECT customer FROM customers ORDER BY customer")
        keep(named(np.array([key for (key,) in found], np.int64)))
    now = datetime.now(UTC)
    filters = (
        [{"column": "tier", "values": ["platinum"]}],
        [{"column": "tier", "values": ["platinum", "gold"]}, {"column": "idle_days", "low": 60}],
        [{"column": "value", "low": 20_000}],
        [{"column": "orders", "low": 3}, {"column": "active", "low": 0.5}],
    )
    for number, conditions in enumerate(filters):
        told = {"filter": {"conditions": conditions}, "made_at": now, "made_by": "bench"}
        Audience.objects.get_or_create(name=f"Bench {number}", defaults=told)
    found = snapshot.rows(
        "SELECT customer, code FROM customers USING SAMPLE reservoir(2000 ROWS) REPEATABLE (7)"
    )
    if not Task.objects.exists():
        for place, (key, _) in enumerate(found[:400]):
            Task.objects.create(
                customer=int(str(key)), title="Anrufen", made_at=now, made_by="bench",
                state="done" if place % 2 else "open", ended_at=now if place % 2 else None,
            )  # fmt: skip
    sessions = []
    for number in range(people):
        user = User.objects.filter(mail=f"bench{number}@laden.example").first()
        if user is None:
            user, _ = invite(f"bench{number}@laden.example", "marketer", "bench")
            user.must_choose_password = False
            user.save()
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.create()
        sessions.append(str(session.session_key))
    return Shop(sessions, [str(code) for _, code in found], typed([int(str(key)) for key, _ in found]))


def typed(customers: list[int]) -> list[str]:
    """What people type to find somebody: the whole name, the family's, its beginning, a number."""
    from treue.people.records import Contact

    found = Contact.objects.filter(key__in=customers[:400]).order_by("key")
    ways = (
        lambda one: f"{one.first_name} {one.last_name}",
        lambda one: one.last_name,
        lambda one: f"{one.last_name[:4]} {one.first_name}",
        lambda one: one.number,
    )
    return [quote_plus(ways[place % len(ways)](one)) for place, one in enumerate(found)]


@contextmanager
def serving(home: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server on the home: its port, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-c", _START, str(home), str(port)], env={**os.environ})
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=60)


class Person:
    """One browser: a connection that stays open, a session."""

    def __init__(self, port: int, session: str, seen: Seen) -> None:
        self._port, self._session, self._seen = port, session, seen
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def click(self, kind: str, address: str) -> bytes:
        """Ask for a page and read it to its end."""
        began = time.perf_counter()
        try:
            self._line.request(
                "GET", address, headers={"Cookie": f"treue_session={self._session}", "Host": "localhost"}
            )
            answer = self._line.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._seen.failed.append(f"{address}: {error!r}")
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            return b""
        waited = 1000 * (time.perf_counter() - began)
        timed = _TIMED.search(answer.headers.get("Server-Timing", ""))
        if (
            answer.status not in (200, 302)
            or timed is None
            or "/login/" in answer.headers.get("Location", "")
        ):
            self._seen.failed.append(f"{address}: {answer.status}")
        else:
            self._seen.note(kind, float(timed[1]), waited)
        return text


def by_one(port: int, shop: Shop, times: int = 7) -> Seen:
    """Each page alone; the first time of each is told apart."""
    seen = Seen()
    person = Person(port, shop.sessions[0], seen)
    for kind, (_, draw) in WAYS.items():
        luck = random.Random(7)
        person.click(f"{kind} (first)", draw(luck, shop))
        for _ in range(times):
            person.click(kind, draw(luck, shop))
    if seen.failed:
        print(f"failed: {seen.failed}")
    return seen


def by_many(port: int, shop: Shop, people: int, seconds: float) -> Seen:
    """Everybody at once, for a while."""
    all_seen = [Seen() for _ in range(people)]
    until = time.monotonic() + seconds

    def go(number: int) -> None:
        person, luck = Person(port, shop.sessions[number], all_seen[number]), random.Random(number)
        kinds = list(WAYS)
        weights = [WAYS[kind][0] for kind in kinds]
        time.sleep(luck.uniform(0, LOOKS[1]))
        while time.monotonic() < until:
            kind = luck.choices(kinds, weights)[0]
            person.click(kind, WAYS[kind][1](luck, shop))
            time.sleep(luck.uniform(*LOOKS))

    threads = [threading.Thread(target=go, args=(number,)) for number in range(people)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    together = Seen()
    for each in all_seen:
        together.failed += each.failed
        for kind, times in each.own.items():
            for own, waited in zip(times, each.waited[kind], strict=True):
                together.note(kind, own, waited)
    return together


def table(title: str, seen: Seen) -> list[str]:
    """Kinds of pages down, milliseconds across."""
    lines = [
        f"| {title} | clicks | server p50 ms | p95 | of the limit | waited p95 |",
        "|---|---|---|---|---|---|",
    ]
    for kind, own in seen.own.items():
        half, most = np.percentile(own, (50, 95))
        limit = SEARCH_MS if kind.startswith("search") else PAGE_MS
        waited = np.percentile(seen.waited[kind], 95)
        lines.append(f"| {kind} | {len(own)} | {half:.0f} | {most:.0f} | {most / limit:.2f} | {waited:.0f} |")
    told = {kind: own for kind, own in seen.own.items() if "first" not in kind}
    for name, limit in (("all searches", SEARCH_MS), ("all other pages", PAGE_MS)):
        own = [
            ms
            for kind, them in told.items()
            if (limit == SEARCH_MS) == kind.startswith("search")
            for ms in them
        ]
        half, most = np.percentile(own, (50, 95))
        lines.append(f"| {name} | {len(own)} | {half:.0f} | {most:.0f} | {most / limit:.2f} | |")
    return lines


def processor_seconds(process: subprocess.Popen[bytes]) -> float:
    """All threads together: what a click costs, whatever else the machine does."""
    told = Path(f"/proc/{served_by(process)}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def served_by(process: subprocess.Popen[bytes]) -> str:
    """The process that serves; granian's own is above it."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    return children[0] if children else str(process.pid)


def resident(process: subprocess.Popen[bytes], which: str = "VmRSS") -> float:
    """Megabytes of it."""
    told = Path(f"/proc/{served_by(process)}/status").read_text(encoding="ascii")
    found = re.search(rf"^{which}:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")


if __name__ == "__main__":
    main()
