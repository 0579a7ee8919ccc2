"""Before there are figures: an admin is led to where files are brought, others read a calm word."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from treue.web.drawing import draw
from treue.web.reader import reader_of
from treue.web.site import shelf


def once_there_are_figures(
    view: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The page, once a night has published something to show on it."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if shelf().latest() is not None:
            return view(request)
        if reader_of(request).is_admin:
            return redirect("data")
        return draw(request, "beginning.html.j2")

    return shown
