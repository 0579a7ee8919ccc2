"""People who are in every table: facts, a snapshot, records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from treue.consent.keeping import keep as keep_evidence
from treue.consent.keeping import object_to_profiling, suppress
from treue.consent.records import Evidence
from treue.facts import TABLES, Kind, Table
from treue.facts.codes import code_of
from treue.facts.forgetting import SALES
from treue.facts.intake import Delivered, take_in
from treue.facts.schema import Column
from treue.facts.stored import arrow_schema
from treue.loop.home import Home
from treue.loop.rights.forgetting import kept_out
from treue.loop.work.jobs import CALM, ask
from treue.people.keeping import Reached
from treue.people.keeping import keep as keep_contacts
from treue.people.log import log
from treue.people.records import Event, Later, Note, Task
from treue.warehouse.snapshot import publish

NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
OTHERS = 40
"""People between whom one is looked for."""
_OF_A_SALE: dict[Kind, object] = {
    Kind.MONEY: 4200, Kind.CURRENCY: "EUR", Kind.NUMBER: 1.0, Kind.QUANTITY: 1000, Kind.COUNT: 3,
    Kind.BASIS_POINTS: 1900, Kind.FLAG: True,
}  # fmt: skip
_WORDS_OF_A_SALE = {"country": "DE", "channel": "web", "status": "shipped", "product": "P1"}


@dataclass(frozen=True)
class Somebody:
    """A person in every table.

    Args:
        place: tells their figures from everybody else's.
        name: stands in each of their texts.
        key: of their number.
    """

    place: int
    name: str
    key: int

    @property
    def number(self) -> str:
        return f"{self.name}-4711"

    @property
    def mail(self) -> str:
        return f"{self.name}@example.org"

    @property
    def figure(self) -> int:
        return 7_000_000 + self.place

    @property
    def day(self) -> date:
        return date(2024, 1, 1) + timedelta(days=self.place)

    @property
    def instant(self) -> datetime:
        """As facts and snapshots hold it: UTC without saying so."""
        return datetime.combine(self.day, time(8, 15))

    def cell(self, column: Column) -> object:
        if column.kind is Kind.CUSTOMER:
            return self.key
        if column.kind in (Kind.TEXT, Kind.CURRENCY):
            return self.text(column)
        if column.kind is Kind.DAY:
            return self.day
        if column.kind is Kind.INSTANT:
            return self.instant
        if column.kind is Kind.FLAG:
            return True
        return 0.5 + self.place if column.kind is Kind.NUMBER else self.figure

    def text(self, column: Column) -> str:
        if column.kind is Kind.CURRENCY:
            return "CHF"
        if column.choices:
            return column.choices[0]
        return "shop" if column.name == "source" else f"{self.name}-{column.name}"

    def row(self, table: Table) -> dict[str, object]:
        """As it is stored."""
        return {column.name: self.cell(column) for column in table.columns}

    def told(self, table: Table) -> dict[str, object]:
        """As a source tells it: by number and address, and of a sale nothing that could not be anybody's."""
        is_sale = table.name in SALES or table.owner in SALES
        cells = {column.name: _OF_A_SALE.get(column.kind, self.cell(column)) for column in table.columns}
        cells |= {name: word for name, word in _WORDS_OF_A_SALE.items() if is_sale and name in cells}
        persons = {column.name for column in table.columns if column.kind is Kind.CUSTOMER}
        row = {name: cell for name, cell in cells.items() if name not in persons and name != "source"}
        row["version"] = 1_746_283_071_123
        return row | ({"customer": self.number, "address": self.mail} if persons else {})


def people(home: Home) -> list[Somebody]:
    names = ["ana", "ben", *(f"other{place}x" for place in range(OTHERS))]
    ring = home.keyring()
    return [Somebody(at, name, ring.number("shop", f"{name}-4711")) for at, name in enumerate(names)]


def load_facts(home: Home, told: Mapping[str, list[dict[str, object]]]) -> None:
    with home.facts.writing(), duckdb.connect() as con:
        for name, rows in told.items():
            con.register(f"told_{name}", pa.Table.from_pylist(rows, schema=arrow_schema(TABLES[name])))
            owner = TABLES[name].owner
            home.facts.merge(con, name, f"told_{name}", f"told_{owner}" if owner else None)


def deliver(home: Home, who: Somebody) -> None:
    """A row in every table that has persons, and lines of their order, by the way that loads take."""
    with home.facts.writing(), duckdb.connect() as con:
        tables = {}
        for table in TABLES.values():
            row = who.told(table)
            if table.name != "identities" and ("customer" in row or table.owner == "orders"):
                tables[table.name] = f"told_{table.name}"
                con.register(tables[table.name], pa.Table.from_pylist([row]))
        take_in(con, Delivered("shop", tables, 9), home.facts, home.keyring(), kept_out())


def write_snapshot(home: Home, real: Path, manifest: Mapping[str, object], folder: Path) -> None:
    """The same tables as a real snapshot's, with rows of our people."""
    tables = {}
    for name, columns in believed(real).items():
        rows = [
            {column: belief(each, column, kind) for column, kind in columns.items()} for each in people(home)
        ]
        tables[name] = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(list(columns.items()))), tables[name])
    publish(home.snapshots, "20261101-010101-000001", tables, manifest)


def believed(database: Path) -> dict[str, dict[str, pa.DataType]]:
    """Tables of a snapshot that have customers -> their columns."""
    with duckdb.connect() as con:  # the pages of other tests may hold the file open
        con.execute(f"ATTACH '{database}' AS real (READ_ONLY); USE real")
        names = [row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        schemas = {name: con.sql(f'FROM "{name}" LIMIT 0').to_arrow_table().schema for name in names}
    return {
        name: {field.name: field.type for field in schema}
        for name, schema in schemas.items()
        if "customer" in schema.names
    }


def belief(who: Somebody, column: str, kind: pa.DataType) -> object:
    told = {
        "customer": who.key,
        "code": code_of(who.key),
        "reasons": json.dumps([{"kind": "late_parcel", "late_days": who.figure}]),
    }
    of_kind = {
        pa.string(): f"{who.name}-{column}",
        pa.date32(): who.day,
        pa.timestamp("us"): who.instant,
        pa.bool_(): True,
        pa.float64(): who.figure + 0.25,
        pa.int64(): who.figure,
    }
    return told.get(column, of_kind[kind])


def note_down(who: Somebody, ring_mailbox: int) -> None:
    """A row in every table of records."""
    keep_contacts(
        [
            Reached(
                who.key, who.key, "shop", NOW, who.number, f"{who.name}-first", f"{who.name}-last",
                mail=who.mail, mailbox=ring_mailbox, town=f"{who.name}-town",
            )
        ]
    )  # fmt: skip
    evidence = {"channel": "mail", "purpose": "newsletter", "kind": Evidence.Kind.GIVEN, "at": NOW}
    keep_evidence([Evidence(key=ring_mailbox, proof=f"{who.name}-proof", source="shop", **evidence)])
    suppress(who.key, f"{who.name}-complaint", "user:7", NOW, "sms")
    object_to_profiling(who.key, "user:7", NOW)
    Task.objects.create(
        customer=who.key, title=f"{who.name}-title", owner="user:8", made_at=NOW, made_by="user:7"
    )
    Note.objects.create(customer=who.key, text=f"{who.name}-note <b>bold</b>", made_at=NOW, made_by="user:7")
    Later.objects.create(customer=who.key, until=NOW.date(), made_at=NOW, made_by="user:7")
    ask(CALM, "user:7", {"customer": who.key})
    log("user:7", "viewed", who.key)
    for kind, body in (
        ("order", {"number": f"{who.name}-new", "customer": who.number}),
        ("refund", {"number": f"{who.name}-back", "address": who.mail.upper()}),
        ("refund", {"number": f"{who.name}-tied", "order": f"{who.name}-tied-order"}),
    ):
        Event.objects.create(
            source="shop",
            key=f"{who.name}-{kind}-{body['number']}",
            kind=kind,
            body={"body": body},
            arrived_at=NOW,
        )
