"""What stands before the interface: no cookies, a request id, every failure as problem details."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from treue.api.problems import MEDIA_TYPE, Problem, code_of_status, told
from treue.errors import BrokenHome, EngineError, TreueError

PREFIX = "/api/"
LARGEST = 10 * 2**20
"""Bytes of a body."""

REQUEST_ID = "X-Request-ID"
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOGGER = logging.getLogger("treue.api")


class Front:
    """Everything under /api/ goes through here, and nothing that a browser sends along counts."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the id is the caller's own if it is a plain one."""
        if not request.path.startswith(PREFIX):
            return self._answer(request)
        request.COOKIES = {}
        asked = request.headers.get(REQUEST_ID, "")
        number = asked if _PLAIN.fullmatch(asked) else secrets.token_hex(8)
        request.META["treue.api_id"] = number
        response = self._checked(request, number)
        response.headers[REQUEST_ID] = number
        response.cookies.clear()
        return response

    def _checked(self, request: HttpRequest, number: str) -> HttpResponse:
        if _length(request) > LARGEST:
            return told(
                Problem("too_large", f"A body has at most {LARGEST} bytes; send smaller batches."), number
            )
        response = self._answer(request)
        if response.status_code < 400 or response.headers.get("Content-Type", "") == MEDIA_TYPE:
            return response
        kept = {name: response.headers[name] for name in ("Allow",) if name in response.headers}
        return told(Problem(code_of_status(response.status_code), headers=kept), number)


def on_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """What an operation raised, without what only we should know."""
    number = request_id(request)
    if isinstance(error, Problem):
        return told(error, number)
    is_ours = isinstance(error, TreueError)
    said = str(error) if is_ours else type(error).__name__
    _LOGGER.error(
        "%s %s %s: %s", number, request.method, request.path, said, exc_info=None if is_ours else error
    )
    if isinstance(error, BrokenHome | EngineError):
        return told(Problem("broken"), number)
    if isinstance(error, DatabaseError | OSError):
        return told(Problem("busy", headers={"Retry-After": "5"}), number)
    return told(Problem("bug"), number)


def request_id(request: HttpRequest) -> str:
    """Under which the log has what went wrong."""
    return str(request.META.get("treue.api_id", "-"))


def _length(request: HttpRequest) -> int:
    told_length = request.META.get("CONTENT_LENGTH") or "0"
    return int(told_length) if str(told_length).isdecimal() else 0
