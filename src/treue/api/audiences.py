"""Audiences: saved filters, and who is in them as of the current run."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from treue.api.answers import Audiences, AudienceTold, Customers, Size
from treue.api.cursors import after
from treue.api.customers import page_told
from treue.api.doors import Key, caller
from treue.api.keys import READ
from treue.api.problems import Problem
from treue.api.reading import Wanted, page_of
from treue.api.shop import figures
from treue.api.values import Asked
from treue.errors import BadOption
from treue.loop.lights import lit_for
from treue.people.records import Audience, AudienceSize
from treue.segments.filters import query_of, read_filter

router = Router(auth=Key(READ), tags=["audiences"])
_SIZES = 30
_LARGEST_ID = 2**63 - 1


@router.get("", response=Audiences, operation_id="audiences", summary="All audiences")
def audiences(request: HttpRequest) -> Audiences:
    """Those that were not ended, by name, each with its latest thirty sizes."""
    del request
    return Audiences(items=[_told(each) for each in Audience.objects.filter(ended_at=None).order_by("name")])


@router.get(
    "/{id}/customers", response=Customers, operation_id="audience_customers", summary="Who is in an audience"
)
def members(request: HttpRequest, id: int, asked: Query[Asked]) -> Customers:  # noqa: A002 - as the address says
    """The audience's filter, asked of the current run."""
    audience = Audience.objects.filter(pk=id, ended_at=None).first() if 0 < id <= _LARGEST_ID else None
    if audience is None:
        raise Problem("not_there", "There is no such audience; GET /api/v1/audiences lists them.")
    opened = figures()
    try:
        members_of = read_filter(audience.filter)
        query = query_of(members_of, opened.until, opened.tables, marks=lit_for(opened, members_of).marks)
    except BadOption as error:
        raise Problem("not_told", str(error)) from None
    wanted = Wanted(after(asked.cursor, opened.name), asked.limit, query.source, query.blanks)
    rows, more = page_of(opened, wanted)
    return page_told(opened, rows, caller(request), more=more)


def _told(audience: Audience) -> AudienceTold:
    sizes = AudienceSize.objects.filter(audience=audience).order_by("-run")[:_SIZES]
    return AudienceTold(
        id=audience.pk,
        name=audience.name,
        filter=audience.filter if isinstance(audience.filter, dict) else {},
        made_at=audience.made_at,
        sizes=[
            Size(run=each.run, day=each.day, customers=each.customers, value_minor=each.value_minor)
            for each in reversed(sizes)
        ],
    )
