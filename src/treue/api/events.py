"""Events in: a batch is judged item by item, written down in one transaction, and acknowledged after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import ValidationError
from pydantic_core import from_json, to_json

from treue.api.answers import Answered, BatchAnswered, EventState
from treue.api.doors import Key
from treue.api.keys import EVENTS
from treue.api.problems import Problem
from treue.loop.events.shapes import EVENT
from treue.people.inbox import Arrived, keep
from treue.people.records import Event

router = Router(auth=Key(EVENTS), tags=["events"])
MOST = 10_000
"""Events of a batch."""

_APART = {"source", "key", "kind"}
_AHEAD = timedelta(days=1)
"""So far another clock may be wrong."""

BATCH: dict[str, object] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["events"],
                    "properties": {
                        "events": {
                            "type": "array",
                            "maxItems": MOST,
                            "items": {
                                "anyOf": [{"$ref": "#/components/schemas/Event"}, {}],
                                "description": "An `Event`; anything else is refused by itself.",
                            },
                        }
                    },
                }
            }
        },
    }
}


@router.post(
    "", response=BatchAnswered, operation_id="send_events", summary="Bring events", openapi_extra=BATCH
)
def send(request: HttpRequest) -> HttpResponse:
    """Up to 10,000 events; one that is accepted or known is on the disk and will not be lost."""
    told = _events_in(request)
    now = datetime.now(UTC)
    judged = [_judged(each, now) for each in told]
    arrived = [each for each in judged if isinstance(each, Arrived)]
    is_new = iter(keep(arrived, now) if arrived else [])
    items = [
        {
            "source": each.source,
            "key": each.key,
            "state": "accepted" if next(is_new) else "known",
            "reason": None,
        }
        if isinstance(each, Arrived)
        else each.model_dump()
        for each in judged
    ]
    counts = Counter(str(each["state"]) for each in items)
    answer = {state: counts[state] for state in ("accepted", "known", "refused")} | {"items": items}
    return HttpResponse(to_json(answer), content_type="application/json")


@router.get(
    "/{source}/{path:key}", response=EventState, operation_id="event", summary="Where an event stands"
)
def event(request: HttpRequest, source: str, key: str) -> EventState:
    """Whether an event waits, was taken into the facts, or was refused there and why."""
    del request
    found = None if "\0" in source + key else Event.objects.filter(source=source, key=key).first()
    if found is None:
        raise Problem("not_there", "No such event arrived; send it again, twice does no harm.")
    state = "waiting" if found.taken_at is None else "refused" if found.refused else "taken"
    told = {"state": state, "reason": found.refused or None}
    named = ("source", "key", "kind", "arrived_at", "taken_at")
    return EventState.model_validate({name: getattr(found, name) for name in named} | told)


def _events_in(request: HttpRequest) -> Sequence[object]:
    """The list of a batch.

    Raises:
        Problem: wrong_type, not_understood or not_valid.
    """
    if request.content_type != "application/json":
        raise Problem(
            "wrong_type", f"The body is {request.content_type or 'of no type'}; send application/json."
        )
    try:
        body = from_json(request.body, allow_inf_nan=False)
    except ValueError as error:
        raise Problem("not_understood", f"The body is no JSON: {error}.") from None
    events = body.get("events") if isinstance(body, dict) else None
    if not isinstance(events, list):
        where = {"where": "body.events", "what": 'expected {"events": [...]}'}
        raise Problem("not_valid", errors=[where])
    if len(events) > MOST:
        many = {"where": "body.events", "what": f"{len(events)} events; send at most {MOST} at once"}
        raise Problem("not_valid", errors=[many])
    return events


def _judged(told: object, now: datetime) -> Arrived | Answered:
    """An event that can be kept, or why it cannot."""
    try:
        event = EVENT.validate_python(told)
    except ValidationError as error:
        return _refused(told, _reason(error))
    if event.at > now + _AHEAD:
        return _refused(told, "at: lies in the future")
    body = event.model_dump_json(exclude_none=True, exclude=_APART)
    return Arrived(event.source, event.key, event.kind, body)


def _refused(told: object, reason: str) -> Answered:
    named = told if isinstance(told, dict) else {}
    source, key = (_short(named.get(name)) for name in ("source", "key"))
    return Answered(source=source, key=key, state="refused", reason=reason[:300])


def _short(told: object) -> str | None:
    return told[:200] if isinstance(told, str) else None


def _reason(error: ValidationError) -> str:
    """Where and what, of the first three faults; never what was told."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    said = [f"{'.'.join(map(str, fault['loc'])) or 'event'}: {fault['msg']}" for fault in faults[:3]]
    return "; ".join(said)
