"""The page of an access pack: everything kept about one person, to read and to print, without code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TextIO
from zoneinfo import ZoneInfo

import jinja2

from treue.facts.codes import code_of
from treue.report.held import PARTS, About, Form, Held, HeldColumn, Row, Seen, aware, label_of, title_of
from treue.report.numerals import Numerals
from treue.report.voice import Voice
from treue.report.warned import said
from treue.segments.radar.questionnaire import questionnaire
from treue.units import is_currency

_WIDEST = 8
"""More columns than these do not fit beside each other on a sheet; each row is told by itself then."""
_CHANGED = 10**11
"""A version from here on is a time in milliseconds; below it is the number of a load."""

_NAMES = {
    "tier": "tier", "tier_before": "tier", "tier_by_limits": "tier", "rfm_segment": "segment",
    "phase": "phase", "next_phase": "phase", "before": "phase", "after": "phase", "by": "held_by",
    "made_by": "held_by", "owner": "held_by", "asked_by": "held_by", "rule": "rule", "input": "input",
}  # fmt: skip
"""Column -> the group that names what it holds."""
_VALUES = (
    "kind", "prices", "known_as", "act", "state", "what", "channel", "reason", "outcome", "purpose",
)  # fmt: skip
"""Columns whose values have words of their own here."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what stands under it."""

    label: str
    told: str


@dataclass(frozen=True, slots=True)
class Told:
    """A table as the page shows it.

    Args:
        id: where links lead.
        part: person, facts or beliefs.
        title: what it is called.
        count: of rows.
        same: what holds for every row.
        labels: of the other columns.
        is_table: whether they fit beside each other.
        rows: one pair a label; read while the page is written.
    """

    id: str
    part: str
    title: str
    count: int
    same: Sequence[Pair]
    labels: Sequence[str]
    is_table: bool
    rows: Callable[[], Iterator[Sequence[Pair]]]


def write_page(
    out: TextIO, about: About, tables: Sequence[Held], seen: Mapping[str, Seen], voice: Voice
) -> None:
    """Write the page, a row after the other.

    Args:
        out: gets it.
        about: what stands above.
        tables: each with at least one row.
        seen: what `write_data` learned of their rows.
        voice: of the shop's language.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("treue.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    write = _Writer(voice, ZoneInfo(about.zone))
    environment.filters |= {"day": voice.figures.day, "clock": write.clock, "number": voice.figures.number}
    told = [write.table(each, seen[each.title]) for each in tables]
    page = environment.get_template("access.html.j2")
    language = voice.figures.language
    parts = [(part, [each for each in told if each.part == part]) for part in PARTS]
    words = {"say": voice.words.say, "counted": voice.words.count, "language": language}
    out.writelines(page.generate(about=about, parts=parts, **words))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes cells as people read them."""

    voice: Voice
    zone: ZoneInfo

    def table(self, held: Held, seen: Seen) -> Told:
        """A table whose rows are read when they are drawn."""
        is_one = held.count == 1
        shown = [each for each in held.columns if each.name in seen.used and each.name != "currency"]
        alike = [] if is_one else [each for each in shown if each.name in seen.same]
        others = [each for each in shown if each not in alike]
        place = {each.name: at for at, each in enumerate(held.columns)}
        row = [seen.same.get(each.name) for each in held.columns]

        labels = [self._label(held, each) for each in others]

        def rows() -> Iterator[Sequence[Pair]]:
            for each in held.rows():
                cells = (self._cell(held, column, each, place) for column in others)
                yield [Pair(label, cell) for label, cell in zip(labels, cells, strict=True)]

        return Told(
            held.title,
            held.part,
            title_of(held, self.voice.words),
            held.count,
            [Pair(self._label(held, each), self._cell(held, each, row, place)) for each in alike],
            labels,
            not is_one and len(others) <= _WIDEST,
            rows,
        )

    def clock(self, at: datetime) -> str:
        """Day and time by the shop's clock."""
        there = aware(at).astimezone(self.zone)
        return f"{self.voice.figures.short_day(there.date())}, {there:%H:%M}"

    def _label(self, held: Held, column: HeldColumn) -> str:
        label = label_of(held, column, self.voice.words)
        return label[:1].upper() + label[1:]

    def _cell(self, held: Held, column: HeldColumn, row: Row, place: Mapping[str, int]) -> str:
        cell = row[place[column.name]]
        if cell is None:
            return ""
        if column.form is Form.MONEY:
            told = str(row[place["currency"]] or "") if "currency" in place else held.currency
            return self._money(int(str(cell)), told)
        if column.name == "version" and int(str(cell)) >= _CHANGED:
            return self.clock(datetime.fromtimestamp(int(str(cell)) / 1000, self.zone))
        if column.form is Form.TEXT:
            return self._text(held, column.name, str(cell))
        return self._figure(column.form, cell)

    def _figure(self, form: Form, cell: object) -> str:
        figures = self.voice.figures
        if isinstance(cell, date):
            return self.clock(cell) if isinstance(cell, datetime) else figures.short_day(cell)
        if form is Form.FLAG:
            return self.voice.words.say("held.yes" if cell else "held.no")
        if form is Form.TREE:
            return "\n".join(f"{key}: {told}" for key, told in _leaves(cell))
        return code_of(int(str(cell))) if form is Form.KEY else self._number(form, float(str(cell)))

    def _number(self, form: Form, number: float) -> str:
        figures = self.voice.figures
        if form is Form.QUANTITY:
            return figures.number(number / 1000, 0 if number % 1000 == 0 else 3)
        if form is Form.RATE:
            return figures.share(number / 10_000, 0 if number % 100 == 0 else 2)
        if form is Form.SHARE:
            return figures.share(number, 1)
        return figures.number(number, 0 if number == int(number) else 2)

    def _money(self, minor: int, currency: str) -> str:
        if not is_currency(currency):
            return f"{self.voice.figures.number(minor)} {currency}".strip()
        return Numerals(self.voice.figures.language, currency).money(minor)

    def _text(self, held: Held, name: str, text: str) -> str:
        words = self.voice.words
        if name == "statement":
            told = {each.id: each.said for each in questionnaire().statements}
            return told[text][self.voice.figures.language] if text in told else text
        if name == "reasons":
            listed = [(str(each["kind"]), each) for each in json.loads(text)]
            return " ".join(said([(kind, _without_kind(each)) for kind, each in listed], self.voice))
        group = _group_of(held, name)
        return words.name(group, text) if group else text


def _group_of(held: Held, name: str) -> str:
    """The words of what a column holds; none where it says what it says."""
    if held.name == "ledger" and name == "kind":
        return "entry"
    if held.name == "friction_customers":
        return f"held_experience_{name}"
    if name.startswith("moved_"):
        return "held_feature"
    return _NAMES.get(name, "held_value" if name in _VALUES else "")


def _without_kind(reason: Mapping[str, object]) -> dict[str, float]:
    return {name: float(str(number)) for name, number in reason.items() if name != "kind"}


def _leaves(told: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Each value of a document with the way to it."""
    if isinstance(told, Mapping):
        for name, each in told.items():
            yield from _leaves(each, f"{key}.{name}" if key else str(name))
    elif isinstance(told, list):
        for number, each in enumerate(told, 1):
            yield from _leaves(each, f"{key}.{number}" if key else str(number))
    else:
        yield key, told
