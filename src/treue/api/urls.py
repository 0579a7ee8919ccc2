"""Where the interface stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from treue.api.front import request_id
from treue.api.interface import api
from treue.api.problems import Problem, told


def root(request: HttpRequest) -> HttpResponse:
    """Nothing stands at the root itself."""
    said = "The description is at /api/v1/openapi.json, the words to it in docs/api.md."
    return told(Problem("not_there", said), request_id(request))


urlpatterns = [path("v1/", root), path("v1/", api.urls)]
