"""For machines that look after this one: whether all is well, and figures. No personal data."""

from __future__ import annotations

import hmac
import ipaddress
import re
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from treue.loop.backup.backed_up import last_backup
from treue.loop.records import Job
from treue.loop.work.alive import WORKER, is_held
from treue.people.records import Event
from treue.web.exposition import MEDIA_TYPE, Standing, exposed
from treue.web.site import home, shelf
from treue.web.tally import TALLY

_RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 where pages can be read and written, else 503; the worker is told, and may be elsewhere."""
    del request
    opened, has_database = shelf().whole(), _has_database()
    is_well = has_database and not shelf().is_broken
    told = {
        "status": "ok" if is_well else "broken",
        "database": "ok" if has_database else "broken",
        "snapshot": {
            "state": "broken" if shelf().is_broken else "ok" if opened else "none yet",
            "name": opened.name if opened else None,
            "age_seconds": _age(opened.made_at) if opened else None,
        },
        "worker": _has_worker(),
    }
    return JsonResponse(told, status=200 if is_well else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """What Prometheus reads: from this machine, or with the token of `secret.metrics`."""
    if not _may_read(request):
        return HttpResponse("Ask from this machine, or show the token of TREUE_SECRET_METRICS.\n", status=403)
    return HttpResponse(exposed(TALLY.now(), _standing()), content_type=MEDIA_TYPE)


def _may_read(request: HttpRequest) -> bool:
    """Behind a proxy everybody comes from this machine, so what was passed on is not from here."""
    token = home().settings.secret.metrics
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(shown.encode(), token.encode()):
        return True
    try:
        is_here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return is_here and not any(name in request.META for name in _FORWARDED)


def _standing() -> Standing:
    opened = shelf().whole()
    jobs: dict[str, int] = {}
    events = backup = None
    try:
        states = (Job.State.WAITING, Job.State.AT_WORK, Job.State.FAILED)
        counted = Job.objects.filter(state__in=states).values_list("state").annotate(Count("id")).order_by()
        jobs = {str(state): 0 for state in states} | {str(state): int(count) for state, count in counted}
        events = Event.objects.filter(taken_at=None).count()
        backup = last_backup(home(), datetime.now(UTC)).at
    except DatabaseError:
        pass  # /health says so; the counters are still worth reading
    return Standing(
        _age(opened.made_at) if opened else None,
        jobs,
        events,
        _has_worker(),
        _memory(),
        _age(backup) if backup else None,
    )


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM loop_job LIMIT 1")
    except DatabaseError:
        return False
    return True


def _has_worker() -> bool | None:
    """None where this disk does not say."""
    try:
        return is_held(home(), WORKER)
    except OSError:
        return None


def _age(made_at: datetime) -> int:
    """Whole seconds; none where the clock was put back."""
    return max(0, int((datetime.now(UTC) - made_at).total_seconds()))


def _memory() -> int | None:
    try:
        found = _RESIDENT.search(Path("/proc/self/status").read_text(encoding="ascii"))
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None
