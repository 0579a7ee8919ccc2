"""Who reads a page: their language, and what they may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from treue.report.voice import Voice
from treue.report.words import LANGUAGES
from treue.web.records import User
from treue.web.site import home
from treue.web.voice import voice_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody in front of a page.

    Args:
        actor: as the log names them; empty for nobody.
        role: viewer, marketer or admin; empty for nobody.
        language: de or en.
        voice: of that language.
        title: what they are called.
    """

    actor: str
    role: str
    language: str
    voice: Voice
    title: str

    @property
    def sees_persons(self) -> bool:
        """Whether names, addresses and notes are shown."""
        return self.role in (User.Role.MARKETER, User.Role.ADMIN)

    @property
    def may_change(self) -> bool:
        """Whether tasks, notes and audiences may be made."""
        return self.sees_persons

    @property
    def is_admin(self) -> bool:
        """Whether they set things up."""
        return self.role == User.Role.ADMIN


def reader_of(request: HttpRequest) -> Reader:
    """The one who asks; before signing in they are spoken to as their browser, then the shop, speaks."""
    known: Reader | None = getattr(request, "reader", None)
    if known is not None:
        return known
    user = getattr(request, "user", None)
    settings = home().settings.shop
    if isinstance(user, User):
        language, actor, role, title = user.language, user.actor, str(user.role), str(user)
    else:
        language, actor, role, title = _browser(request), "", "", ""
    spoken = language if language in LANGUAGES else settings.language
    made = Reader(actor, role, spoken, voice_of(spoken, settings.currency), title)
    request.reader = made  # type: ignore[attr-defined]  # for the rest of this request
    return made


def stranger(request: HttpRequest) -> Reader:
    """Whoever it is, spoken to without asking the database who it is."""
    shop = home().settings.shop
    language = _browser(request) or shop.language
    return Reader("", "", language, voice_of(language, shop.currency), "")


def _browser(request: HttpRequest) -> str:
    asked = request.headers.get("Accept-Language", "").split(",")
    return next((each.strip()[:2].lower() for each in asked if each.strip()[:2].lower() in LANGUAGES), "")


def for_marketers(view: View[P]) -> View[P]:
    """Only who may see and change what concerns persons."""
    return _for(lambda reader: reader.may_change, view)


def for_admins(view: View[P]) -> View[P]:
    """Only who sets things up."""
    return _for(lambda reader: reader.is_admin, view)


def _for(may: Callable[[Reader], bool], view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may(reader_of(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
