"""Who is let in: a key in the header, with a scope that opens the door, not too often."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime
from functools import cache

from django.http import HttpRequest
from ninja.security import HttpBearer

from treue.api.keys import Caller, caller_of
from treue.api.problems import Problem
from treue.api.rates import Buckets
from treue.api.shop import home


class Key(HttpBearer):
    """The header `Authorization: Bearer treue_...`, with a key that has the scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self._scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """The program that asks.

        Raises:
            Problem: no_key, wrong_scope or too_often.
        """
        caller = super().__call__(request)
        if not isinstance(caller, Caller):
            raise Problem(
                "no_key",
                "Send a key that holds: Authorization: Bearer treue_... (`treue key make` makes one).",
                headers={"WWW-Authenticate": "Bearer"},
            )
        wait = buckets().seconds_to_wait(caller.key, time.monotonic())
        if wait > 0:
            raise Problem("too_often", headers={"Retry-After": str(math.ceil(wait))})
        if self._scope not in caller.scopes:
            has = ", ".join(sorted(caller.scopes))
            raise Problem("wrong_scope", f"This needs the scope {self._scope}; the key has {has}.")
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Whose key it is."""
        del request
        return caller_of(token.strip(), datetime.now(UTC))


def caller(request: HttpRequest) -> Caller:
    """Who was let in."""
    found: Caller = vars(request)["auth"]
    return found


@cache
def buckets() -> Buckets:
    """Of this process."""
    return Buckets(home().settings.web.calls)
