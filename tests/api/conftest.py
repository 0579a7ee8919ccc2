"""A small shop behind its interface, in this process; what a test writes is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from callers import Program, WithScopes
from treue.api import doors
from treue.api.keys import make_key
from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.loop.shelf import shelf_of


@pytest.fixture
def home(shop_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Its home, with the interface and the operational database pointed to it."""
    yield from _in(open_home(shop_folder), monkeypatch)


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home in which nothing was ever loaded."""
    yield from _in(open_home(tmp_path / "empty", create=True), monkeypatch)


def _in(opened: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.setattr(settings, "HOME", opened)
    shelf_of.cache_clear()
    doors.buckets.cache_clear()
    open_database(opened)
    with transaction.atomic():
        yield opened
        transaction.set_rollback(True)
    shelf_of.cache_clear()


@pytest.fixture
def program() -> WithScopes:
    """A program with a key of its own; needs a home."""
    return lambda *scopes: Program(make_key("test", scopes or ("read",), "test")[1])
