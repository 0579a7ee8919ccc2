"""The newest name and address of everybody a delivery tells of, for the one room that may keep them."""

from __future__ import annotations

import duckdb

from treue.sources.files import cells
from treue.sources.files.contact_columns import KINDS
from treue.sources.files.judging import Judged
from treue.sources.files.recognise import Recognised

CONTACTS = "delivered_contacts"
COLUMNS = (
    "first_name", "last_name", "company", "phone", "street", "postcode", "town", "country",
)  # fmt: skip
_LONGEST = {"postcode": 20, "phone": 80, "town": 120, "country": 60}
_ADDRESS = ("street", "postcode", "town", "country")
_NAME = ("first_name", "last_name")
_FIRM = r"(?i)\b(gmbh|ag|kg|ohg|ug|gbr|e\.? ?v\.?|e\.? ?k\.?|ltd|llc|inc|limited|s\.?a\.?r\.?l\.?)\.?$"
_FAMILY = r"(?i)(?:^|\s)((?:(?:von|vom|van|de|der|den|del|di|da|la|le|zu|zum|zur|ter|ten|dos)\s+)*\S+)$"
_WHEN = {"orders": "at_ordered_at", "order_lines": "at_ordered_at", "consents": "at_at"}


def contacts_of(con: duckdb.DuckDBPyConnection, judged: list[Judged]) -> str:
    """Make the relation of contacts; its name, empty where nobody is named by number or address.

    Columns: customer (the shop's own number), address (mail, folded), `COLUMNS`, `told_at`: instant of the
    order it stands in, empty where the file is a list of customers as they are now. One row a number and
    address; a street goes with its own town, from the newest row that has any of them.
    """
    parts = [_of_sheet(con, each) for each in judged if _tells(each)]
    if not parts:
        return ""
    con.execute(f"CREATE OR REPLACE TABLE {CONTACTS} AS {' UNION ALL '.join(parts)}")
    return CONTACTS


def _tells(judged: Judged) -> bool:
    return judged.recognised.kind in KINDS and bool({"customer", "address"} & judged.fields)


def _of_sheet(con: duckdb.DuckDBPyConnection, judged: Judged) -> str:
    """SQL of one sheet's newest contacts, made now: the sheet itself is let go of soon."""
    sheet, when = judged.recognised.sheet, _WHEN.get(judged.recognised.kind, "")
    told = _columns(con, judged.recognised)
    at = f"j.{when}::TIMESTAMP" if when and when in judged.fields else "NULL::TIMESTAMP"
    who = ", ".join(
        f"{f'j.{name}' if name in judged.fields else 'NULL::VARCHAR'} AS {name}"
        for name in ("customer", "address")
    )
    beside = f' JOIN {sheet.relation} s ON s."row" = j."row"' if told else ""
    listed = "".join(f", {told.get(name, 'NULL::VARCHAR')} AS {name}" for name in COLUMNS)
    rows = (
        f'SELECT {who}, {at} AS told_at, j."row" AS place{listed} FROM {judged.relation} j{beside}'
        " WHERE j.rule IS NULL"
    )
    relation = f"contacts_of_{sheet.relation}"
    con.execute(
        f"CREATE OR REPLACE TABLE {relation} AS {newest(rows, 'customer, address', '(told_at, place)')}"
    )
    return f"SELECT * FROM {relation}"


Block = tuple[str, ...]


def newest(rows: str, person: str, order: str, beside: tuple[Block, ...] = ()) -> str:
    """SQL that keeps of each person the newest name, company, phone and address, each whole.

    Args:
        rows: a query with the columns `person`, `COLUMNS`, `told_at` and those of `order`.
        person: columns that tell persons apart.
        order: SQL by which a later row is greater.
        beside: further columns, those together that must stay together.
    """
    blocks = (_NAME, ("company",), ("phone",), _ADDRESS, *beside)
    taken = []
    for block in blocks:
        some = " OR ".join(f"{each} IS NOT NULL" for each in block if each != "country")
        packed = ", ".join(f"'{each}': {each}" for each in block)
        taken.append(f"arg_max({{{packed}}}, {order}) FILTER ({some}) AS block_{block[0]}")
    opened = ", ".join(f"block_{block[0]}.{each} AS {each}" for block in blocks for each in block)
    return (
        f"SELECT {person}, {opened}, told_at FROM"
        f" (SELECT {person}, {', '.join(taken)}, max(told_at) AS told_at"
        f" FROM ({rows}) WHERE coalesce({person}, NULL) IS NOT NULL GROUP BY {person})"
    )


def _columns(con: duckdb.DuckDBPyConnection, recognised: Recognised) -> dict[str, str]:
    """Column of a contact -> SQL over the sheet `s`."""
    sheet = recognised.sheet
    read = {
        part: f"nullif(trim({cells.text(f's.{column}', sheet.types[sheet.columns.index(column)])}), '')"
        for part, column in recognised.contacts.items()
    }
    if not set(read) - {"country"}:
        return {}
    told = {part: sql for part, sql in read.items() if part in COLUMNS}
    if "full_name" in read:
        told = _split(read["full_name"]) | told
        if "company" in read:
            told["company"] = f"coalesce({read['company']}, {_split(read['full_name'])['company']})"
    if "house_number" in read:
        street, number = read["street"], read["house_number"]
        told["street"] = f"concat_ws(' ', {street}, CASE WHEN {street} IS NOT NULL THEN {number} END)"
        told["street"] = f"nullif({told['street']}, '')"
    if "country" in told:
        told["country"] = cells.country(con, f"{sheet.relation} s", told["country"])
    return {name: f"left({sql}, {_LONGEST.get(name, 200)})" for name, sql in told.items()}


def _split(full: str) -> dict[str, str]:
    """SQL of first name, family name and company in one text: "Berg, Anna", "Anna von Berg", "Berg GmbH"."""
    firm = f"regexp_matches({full}, '{_FIRM}')"
    comma = f"contains({full}, ',')"
    family = f"regexp_extract({full}, '{_FAMILY}', 1)"
    first = f"trim(left({full}, length({full}) - length({family})))"
    return {
        "first_name": f"CASE WHEN {firm} THEN NULL WHEN {comma} THEN"
        f" nullif(trim(split_part({full}, ',', 2)), '') ELSE nullif({first}, '') END",
        "last_name": f"CASE WHEN {firm} THEN NULL WHEN {comma} THEN trim(split_part({full}, ',', 1))"
        f" ELSE {family} END",
        "company": f"CASE WHEN {firm} THEN {full} END",
    }
