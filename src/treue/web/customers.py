"""Kunden: find, filter, sort, keep as an audience, take out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect

from treue.facts.codes import bits_of, code_of
from treue.loop.rights.hidden import hidden
from treue.loop.shelf import Opened
from treue.people.contacts import cards_of, persons_called
from treue.people.records import Forgotten
from treue.segments.filters import CHOICE, COLUMNS, Filter
from treue.web.asked import NAMED, fields_of, filter_of, sentences
from treue.web.customer_rows import (
    PAGE,
    SORTED,
    Listed,
    Wanted,
    codes_of,
    kinds_of,
    listed,
    searched,
    sum_of,
    sums_of,
)
from treue.web.drawing import draw
from treue.web.found import person_behind
from treue.web.reader import Reader, for_marketers, reader_of
from treue.web.site import home, shelf
from treue.web.tables import handed_out, sheet_of_customers

_FOUND = 200
"""People a search finds at most; who has more has not typed enough."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of the filter: its value, what it is called, whether it is ticked."""

    value: str
    label: str
    is_on: bool


def customers(request: HttpRequest) -> HttpResponse:
    """The list; one hit of a search leads straight to the person."""
    opened = shelf().latest()
    if opened is None:
        return draw(request, "customers_empty.html.j2")
    reader, text = reader_of(request), request.GET.get("q", "").strip()
    wanted, page = wanted_of(request.GET, opened, reader), _page(request.GET)
    if wanted.only is None:
        rows, sums, bare = listed(opened, wanted, page), sums_of(opened, wanted), []
    else:
        found = searched(opened, wanted)
        rows, sums = found[PAGE * (page - 1) : PAGE * page], sum_of(found)
        bare = _without_figures(opened, wanted, found) if page == 1 else []
    if text and len(rows) + len(bare) == 1 and page == 1 and "tier" not in request.GET:
        return redirect("customer", rows[0].code if rows else bare[0][0])
    cards = cards_of([each.customer for each in rows]) if reader.sees_persons else {}
    kinds = kinds_of(opened, reader.language)
    return draw(
        request,
        "customers.html.j2",
        {
            "rows": rows,
            "bare": bare,
            "cards": cards,
            "sums": sums,
            "text": text,
            "wanted": wanted,
            "said": sentences(wanted.filter, reader.voice, kinds),
            "fields": fields_of(wanted.filter, reader.voice),
            "choices": _choices(wanted.filter, reader, kinds),
            "ranges": [name for name, column in COLUMNS.items() if column.kind != CHOICE],
            "kinds_of_column": {name: column.kind for name, column in COLUMNS.items()},
            "sorted": SORTED,
            "page": page,
            "pages": max(1, -(-sums.customers // PAGE)),
            "first": PAGE * (page - 1) + 1,
            "link": _link(request.GET),
        },
    )


def wanted_of(form: QueryDict, opened: Opened, reader: Reader) -> Wanted:
    """Who is asked for, and in which order.

    Raises:
        BadOption: a field holds what it cannot mean.
    """
    by = form.get("sort", "at_stake" if "at_stake_from" in form else "value")
    text = form.get("q", "").strip()
    return Wanted(
        filter_of(form, home().settings.shop.currency),
        _called(text, opened, reader) if text else None,
        hidden(),
        by if by in SORTED else "value",
        upwards=form.get("way") == "up",
    )


@for_marketers
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, with names, for Excel; streamed, so that a million fit."""
    opened = shelf().latest()
    if opened is None:
        return redirect("customers")
    reader = reader_of(request)
    wanted = wanted_of(request.GET, opened, reader)
    return handed_out(sheet_of_customers(opened, wanted, reader.voice), "customers", reader)


def _called(text: str, opened: Opened, reader: Reader) -> list[int]:
    """Whom a search means: a code, or by name, address and number where the reader may see them."""
    bits = bits_of(text)
    by_code = person_behind(opened, bits) if bits is not None else None
    if by_code is not None:
        return [by_code]
    return persons_called(text, _FOUND) if reader.sees_persons else []


def _without_figures(opened: Opened, wanted: Wanted, rows: list[Listed]) -> list[tuple[str, str]]:
    """Code and name of those a search found who are in no list of figures: they object, or never ordered."""
    listed_ones = {row.customer for row in rows}
    others = [key for key in wanted.only or () if key not in listed_ones]
    if not others:
        return []
    counted = set(codes_of(opened, others)) - wanted.but
    found = [key for key in others if key not in counted]
    gone = set(Forgotten.objects.filter(key__in=found).values_list("key", flat=True))
    cards = cards_of(found)
    return [(code_of(key), cards[key].name if key in cards else "") for key in found if key not in gone]


def _choices(asked: Filter, reader: Reader, kinds: dict[str, str]) -> dict[str, list[Choice]]:
    words, on = reader.voice.words, {each.column: set(each.values) for each in asked.conditions}
    named = {
        column: {value: words.name(group, value) for value in COLUMNS[column].choices}
        for column, group in NAMED.items()
    }
    named["kind"] = kinds
    return {
        column: [Choice(value, label, value in on.get(column, ())) for value, label in values.items()]
        for column, values in named.items()
        if values
    }


def _page(form: QueryDict) -> int:
    text = form.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def _link(form: QueryDict) -> Callable[..., str]:
    """The same list with something changed: another page, another order."""

    def with_(**changes: object) -> str:
        copy = form.copy()
        for name, value in changes.items():
            copy[name] = str(value)
        return f"?{copy.urlencode()}"

    return with_
