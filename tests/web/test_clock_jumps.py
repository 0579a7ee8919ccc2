"""Somebody is signed in while the clock of the server jumps: at worst they sign in once more."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from treue.people.records import Logged
from visitors import PASSWORD, user

Jump = Callable[[timedelta], None]
LOGIN = "/account/login/"


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Jump:
    """Lets the clock by which sessions and attempts are counted stand elsewhere from now on."""
    real = time.time

    def to(by: timedelta) -> None:
        monkeypatch.setattr(time, "time", lambda: real() + by.total_seconds())
        monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + by)

    cache.clear()
    return to


@pytest.fixture
def client() -> Client:
    """Somebody who signed in by the clock as it was."""
    made = Client(SERVER_NAME="localhost")
    assert made.post(LOGIN, {"login": user("marketer").mail, "password": PASSWORD}).headers["Location"] == "/"
    return made


pytestmark = pytest.mark.usefixtures("home")


def test_far_ahead_one_signs_in_once_more_and_goes_on(jump: Jump, client: Client) -> None:
    jump(timedelta(days=800))
    answer = client.get("/customers/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LOGIN}?next=/customers/")
    back = client.post(f"{LOGIN}?next=/customers/", {"login": "marketer@laden.example", "password": PASSWORD})
    assert back.headers["Location"] == "/customers/"
    assert client.get("/customers/").status_code == 200


@pytest.mark.parametrize("days", [-1, -800])
def test_put_back_everybody_stays_and_can_work(jump: Jump, client: Client, days: int) -> None:
    jump(timedelta(days=days))
    assert client.get("/").status_code == 200
    assert client.post("/audiences/save/", {"name": "Gute", "tier": "platinum"}).status_code == 302
    assert Logged.objects.filter(what="audience saved").exists()


def test_there_and_back_signs_nobody_out_who_asked_nothing_meanwhile(jump: Jump, client: Client) -> None:
    jump(timedelta(days=800))
    jump(timedelta(0))
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("hours", [-25, 25])
def test_signing_in_works_by_whatever_clock(jump: Jump, hours: int) -> None:
    made = user("viewer")
    Client(SERVER_NAME="localhost").post(LOGIN, {"login": made.mail, "password": "falsch"})
    jump(timedelta(hours=hours))
    fresh = Client(SERVER_NAME="localhost")
    assert fresh.post(LOGIN, {"login": made.mail, "password": PASSWORD}).headers["Location"] == "/"
    assert fresh.get("/").status_code == 200
    jump(timedelta(0))
    assert fresh.get("/").status_code == 200


def test_who_was_locked_out_by_a_clock_that_ran_ahead_waits_no_longer_than_others(jump: Jump) -> None:
    made = user("viewer")
    jump(timedelta(days=30))
    for _ in range(6):
        Client(SERVER_NAME="localhost").post(LOGIN, {"login": made.mail, "password": "falsch"})
    jump(timedelta(minutes=6))
    answer = Client(SERVER_NAME="localhost").post(LOGIN, {"login": made.mail, "password": PASSWORD})
    assert answer.headers.get("Location") == "/"
