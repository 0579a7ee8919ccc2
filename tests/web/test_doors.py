from __future__ import annotations

import pytest
from django.test import Client

from treue.web.accounts import invite
from visitors import signed_in

pytestmark = pytest.mark.usefixtures("home")


def test_nobody_comes_in_without_signing_in() -> None:
    answer = Client(SERVER_NAME="localhost").get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/")


def test_a_one_time_password_opens_the_page_that_asks_for_another() -> None:
    user, password = invite("neu@laden.example", "viewer", "test")
    client = Client(SERVER_NAME="localhost")
    client.post("/account/login/", {"login": "neu@laden.example", "password": password})
    assert client.get("/").headers["Location"] == "/account/password/set/"
    own = {"password1": "mein eigenes Wort", "password2": "mein eigenes Wort"}
    client.post("/account/password/set/", own)
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert not user.check_password(password)


def test_every_page_has_the_strict_policy() -> None:
    answer = signed_in("viewer").get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    text = answer.content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
