"""Prognose: what the coming year brings, how we would have done, what would move it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase

from treue.people.log import log
from treue.report.kept_blocks import sheet_of
from treue.web.block_tables import with_links
from treue.web.blocks import kept
from treue.web.drawing import draw
from treue.web.reader import reader_of
from treue.web.site import home, shelf

SHOWN = ("worth", "plan", "check", "growth", "unusual", "cohorts", "frictions", "history")
"""Blocks of the report, in this order."""


def monthly(request: HttpRequest) -> HttpResponseBase:
    """The last month on one sheet, as a PDF.

    Raises:
        Http404: no night has drawn it.
    """
    opened, reader = shelf().latest(), reader_of(request)
    sheet = None if opened is None else sheet_of(home().snapshots, opened.name, reader.language)
    if opened is None or sheet is None or not sheet.is_file():
        raise Http404
    log(reader.actor, "exported", detail={"what": "monthly"})
    name = f"{reader.voice.words.say('web.forecast.file')}-{opened.until:%Y-%m}.pdf"
    return FileResponse(sheet.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


def forecast(request: HttpRequest) -> HttpResponse:
    """Plan, back-test, growth and levers."""
    opened, reader = shelf().latest(), reader_of(request)
    if opened is None:
        return draw(request, "customers_empty.html.j2")
    blocks = kept(opened, reader.language)
    return draw(request, "forecast.html.j2", {"blocks": with_links(blocks, SHOWN, reader)})
