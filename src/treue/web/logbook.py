"""Protokoll: who looked at, took out or changed what; names are looked up when it is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from treue.facts.codes import code_of
from treue.people.log import log as write_down
from treue.people.records import Audience, Forgotten, Logged, Task
from treue.report.voice import Voice
from treue.web.customer_rows import codes_of
from treue.web.drawing import draw
from treue.web.log_lines import LOAD, RUN, Line, Sought, between, logged, page_of
from treue.web.reader import for_admins, reader_of
from treue.web.records import User
from treue.web.setting_fields import FIELDS
from treue.web.site import clock, home, shelf

PAGE = 50
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Told:
    """A line as people read it.

    Args:
        at: day and time by the shop's clock.
        who: their name.
        what: in words.
        code: of the customer.
        is_known: whether there is a page of theirs now.
        detail: in words.
    """

    at: str
    who: str
    what: str
    code: str
    is_known: bool
    detail: str


@for_admins
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """A page of the log."""
    sought, asked = _sought(request.GET), request.GET.copy()
    found, others = logged(sought, home().settings.shop.zone), between(home(), sought)
    count = found.count() + len(others)
    last = max(1, -(-count // PAGE))
    number = min(max(1, _whole(request.GET.get("page", "")) or 1), last)
    asked.pop("page", None)
    tell = _Teller(reader_of(request).voice)
    shown = page_of(found, others, (number - 1) * PAGE, PAGE)
    known = _with_page([each.customer for each in shown if each.customer is not None])
    lines = [tell.line(each, known) for each in shown]
    kinds = {*Logged.objects.order_by().values_list("what", flat=True).distinct(), LOAD, RUN}
    page = {
        "lines": lines,
        "count": count,
        "number": number,
        "last": last,
        "asked": asked.urlencode(),
        "sought": sought,
        "is_filtered": sought != Sought(),
        "is_no_code": bool(sought.code) and sought.bits is None,
        "kinds": sorted(((each, tell.what(each)) for each in kinds), key=lambda pair: pair[1].lower()),
        "users": User.objects.order_by("name", "mail"),
    }
    return draw(request, "log.html.j2", page)


def _with_page(customers: Sequence[int]) -> Collection[int]:
    """Those of some customers of whom there is a page: in the snapshot, and not forgotten."""
    opened = shelf().whole()
    gone = Forgotten.objects.filter(key__in=customers).values_list("key", flat=True)
    return set() if opened is None else codes_of(opened, customers).keys() - set(gone)


@for_admins
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """All lines that are looked for, as a table for spreadsheets."""
    sought, reader = _sought(request.GET), reader_of(request)
    found, others = logged(sought, home().settings.shop.zone), between(home(), sought)
    if request.method == "GET":
        write_down(reader.actor, "exported", detail={"list": "log"})
    name = reader.voice.words.say("web.log.file")
    return StreamingHttpResponse(
        _table(_Teller(reader.voice), sought, found.count() + len(others)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _table(tell: _Teller, sought: Sought, count: int) -> Iterator[bytes]:
    """Separated as spreadsheets of the language expect it, with the mark by which they know UTF-8."""
    say = tell.voice.words.say
    yield b"\xef\xbb\xbf"
    yield _row(tell, [say(f"web.log.{name}") for name in ("at", "who", "what", "customer", "detail")])
    found, others = logged(sought, home().settings.shop.zone), between(home(), sought)
    for begin in range(0, count, _AT_ONCE):
        for each in page_of(found, others, begin, _AT_ONCE):
            told = tell.line(each)
            yield _row(tell, [told.at, told.who, told.what, told.code, told.detail])


def _row(tell: _Teller, cells: list[str]) -> bytes:
    written = io.StringIO()
    # A cell that begins like a formula would be computed by a spreadsheet.
    safe = [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells]
    csv.writer(written, delimiter=tell.voice.words.say("web.log.separator")).writerow(safe)
    return written.getvalue().encode()


def _sought(asked: QueryDict) -> Sought:
    """What the form asked for; what is none is not looked for."""
    return Sought(
        code=asked.get("code", "").strip(),
        user=str(_whole(asked.get("user", "")) or ""),
        kind=asked.get("kind", ""),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


class _Teller:
    """Tells lines in a reader's words.

    Args:
        voice: theirs.
    """

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self._users = {each.pk: str(each) for each in User.objects.all()}
        self._named = {
            "audience": dict(Audience.objects.values_list("pk", "name")),
            "task": dict(Task.objects.values_list("pk", "title")),
        }

    def line(self, line: Line, known: Collection[int] = ()) -> Told:
        """A line as people read it; `known` customers have a page."""
        language = self.voice.figures.language
        code = "" if line.customer is None else code_of(line.customer)
        at, who = clock(line.at, language), self._who(line.by)
        return Told(at, who, self.what(line.what), code, line.customer in known, self._detail(line))

    def what(self, kind: str) -> str:
        """A kind in words; one we have no word for as it is."""
        return self.voice.words.sentences.get(f"web.logged.{kind}", kind)

    def _who(self, by: str) -> str:
        sort, _, number = by.partition(":")
        if sort == "user":
            return self._user(number)
        told = self.voice.words.sentences.get(f"web.logged_by.{sort}", by)
        return f"{told} {number}".strip()

    def _user(self, number: object) -> str:
        pk = _whole(str(number)) or 0
        return self._users.get(pk) or self.voice.words.say("web.log.gone", {"number": pk})

    def _detail(self, line: Line) -> str:
        say, number = self.voice.words.say, self.voice.figures.number
        if line.what == LOAD:
            rows = {key: number(int(str(line.detail[key]))) for key in ("accepted", "set_aside")}
            return say("web.log.loaded", {**line.detail, **rows})
        if line.what == RUN and isinstance(line.detail["until"], date):
            return say("web.log.published", {"day": self.voice.figures.day(line.detail["until"])})
        return ", ".join(self._part(key, value) for key, value in line.detail.items())

    def _part(self, key: str, value: object) -> str:
        words = self.voice.words.sentences
        if key == "user":
            return self._user(value)
        if key == "role":
            return words.get(f"web.role.{value}", str(value))
        if key == "keys" and isinstance(value, list):
            fields = [FIELDS.get(str(each)) for each in value]
            return ", ".join(words[f"web.setting.{each.word}"] for each in fields if each is not None)
        if key in self._named:
            return self._named[key].get(_whole(str(value)) or 0, str(value))
        if key == "month":
            return self.voice.figures.full_month(date.fromisoformat(f"{value}-01"))
        if isinstance(value, int):
            value = self.voice.figures.number(value)
        listed = [str(each) for each in (value if isinstance(value, list) else [value])]
        told = ", ".join(words.get(f"web.logged_detail.{each}", each) for each in listed)
        return f"{words.get(f'web.logged_detail.{key}', key)}: {told}"
