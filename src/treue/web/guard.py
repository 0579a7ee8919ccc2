"""What stands before every page: strict headers, the reader's language, closed doors."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from treue.web.tally import TALLY

Answer = Callable[[HttpRequest], HttpResponse]
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
_ANSWERED = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)
"""Django answers these by our pages; allauth's own say where to go next."""

_OPEN = ("/account/", "/static/", "/health", "/metrics", "/api/")
_WITH_ONE_TIME_PASSWORD = ("/account/", "/static/")


class Headers:
    """Nothing but our own files, no code inside a page, nothing kept by caches; answers are timed."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, under our policy."""
        began = time.perf_counter()
        response = self._answer(request)
        seconds = time.perf_counter() - began
        place = request.resolver_match.url_name if request.resolver_match else None
        TALLY.count(place or "elsewhere", request.method or "", response.status_code, seconds)
        response.headers.setdefault("Server-Timing", f"page;dur={1000 * seconds:.1f}")
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Speaking:
    """Django's own sentences, and those of signing in, in the reader's language."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in their language."""
        from treue.web.reader import reader_of  # noqa: PLC0415 - the user is known only from here on

        with translation.override(reader_of(request).language):
            return self._answer(request)


class Doors:
    """Every page needs somebody who signed in and has chosen a password; a new page is closed by itself."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to where one signs in."""
        user = request.user
        if not user.is_authenticated:
            if request.path.startswith(_OPEN):
                return self._answer(request)
            return redirect_to_login(request.get_full_path())
        if user.must_choose_password and not request.path.startswith(_WITH_ONE_TIME_PASSWORD):
            return redirect("account_set_password")
        return self._answer(request)


class Troubles:
    """An error of ours becomes a clear page and a line in the log, both under one id."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Tell what happened, without what only we should know."""
        if isinstance(error, _ANSWERED) or type(error).__module__.startswith("allauth."):
            return None
        from treue.web.troubles import trouble  # noqa: PLC0415 - draws pages, which need this module

        return trouble(request, error)
