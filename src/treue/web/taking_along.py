"""Tables of pages taken along as Excel files, by who may take lists along."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from treue.web.block_tables import columns_and_rows, tables_in
from treue.web.blocks import kept
from treue.web.found import found_by
from treue.web.page_tables import TABLES, sheet_of_ledger
from treue.web.reader import for_marketers, reader_of
from treue.web.setup_tables import SETUP
from treue.web.site import shelf
from treue.web.tables import Sheet, handed_out


@for_marketers
def table(request: HttpRequest, name: str) -> HttpResponseBase:
    """One table of a page.

    Raises:
        Http404: no table of that name, or no figures yet.
        PermissionDenied: it is on a page that only an admin opens.
    """
    reader = reader_of(request)
    if name in SETUP:
        if not reader.is_admin:
            raise PermissionDenied
        return handed_out(SETUP[name](reader), name, reader)
    opened, make = shelf().latest(), TABLES.get(name)
    if opened is None or make is None:
        raise Http404
    return handed_out(make(opened, reader), name, reader)


@for_marketers
def block_table(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    """One of the tables inside a block that the night has drawn.

    Raises:
        Http404: no such block, or not so many tables in it.
    """
    opened, reader = shelf().latest(), reader_of(request)
    block = None if opened is None else kept(opened, reader.language).get(name)
    tables = [] if block is None else tables_in(block)
    if opened is None or block is None or number >= len(tables):
        raise Http404
    columns, rows = columns_and_rows(tables[number], reader)
    title = f"{block.short} {number + 1}" if len(tables) > 1 else block.short
    return handed_out(Sheet(title, opened.until, columns, rows), "block", reader)


@for_marketers
def ledger(request: HttpRequest, code: str) -> HttpResponseBase:
    """All entries of one customer's ledger.

    Raises:
        Http404: no such customer, or none whose figures may be shown.
    """
    found, reader = found_by(code), reader_of(request)
    if found.opened is None or found.standing is None:
        raise Http404
    return handed_out(
        sheet_of_ledger(found.opened, found.customer, found.code, reader), "ledger", reader, found.customer
    )
