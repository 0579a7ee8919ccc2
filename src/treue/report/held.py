"""What is kept about one person, table by table, and the same for programs: one JSON object a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Literal, TextIO

from treue.report.words import Words

Row = Sequence[object]
Part = Literal["person", "facts", "beliefs"]
PARTS: tuple[Part, ...] = ("person", "facts", "beliefs")
"""What was noted of them, what happened, what is believed; in this order."""

FORMAT = 1
"""Of data.json; another one is another shape."""

_UNITS = ("_minor", "_milli", "_bp")
_MOVED = "moved_"


class Form(StrEnum):
    """What a cell holds, and with it how it is written."""

    TEXT = "text"
    DAY = "day"
    INSTANT = "instant"
    MONEY = "money"  # whole minor units
    QUANTITY = "quantity"  # thousandths of a piece
    RATE = "rate"  # hundredths of a per cent
    NUMBER = "number"
    SHARE = "share"  # 0 to 1
    FLAG = "flag"
    KEY = "key"  # stands for a person, a number or an address
    TREE = "tree"  # a document: mappings, lists, texts


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A column by name, and what its cells hold."""

    name: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Held:
    """A table with the rows of one person.

    Args:
        part: what kind of table it is.
        name: as the facts, the snapshot or the room of the records call it.
        columns: in the order of the rows' cells.
        count: of its rows, one or more.
        batches: reads them anew each time it is called; days, aware or plain UTC instants, numbers, texts.
        currency: of amounts in rows that name none.
    """

    part: Part
    name: str
    columns: tuple[HeldColumn, ...]
    count: int
    batches: Callable[[], Iterator[Sequence[Row]]]
    currency: str = ""

    @property
    def title(self) -> str:
        """Unique among all tables of a pack: facts.orders."""
        return f"{self.part}.{self.name}"

    def rows(self) -> Iterator[Row]:
        """One after the other."""
        for batch in self.batches():
            yield from batch


@dataclass(frozen=True, slots=True)
class About:
    """What stands above the tables.

    Args:
        code: of the person.
        name: how they are called; may be empty.
        made_at: aware.
        shop: what it is called; empty where nobody told.
        zone: of its clock.
        currency: of the shop.
        sources: where rows came from, by name.
        until: the last day that what is believed knows; None where nothing is believed.
        objected_at: since when they object to profiling; None where they do not.
        nights: states of what is believed that are kept.
        aside_days: so long rows that could not be used are kept.
    """

    code: str
    name: str
    made_at: datetime
    shop: str
    zone: str
    currency: str
    sources: tuple[str, ...]
    until: date | None
    objected_at: datetime | None
    nights: int
    aside_days: int


@dataclass(slots=True)
class Seen:
    """What the rows of a table hold, as it was learned while they were written.

    Args:
        used: columns with anything in them.
        same: column -> its only value, of those that have one in every row.
    """

    used: set[str] = field(default_factory=set)
    same: dict[str, object] = field(default_factory=dict)
    _rows: int = 0

    def look(self, columns: Sequence[HeldColumn], row: Row) -> None:
        """Take one more row into account."""
        for column, cell in zip(columns, row, strict=True):
            if cell is not None and cell != "":
                self.used.add(column.name)
            if not self._rows:
                self.same[column.name] = cell
            elif column.name in self.same and self.same[column.name] != cell:
                del self.same[column.name]
        self._rows += 1


def label_of(held: Held, column: HeldColumn, words: Words) -> str:
    """What a column is called, in words that say what it means; its own name where we have none."""
    bare = column.name
    for unit in _UNITS:
        bare = bare.removesuffix(unit)
    if bare.startswith(_MOVED) and bare[len(_MOVED) :][:1].isdecimal():
        place, _, is_by = bare.removeprefix(_MOVED).partition("_")
        return words.say(f"believed.{held.name}.moved{'_by' if is_by else ''}", {"place": place})
    own = (f"believed.{held.name}.{column.name}", f"believed.{held.name}.{bare}")
    keys = (*(own if held.part == "beliefs" else ()), f"column.{_named(bare, column)}")
    return next((words.sentences[key] for key in keys if key in words.sentences), column.name)


def _named(bare: str, column: HeldColumn) -> str:
    return "customer_key" if column.form is Form.KEY and bare in ("customer", "person") else bare


def title_of(held: Held, words: Words) -> str:
    """What a table is called."""
    return words.name("input", held.name) if held.part == "facts" else words.name("held_table", held.name)


def write_data(out: TextIO, about: About, tables: Sequence[Held], words: Words) -> dict[str, Seen]:
    """Write the tables as JSON, a row a line, so that any number of rows fits into memory.

    Instants are ISO 8601 in UTC, amounts whole minor units of the row's or else the table's `currency`, keys
    texts.

    Returns:
        Title of a table -> what its rows hold.
    """
    seen = {}
    out.write(f'{{"format": {FORMAT},\n"about": {_json(_told(about))},\n"tables": {{')
    for place, held in enumerate(tables):
        seen[held.title] = Seen()
        head = {
            "title": title_of(held, words),
            "columns": {
                each.name: {"form": each.form, "means": label_of(held, each, words)} for each in held.columns
            },
        } | ({"currency": held.currency} if held.currency else {})
        out.write(f"{',' if place else ''}\n{_json(held.title)}: {_json(head)[:-1]}, " + '"rows": [')
        for number, row in enumerate(held.rows()):
            seen[held.title].look(held.columns, row)
            cells = {each.name: plain(each.form, cell) for each, cell in zip(held.columns, row, strict=True)}
            out.write(f"{',' if number else ''}\n{_json(cells)}")
        out.write("]}")
    out.write("}}\n")
    return seen


def _told(about: About) -> Mapping[str, object]:
    return {
        "customer": about.code,
        "name": about.name,
        "made_at": plain(Form.INSTANT, about.made_at),
        "shop": about.shop,
        "currency": about.currency,
        "sources": list(about.sources),
        "beliefs_until": plain(Form.DAY, about.until),
        "objected_at": plain(Form.INSTANT, about.objected_at),
    }


def plain(form: Form, cell: object) -> object:
    """A cell as JSON has it; None stays None."""
    if cell is None:
        return None
    if form is Form.KEY:
        return str(cell)
    if isinstance(cell, datetime):
        return aware(cell).astimezone(UTC).isoformat().replace("+00:00", "Z")
    return cell.isoformat() if isinstance(cell, date) else cell


def aware(at: datetime) -> datetime:
    """Facts and snapshots hold instants of UTC without saying so."""
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)
