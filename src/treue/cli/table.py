"""`treue table`: a table of the latest run's snapshot, to look at or as a file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from treue.cli.asking import Language
from treue.cli.terminal import print_json, print_table
from treue.cli.voice import Voice, voice_of_page
from treue.cli.words import NAMED, ours
from treue.loop.home import open_home
from treue.loop.table_rows import SHOWN, Wanted, list_tables, look_up

_WIDE = 12
"""Columns that a terminal shows side by side."""
_NAMED = {column: group for column, group in NAMED.items() if column != "kind"}
"""Columns that are shown as the page names them; a table's kinds are its own."""


def table(
    name: str | None = None,
    /,
    *,
    home: Path = Path("treue-home"),
    where: list[str] | None = None,
    sort: str | None = None,
    out: Path | None = None,
    language: Language | None = None,
    json: bool = False,
) -> None:
    """Show a table of the latest run, or write it to a file: whatever a page counts, one by one.

    Customers stand there by their codes, amounts in whole currency units; the terminal has the page's names
    for tiers, groups and phases, files have ours. docs/snapshot.md explains the
    tables and their columns.

    Args:
        name: of the table; without one, all there are.
        home: the shop's folder.
        where: only rows of which this holds: tier=platinum, "at_stake>=50"; may be given several times.
        sort: by this column, ascending; with a minus before it (--sort=-value), descending.
        out: write all rows to this file, .csv or .parquet.
        language: de or en; the report's own unless set.
        json: for programs.
    """
    opened = open_home(home)
    voice = voice_of_page(opened.settings, language)
    if name is None:
        listed = list_tables(opened)
        if json:
            print_json([{"table": each.name, "rows": each.rows, "columns": each.columns} for each in listed])
            return
        rows = [(each.name, voice.number(each.rows), ", ".join(each.columns)) for each in listed]
        print_table(voice.texts("table", "name", "rows", "columns"), rows)
        return
    wanted = Wanted(name, tuple(map(_in_ours, where or ())), sort or "")
    shown = look_up(opened, wanted, out)
    if json:
        rows_told = [dict(zip(shown.columns, map(_plain, row), strict=True)) for row in shown.rows]
        print_json({"table": name, "count": shown.count, "rows": rows_told})
        return
    # Whom it is about comes first, then what was asked for: a terminal is not as wide as some tables.
    order = list(dict.fromkeys((shown.columns[0], *wanted.named, *shown.columns)))
    places = [shown.columns.index(each) for each in order[:_WIDE]]
    cells = [[_told(row[place], shown.columns[place], voice) for place in places] for row in shown.rows]
    print_table(order[:_WIDE], cells)
    if out is not None:
        voice.say("table.written", count=voice.number(shown.count), file=out)
        return
    if not shown.count:
        voice.say("table.no_rows")
    if shown.count > SHOWN:
        voice.say("table.more_rows", count=voice.number(shown.count - SHOWN))
    if order[_WIDE:]:
        voice.say("table.more_columns", names=", ".join(order[_WIDE:]))


def _in_ours(claim: str) -> str:
    """Tiers, groups and phases by the names that the page gives them are understood, too."""
    column, sign, value = claim.partition("=")
    is_named = sign and column.strip() in _NAMED
    return f"{column}={ours(column.strip(), value)}" if is_named else claim


def _told(value: object, column: str, voice: Voice) -> str:
    if value is None or isinstance(value, str):
        return voice.name(_NAMED[column], value) if value and column in _NAMED else value or ""
    if isinstance(value, bool):
        return voice.text("writing.yes" if value else "writing.no")
    if isinstance(value, Decimal):
        return voice.number(float(value), -int(value.as_tuple().exponent))
    if isinstance(value, float):
        return voice.number(value, 0 if value.is_integer() else 3)
    if isinstance(value, int):
        return voice.number(value)
    return voice.day(value) if isinstance(value, date) and not isinstance(value, datetime) else str(value)


def _plain(value: object) -> object:
    """As JSON has it; amounts as text, so that no cent is lost."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
