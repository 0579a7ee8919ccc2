"""What facts, snapshot and rows set aside hold of one person, as tables of an access pack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from treue.facts import TABLES, Kind, Table
from treue.facts.store import FactsStore
from treue.report.held import Form, Held, HeldColumn, Row
from treue.warehouse.arrow import literal, quoted

_BATCH = 1_000
_FORMS = {
    Kind.CUSTOMER: Form.KEY, Kind.TEXT: Form.TEXT, Kind.DAY: Form.DAY, Kind.INSTANT: Form.INSTANT,
    Kind.MONEY: Form.MONEY, Kind.CURRENCY: Form.TEXT, Kind.QUANTITY: Form.QUANTITY, Kind.COUNT: Form.NUMBER,
    Kind.BASIS_POINTS: Form.RATE, Kind.NUMBER: Form.NUMBER, Kind.FLAG: Form.FLAG,
}  # fmt: skip
_OF_SNAPSHOT = {
    "BIGINT": Form.NUMBER, "DOUBLE": Form.NUMBER, "DATE": Form.DAY, "TIMESTAMP": Form.INSTANT,
    "BOOLEAN": Form.FLAG,
}  # fmt: skip
_SHARES = ("p_alive", "silent", "late", "chance", "order_chance_7", "order_chance_28")
_LEFT_OUT = {"customers": ("code",)}
"""Columns that repeat another one."""
PURCHASE_PRICES = ("unit_cost_minor", "unit_costs_minor")
_OF_PURCHASE = "'purchase_price', 'returned_goods'"
"""What the shop pays for goods is its secret and nothing about a person (recital 63 GDPR)."""
_ORDERS, _TIED, _SESSIONS, _ARTICLE = "their_orders", "order_id", "visit_id", "product"
_CUSTOMER, _TYPES = "customer", "cluster_members"
_COLUMNS = """SELECT table_name, column_name, data_type FROM duckdb_columns()
    WHERE database_name = 'believed'
    ORDER BY table_name = 'customers' DESC, table_name = 'ledger', table_name, column_index"""
_ASIDE = (
    ("input", Form.TEXT), ("file", Form.TEXT), ("row", Form.NUMBER), ("rule", Form.TEXT), ("text", Form.TEXT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staged:
    """Rows of one person, in a table of the connection until it is closed.

    Args:
        con: holds them; it spills to the disk where it has to.
        keys: all that stand for the person.
    """

    con: duckdb.DuckDBPyConnection
    keys: Collection[int]

    @property
    def listed(self) -> str:
        """The keys as SQL lists them."""
        return ", ".join(map(str, sorted(self.keys))) or "NULL"

    def stage(self, name: str, query: str) -> int:
        """Keep the rows of a query under a name; how many they are."""
        self.con.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS {query}")
        return int(self.con.execute(f"SELECT count(*) FROM {quoted(name)}").fetchall()[0][0])

    def batches(self, name: str) -> Callable[[], Iterator[Sequence[Row]]]:
        """Reads them anew each time it is called."""

        def read() -> Iterator[Sequence[Row]]:
            found = self.con.cursor().execute(f"FROM {quoted(name)}")
            while batch := found.fetchmany(_BATCH):
                yield batch

        return read


def facts_of(staged: Staged, facts: FactsStore) -> Iterator[Held]:
    """Rows of every facts table under any of the keys, and what hangs on their orders and visits.

    A row that names somebody else is theirs alone, whatever order it hangs on.
    """
    staged.stage(_ORDERS, f"SELECT DISTINCT order_id FROM {_theirs(staged, facts)}")
    for table in TABLES.values():
        condition = _condition(staged, table, facts)
        if not condition or not facts.files(table.name):
            continue
        told = (each for each in table.columns if each.name not in PURCHASE_PRICES)
        columns = [HeldColumn(each.name, _FORMS[each.kind]) for each in told]
        listed, join = [f"t.{quoted(each.name)}" for each in columns], ""
        if any(each.name == _ARTICLE for each in columns) and facts.files("products"):
            columns.append(HeldColumn("name"))
            listed, join = [*listed, "p.name"], _article_names(facts)
        source = f"{_source(facts, table)} t{join}"
        name = f"facts_{table.name}"
        order = ", ".join([*_in_time(columns), *(f"t.{quoted(each)}" for each in table.key)])
        query = f"SELECT {', '.join(listed)} FROM {source} WHERE {condition} ORDER BY {order}"
        count = staged.stage(name, query)
        if count:
            yield Held("facts", table.name, tuple(columns), count, staged.batches(name))


def _in_time(columns: Sequence[HeldColumn]) -> list[str]:
    """By what rows are put in order: the first column with a time, where there is one."""
    return [f"t.{quoted(each.name)}" for each in columns if each.form in (Form.INSTANT, Form.DAY)][:1]


def order_ids(staged: Staged) -> set[str]:
    """Ids of their orders, once `facts_of` has begun."""
    return {str(row[0]) for row in staged.con.execute(f"SELECT order_id FROM {_ORDERS}").fetchall()}


def _theirs(staged: Staged, facts: FactsStore) -> str:
    if not facts.files("orders"):
        return "(SELECT NULL::VARCHAR AS order_id) WHERE false"
    return f"{_source(facts, TABLES['orders'])} WHERE customer IN ({staged.listed}) AND order_id IS NOT NULL"


def _condition(staged: Staged, table: Table, facts: FactsStore) -> str:
    """Which rows are theirs; empty for a table that holds nobody."""
    keyed = [quoted(each.name) for each in table.columns if each.kind is Kind.CUSTOMER]
    found = [f"t.{name} IN ({staged.listed})" for name in keyed]
    nobody = "t.customer IS NULL AND " if quoted("customer") in keyed else ""
    names = {each.name for each in table.columns}
    if _TIED in names and table.name != "orders":
        found.append(f"({nobody}t.order_id IN (SELECT order_id FROM {_ORDERS}))")
    if _SESSIONS in names:
        session = f"SELECT visit_id FROM {_source(facts, table)} WHERE customer IN ({staged.listed})"
        found.append(f"({nobody}t.visit_id IN ({session}))")
    return " OR ".join(found)


def _source(facts: FactsStore, table: Table) -> str:
    """The live files; a column that an old file lacks is empty there."""
    listed = ", ".join(literal(str(path)) for path in facts.files(table.name))
    return f"read_parquet([{listed}], union_by_name = true)"


def _article_names(facts: FactsStore) -> str:
    """What the shop calls an article stands beside its number."""
    names = f"SELECT product, any_value(name) AS name FROM {_source(facts, TABLES['products'])} GROUP BY 1"
    return f" LEFT JOIN ({names}) p ON p.product = t.product"


def beliefs_of(staged: Staged, snapshot: Path, currency: str, language: str) -> Iterator[Held]:
    """Rows of every table of a snapshot that has customers.

    Args:
        staged: whose.
        snapshot: the database.
        currency: of its amounts.
        language: in which customer types are named.
    """
    staged.con.execute(f"ATTACH {literal(str(snapshot))} AS believed (READ_ONLY)")
    found = staged.con.execute(_COLUMNS).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in found:
        tables.setdefault(table, {})[column] = kind
    for name, kinds in tables.items():
        if _CUSTOMER not in kinds:
            continue
        told = [each for each in kinds if each not in _LEFT_OUT.get(name, ())]
        columns = [HeldColumn(each, _believed(each, kinds[each])) for each in told]
        listed, join = [f"t.{quoted(each)}" for each in told], ""
        if name == _TYPES and "clusters" in tables:
            columns += [HeldColumn("name"), HeldColumn("sentence")]
            listed += [f"c.{each}_{language}" for each in ("name", "sentence")]
            join = " LEFT JOIN believed.clusters c ON c.cluster = t.cluster"
        source = f"believed.{quoted(name)} t{join} WHERE t.customer IN ({staged.listed})"
        if name == "ledger":
            source += f" AND t.kind NOT IN ({_OF_PURCHASE})"
        order = ", ".join(_in_time(columns)) or "t.customer"
        query = f"SELECT {', '.join(listed)} FROM {source} ORDER BY {order}"
        count = staged.stage(f"believed_{name}", query)
        if count:
            batches = staged.batches(f"believed_{name}")
            yield Held("beliefs", name, tuple(columns), count, batches, currency)


def _believed(name: str, kind: str) -> Form:
    if name == _CUSTOMER:
        return Form.KEY
    if name.endswith("_minor"):
        return Form.MONEY
    return Form.SHARE if name in _SHARES else _OF_SNAPSHOT.get(kind, Form.TEXT)


def set_aside_of(staged: Staged, quarantine: Path, said: Collection[str]) -> Iterator[Held]:
    """Rows that could not be used, in which one cell is a number or address of the person.

    Args:
        staged: whose.
        quarantine: the folder of rows set aside.
        said: numbers and addresses as they were written; small and capital letters are the same.
    """
    files = sorted(quarantine.glob("load-*.parquet"))
    if not files or not said:
        return
    source = f"read_parquet([{', '.join(literal(str(path)) for path in files)}], union_by_name = true)"
    texts = ", ".join(literal(text.casefold()) for text in sorted(said))
    listed = ", ".join(quoted(name) for name, _ in _ASIDE)
    theirs = f"list_has_any(string_split(lower(text), ' | '), [{texts}])"
    count = staged.stage("aside", f"SELECT {listed} FROM {source} WHERE {theirs}")
    if count:
        columns = tuple(HeldColumn(name, form) for name, form in _ASIDE)
        yield Held("person", "aside", columns, count, staged.batches("aside"))
