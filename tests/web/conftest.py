"""A small shop with its pages, in this process; what a test writes is taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from looks import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, sync_playwright
from served import Served, serving

from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.web import site
from visitors import signed_in


@pytest.fixture
def home(shop_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Its home, with the pages and the operational database pointed to it."""
    opened = open_home(shop_folder)
    monkeypatch.setattr(settings, "HOME", opened)
    site.shelf.cache_clear()
    open_database(opened)
    with transaction.atomic():
        yield opened
        transaction.set_rollback(True)
    site.shelf.cache_clear()


@pytest.fixture
def admin(home: Home) -> Client:  # noqa: ARG001 - the pages' home
    """An admin's browser, German."""
    return signed_in("admin")


@pytest.fixture
def viewer(home: Home) -> Client:  # noqa: ARG001 - the same
    """A viewer's browser, German."""
    return signed_in("viewer")


@pytest.fixture(autouse=True)
def _kept_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail is kept in `django.core.mail.outbox`."""
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []


@pytest.fixture(scope="session")
def served(shop_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages as they really are: a server of its own on a copy of the home."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(shop_folder, home, ignore=shutil.ignore_patterns("treue.db*"))
    with serving(home) as made:
        yield made


@pytest.fixture(scope="module")
def shop(shop_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo with its customers' names, on a server of its own for each module."""
    home = tmp_path_factory.mktemp("shop") / "home"
    shutil.copytree(shop_folder, home)
    with serving(home) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; it runs a loop of its own, in which Django takes no question, so it ends with the module."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()
