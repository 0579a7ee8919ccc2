"""A shop in which something of everything is kept, and what of it must be equal after a restore."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from working import working_home, write_orders

from treue.api.keys import make_key
from treue.facts import TABLES
from treue.loop.backup.backing import Made, Wanted, back_up
from treue.loop.home import Home
from treue.loop.intake.loading import Wanted as Files
from treue.loop.intake.loading import load
from treue.loop.work.jobs import LOOK, NIGHT, ask
from treue.loop.work.worker import CLOCK
from treue.people.keeping import Reached, keep
from treue.people.log import log
from treue.people.records import Event, Note, Task
from treue.web.records import User

NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)


def quiet(_: str) -> None:
    return None


def kept_shop(folder: Path) -> Home:
    """Orders, a name, a task, a note, an event, settings, a row set aside, a file that waits."""
    home = working_home(folder)
    orders = write_orders(folder.parent / "export" / "orders.csv", uneven=9)
    with orders.open("a", encoding="utf-8") as file:
        file.write("9999;K1;31.02.2025;12,00\n")
    load(Files(orders), home, quiet)
    keep([Reached(7, 7, "shop", NOW, "10023", "Anna", "Müller", mail="anna@example.org")])
    Task.objects.create(customer=7, title="anrufen", made_at=NOW, made_by="user:1")
    Note.objects.create(customer=7, text="mag Grün", made_at=NOW, made_by="user:1")
    Event.objects.create(source="shop", key="a", kind="order", body={"n": [1, None, "ü"]}, arrived_at=NOW)
    User.objects.create(mail="jana@laden.example", name="Jana", role=User.Role.ADMIN)
    make_key("warehouse", ("read",), "test")
    ask(NIGHT, CLOCK)
    ask(LOOK, "user:1", {"arrival": 3})
    log("user:1", "viewed", 7, {"page": "customer", "at": [1, None]})
    waiting = home.arrivals / "3"
    waiting.mkdir(parents=True)
    (waiting / "kunden.csv").write_text("Kunde\nK1\n", encoding="utf-8")
    return home


def made(home: Home, target: Path, **more: bool) -> Made:
    return back_up(home, Wanted(target, **more), NOW, quiet)


def rows_of(database: Path) -> Mapping[str, list[tuple[object, ...]]]:
    """Every row of every table of a SQLite file, but for what restoring changes: a line of the log, jobs."""
    with closing(sqlite3.connect(database)) as con:
        names = con.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        listed = {name for (name,) in names.fetchall()} - {"django_migrations", "loop_job"}
        found = {name: con.execute(f'SELECT * FROM "{name}"').fetchall() for name in listed}
    return {
        name: sorted((tuple(map(_plain, row)) for row in rows if "restored" not in row), key=repr)
        for name, rows in found.items()
    }


def _plain(value: object) -> object:
    """A document however its keys are ordered and its letters written."""
    is_document = isinstance(value, str) and value[:1] in ("{", "[")
    return json.dumps(json.loads(str(value)), sort_keys=True) if is_document else value


def facts_of(home: Home) -> Mapping[str, list[tuple[object, ...]]]:
    """Every row of every table of the facts."""
    with duckdb.connect() as con:
        return {
            table: sorted(con.read_parquet([str(each) for each in files]).fetchall(), key=repr)
            for table in TABLES
            if (files := home.facts.files(table))
        }


def command(home: Path, *words: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """`treue` as somebody at a terminal calls it."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("TREUE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "treue", *map(str, words), "--home", str(home)],
        capture_output=True, text=True, check=False, env=kept | variables, timeout=300,
    )  # fmt: skip
