"""Somebody is let in by mail: a letter that arrives at a real server, a password that opens once."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from sinks import Sink, sink

from treue.loop.home import Home
from treue.people.records import Logged
from treue.web.mailing import mail_settings
from treue.web.morning import send
from treue.web.records import User
from visitors import opened

NEW, OWN = "neu@laden.example", "ein eigener kurzer Satz"


@pytest.fixture
def letters(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """The shop hands its mail to a server that takes it."""
    cache.clear()
    with sink() as kept:
        held = replace(home.settings.secret, mail=f"smtp://127.0.0.1:{kept.port}")
        told = replace(home.settings, secret=held)
        monkeypatch.setattr(settings, "HOME", replace(home, settings=told))
        for name, value in mail_settings(told).items():
            monkeypatch.setattr(settings, name, value)
        yield kept


def invite(admin: Client, **told: str) -> str:
    return admin.post(
        "/settings/users/", {"mail": NEW, "name": "Nele", "role": "marketer", **told}
    ).content.decode()


def test_the_letter_opens_the_door_once(admin: Client, letters: Sink) -> None:
    page = invite(admin)
    assert f"gingen an {NEW}" in page
    ((to, letter),) = letters.letters
    assert (to, letter["To"], letter["Subject"]) == ([NEW], NEW, "Ihr Zugang zu Treue")
    text = letter.get_content()
    address, password = re.search(r"http://localhost\S+", text), re.search(r"Einmalpasswort: (\S+)", text)
    assert address is not None
    assert password is not None
    assert password[1] in page
    client = Client(SERVER_NAME="localhost")
    path = address[0].removeprefix("http://localhost")
    asked = {"login": NEW, "password": password[1]}
    assert client.post(path, asked).headers["Location"] == "/"
    client.post("/account/password/set/", {"password1": OWN, "password2": OWN})
    assert client.get("/").status_code == 200
    assert "passen nicht zusammen" in Client(SERVER_NAME="localhost").post(path, asked).content.decode()
    assert User.objects.get(mail=NEW).role == "marketer"


def test_nothing_of_the_letter_is_in_a_log(
    admin: Client, letters: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        invite(admin)
    password = re.search(r"Einmalpasswort: (\S+)", letters.letters[0][1].get_content())
    assert password is not None
    said = "\n".join(each.getMessage() for each in caplog.records if each.name != "django.db.backends")
    for secret in (password[1], NEW):
        assert secret not in said + str([each.detail for each in Logged.objects.all()])


def test_a_server_that_turns_it_away_is_told_and_the_password_is_on_the_page(
    admin: Client, letters: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    letters.refuses = True
    page = invite(admin)
    assert "ließ sich nicht verschicken" in page
    assert 'class="secret"' in page
    assert letters.letters == []
    assert "not handed over: SMTPRecipientsRefused" in caplog.text
    assert NEW not in caplog.text
    assert User.objects.filter(mail=NEW).exists()


def test_an_address_is_let_in_once(admin: Client, letters: Sink) -> None:
    invite(admin)
    assert "schon ein Konto" in invite(admin, mail=NEW.upper())
    assert len(letters.letters) == 1


def test_a_new_one_time_password_goes_by_mail_too(admin: Client, letters: Sink) -> None:
    invite(admin)
    admin.post(f"/settings/users/{User.objects.get(mail=NEW).pk}/", {"do": "reset"})
    first, second = (
        re.search(r"Einmalpasswort: (\S+)", letter.get_content()) for _, letter in letters.letters
    )
    assert first is not None
    assert second is not None
    assert first[1] != second[1]


def test_the_mail_of_the_morning_takes_the_same_way(home: Home, letters: Sink) -> None:
    web = replace(home.settings.web, mail_to=("chefin@laden.example",))
    told = Home(home.folder, replace(home.settings, web=web))
    assert send(told, opened(), datetime(2026, 11, 29, 6, tzinfo=UTC)) == 1
    ((to, letter),) = letters.letters
    assert to == ["chefin@laden.example"]
    assert "Ihr Kundenstamm ist wert" in letter.get_content()
