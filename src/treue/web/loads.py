"""What was loaded: the history, taking the last one back, and rows set aside as a file for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from treue.loop.home import Home
from treue.loop.intake.load_log import BY_HAND, BY_PROGRAMS, LoadEntry, read_loads
from treue.loop.work.jobs import UNDO, ask
from treue.people.log import log
from treue.report.voice import Voice
from treue.sources.contract import Tally
from treue.units import currency_digits
from treue.web.progress import name_of
from treue.web.reader import for_admins, reader_of
from treue.web.site import home

SHOWN = 30
_BATCH = 2_000
_MARK = "\ufeff"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Load:
    """One load as the page lists it.

    Args:
        number: counts.
        at: aware.
        name: what was loaded.
        read: rows.
        aside: rows that were set aside.
        kinds: of input, with the rows accepted of each.
        has_aside: whether those rows are still kept.
    """

    number: int
    at: datetime
    name: str
    read: int
    aside: int
    kinds: Sequence[tuple[str, int]]
    has_aside: bool


def history(opened: Home, most: int | None = SHOWN) -> list[Load]:
    """The last loads, the newest first, or all of them; single words on customers are none."""
    entries = [each for each in read_loads(opened) if each.source != BY_HAND]
    return [_load(opened, each) for each in list(reversed(entries))[:most]]


def _load(opened: Home, entry: LoadEntry) -> Load:
    at = datetime.fromisoformat(entry.at)
    tallies: Sequence[Tally] = [account.rows for account in entry.accounts.values()]
    return Load(
        entry.number,
        at if at.tzinfo else at.replace(tzinfo=UTC),
        entry.path,
        sum(each.read for each in tallies),
        sum(each.quarantined for each in tallies),
        [(kind, account.rows.accepted) for kind, account in entry.accounts.items()],
        _aside_of(opened, entry.number).exists(),
    )


def may_undo(opened: Home) -> int | None:
    """The number of the load that can be taken back; None where none can."""
    number = opened.facts.remembered()
    entries = read_loads(opened)
    last = entries[-1] if entries else None
    is_last = last is not None and last.number == number and last.source not in (BY_HAND, BY_PROGRAMS)
    return number if is_last else None


@require_POST
@for_admins
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last load back; the figures follow."""
    reader = reader_of(request)
    ask(UNDO, reader.actor)
    log(reader.actor, "load taken back")
    messages.success(request, reader.voice.words.say("web.data.undo_asked"))
    return redirect("data")


@for_admins
def aside(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Rows that a load set aside."""
    return set_aside(request, _aside_of(home(), number), f"load-{number}")


def _aside_of(opened: Home, number: int) -> Path:
    return opened.quarantine / f"load-{number:06d}.parquet"


def set_aside(request: HttpRequest, path: Path, name: str) -> StreamingHttpResponse:
    """All rows of a file of rows set aside, as Excel opens them by a double click.

    Raises:
        Http404: they are not kept any more.
    """
    if not path.exists():
        raise Http404
    reader = reader_of(request)
    log(reader.actor, "exported", detail={"what": "rows set aside", "from": name})
    word = reader.voice.words.say("web.data.aside.file")
    answer = StreamingHttpResponse(_lines(path, reader.voice), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{word}-{name}.csv"'
    return answer


def _lines(path: Path, voice: Voice) -> Iterator[str]:
    """A batch at a time: there may be millions."""
    heads = ("file", "row", "reason", "amount", "currency", "text")
    yield _MARK + _csv([[voice.words.say(f"web.data.aside.{head}") for head in heads]], voice)
    with duckdb.connect(config={"memory_limit": "100MB", "threads": "1"}) as con:
        found = con.execute(
            """SELECT file, "row", rule, money_minor, currency, text FROM read_parquet(?)""", [str(path)]
        )
        while rows := found.fetchmany(_BATCH):
            yield _csv([_cells(row, voice) for row in rows], voice)


def _cells(row: Sequence[object], voice: Voice) -> list[str]:
    file, number, rule, minor, currency, text = row
    amount = ""
    if isinstance(minor, int):
        digits = currency_digits(str(currency or "EUR"))
        units = Decimal(minor).scaleb(-digits)
        amount = f"{units:.{digits}f}".replace(".", "," if voice.figures.language == "de" else ".")
    reason = name_of(voice, "rule", str(rule))
    return [safe(str(file)), str(number or ""), reason, amount, str(currency or ""), safe(str(text or ""))]


def safe(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _csv(rows: Sequence[Sequence[str]], voice: Voice) -> str:
    written = io.StringIO()
    delimiter = ";" if voice.figures.language == "de" else ","
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return written.getvalue()
