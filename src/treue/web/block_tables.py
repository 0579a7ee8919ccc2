"""Tables inside the blocks that a night has drawn, to be taken along: read from what the page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.urls import reverse
from django.utils.html import format_html

from treue.report.kept_blocks import Block
from treue.report.numerals import MINUS, SYMBOLS
from treue.report.sheets import Column, Kind, Value
from treue.units import currency_digits
from treue.web.reader import Reader

_END = re.compile(r"</table>(?:\s*</div>)?")
_NUMBERS = {
    language: re.compile(
        rf"([+\-{MINUS}]?)([^\s\d]*)\s?(\d{{1,3}}(?:{thousand}\d{{3}})*(?:{point}\d+)?)\s?(\S*)"
    )
    for language, thousand, point in (("de", r"\.", ","), ("en", ",", r"\."))
}
"""Sign, what stands before the digits, the digits, what stands behind them: -1.234,56 €, €1,234.56, 12 %."""
_LINK = '<p class="along"><a class="button second small-button" href="{}">{}</a></p>'


@dataclass(slots=True)
class Told:
    """A table as it stands on a page: what is said above it, and its cells."""

    caption: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class _Tables(HTMLParser):
    """Collects the tables of a block; its rows in a head are the titles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Told] = []
        self._in_head = False
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "table":
            self.found.append(Told())
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr" and not self._in_head and self.found:
            self.found[-1].rows.append([])
        elif tag in ("caption", "th", "td"):
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "thead":
            self._in_head = False
        if tag not in ("caption", "th", "td") or self._text is None or not self.found:
            return
        text, self._text, told = " ".join("".join(self._text).split()), None, self.found[-1]
        if tag == "caption":
            told.caption = text
        else:
            (told.head if self._in_head else told.rows[-1]).append(text)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


def tables_in(block: Block) -> list[Told]:
    """All of a block, in its order."""
    parser = _Tables()
    parser.feed(block.html)
    return parser.found


def with_links(blocks: Mapping[str, Block], names: Sequence[str], reader: Reader) -> list[Block]:
    """The blocks that there are of some; below each table the way to take it along, for who may."""
    shown = [(name, blocks[name]) for name in names if name in blocks]
    if not reader.may_change:
        return [block for _, block in shown]
    return [_linked(name, block, reader.voice.words.say("web.act.excel")) for name, block in shown]


def _linked(name: str, block: Block, label: str) -> Block:
    number = iter(range(len(block.html)))

    def linked(end: re.Match[str]) -> str:
        return end[0] + format_html(_LINK, reverse("block_table", args=(name, next(number))), label)

    return Block(block.title, block.short, block.finding, _END.sub(linked, block.html))


def columns_and_rows(told: Told, reader: Reader) -> tuple[list[Column], list[list[Value]]]:
    """The table for a spreadsheet: a column of nothing but numbers is one of numbers."""
    width = max(map(len, (told.head, *told.rows)))
    rows = [[*row, *[""] * (width - len(row))] for row in told.rows if row]
    columns, read = [], []
    for place in range(width):
        title = told.head[place] if place < len(told.head) else _title(place, told, reader)
        kind, values = _read([row[place] for row in rows], reader)
        columns.append(Column(title, kind))
        read.append(values)
    return columns, [list(row) for row in zip(*read, strict=True)]


def _title(place: int, told: Told, reader: Reader) -> str:
    return told.caption if not place else reader.voice.words.say("web.sheet.figure")


def _read(cells: Sequence[str], reader: Reader) -> tuple[Kind, list[Value]]:
    found = [_number(cell, reader) for cell in cells if cell]
    kinds = {each[0] for each in found if each is not None}
    if None in found or not found or len(kinds - {"count", "decimal"}) > 1 or len(kinds) > 2:
        return "text", list(cells)
    kind: Kind = "decimal" if kinds == {"count", "decimal"} else kinds.pop()
    values = iter(found)
    return kind, [each[1] if cell and (each := next(values)) is not None else None for cell in cells]


def _number(text: str, reader: Reader) -> tuple[Kind, float] | None:
    """What a cell holds if it is one number: 1.234, 0,38, 12 %, 1.234,56 €; None if it is more than that."""
    figures = reader.voice.figures
    found = _NUMBERS[figures.language].fullmatch(text)
    if found is None:
        return None
    sign, before, digits, behind = found.groups()
    thousand, point = (".", ",") if figures.language == "de" else (",", ".")
    number = float(digits.replace(thousand, "").replace(point, ".")) * (-1 if sign in ("-", MINUS) else 1)
    if not (unit := before + behind):
        return ("decimal" if point in digits else "count"), number
    if unit == "%":
        return "share", number / 100
    is_money = unit in (figures.currency, SYMBOLS.get(figures.currency))
    return ("money", round(number * 10 ** currency_digits(figures.currency))) if is_money else None
