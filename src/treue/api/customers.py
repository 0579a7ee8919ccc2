"""Customers: found by what we believe of them, or one by code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from treue.api.answers import Customer, Customers, Detail, Person, Phase, Reason, Segment, Tier, Warned
from treue.api.changes import changed_keys
from treue.api.cursors import after, cursor_of
from treue.api.doors import Key, caller
from treue.api.keys import READ, Caller
from treue.api.problems import Problem
from treue.api.reading import Told, Wanted, days_of, keys_in, one_of, page_of, range_of
from treue.api.shop import figures
from treue.facts.codes import bits_of
from treue.loop.shelf import Opened
from treue.people.contacts import Card, cards_of
from treue.people.log import log

router = Router(auth=Key(READ), tags=["customers"])
Cursor = Annotated[str, Field(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, Field(ge=1, le=10_000, description="rows of a page")]


class Asked(Schema):
    """Which customers are wanted; what is left out does not count."""

    cursor: Cursor = ""
    limit: Limit = 500
    tier: list[Tier] = Field(default_factory=list, max_length=5)
    phase: list[Phase] = Field(default_factory=list, max_length=5)
    segment: list[Segment] = Field(default_factory=list, max_length=11)
    changed_since: Annotated[
        str, Field(max_length=60, description="a run that is kept: only who is different since")
    ] = ""
    changed: list[Literal["tier", "phase", "segment", "value"]] = Field(
        default_factory=list,
        max_length=4,
        description="in what they are different; in anything unless told; value counts from a tenth on",
    )


@router.get("", response=Customers, operation_id="customers", summary="A page of customers")
def customers(request: HttpRequest, asked: Query[Asked]) -> Customers:
    """Customers in the order of their codes, with what we believe of each."""
    opened = figures()
    tests, blanks, beside = _tests(opened, asked)
    source = "FROM customers" + (" LEFT JOIN phases USING (customer)" if beside else "")
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    rows, more = page_of(
        opened, Wanted(after(asked.cursor, opened.name), asked.limit, source + where, blanks)
    )
    return page_told(opened, rows, caller(request), more=more)


@router.get("/{code}", response=Detail, operation_id="customer", summary="One customer")
def customer(request: HttpRequest, code: str) -> Detail:
    """What we believe of one customer and why."""
    opened = figures()
    bits = bits_of(code[:40])
    row = None if bits is None else one_of(opened, bits)
    if row is None:
        raise Problem("not_there", "No customer has this code; codes look like 7F3KQ-29QXM.")
    asking, key = caller(request), keys_in([row])[0]
    log(asking.actor, "viewed", key)
    told = _told(row, cards_of([key]).get(key) if asking.sees_persons else None)
    more = {name: row[name] for name in _DETAILS} | {
        "next_order": days_of(row),
        "warning": _warned(opened, key),
    }
    return Detail.model_validate({**told.model_dump(), **_about(opened), **more})


_DETAILS = (
    "tier_by_limits", "phase_since", "phase_reason", "next_phase", "next_phase_day", "usual_gap_days",
    "silent", "order_chance_7", "order_chance_28",
)  # fmt: skip


def page_told(opened: Opened, rows: Sequence[Told], asking: Caller, *, more: bool) -> Customers:
    """A page as the caller may see it, and a line in the log that they did."""
    cards = cards_of(keys_in(rows)) if asking.sees_persons else {}
    log(asking.actor, "exported", detail={"what": "customers", "rows": len(rows), "persons": len(cards)})
    items = [_told(row, cards.get(keys_in([row])[0])) for row in rows]
    return Customers.model_validate({"items": items, **about_page(opened, rows, more=more)})


def about_page(opened: Opened, rows: Sequence[Told], *, more: bool) -> dict[str, object]:
    """What every page says besides its rows."""
    follows = cursor_of(opened.name, keys_in(rows[-1:])[0]) if more else None
    return {**_about(opened), "next": follows}


def _about(opened: Opened) -> dict[str, object]:
    run = opened.run
    return {
        "run": opened.name,
        "currency": run.currency,
        "until": run.until,
        "horizon_days": run.horizon_days,
    }


def _tests(opened: Opened, asked: Asked) -> tuple[list[str], dict[str, object], bool]:
    """Conditions, their blanks, and whether phases are needed."""
    tests: list[str] = []
    blanks: dict[str, object] = {}
    told: dict[str, Sequence[str]] = {
        "customers.tier": asked.tier,
        "phases.phase": asked.phase,
        "customers.rfm_segment": asked.segment,
    }
    if asked.phase and "phases" not in opened.tables:
        raise Problem("not_told", "This run told no phases; ask without `phase`.")
    for place, (column, names) in enumerate(told.items()):
        if names:
            tests.append(f"{column} IN (SELECT unnest($of_{place}))")
            blanks[f"of_{place}"] = list(names)
    if asked.changed_since:
        tests.append("customers.customer IN (SELECT unnest($changed::BIGINT[]))")
        blanks["changed"] = changed_keys(opened, asked.changed_since, frozenset(asked.changed))
    return tests, blanks, bool(asked.phase)


def _told(row: Told, card: Card | None) -> Customer:
    person = Person(name=card.name, mail=card.mail, numbers=list(card.numbers)) if card else None
    plain = {name: row[name] for name in Customer.model_fields if name in row and name not in _MADE}
    made = {
        "segment": row["rfm_segment"],
        "kind": None if row["cluster"] is None else str(row["cluster"]),
        "active": row["p_alive"],
        "expected_orders": range_of(row, "expected_orders"),
        "value": range_of(row, "value", "_minor"),
        "person": person,
    }
    return Customer.model_validate(plain | made)


_MADE = {"segment", "kind", "active", "expected_orders", "value", "person"}


def _warned(opened: Opened, key: int) -> Warned | None:
    if "warnings" not in opened.tables:
        return None
    found = opened.rows("SELECT rank, reasons FROM warnings WHERE customer = $key", {"key": key})
    if not found:
        return None
    rank, reasons = found[0]
    listed = json.loads(str(reasons))
    told = [
        Reason(kind=each["kind"], numbers={name: n for name, n in each.items() if name != "kind"})
        for each in listed
    ]
    return Warned.model_validate({"rank": rank, "reasons": told})
