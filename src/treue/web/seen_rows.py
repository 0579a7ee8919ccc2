"""What was seen in a delivery, as the page shows it: sentences, lists to choose from, cells in pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from treue.facts import TABLES
from treue.loop.delivery.said import settings_of
from treue.loop.home import Home
from treue.loop.records import Arrival
from treue.report.numerals import Numerals
from treue.report.voice import Voice
from treue.sources.files.fields import fields_of
from treue.units import currency_digits, is_currency
from treue.web.progress import name_of, sentence

SALES = ("orders", "order_lines")
_NEVER = ("identities", "improvements")
_FIRST = ("orders", "order_lines", "customers", "products", "refunds", "payments")
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """As written, and as understood; the second is empty where both say the same."""

    written: str
    understood: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file to look at and put right."""

    header: str
    meaning: str
    sure: str
    cells: Sequence[Cell]
    is_contact: bool


@dataclass(frozen=True, slots=True)
class File:
    """One file, or sheet of a workbook.

    Args:
        place: in the form.
        label: as people know it.
        kind: what its rows are; empty where nothing we know, skip where it was to be left out.
        rows: how many.
        columns: all of them.
        meanings: to choose from, field and its name.
        unused: headers nothing was made of.
        trouble: what is wrong with it, as a sentence.
        may_change: whether its columns can be chosen.
        dates: the answer so far, where days can be read either way; None where they cannot.
        decimal: the same of the decimal sign.
    """

    place: int
    label: str
    kind: str
    rows: int
    columns: Sequence[Column]
    meanings: Sequence[Choice]
    unused: Sequence[str]
    trouble: str
    may_change: bool
    dates: str | None
    decimal: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is shown unfolded: somebody has to look."""
        return bool(self.trouble) or self.dates is not None or self.decimal is not None


@dataclass(frozen=True, slots=True)
class Input:
    """One kind of input counted: rows, and money by currency."""

    kind: str
    read: int
    accepted: int
    aside: int
    money_aside: Sequence[str]
    money_accepted: Sequence[str]
    rules: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Review:
    """All that the page shows of a delivery before it is loaded."""

    files: Sequence[File]
    unreadable: Sequence[tuple[str, str]]
    inputs: Sequence[Input]
    examples: Sequence[Mapping[str, object]]
    tables: Sequence[Choice]
    read: int
    aside: int
    asks_prices: bool
    asks_costs: bool
    asks_hour: bool
    asks_name: bool
    said: Mapping[str, str]
    has_sales: bool
    stopped: str
    currency: str

    @property
    def may_load(self) -> bool:
        """Whether there is anything to load, and orders to value with it."""
        return bool(self.inputs) and self.has_sales and not self.stopped


def review(seen: Mapping[str, object], arrival: Arrival, opened: Home, voice: Voice) -> Review:
    """What was seen, for one reader."""
    settings = settings_of(arrival, opened.settings)
    raw = cast("list[dict[str, object]]", seen["files"])
    told = cast("dict[str, dict[str, object]]", arrival.told.get("files", {}))
    troubles = cast("dict[str, dict[str, object]]", seen["troubles"])
    unread = cast("dict[str, dict[str, object]]", seen["unread"])
    zone = ZoneInfo(str(seen["zone"]))
    files = [
        _file(
            place,
            each,
            told.get(str(each["label"]), {}),
            _trouble(str(each["label"]), troubles, unread, voice),
            zone,
            voice,
        )
        for place, each in enumerate(raw)
    ]
    shown = sorted((each for each in files if not raw[each.place].get("apart_of")), key=_order)
    inputs = [
        _input(kind, account, voice)
        for kind, account in cast("dict[str, dict[str, object]]", seen["accounts"]).items()
    ]
    kinds = {each.kind for each in inputs if each.accepted}
    meanings = {column.meaning for each in files for column in each.columns}
    fact_rows = opened.facts.rows
    is_new = not fact_rows("orders")
    stopped = cast("dict[str, object]", seen["stopped"])
    return Review(
        files=shown,
        unreadable=[(label, _why(each, voice)) for label, each in unread.items() if not each["is_table"]],
        inputs=sorted(inputs, key=lambda each: _FIRST.index(each.kind) if each.kind in _FIRST else 99),
        examples=[_example(each, voice) for each in cast("list[dict[str, object]]", seen["aside"])],
        tables=tables_of(voice),
        read=sum(each.read for each in inputs),
        aside=sum(each.aside for each in inputs),
        asks_prices=any(each.get("prices") == "unknown" for each in raw) or "prices" in _said(arrival),
        asks_costs=(not {"unit_cost", "unit_costs", "margin"} & meanings and settings.value.margin is None)
        or "margin" in _said(arrival),
        asks_hour=bool(kinds & {"tickets", "interactions"}) and opened.settings.costs.service_hour is None,
        asks_name="shop.name" not in opened.settings.origins,
        said=_said(arrival),
        has_sales=bool(kinds & set(SALES)) or not is_new,
        stopped=sentence(stopped, voice) if stopped else "",
        currency=settings.shop.currency,
    )


def _said(arrival: Arrival) -> dict[str, str]:
    return cast("dict[str, str]", arrival.told.get("shop", {}))


def _order(file: File) -> tuple[bool, int, str]:
    """What needs somebody first, then sales, then the rest as it came."""
    rank = _FIRST.index(file.kind) if file.kind in _FIRST else len(_FIRST)
    return not file.is_open, rank, file.label


def _trouble(
    label: str,
    troubles: Mapping[str, dict[str, object]],
    unread: Mapping[str, dict[str, object]],
    voice: Voice,
) -> str:
    if label in troubles:
        return sentence(troubles[label], voice)
    known = next(
        (each for name, each in unread.items() if label == name or label.startswith(f"{name} [")), None
    )
    if known is None or known["said"]:
        return ""
    return voice.words.say("web.delivery.unknown")


def _why(unread: Mapping[str, object], voice: Voice) -> str:
    """Why a file is nothing that can be read, in our words where we have some."""
    told = str(unread["error"])
    for kind in ("picture", "PDF document", "program", "database", "archive"):
        if kind in told:
            name = voice.words.say(f"web.data.stranger.{kind.removeprefix('PDF ')}")
            return voice.words.say("web.delivery.is_stranger", {"kind": name})
    return voice.words.say("web.delivery.empty_file" if "empty" in told else "web.delivery.not_a_table")


def _file(  # noqa: PLR0913, PLR0917 - one file and all that was seen of it
    place: int,
    seen: Mapping[str, object],
    told: Mapping[str, object],
    trouble: str,
    zone: ZoneInfo,
    voice: Voice,
) -> File:
    is_left_out = told.get("table") == "skip"
    kind = "skip" if is_left_out else str(told.get("table") or seen["kind"])
    chosen = _chosen(told)
    columns = [
        _column({**each, "meaning": each["meaning"] or chosen.get(str(each["header"]), "")}, zone, voice)
        for each in cast("list[dict[str, object]]", seen["columns"])
    ]
    return File(
        place=place,
        label=str(seen["label"]),
        kind=kind,
        rows=int(str(seen["rows"])),
        columns=columns,
        meanings=_meanings(kind, voice),
        unused=[]
        if kind in ("", "skip")
        else [each.header for each in columns if not (each.meaning or each.is_contact)],
        trouble="" if is_left_out else trouble,
        may_change=kind in TABLES,
        dates=str(told.get("dates", "")) if seen.get("dates") or told.get("dates") else None,
        decimal=str(told.get("decimal", "")) if seen.get("decimal") or told.get("decimal") else None,
    )


def _chosen(told: Mapping[str, object]) -> dict[str, str]:
    """Header -> the meaning somebody chose: it stands while something else keeps the file from being read."""
    named = cast("dict[str, str | int]", told.get("columns", {}))
    return {f"column {header}" if isinstance(header, int) else header: name for name, header in named.items()}


def _column(seen: Mapping[str, object], zone: ZoneInfo, voice: Voice) -> Column:
    header = str(seen["header"])
    if header.startswith("column ") and header[7:].isdecimal():
        header = voice.words.say("web.delivery.column", {"number": header[7:]})
    cells = [_cell(each, zone, voice) for each in cast("list[dict[str, object]]", seen["cells"])]
    return Column(header, str(seen["meaning"]), str(seen["sure"]), cells, bool(seen.get("is_contact")))


def _cell(seen: Mapping[str, object], zone: ZoneInfo, voice: Voice) -> Cell:
    written, value = str(seen["written"]).strip(), seen["value"]
    figures = voice.figures
    if value is None or not written:
        return Cell(written, "")
    if seen["kind"] == "money" and isinstance(value, int):
        code = str(seen["currency"])
        read = Numerals(figures.language, code if is_currency(code) else figures.currency).money(value)
    elif seen["kind"] == "number" and isinstance(value, int | float):
        read = figures.number(value, 0 if float(value).is_integer() else 2)
    elif seen["kind"] == "day":
        read = figures.day(date.fromisoformat(str(value)))
    elif seen["kind"] == "instant":
        at = datetime.fromisoformat(str(value)).astimezone(zone)
        clock = "" if (at.hour, at.minute, at.second) == (0, 0, 0) else f", {at:%H:%M}"
        read = figures.day(at.date()) + clock
    else:
        read = str(value)
    return Cell(written, "" if read == written else read)


def _meanings(kind: str, voice: Voice) -> list[Choice]:
    """Fields of a table, those it needs first, then by name."""
    if kind not in TABLES:
        return []
    fields = fields_of(kind)
    return sorted(
        ((name, name_of(voice, "column", name)) for name in fields),
        key=lambda each: (not fields[each[0]].required, each[1].casefold()),
    )


def tables_of(voice: Voice) -> list[Choice]:
    """What a file may be, the usual first."""
    return [
        (name, name_of(voice, "input", name))
        for name in sorted(TABLES, key=lambda name: _FIRST.index(name) if name in _FIRST else 99)
        if name not in _NEVER
    ]


def _input(kind: str, account: Mapping[str, object], voice: Voice) -> Input:
    rows = cast("dict[str, int]", account["rows"])
    money = cast("dict[str, dict[str, int]]", account["money"])
    rules = cast("dict[str, int]", account["rules"])
    aside = [
        _money(code, tally["quarantined"], voice) for code, tally in money.items() if tally["quarantined"]
    ]
    accepted = [_money(code, tally["accepted"], voice) for code, tally in money.items()]
    listed = sorted(rules.items(), key=lambda each: -each[1])
    return Input(kind, rows["read"], rows["accepted"], rows["quarantined"], aside, accepted, listed)


def _money(code: str, minor: int, voice: Voice) -> str:
    return Numerals(voice.figures.language, code if is_currency(code) else voice.figures.currency).money(
        minor
    )


def _example(row: Mapping[str, object], voice: Voice) -> dict[str, object]:
    minor, code = row["money_minor"], str(row["currency"] or voice.figures.currency)
    money = _money(code, minor, voice) if isinstance(minor, int) and currency_digits(code) is not None else ""
    return {"file": row["file"], "row": row["row"], "rule": row["rule"], "text": row["text"], "money": money}
