"""Read a file or folder into canonical rows: the table of contents of this source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from treue.errors import DoubtfulInput, Keyed, NothingAccepted, TreueWarning, UnreadableFile
from treue.sources.contract import Delivery, FileMapping, ReadingTerms, Rules
from treue.sources.files.columns_to_rows import answers_in_rows
from treue.sources.files.contact_columns import with_contacts
from treue.sources.files.contacts import contacts_of
from treue.sources.files.counting import account
from treue.sources.files.draft import Circumstances
from treue.sources.files.folder import files_below, told_about, told_about_sheet
from treue.sources.files.gathered import Gathered, gather, mark_duplicates
from treue.sources.files.judging import Judged, judge
from treue.sources.files.lines_to_orders import FROM_LINES, split
from treue.sources.files.mapping import check, check_currency, check_zone
from treue.sources.files.orders_in_rows import apart
from treue.sources.files.profile import looks
from treue.sources.files.recognise import Recognised, recognise
from treue.sources.files.rows_to_facts import convert
from treue.sources.files.rules import RULES
from treue.sources.files.setting_aside import SET_ASIDE, open_set_aside, set_rows_aside
from treue.sources.files.sheets import Sheet
from treue.sources.files.staging import stage, stamp, unchanged

Mapping = tuple[FileMapping, ...]
Files = list[tuple[Path, str]]


def read(  # noqa: PLR0913  # the contract of every source
    path: Path,
    *,
    mapping: Mapping,
    terms: ReadingTerms,
    con: duckdb.DuckDBPyConnection,
    today: date,
    say: Callable[[str], None] | None = None,
    peek: Callable[[Judged], None] | None = None,
) -> Delivery:
    """Read a file, or all files of a folder, into relations of `con`.

    Args:
        path: CSV or text (also .gz), Parquet, Excel, or a folder of them.
        mapping: what is known about the files; the first entry that fits a file holds for it.
        terms: what holds for the whole delivery.
        con: gets the relations; they are temporary and replaced by the next reading.
        today: rows later than two days after it are set aside.
        say: is told what was assumed, a sentence at a time.
        peek: is shown each sheet with its rows as written and as understood, as long as both are there.

    Raises:
        UnreadableFile: nothing there could be read.
        MissingColumn: a single file without a column that is needed.
        NothingAccepted: every row was set aside.
    """
    _check(mapping, terms)
    around = Circumstances(con, terms, today, say or (lambda _: None))
    open_set_aside(con)
    files = files_below(path)
    before = {label: stamp(file, label) for file, label in files}
    found, skipped = _recognised(path, files, mapping, around)
    source = terms.source or _name(path)
    judged = [judge(each, _told(each.sheet, mapping), around) for each in found]
    gathered = gather(con, judged)
    tables = _facts(gathered, mapping, source, around)
    for each in judged:
        set_rows_aside(con, each.recognised.sheet, each.relation, each.recognised.kind)
        if peek is not None:
            peek(each)
    for file, label in files:
        unchanged(file, label, before[label])
    delivery = _delivery(source, tables, gathered, skipped, around)
    if terms.contacts:
        delivery = replace(delivery, contacts=contacts_of(con, judged))
    _let_go(con, judged)
    return delivery


def _recognised(
    path: Path, files: Files, mapping: Mapping, around: Circumstances
) -> tuple[list[Recognised], dict[str, str]]:
    alone = len(files) == 1
    found: list[Recognised] = []
    skipped: dict[str, str] = {}
    number = 1
    for file, label in files:
        told = told_about(label, mapping)
        try:
            sheets = [
                each
                for sheet in stage(around.con, file, label, told, number)
                for each in apart(around.con, answers_in_rows(around.con, sheet))
            ]
        except UnreadableFile as problem:
            if alone:
                raise
            skipped[label] = str(problem)
            continue
        number += len(sheets)
        is_alone = alone and sum(not table for _, table in sheets) == 1
        for sheet, table in sheets:
            known = FileMapping(table=table) if table else told_about_sheet(sheet.label, label, mapping)
            looked = looks(around.con, sheet)
            result = recognise(sheet, looked, known, alone=is_alone)
            if around.terms.contacts and isinstance(result, Recognised):
                result = with_contacts(result, looked, known)
            _place(sheet, result, found, skipped)
    for label, reason in skipped.items():
        around.say(_passed_over(label, reason))
    if not found:
        raise UnreadableFile(
            f"{path}: no file in it was recognised ({_reasons(skipped)}). Name their columns in treue.toml."
        )
    return found, skipped


def _told(sheet: Sheet, mapping: Mapping) -> FileMapping:
    """What was told of a sheet; of one taken out of another all but what says what its columns are."""
    if not sheet.apart_of:
        return told_about_sheet(sheet.label, sheet.label.partition(" [")[0], mapping)
    return replace(told_about(sheet.apart_of, mapping), table="", columns={}, prices="", rules=Rules())


def _check(mapping: Mapping, terms: ReadingTerms) -> None:
    check_currency(terms.currency, "terms")
    check_zone(terms.zone, "terms")
    for place, each in enumerate(mapping, 1):
        check(each, f"files[{place}]")


def _place(sheet: Sheet, result: Recognised | str, found: list[Recognised], skipped: dict[str, str]) -> None:
    if isinstance(result, str):
        skipped[sheet.label] = result
    else:
        found.append(result)


def _reasons(skipped: dict[str, str]) -> str:
    return "; ".join(f"{label}: {reason}" for label, reason in list(skipped.items())[:20])


def _name(path: Path) -> str:
    """The file's or folder's name as a source: "orders.csv.gz" -> "orders"."""
    return path.resolve().name.split(".")[0] or "files"


def _facts(gathered: list[Gathered], mapping: Mapping, source: str, around: Circumstances) -> dict[str, str]:
    """Facts table -> relation, of all kinds of input together."""
    made: dict[str, list[str]] = {}
    for rows in gathered:
        if rows.kind in ("orders", "order_lines"):
            mark_duplicates(around.con, rows)
        if rows.kind == "order_lines":
            rules = next((each.rules for each in mapping if each.rules != Rules()), Rules())
            new = split(around.con, rows, source, rules, around.terms)
        else:
            new = convert(around.con, rows, source, around.terms)
        for table, relation in new.items():
            made.setdefault(table, []).append(relation)
    return {table: _united(around.con, table, names) for table, names in made.items()}


def _united(con: duckdb.DuckDBPyConnection, table: str, names: list[str]) -> str:
    relation = f"delivered_{table}"
    parts = " UNION ALL BY NAME ".join(f"SELECT * FROM {name}" for name in names)
    if table == "orders" and len(names) > 1:
        # What a file of orders says about an order goes before what its lines add up to.
        said, added_up = sorted(names, key=lambda name: name == FROM_LINES.format(table))
        parts = f"SELECT * FROM {said} UNION ALL BY NAME (FROM {added_up} ANTI JOIN {said} USING (order_id))"
    con.execute(f"CREATE OR REPLACE VIEW {relation} AS {parts}")
    return relation


def _delivery(
    source: str,
    tables: dict[str, str],
    gathered: list[Gathered],
    skipped: dict[str, str],
    around: Circumstances,
) -> Delivery:
    con = around.con
    accounts = {rows.kind: account(con, rows) for rows in gathered}
    if not any(each.rows.accepted for each in accounts.values()):
        raise NothingAccepted(_nothing(source, {rule for each in accounts.values() for rule in each.rules}))
    judged = [each for rows in gathered for each in rows.sheets]
    warned: list[TreueWarning] = [warning for each in judged for warning in each.warned]
    warned += [DoubtfulInput(_passed_over(label, reason)) for label, reason in skipped.items()]
    return Delivery(
        source=source,
        tables=tables,
        set_aside=SET_ASIDE,
        accounts=accounts,
        written={
            table: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            for table, name in tables.items()
        },
        recognised=tuple(taken for each in judged for taken in each.recognised.taken),
        skipped=skipped,
        questions=tuple(question for each in judged for question in each.asked),
        warnings=tuple(dict.fromkeys(warned)),
    )


def _nothing(source: str, rules: set[str]) -> str:
    reasons = " ".join(RULES[rule] for rule in sorted(rules))
    reasons = reasons or "The table has no rows."
    return f"{source}: every row was set aside; expected at least one that can be used. {reasons}"


def _let_go(con: duckdb.DuckDBPyConnection, judged: list[Judged]) -> None:
    """Give the memory of what was only needed on the way back; rows that were not split are still read."""
    for each in judged:
        if each.recognised.kind == "order_lines":
            con.execute(f"DROP VIEW {each.relation}; DROP TABLE {each.rows}")
        if not each.recognised.sheet.relation.startswith("parquet_"):
            con.execute(f"DROP TABLE IF EXISTS {each.recognised.sheet.relation}")


def _passed_over(label: str, reason: str) -> Keyed:
    return Keyed("passed_over", "{file} is skipped: {reason}", file=label, reason=reason)
