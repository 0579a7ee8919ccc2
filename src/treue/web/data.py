"""Daten: where files are brought, where they come from by themselves, and what was loaded."""

from __future__ import annotations

import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from treue.errors import TreueError
from treue.loop.backup.backed_up import last_backup
from treue.loop.delivery.arrivals import arrive, clean_name, files_of
from treue.loop.delivery.sources_state import missed, standing
from treue.loop.home import Home, open_home
from treue.loop.records import Arrival, Job
from treue.loop.work.jobs import BACKUP, LOOK, NIGHT, ask, at_work, newest
from treue.loop.work.worker import is_working
from treue.people.log import log
from treue.report.voice import Voice
from treue.sources.files.staging import stranger
from treue.web.drawing import draw
from treue.web.loads import history, may_undo
from treue.web.progress import sentence
from treue.web.reader import for_admins, reader_of
from treue.web.site import home, shelf
from treue.web.uploads import TOO_MUCH


def now_home() -> Home:
    """The home with its settings as they are now: a page may have changed them a moment ago."""
    return open_home(home().folder)


@for_admins
def data(request: HttpRequest) -> HttpResponse:
    """The first page of a new shop, and later the way for every delivery."""
    opened, now, voice = now_home(), datetime.now(UTC), reader_of(request).voice
    loads, sources = history(opened), standing(opened)
    waiting = Arrival.objects.filter(state=Arrival.State.BROUGHT).order_by("-id")[:5]
    context = {
        "is_new": not loads and shelf().whole() is None,
        "deliveries": list(waiting),
        "loads": loads,
        "undoable": may_undo(opened),
        "standing": sources,
        "errors": {
            each.source.name: sentence(each.state.error, voice)
            for each in sources
            if each.state and each.state.error
        },
        "missed": {each.name: each for each in missed(opened, now)},
        "busy": at_work(),
        "is_working": is_working(opened),
        "may_run": bool(loads),
        "backup": last_backup(opened, now),
        "backup_folder": opened.settings.backup.folder,
        "backup_at": opened.settings.backup.at,
        "folder": shlex.quote(str(opened.folder.absolute())),
        "backup_trouble": _backup_trouble(voice),
    }
    return draw(request, "data.html.j2", context)


def _backup_trouble(voice: Voice) -> str:
    """Why the last backup that the worker was to make was not made; empty where it was."""
    last = newest(BACKUP)
    return sentence(last.result, voice) if last is not None and last.state == Job.State.FAILED else ""


@require_POST
@for_admins
def backup(request: HttpRequest) -> HttpResponse:
    """Make a backup now, where the settings put them."""
    reader = reader_of(request)
    if now_home().settings.backup.folder:
        ask(BACKUP, reader.actor)
        log(reader.actor, "backup asked for")
        messages.success(request, reader.voice.words.say("web.data.backup.asked"))
    return redirect("data")


@require_POST
@for_admins
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in; they are looked at in the background."""
    reader = reader_of(request)
    words = reader.voice.words
    sent = request.FILES.getlist("files")
    files = [each for each in sent if each.size and isinstance(each, TemporaryUploadedFile)]
    if getattr(request, TOO_MUCH, False) or not files:
        wrong = "too_much" if getattr(request, TOO_MUCH, False) else "nothing"
        messages.error(request, words.say(f"web.data.upload.{wrong}"))
        return redirect("data")
    for each in files:
        each.seek(0)
        if (kind := stranger(each.read(16))) is not None:
            messages.error(
                request,
                words.say(
                    "web.data.upload.stranger",
                    {"file": each.name, "kind": words.say(f"web.data.stranger.{kind}")},
                ),
            )
            return redirect("data")
    arrival = arrive(home(), reader.actor, datetime.now(UTC))
    names: list[str] = []
    for each in files:
        names.append(_take_in(each, files_of(home(), arrival), frozenset(names)))
    arrival.names = names
    arrival.save(update_fields=["names"])
    log(reader.actor, "files brought", detail={"delivery": arrival.pk, "files": len(names)})
    ask(LOOK, reader.actor, {"arrival": arrival.pk})
    return redirect("delivery", arrival.pk)


def _take_in(file: TemporaryUploadedFile, folder: Path, taken: frozenset[str]) -> str:
    """Move it to where it is read; the name is ours."""
    name = clean_name(str(file.name), taken)
    target = folder / name
    shutil.move(file.temporary_file_path(), target)
    target.chmod(0o600)
    return name


@require_POST
@for_admins
def folder(request: HttpRequest) -> HttpResponse:
    """Name a folder on the server; nothing is copied."""
    reader, path = reader_of(request), request.POST.get("folder", "").strip()
    try:
        arrival = arrive(home(), reader.actor, datetime.now(UTC), path or "?")
    except TreueError as error:
        messages.error(request, sentence(error.args[0], reader.voice))
        return redirect("data")
    log(reader.actor, "folder named", detail={"delivery": arrival.pk})
    ask(LOOK, reader.actor, {"arrival": arrival.pk})
    return redirect("delivery", arrival.pk)


@require_POST
@for_admins
def night(request: HttpRequest) -> HttpResponse:
    """Compute everything anew, now."""
    reader = reader_of(request)
    ask(NIGHT, reader.actor)
    log(reader.actor, "night asked for")
    messages.success(request, reader.voice.words.say("web.data.night_asked"))
    return redirect("data")
