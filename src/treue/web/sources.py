"""Where data come from by themselves: set up, asked now, taken away."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from treue.errors import BadOption, BadSetting, Keyed, TreueError
from treue.facts import TABLES
from treue.loop.delivery.arrivals import check_folder
from treue.loop.delivery.sources_said import KINDS, source_of, sources_of
from treue.loop.home import Home
from treue.loop.keeping_lists import keep_entries, kept_entries
from treue.loop.records import FetchedFile, SourceState
from treue.loop.work.jobs import FETCH, ask
from treue.people.log import log
from treue.settings import variable_of_source
from treue.web.data import now_home
from treue.web.drawing import draw
from treue.web.progress import sentence
from treue.web.reader import for_admins, reader_of
from treue.web.seen_rows import tables_of
from treue.web.site import renew

QUERIES = 4
"""Queries a form asks for at once; more are written into treue.toml."""


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """Set up a source."""
    reader, form = reader_of(request), request.POST
    if request.method != "POST":
        return _draw(request, QueryDict(f"kind={request.GET.get('kind', 'folder')}"))
    opened = now_home()
    try:
        entry = _entry(form, opened)
        kept = kept_entries(opened, "sources")
        renew(keep_entries(opened, "sources", [*kept, entry]))
    except TreueError as error:
        messages.error(request, sentence(error.args[0], reader.voice))
        return _draw(request, form)
    log(reader.actor, "source set up", detail={"source": str(entry["name"])})
    words = reader.voice.words
    if entry["kind"] == "folder":
        messages.success(request, words.say("web.source.made", {"name": entry["name"]}))
    else:
        told = {"name": entry["name"], "variable": variable_of_source(str(entry["name"]))}
        messages.success(request, words.say("web.source.made_database", told))
    return redirect("data")


def _draw(request: HttpRequest, form: QueryDict) -> HttpResponse:
    kind = form.get("kind", "folder")
    context = {
        "form": form,
        "kind": kind if kind in KINDS else "folder",
        "kinds": KINDS,
        "tables": tables_of(reader_of(request).voice),
        "numbers": range(1, QUERIES + 1),
    }
    return draw(request, "source.html.j2", context)


def _entry(form: QueryDict, opened: Home) -> dict[str, object]:
    """What the form says, as treue.toml keeps it.

    Raises:
        BadOption: something is missing or cannot be.
    """
    name = re.sub(r"[^a-z0-9_-]+", "-", form.get("name", "").strip().lower()).strip("-")
    kind = form.get("kind", "")
    if not name or any(each.name == name for each in sources_of(opened.settings)):
        raise BadOption(Keyed("source_name", "Give it a name of its own, as webshop."))
    entry: dict[str, object] = {"name": name, "kind": kind, "every": form.get("every", "day")}
    if entry["every"] == "day":
        entry["at"] = form.get("at", "02:00").strip()
    if kind == "folder":
        entry["path"] = form.get("path", "").strip()
        check_folder(opened, str(entry["path"]) or "?")
    else:
        entry["queries"] = _queries(form)
    try:
        source_of(entry, name)
    except BadSetting as error:
        raise BadOption(Keyed("source_wrong", "This does not fit: {told}", told=str(error))) from None
    return entry


def _queries(form: QueryDict) -> dict[str, str]:
    found = {}
    for number in range(1, QUERIES + 1):
        table, query = form.get(f"table-{number}", ""), form.get(f"query-{number}", "").strip()
        if query and table in TABLES:
            found[table] = query
    if not found:
        raise BadOption(Keyed("no_query", "Write at least one query: what to ask the database for."))
    return found


@require_POST
@for_admins
def fetch(request: HttpRequest, name: str) -> HttpResponse:
    """Ask it now."""
    reader = reader_of(request)
    ask(FETCH, reader.actor, {"source": name})
    log(reader.actor, "source asked", detail={"source": name})
    messages.success(request, reader.voice.words.say("web.source.asked", {"name": name}))
    return redirect("data")


@require_POST
@for_admins
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Do not ask it any more; what it brought stays."""
    reader, opened = reader_of(request), now_home()
    kept = kept_entries(opened, "sources")
    left = [each for each in kept if each.get("name") != name]
    if len(left) == len(kept):
        messages.error(request, reader.voice.words.say("web.source.by_hand", {"name": name}))
        return redirect("data")
    renew(keep_entries(opened, "sources", left))
    SourceState.objects.filter(name=name).delete()
    FetchedFile.objects.filter(source=name).delete()
    log(reader.actor, "source removed", detail={"source": name})
    messages.success(request, reader.voice.words.say("web.source.removed", {"name": name}))
    return redirect("data")
