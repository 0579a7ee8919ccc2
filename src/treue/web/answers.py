"""From the form under a delivery to what was said: of the whole shop, and of files where it changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import cast

from django.http import QueryDict

from treue.errors import BadOption, Keyed
from treue.facts import TABLES
from treue.loop.records import Arrival
from treue.sources.files.fields import fields_of

SKIP, UNUSED = "skip", "-"
_PLACE = re.compile(r"column (\d+)")


def answers_of(form: QueryDict, seen: Mapping[str, object], arrival: Arrival) -> dict[str, object]:
    """What was said, with what was said before and not asked again.

    Args:
        form: as posted.
        seen: what the page showed.
        arrival: whose.

    Raises:
        BadOption: one meaning for two columns, or a number that is none.
    """
    before = cast("dict[str, dict[str, object]]", arrival.told.get("files", {}))
    files: dict[str, object] = dict(before)
    for place, each in enumerate(cast("list[dict[str, object]]", seen["files"])):
        label = str(each["label"])
        if each.get("apart_of") or f"table-{place}" not in form:
            continue
        said = _file(form, place, each)
        if said:
            files[label] = {**before.get(label, {}), **said}
    return {"shop": _shop(form), "files": files}


def _shop(form: QueryDict) -> dict[str, str]:
    said = {
        name: form.get(name, "").strip() for name in ("prices", "currency", "margin", "service_hour", "name")
    }
    said["margin"] = _share(said["margin"])
    said["service_hour"] = _amount(said["service_hour"])
    said["currency"] = said["currency"].upper()
    return {name: text for name, text in said.items() if text}


def _share(text: str) -> str:
    """40, 40 % and 40,5% are shares."""
    number = _number(text.rstrip("% "))
    if number is None:
        return ""
    if not 0 < number < 100:
        raise BadOption(Keyed("bad_margin", "The margin is a share between 0 and 100 %, such as 40."))
    return f"{number:f}%"


def _amount(text: str) -> str:
    number = _number(text.rstrip("€ "))
    if number is not None and number < 0:
        raise BadOption(Keyed("bad_number", "{text} is no number; write it as 36.50.", text=text))
    return "" if number is None else f"{number:f}"


def _number(text: str) -> Decimal | None:
    """As Germans and English write them; a comma or point before one or two digits is the decimal sign."""
    plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if not plain:
        return None
    try:
        read = Decimal(plain)
    except InvalidOperation:
        read = Decimal("NaN")
    if not read.is_finite():
        raise BadOption(Keyed("bad_number", "{text} is no number; write it as 36.50.", text=text))
    return read


def _file(form: QueryDict, place: int, seen: Mapping[str, object]) -> dict[str, object]:
    """What was said of one file; empty where the page had it right."""
    table = str(form[f"table-{place}"])
    if table not in (*TABLES, SKIP, ""):
        raise BadOption(Keyed("bad_table", "{table} is nothing we know.", table=table))
    said: dict[str, object] = {
        key: form[f"{key}-{place}"]
        for key in ("dates", "decimal", "currency", "prices")
        if form.get(f"{key}-{place}", "").strip()
    }
    if table == SKIP or not table:
        return {"table": SKIP} if table == SKIP and seen["kind"] != SKIP else said
    columns = cast("list[dict[str, object]]", seen["columns"])
    chosen = [form.get(f"column-{place}-{number}", UNUSED) for number in range(len(columns))]
    fields = fields_of(table)
    chosen = [name if name in fields else UNUSED for name in chosen]
    _refuse_twice(str(seen["label"]), chosen)
    shown = [str(each["meaning"] or UNUSED) for each in columns]
    if table == seen["kind"] and chosen == shown:
        return said
    if table != seen["kind"]:
        # Columns of another table were offered: meanings are found anew, but for those that fit too.
        kept = {name: _header(columns[at], at) for at, name in enumerate(chosen) if name != UNUSED}
        return {**said, "table": table, "columns": kept, "unused": []}
    return {
        **said,
        "table": table,
        "columns": {name: _header(columns[at], at) for at, name in enumerate(chosen) if name != UNUSED},
        "unused": [str(columns[at]["header"]) for at, name in enumerate(chosen) if name == UNUSED],
    }


def _header(column: Mapping[str, object], at: int) -> str | int:
    """As a mapping names it: by its header, or by its place where it has none."""
    header = str(column["header"])
    return at + 1 if _PLACE.fullmatch(header) else header


def _refuse_twice(label: str, chosen: list[str]) -> None:
    twice = sorted({name for name in chosen if name != UNUSED and chosen.count(name) > 1})
    if twice:
        raise BadOption(
            Keyed(
                "twice",
                "{file}: {fields} was chosen for two columns; choose it once.",
                file=label,
                fields=", ".join(twice),
            )
        )
