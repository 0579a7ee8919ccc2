"""All of the interface in one place, and its description as OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from treue.api import audiences, customers, events, groups, runs, values
from treue.api.doors import Key
from treue.api.front import on_error, request_id
from treue.api.keys import READ
from treue.api.problems import CODES, MEDIA_TYPE, Problem, code_of_status, told
from treue.loop.events.shapes import EVENT

VERSION = "1"
_ALWAYS = (401, 403, 429, 503)
_BESIDE: Mapping[str, tuple[int, ...]] = {
    "customers": (404, 409, 422),
    "customer": (404, 409),
    "values": (409, 422),
    "segments": (409,),
    "audiences": (),
    "audience_customers": (404, 409, 422),
    "runs": (),
    "send_events": (400, 413, 415, 422),
    "event": (404,),
}
"""Operation -> statuses it may answer with besides."""


class Interface(NinjaAPI):
    """The interface; its description says how failures look."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, object] | None = None
    ) -> OpenAPISchema:
        """OpenAPI 3.1, with problem details and the shapes of events."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        paths = cast("dict[str, dict[str, dict[str, object]]]", schema["paths"])
        for operations in paths.values():
            for operation in operations.values():
                answers = cast("dict[object, object]", operation["responses"])
                beside = _BESIDE[str(operation["operationId"])]
                answers |= {str(status): _problem(status) for status in sorted({*_ALWAYS, *beside})}
        components = cast("dict[str, dict[str, object]]", schema["components"])
        components["schemas"] |= _schemas()
        return schema


def _problem(status: int) -> dict[str, object]:
    said = " / ".join(title for of, title in CODES.values() if of == status)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": said, "content": content}


@cache
def _schemas() -> dict[str, object]:
    """The problem, and an event with all it may hold."""
    event = EVENT.json_schema(ref_template="#/components/schemas/{model}")
    parts = cast("dict[str, object]", event.pop("$defs"))
    text, number = {"type": "string"}, {"type": "integer"}
    fault = {"type": "object", "properties": {"where": text, "what": text}, "required": ["where", "what"]}
    properties = {
        "type": text, "title": text, "status": number, "code": {"enum": list(CODES)}, "detail": text,
        "id": text, "errors": {"type": "array", "items": fault},
    }  # fmt: skip
    required = [name for name in properties if name != "errors"]
    problem = {"type": "object", "properties": properties, "required": required}
    return {**parts, "Event": event, "Problem": problem}


api = Interface(
    title="Treue",
    version=VERSION,
    description="What every customer is worth, and events in. Customers are codes.",
    docs_url=None,
    auth=Key(READ),
    urls_namespace="api",
)
for _path, _room in (
    ("/customers", customers),
    ("/values", values),
    ("/segments", groups),
    ("/audiences", audiences),
    ("/runs", runs),
    ("/events", events),
):
    api.add_router(_path, _room.router)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"where": ".".join(str(part) for part in each["loc"] if part != "asked"), "what": str(each["msg"])}
        for each in error.errors
    ]
    return told(Problem("not_valid", errors=errors), request_id(request))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return told(Problem(code_of_status(error.status_code)), request_id(request))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    return on_error(request, error)
