"""One delivery: looked at, put right, loaded, on its way into the figures."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from treue.errors import TreueError
from treue.loop.delivery.arrivals import ASIDE, called, leave, place, read_seen
from treue.loop.delivery.said import changes_of, entries_of, mappings_of, settings_of
from treue.loop.intake.load_log import read_loads
from treue.loop.keeping import is_fixed, keep
from treue.loop.keeping_lists import keep_entries, kept_entries, merged_entries
from treue.loop.records import Arrival, Job
from treue.loop.work.jobs import LOAD, LOOK, ask, newest
from treue.loop.work.worker import is_working
from treue.people.log import log
from treue.web.answers import answers_of
from treue.web.data import now_home
from treue.web.drawing import draw
from treue.web.loads import set_aside
from treue.web.progress import Progress, loading, sentence
from treue.web.reader import for_admins, reader_of
from treue.web.seen_rows import review
from treue.web.site import home


@for_admins
def delivery(request: HttpRequest, number: int) -> HttpResponse:
    """Whatever comes next for it: wait, look and put right, watch, or go to Heute."""
    arrival = get_object_or_404(Arrival, pk=number)
    voice, now, opened = reader_of(request).voice, datetime.now(UTC), now_home()
    page = {"arrival": arrival, "is_working": is_working(opened), "also_called": called(arrival)}
    progress = loading(arrival.pk, voice, now)
    if progress is not None and (arrival.state == Arrival.State.LOADED or progress.state != "failed"):
        loaded = next((each for each in read_loads(opened) if each.number == arrival.load), None)
        return draw(request, "delivery_progress.html.j2", {**page, "progress": progress, "load": loaded})
    if arrival.state != Arrival.State.BROUGHT:
        return redirect("data")
    looked, seen = newest(LOOK, arrival=arrival.pk), read_seen(opened, arrival)
    if looked is not None and looked.state in (Job.State.WAITING, Job.State.AT_WORK):
        return draw(request, "delivery_looking.html.j2", page)
    if seen is None or (looked is not None and looked.state == Job.State.FAILED):
        trouble = "" if looked is None else sentence(looked.result, voice)
        return draw(request, "delivery_failed.html.j2", {**page, "trouble": trouble})
    made = review(seen, arrival, opened, voice)
    failed = progress.trouble if isinstance(progress, Progress) else ""
    return draw(request, "delivery.html.j2", {**page, "review": made, "trouble": failed})


@require_POST
@for_admins
def say(request: HttpRequest, number: int) -> HttpResponse:
    """Take what was said: look again where it changes how files are read, else load."""
    arrival, reader = get_object_or_404(Arrival, pk=number, state=Arrival.State.BROUGHT), reader_of(request)
    opened, words = now_home(), reader.voice.words
    seen = read_seen(opened, arrival)
    if seen is None:
        return redirect("delivery", number)
    try:
        told = answers_of(request.POST, seen, arrival)
        said_anew = told != arrival.told and told.get("files") != arrival.told.get("files", {})
        arrival.told = told
        mappings_of(arrival)
        settings_of(arrival, opened.settings)
    except TreueError as error:
        messages.error(request, sentence(error.args[0], reader.voice))
        return redirect("delivery", number)
    arrival.save(update_fields=["told"])
    if said_anew or request.POST.get("do") != "load":
        ask(LOOK, reader.actor, {"arrival": number})
        if said_anew and request.POST.get("do") == "load":
            messages.info(request, words.say("web.delivery.look_again"))
        return redirect("delivery", number)
    _keep(arrival)
    log(reader.actor, "load asked for", detail={"delivery": number})
    ask(LOAD, reader.actor, {"arrival": number})
    return redirect("delivery", number)


def _keep(arrival: Arrival) -> None:
    """What was said holds for every delivery from now on: into treue.toml, where people can read it."""
    opened = now_home()
    changes = {key: text for key, text in changes_of(arrival).items() if not is_fixed(opened, key)}
    opened = keep(opened, changes) if changes else opened
    entries = entries_of(arrival, lasting=True)
    if entries:
        opened = keep_entries(opened, "files", merged_entries(kept_entries(opened, "files"), entries))
    settings.HOME = opened


@require_POST
@for_admins
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Send it away; nothing of it stays."""
    arrival, reader = get_object_or_404(Arrival, pk=number, state=Arrival.State.BROUGHT), reader_of(request)
    under_way = newest(LOAD, arrival=number)
    if under_way is None or under_way.state == Job.State.FAILED:
        leave(home(), arrival, Arrival.State.DROPPED)
        log(reader.actor, "files sent away", detail={"delivery": number})
        messages.success(request, reader.voice.words.say("web.delivery.dropped"))
    return redirect("data")


@for_admins
def aside(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Rows that would be set aside."""
    arrival = get_object_or_404(Arrival, pk=number, state=Arrival.State.BROUGHT)
    return set_aside(request, place(home(), arrival) / ASIDE, f"delivery-{number}")
