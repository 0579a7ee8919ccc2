"""What every customer is worth, to be taken into a warehouse."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema

from treue.api.answers import Worths
from treue.api.cursors import after
from treue.api.customers import Cursor, Limit, about_page
from treue.api.doors import Key, caller
from treue.api.keys import READ
from treue.api.reading import Wanted, page_of, range_of
from treue.api.shop import figures
from treue.people.log import log

router = Router(auth=Key(READ), tags=["values"])


class Asked(Schema):
    """Which page."""

    cursor: Cursor = ""
    limit: Limit = 5_000


@router.get("", response=Worths, operation_id="values", summary="A page of all customers' value")
def values(request: HttpRequest, asked: Query[Asked]) -> Worths:
    """Every customer once, in the order of codes, with value and interval."""
    opened = figures()
    rows, more = page_of(opened, Wanted(after(asked.cursor, opened.name), asked.limit))
    log(caller(request).actor, "exported", detail={"what": "values", "rows": len(rows)})
    items = [
        {name: row[name] for name in ("code", "tier", "year_value_minor", "profit_minor")}
        | {"expected_orders": range_of(row, "expected_orders"), "value": range_of(row, "value", "_minor")}
        for row in rows
    ]
    return Worths.model_validate({"items": items, **about_page(opened, rows, more=more)})
