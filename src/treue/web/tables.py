"""Tables of pages as Excel files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from django.http import FileResponse

from treue.loop.shelf import Opened
from treue.people.contacts import cards_of
from treue.people.log import log
from treue.report.sheets import Column, Value, write_sheet
from treue.report.voice import Voice
from treue.web.customer_rows import Wanted, streamed
from treue.web.reader import Reader
from treue.web.site import home

_AMOUNTS = ("value", "low", "high", "at_stake", "margin")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to take along.

    Args:
        title: names the file and its sheet.
        day: as of when it holds.
        columns: at least one.
        rows: each as long as `columns`; taken one by one.
    """

    title: str
    day: date
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def handed_out(sheet: Sheet, what: str, reader: Reader, customer: int | None = None) -> FileResponse:
    """The table as a file, and a line in the log; it goes by way of the disk, so that a million rows fit.

    Args:
        sheet: the table.
        what: as the log names it.
        reader: who takes it along.
        customer: whom it is about, where it is about one.
    """
    file = tempfile.TemporaryFile(dir=home().work)  # noqa: SIM115 - the answer closes it
    figures = reader.voice.figures
    language = cast("Literal['de', 'en']", figures.language)
    count = write_sheet(file, sheet.columns, sheet.rows, language, figures.currency, title=sheet.title)
    log(reader.actor, "exported", customer, {"what": what, "rows": count})
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{sheet.title}-{sheet.day}.xlsx")


def sheet_of_customers(opened: Opened, wanted: Wanted, voice: Voice) -> Sheet:
    """Everybody of a list with names and addresses, in its order."""
    words = voice.words

    def titled(name: str) -> str:
        return words.say(f"web.sheet.{name}")

    columns = [
        *(Column(titled(name)) for name in ("code", "number", "name", "mail", "tier", "segment")),
        *(Column(titled(name), "money") for name in _AMOUNTS),
        Column(titled("orders"), "count"),
        Column(titled("last_order"), "day"),
        Column(titled("active"), "share"),
    ]
    return Sheet(titled("title"), opened.until, columns, _rows(opened, wanted, voice))


def _rows(opened: Opened, wanted: Wanted, voice: Voice) -> Iterator[list[Value]]:
    name = voice.words.name
    for group in streamed(opened, wanted):
        cards = cards_of([each.customer for each in group])
        for each in group:
            card = cards.get(each.customer)
            yield [
                each.code,
                ", ".join(card.numbers) if card else "",
                card.name if card else "",
                card.mail if card else "",
                name("tier", each.tier) if each.tier else "",
                name("segment", each.segment) if each.segment else "",
                each.value_minor,
                each.value_low_minor,
                each.value_high_minor,
                each.at_stake_minor,
                each.margin_minor,
                each.orders,
                each.last_order,
                each.active,
            ]
