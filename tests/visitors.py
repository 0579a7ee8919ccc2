"""People of a shop in front of its pages, as tests need them."""

from __future__ import annotations

from django.test import Client

from treue.loop.shelf import Opened
from treue.web.accounts import invite
from treue.web.records import User
from treue.web.site import shelf

PASSWORD = "ein langes Wort 77"


def user(role: str, language: str = "de") -> User:
    """Somebody who chose a password."""
    made, _ = invite(f"{role}@laden.example", role, "test", role.title())
    made.set_password(PASSWORD)
    made.must_choose_password, made.language = False, language
    made.save()
    return made


def signed_in(role: str, language: str = "de") -> Client:
    """A browser in which somebody of that role signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user(role, language), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def opened() -> Opened:
    """The snapshot that the pages read."""
    found = shelf().latest()
    assert found is not None
    return found
