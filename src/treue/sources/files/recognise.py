"""What each column of a sheet means, by what was told, by its name, and by what its cells look like."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from treue.errors import Keyed, MissingColumn
from treue.facts import TABLES
from treue.sources.contract import FileMapping, Taken
from treue.sources.files.contact_words import PARTS
from treue.sources.files.fields import Field, Reading, fields_of
from treue.sources.files.profile import Look
from treue.sources.files.sheets import Sheet
from treue.sources.files.words import SYSTEMS, TABLE_NAMES, WORDS, folded, without_unit

SKIP = "skip"
_HALF = 0.5
_FEW = 20  # rows
_FIGURES = (Reading.MONEY, Reading.PRICE, Reading.NUMBER, Reading.CURRENCY)
_INSISTED = ("amount", "line_amount", "unit_price", "quantity", "currency")
_FITS: dict[Reading, Callable[[Look], bool]] = {
    Reading.TIME: lambda look: look.times >= _HALF,
    Reading.DAY: lambda look: look.times >= _HALF,
    Reading.CLOCK: lambda look: look.clocks >= _HALF,
    Reading.MONEY: lambda look: look.numbers >= _HALF,
    Reading.PRICE: lambda look: look.numbers >= _HALF,
    Reading.NUMBER: lambda look: look.numbers >= _HALF,
    Reading.ADDRESS: lambda look: look.addresses >= _HALF,
    Reading.CURRENCY: lambda look: look.codes >= _HALF,
    Reading.PERSON: lambda look: look.broken < _HALF and look.times < 1,
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet with the meaning of its columns.

    Args:
        sheet: as staged.
        kind: what a row is: orders, order_lines, products ...
        columns: field name -> column of the relation.
        taken: the same for people, every column of the file.
        contacts: part of a name or address -> column of the relation; empty where they are not asked for.
    """

    sheet: Sheet
    kind: str
    columns: dict[str, str]
    taken: tuple[Taken, ...]
    contacts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def type_of(self, field: str) -> str:
        """DuckDB type of the column that fills a field."""
        return self.sheet.types[self.sheet.columns.index(self.columns[field])]

    def header(self, field: str) -> str:
        """Header of the column that fills a field."""
        return self.sheet.headers[self.sheet.columns.index(self.columns[field])]


def recognise(sheet: Sheet, looks: list[Look], told: FileMapping, *, alone: bool) -> Recognised | str:
    """What the sheet is, or why it is nothing we know.

    Args:
        sheet: as staged.
        looks: of each column.
        told: by mapping or options.
        alone: the only file; then it must be something, and columns may be guessed by content.

    Raises:
        MissingColumn: a column that was told does not exist; or, when alone, a needed one was not found.
    """
    unused = frozenset(place for place, header in enumerate(sheet.headers) if header in told.unused)
    search = _Search(sheet, looks, told_places(sheet, told), unused, alone=alone)
    kind = told.table or _kind(search)
    if kind == SKIP:
        return "the mapping says skip"
    if kind and kind not in TABLES:
        raise MissingColumn(f"{sheet.label}: {kind!r} is no table; write one of {', '.join(TABLES)} or skip.")
    if not kind and not alone and not told.columns:
        return "no order number, customer and date we know; name its columns in treue.toml if it matters"
    kind = kind or "orders"
    found = search.find(kind, guess=alone or bool(told.table or told.columns), chosen=True)
    _require(search, kind, found, told=bool(told.table))
    return Recognised(
        sheet, kind, {name: sheet.columns[place] for name, (place, _) in found.items()}, _shown(sheet, found)
    )


def told_places(sheet: Sheet, told: FileMapping) -> dict[str, int]:
    """Meaning -> place of every column that was told.

    Raises:
        MissingColumn: a column that was told does not exist.
    """
    places = {}
    for meaning, wanted in told.columns.items():
        exact = [place for place, header in enumerate(sheet.headers) if header == wanted]
        alike = [place for place, header in enumerate(sheet.headers) if folded(header) == folded(str(wanted))]
        if isinstance(wanted, int) or (str(wanted).isdecimal() and not exact):
            exact = [int(wanted) - 1] if 1 <= int(wanted) <= len(sheet.headers) else []
        if not exact and len(alike) != 1:
            raise MissingColumn(
                f"{sheet.label}: no column {wanted!r} for {meaning}; the columns are "
                f"{', '.join(sheet.headers)}. Write one of them, or its position from 1."
            )
        places[_ALIASES.get(meaning, meaning)] = (exact or alike)[0]
    return places


_ALIASES = {
    "time": "ordered_at", "date": "ordered_at", "order": "order_id", "email": "address",
    "price": "unit_price",    "order_number": "order_id", "mail": "address", "costs": "unit_costs",
}  # fmt: skip

Found = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Search:
    sheet: Sheet
    looks: list[Look]
    told: dict[str, int]
    unused: frozenset[int]
    alone: bool

    def find(self, kind: str, *, guess: bool, chosen: bool = False) -> Found:
        """Field -> (place, how sure) of every field of the kind that was found."""
        fields = fields_of(kind)
        found: Found = {
            name: (place, "told") for name, place in self._told(kind, fields, strict=chosen).items()
        }
        for rank, name, place in sorted(self._named(kind, fields)):
            if name not in found and place not in {taken for taken, _ in found.values()}:
                found[name] = (place, "named")
            del rank
        if guess and kind in ("orders", "order_lines"):
            self._guess(fields, found)
        self._insist(kind, fields, found)
        return found

    def _insist(self, kind: str, fields: dict[str, Field], found: Found) -> None:
        """Take a figure by its name though most cells are none: rows are set aside, money is not lost."""
        for _, name, place in sorted(self._named(kind, fields, fitting=False)):
            figure = fields[name].reading in _FIGURES and name in _INSISTED
            time = fields[name].reading is Reading.TIME and self.looks[place].times > 0
            if (figure or time) and name not in found and place not in {taken for taken, _ in found.values()}:
                found[name] = (place, "named")

    def _told(self, kind: str, fields: dict[str, Field], *, strict: bool) -> dict[str, int]:
        renamed = {"amount": "line_amount"} if kind == "order_lines" else {}
        places = {renamed.get(name, name): place for name, place in self.told.items()}
        if "ordered_at" in places and "ordered_at" not in fields:
            when = next((name for name, field in fields.items() if field.reading is Reading.TIME), "")
            places = {when if name == "ordered_at" else name: place for name, place in places.items()}
        unknown = sorted(set(places) - set(fields) - set(PARTS))
        if unknown and strict:
            raise MissingColumn(
                f"{self.sheet.label}: {kind} have no {', '.join(unknown)}; "
                f"they have {', '.join(sorted(fields))}."
            )
        return {name: place for name, place in places.items() if name in fields}

    def _named(
        self, kind: str, fields: dict[str, Field], *, fitting: bool = True
    ) -> list[tuple[int, str, int]]:
        """(rank, field, place) of every header that names a field and whose cells do not speak against it."""
        if not self.sheet.headed:
            return []
        named = []
        headers = {folded(header) for header in self.sheet.headers}
        special = {header: name for mark in headers & set(SYSTEMS) for header, name in SYSTEMS[mark].items()}
        for place, header in enumerate(self.sheet.headers):
            if place in self.unused:
                continue
            plain, bare = folded(header), without_unit(header)
            for name, field in fields.items():
                rank = _rank(kind, name, field, plain, bare)
                if plain in special:
                    rank = 0 if special[plain] == name else None
                if rank is not None and (not fitting or self._fits(field, place)):
                    named.append((rank, name, place))
        return named

    def _fits(self, field: Field, place: int) -> bool:
        look = self.looks[place]
        if field.name == "customer" and folded(self.sheet.headers[place]) == "id" and self.sheet.rows > _FEW:
            return look.distinct < 1  # an "id" that never comes back is the row's, not a customer's
        return look.filled == 0 or field.reading not in _FITS or _FITS[field.reading](look)

    def _guess(self, fields: dict[str, Field], found: Found) -> None:
        """Fill what is needed most from the content, where only one column can be meant."""
        headless = not self.sheet.headed
        for name, fits in (
            ("ordered_at", _FITS[Reading.TIME]),
            ("address", _FITS[Reading.ADDRESS]),
            ("customer", lambda look: look.broken == 0 and look.times < _HALF and 0 < look.distinct < 1),
            ("amount", lambda look: look.broken > 0 and look.numbers >= _HALF),
        ):
            free = [
                place
                for place in range(len(self.looks))
                if place not in {taken for taken, _ in found.values()} | self.unused
            ]
            fitting = [place for place in free if self.looks[place].filled and fits(self.looks[place])]
            may = headless or name == "ordered_at"
            if name in fields and name not in found and fitting and may and (headless or len(fitting) == 1):
                found[name] = (fitting[0], "guessed")

    def has(self, kind: str, *names: str) -> bool:
        """Whether all these fields of a kind were found by name or told."""
        found = self.find(kind, guess=False)
        return all(name in found for name in names)


def _rank(kind: str, name: str, field: Field, plain: str, bare: str) -> int | None:
    """How well a header names a field, 0 best; None if it does not."""
    if field.column and plain == folded(field.column.name):
        return 0
    if plain == folded(name) and (name, kind) != ("name", "order_lines"):
        return 1
    words = WORDS.get(f"{kind}.{name}", WORDS.get(name, ()))
    if name == "at" or (field.reading is Reading.TIME and not words):
        words = WORDS["at"]
    for penalty, text in ((2, plain), (3, bare)):
        if text in words:
            return penalty + 2 * words.index(text)
    return None


def _kind(search: _Search) -> str:
    """What a row is; empty if it cannot be told."""
    lines = search.find("order_lines", guess=False)
    orders = search.find("orders", guess=False)
    by_name = _kind_by_name(search)
    if by_name:
        return by_name
    if asked := _kind_of_answers(search, orders):
        return asked
    if "order_id" in lines and ({"quantity", "unit_price"} <= set(lines) or "product" in lines):
        return "order_lines"
    if "ordered_at" in orders and {"customer", "address", "order_id"} & set(orders):
        return "orders"
    if _is_products(search):
        return "products"
    return _kind_by_columns(search)


_TELLING = {"values": ("statement", "score", "consent"), "consents": ("purpose", "act")}
"""Columns that only answers on values and only consents have, beside who and when."""


def _tells(search: _Search, kind: str, names: tuple[str, ...]) -> bool:
    found = search.find(kind, guess=False)
    return {*names} <= set(found) and bool({"customer", "address"} & set(found))


def _kind_of_answers(search: _Search, orders: Found) -> str:
    """Answers on values, consents or answers to a survey; empty if it is none of them."""
    told = next((kind for kind, names in _TELLING.items() if _tells(search, kind, names)), "")
    return told or ("answers" if _is_answers(search, orders) else "")


def _is_answers(search: _Search, orders: Found) -> bool:
    """A score of somebody, with what it is called or said, and nothing that was bought."""
    found = search.find("answers", guess=False)
    if "statement" in search.find("values", guess=False):
        return False
    bought = {"order_id", "amount", "product", "quantity"} & set(orders)
    told = {"kind", "text", "answer_id"} & set(found)
    return "score" in found and bool(told) and not bought and bool({"customer", "address"} & set(found))


def _kind_by_name(search: _Search) -> str:
    """By the file's own name, if it has the columns that table needs."""
    stem = folded(PurePath(search.sheet.label).name.split(".")[0])
    stem = stem.removesuffix("export") or stem
    statements = "statement" in search.find("values", guess=False)
    for kind in TABLES:
        if kind == "answers" and statements:
            continue  # a survey on values, whatever it is called
        if stem in (*TABLE_NAMES.get(kind, ()), folded(kind)) and kind not in ("orders", "order_lines"):
            found = search.find(kind, guess=False)
            if not _lacking(kind, found):
                return kind
    return ""


def _lacking(kind: str, found: Found) -> list[str]:
    """Fields that the table needs and nobody named; an address says who as well as a number does."""
    needed = [name for name, field in fields_of(kind).items() if field.required]
    if kind in (*_TELLING, "judgements") and "address" in found:
        needed.remove("customer")
    return [name for name in needed if name not in found]


def _is_products(search: _Search) -> bool:
    found = search.find("products", guess=False)
    if "product" not in found or not {"name", "category", "brand", "unit_cost", "list_price"} & set(found):
        return False
    return search.looks[found["product"][0]].distinct == 1


def _kind_by_columns(search: _Search) -> str:
    """A file whose headers are the canonical ones of a table."""
    headers = {folded(header) for header in search.sheet.headers}
    best, share = "", 0.8
    for kind, table in TABLES.items():
        names = {folded(column.name) for column in table.columns} | {folded(name) for name in fields_of(kind)}
        required = {folded(column.name) for column in table.required}
        if (
            required
            and required <= headers
            and len(headers & names) / len(headers) >= share
            and len(headers) > 1
        ):
            best, share = kind, len(headers & names) / len(headers) + 1e-9
    return best


def _require(search: _Search, kind: str, found: Found, *, told: bool) -> None:
    missing = _lacking(kind, found)
    if kind in ("orders", "order_lines") and not {"customer", "address"} & set(found) and search.alone:
        missing.append("customer")
    if kind == "order_lines" and (told or not search.alone or _kind_by_columns(search) == kind):
        # Lines of orders that another file holds.
        missing = [name for name in missing if name not in ("ordered_at", "customer")]
    if kind == "order_lines" and not (
        {"line_amount"} & set(found) or {"quantity", "unit_price"} <= set(found)
    ):
        missing.append("line_amount")
    if not missing:
        return
    seen = "; ".join(
        f"{header} ({', '.join(look.samples) or 'empty'})"
        for header, look in zip(search.sheet.headers, search.looks, strict=True)
    )
    options = " ".join(f"--{_OPTIONS.get(name, name)} COLUMN" for name in missing)
    raise MissingColumn(
        Keyed(
            "missing_columns",
            "{file}: no column found for {fields}; the columns are {columns}. "
            "Say which one it is: {options}, or columns in treue.toml.",
            file=search.sheet.label,
            kind=kind,
            fields=", ".join(missing),
            columns=seen[:1500],
            options=options,
        )
    )


_OPTIONS = {"ordered_at": "time", "line_amount": "amount", "order_id": "order"}


def _shown(sheet: Sheet, found: Found) -> tuple[Taken, ...]:
    meanings = {place: (name, sure) for name, (place, sure) in found.items()}
    return tuple(
        Taken(sheet.label, header, *meanings.get(place, ("", "unused")))
        for place, header in enumerate(sheet.headers)
    )
