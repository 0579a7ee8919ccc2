"""Pages for what went wrong: not there, not allowed, stale, broken."""

from __future__ import annotations

import errno
import logging
import secrets
import sys

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader

from treue.errors import BrokenHome, EngineError, InputError, TreueError
from treue.web.reader import Reader, reader_of, stranger

_LOGGER = logging.getLogger("treue.web")
_KINDS: tuple[tuple[type[Exception], str, int], ...] = (
    (InputError, "input", 400),
    (BrokenHome, "home", 503),
    (EngineError, "home", 503),
    (DatabaseTrouble, "database", 503),
)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
_SAID_BY_SQLITE = ("disk is full", "disk I/O error", "readonly database", "unable to open database file")


def trouble(request: HttpRequest, error: BaseException) -> HttpResponse:
    """What happened and what to do, with the number under which the log has it."""
    kind, status = _kind_of(error)
    number, is_ours = secrets.token_hex(4), isinstance(error, TreueError)
    told = str(error) if is_ours else ""
    _LOGGER.error(
        "%s %s %s: %s",
        number,
        request.method,
        request.path,
        told or type(error).__name__,
        exc_info=None if is_ours else error,
    )
    return _plain(request, kind, status, number=number, told=told)


def _kind_of(error: BaseException) -> tuple[str, int]:
    says = str(error)
    is_disk = isinstance(error, DatabaseTrouble) and any(each in says for each in _SAID_BY_SQLITE)
    if is_disk or (isinstance(error, OSError) and error.errno in _NO_ROOM):
        return "disk", 503
    return next(((kind, status) for of, kind, status in _KINDS if isinstance(error, of)), ("bug", 500))


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, customer or list."""
    del exception
    return _plain(request, "not_there", 404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The role does not reach that far."""
    del exception
    return _plain(request, "not_allowed", 403)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no page of ours makes."""
    del exception
    return _plain(request, "not_there", 400)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or came from elsewhere."""
    del reason
    return _plain(request, "stale", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """What went wrong before a page was reached: a database that does not say who asks."""
    return trouble(request, sys.exc_info()[1] or RuntimeError("no error told"))


def _plain(request: HttpRequest, kind: str, status: int, *, number: str = "", told: str = "") -> HttpResponse:
    """Drawn without the snapshot and without the operational database: they may be what is broken."""
    reader = _reader(request)
    words = reader.voice.words
    says = {
        "title": words.say(f"web.trouble.{kind}.title"),
        "text": words.say(f"web.trouble.{kind}.text"),
        "number": words.say("web.trouble.number", {"number": number}) if number else "",
        "back": words.say("web.trouble.back"),
        "told": told,
        "language": reader.language,
    }
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"title": says["title"], "status": status, "code": kind, "id": number}, status=status
        )
    return HttpResponse(loader.get_template("trouble.html", using="django").render(says), status=status)


def _reader(request: HttpRequest) -> Reader:
    try:
        return reader_of(request)
    except DatabaseTrouble:
        return stranger(request)
