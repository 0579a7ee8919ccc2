"""The times and days of a sheet."""

from __future__ import annotations

from treue.errors import DoubtfulInput, Keyed
from treue.sources.contract import Question
from treue.sources.files import cells
from treue.sources.files.draft import Draft, of_order
from treue.sources.files.fields import Field, Reading
from treue.sources.files.times import Calendar, order_of_parts, read_by_engine, within_slot


def read_times(draft: Draft) -> None:
    """Add each time as `at_<field>` and `day_<field>`; both are empty where the cell cannot be read."""
    terms = draft.around.terms
    zones = draft.told.zone or terms.zone, terms.zone
    so_far, ahead = (Calendar(draft.con, *zones, draft.around.today, ahead=far) for far in (False, True))
    for name, field in draft.fields(Reading.TIME, Reading.DAY).items():
        column, type_ = draft.column(name)
        if name == "ordered_at" and "clock" in draft.recognised.columns and type_ == "VARCHAR":
            column = f"concat_ws(' ', {column}, {draft.column('clock')[0]})"
        has = cells.filled(column, type_)
        if type_ == "VARCHAR" and (read := read_by_engine(draft.con, draft.relation, column)):
            column, type_ = read, "TIMESTAMP"
        calendar = ahead if field.column is not None and field.column.ahead else so_far
        table = f"times_{draft.recognised.sheet.relation}_{name}"
        day_first = _day_first(draft, name, column) if type_ == "VARCHAR" else True
        key = calendar.table(draft.relation, column, type_, table, day_first=day_first)
        draft.joins.append(f"LEFT JOIN {table} ON {table}.key = ({key})")
        draft.cells += [
            f"{table}.instant + {within_slot(column, type_)} AS at_{name}",
            f"{table}.day AS day_{name}",
        ]
        _judge(draft, name, field, has)


def _judge(draft: Draft, name: str, field: Field, has: str) -> None:
    draft.cells.append(f"{has} AS has_{name}")
    if draft.has_gaps(has):
        known = f"bool_or(has_{name}) OVER (PARTITION BY order_id) AS has_{name}"
        draft.whole += [of_order(f"at_{name}"), of_order(f"day_{name}"), known]
    draft.out += [f"at_{name}", f"day_{name}"]
    if field.required:
        draft.break_rule("missing_time", f"NOT has_{name}")
    draft.break_rule("impossible_date", f"has_{name} AND at_{name} IS NULL")


def _day_first(draft: Draft, name: str, column: str) -> bool:
    """Whether 03/04 is the third of April, as the whole column says; asked where it does not."""
    if draft.told.dates:
        return draft.told.dates == "dmy"
    day_first, month_first, either = order_of_parts(draft.con, draft.relation, column)
    if day_first and month_first:
        text = "some can only be day/month, others only month/day"
        draft.warned.append(DoubtfulInput(_doubt(draft, name, text, day_first >= month_first)))
    if day_first or month_first or not either:
        return day_first >= month_first
    guess = draft.default_currency != "USD" and draft.around.terms.country != "US"
    header = draft.recognised.header(name)
    question = f"{draft.label}: is 03/04 in {header} the third of April (dmy) or the fourth of March (mdy)?"
    assumed = "dmy" if guess else "mdy"
    warning = _doubt(draft, name, "each could be day/month or month/day", guess)
    draft.doubt(Question("dates", question, ("dmy", "mdy"), assumed, "dates"), warning)
    return guess


def _doubt(draft: Draft, name: str, what: str, day_first: bool) -> str:
    order = "day/month" if day_first else "month/day"
    return Keyed(
        "doubtful_dates",
        "{file}, column {column}: of the dates, {what}; read as {order}. "
        'Write dates = "dmy" or "mdy" in treue.toml.',
        file=draft.label,
        column=draft.recognised.header(name),
        what=what,
        order=order,
    )
