"""The fields each kind of input can have: the canonical columns, and what files say beside them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treue.facts import TABLES, Column, Kind


class Reading(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    PERSON = "person"  # a shop's number for somebody
    ADDRESS = "address"  # e-mail
    TIME = "time"  # instant and day
    DAY = "day"
    CLOCK = "clock"  # belongs to the time beside it
    MONEY = "money"  # whole units of the row's currency, rounded once
    PRICE = "price"  # of one piece: kept exact until multiplied
    NUMBER = "number"  # exact decimal
    CURRENCY = "currency"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """Something a column can mean.

    Args:
        name: as a mapping writes it: the canonical column's name without `_minor`, `_milli` or `_bp`.
        reading: how its cells are read.
        column: the canonical column it fills, if it does so directly.
        required: without it the input cannot become its table.
        scale: what the number is multiplied by to be stored: 1000 for thousandths, 100 for basis points.
    """

    name: str
    reading: Reading
    column: Column | None = None
    required: bool = False
    scale: int = 1


_READINGS: dict[Kind, tuple[Reading, int]] = {
    Kind.CUSTOMER: (Reading.PERSON, 1),
    Kind.TEXT: (Reading.TEXT, 1),
    Kind.DAY: (Reading.DAY, 1),
    Kind.INSTANT: (Reading.TIME, 1),
    Kind.MONEY: (Reading.MONEY, 1),
    Kind.CURRENCY: (Reading.CURRENCY, 1),
    Kind.QUANTITY: (Reading.NUMBER, 1000),
    Kind.COUNT: (Reading.NUMBER, 1),
    Kind.BASIS_POINTS: (Reading.NUMBER, 100),
    Kind.NUMBER: (Reading.NUMBER, 1),
    Kind.FLAG: (Reading.FLAG, 1),
}
_SUFFIXES = ("_minor", "_milli", "_bp")
_BESIDE = (
    Field("address", Reading.ADDRESS),
    Field("clock", Reading.CLOCK),
    Field("company", Reading.TEXT),
    Field("vat_id", Reading.TEXT),
    Field("payment_method", Reading.TEXT),
    Field("group", Reading.TEXT),
)
_LINE_ONLY = (
    Field("unit_price", Reading.PRICE),
    Field("line_amount", Reading.PRICE),
    Field("name", Reading.TEXT),
)
_NOT_READ = {"source", "version", "mailbox"}


def short(column: str) -> str:
    """The name people write: without the unit it is stored in."""
    for suffix in _SUFFIXES:
        if column.endswith(suffix):
            return column.removesuffix(suffix)
    return column


def fields_of(kind: str) -> dict[str, Field]:
    """Name -> field of one kind of input; `order_lines` have those of their order as well."""
    fields = {
        field.name: field
        for column in TABLES[kind].columns
        if (field := _field(column)).name not in _NOT_READ
    }
    if any(field.reading is Reading.TIME and field.required for field in fields.values()):
        fields.pop("day", None)  # always the day of the instant, in the shop's zone
    if kind == "order_lines":
        fields = {**fields_of("orders"), **fields, **{field.name: field for field in _LINE_ONLY}}
        fields = {name: field for name, field in fields.items() if name not in ("amount", "price")}
    if "customer" in fields and kind != "identities":
        fields |= {field.name: field for field in _BESIDE}
    return fields


def _field(column: Column) -> Field:
    reading, scale = _READINGS[column.kind]
    required = column.required and column.name != "position"
    return Field(short(column.name), reading, column, required, scale)
