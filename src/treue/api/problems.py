"""What went wrong, for programs: problem details (RFC 9457) with a code that never changes its meaning."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"

CODES: Mapping[str, tuple[int, str]] = {
    "not_understood": (400, "The request is no JSON, or no request of HTTP."),
    "no_key": (401, "The request shows no key, or one that opens nothing."),
    "wrong_scope": (403, "The key does not open this."),
    "not_there": (404, "There is no such address, customer, audience or event."),
    "run_not_kept": (404, "That run is not among those kept."),
    "wrong_method": (405, "The address exists, but not for this method."),
    "no_run_yet": (409, "Nothing was computed yet: there has been no night."),
    "stale_cursor": (409, "The cursor is of another run, or none of ours; begin again without one."),
    "not_told": (409, "This shop's figures do not tell what was asked for."),
    "too_large": (413, "The body is larger than allowed."),
    "wrong_type": (415, "The body is not application/json."),
    "not_valid": (422, "A parameter or the shape of the body is wrong; `errors` says where."),
    "too_often": (429, "This key asked too often; wait as long as Retry-After says."),
    "bug": (500, "Our fault; the log has it under `id`."),
    "broken": (
        503,
        "The figures cannot be read; whoever runs Treue finds the reason in the log, under `id`.",
    ),
    "busy": (503, "The database or the disk does not answer just now; the same request may be sent again."),
}
"""Code -> status and what it means; docs/api.md lists them."""

_OF_STATUS = {400: "not_understood", 401: "no_key", 403: "wrong_scope", 404: "not_there", 405: "wrong_method"}


class Problem(Exception):
    """An answer that is no success.

    Args:
        code: of `CODES`.
        detail: what we got, what we expected, what to do; empty where the code says it all.
        errors: of `not_valid`: where and what.
        headers: besides.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail
        self.errors, self.headers = errors, dict(headers or {})


def told(problem: Problem, request_id: str) -> HttpResponse:
    """A problem as an answer."""
    status, title = CODES[problem.code]
    body: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": problem.code,
        "detail": problem.detail or title,
        "id": request_id,
    }
    if problem.errors is not None:
        body["errors"] = problem.errors
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=problem.headers)


def code_of_status(status: int) -> str:
    """The code of an answer that Django made."""
    return _OF_STATUS.get(status, "not_understood" if status < 500 else "bug")
