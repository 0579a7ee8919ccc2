"""The first reader after a night waits for nothing that could have been made before."""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from treue.loop.home import Home, open_home
from treue.loop.shelf import shelf_of
from treue.people.records import Logged
from treue.warehouse.snapshot import POINTER
from treue.web import site
from treue.web.warming import keep_warm, warm
from visitors import opened
from waiting import until

NOBODY: frozenset[int] = frozenset()
SHARED = (
    "warned of", "waiting", "moved", ("tier by phase", NOBODY), ("balances", NOBODY), "lights",
    ("blocks", "de"), ("blocks", "en"),
)  # fmt: skip
"""What Heute, Kunden and Kundengruppen read once for everybody."""


@pytest.fixture
def shop_folder(shop_folder: Path, tmp_path: Path) -> Path:
    """A copy: another night is published in it."""
    return shutil.copytree(shop_folder, tmp_path / "home", ignore=shutil.ignore_patterns("treue.db*"))


def publish(home: Home, name: str) -> None:
    """The snapshot of today once more, as that of another night."""
    before, folder = opened().name, home.snapshots
    told = json.loads((folder / f"snap-{before}.json").read_text(encoding="utf-8"))
    shutil.copy(folder / f"snap-{before}.duckdb", folder / f"snap-{name}.duckdb")
    (folder / f"snap-{name}.json").write_text(json.dumps({**told, "run": name}), encoding="utf-8")
    shutil.copytree(folder / f"pages-{before}", folder / f"pages-{name}")
    (folder / POINTER).write_text(name + "\n", encoding="utf-8")


@contextmanager
def warming() -> Iterator[None]:
    """Pages are kept warm beside, as in the process that serves them."""
    is_over = threading.Event()
    beside = threading.Thread(target=keep_warm, args=(is_over, 0.05))
    beside.start()
    try:
        yield
    finally:
        is_over.set()
        beside.join()


def is_warm(name: str) -> bool:
    found = opened()
    return found.name == name and all(key in found.kept for key in SHARED)


@pytest.mark.usefixtures("home")
def test_nothing_is_kept_before_somebody_asks_and_all_that_is_shared_afterwards() -> None:
    assert not any(key in opened().kept for key in SHARED)
    warm()
    assert is_warm(opened().name)
    assert not Logged.objects.exists()


def test_a_night_that_is_published_is_made_ready_though_nobody_comes(home: Home) -> None:
    first = opened().name
    with warming():
        until(lambda: is_warm(first))
        publish(home, "20990101-030000-000001")
        until(lambda: is_warm("20990101-030000-000001"))


def test_what_cannot_be_made_ready_is_told_and_the_next_night_is(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    broken = home.snapshots / f"pages-{opened().name}" / "de.json"
    whole = broken.read_bytes()
    broken.write_bytes(b"{")
    with caplog.at_level(logging.WARNING, "treue.web"), warming():
        until(lambda: "were not made ready" in caplog.text)
        assert not is_warm(opened().name)
        broken.write_bytes(whole)
        publish(home, "20990101-030000-000002")
        until(lambda: is_warm("20990101-030000-000002"))


def test_before_the_first_night_there_is_nothing_to_make_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    empty = open_home(tmp_path / "empty", create=True)
    monkeypatch.setattr(settings, "HOME", empty)
    site.shelf.cache_clear()
    is_over = threading.Event()
    beside = threading.Thread(target=keep_warm, args=(is_over, 0.01))
    beside.start()
    until(lambda: shelf_of(empty.snapshots).latest() is None)
    is_over.set()
    beside.join()
    site.shelf.cache_clear()
    assert not caplog.records
