"""What people of the shop said about customers: read from the facts, told in the snapshot."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa

from treue.facts.store import FactsStore
from treue.loop.night.valuing import day_of_number
from treue.value.histories import BoolArray, FloatArray, IntArray
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts
from treue.value.warning.labels import Agreement, Calm
from treue.value.warning.tables import READS, calmed
from treue.warehouse.engine import Engine

GAPS, MOST_DAYS = 2.0, 90
"""Where nobody says until when: so many of the customer's usual gaps, at most so many days."""

_OPEN = -1

CALM_SCHEMA = pa.schema(
    [("customer", pa.int64()), ("day", pa.date32()), ("until", pa.date32()), ("off_list", pa.bool_())]
)
CALM_TEST_SCHEMA = pa.schema(
    [
        ("day", pa.date32()),
        ("ahead_days", pa.int64()),
        ("asked", pa.int64()),
        ("ordered", pa.int64()),
        ("expected", pa.float64()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("factor", pa.float64()),
        ("factor_low", pa.float64()),
        ("factor_high", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Each "no reason to worry", one row.

    Args:
        customer: shape (m,), keys of persons.
        day: shape (m,), when, days since 1970-01-01.
        until: shape (m,), the last day for which it was said; -1 where nobody said.
    """

    customer: IntArray
    day: IntArray
    until: IntArray

    @classmethod
    def none(cls) -> Labels:
        """Nobody said anything."""
        nobody = np.zeros(0, dtype=np.int64)
        return cls(nobody, nobody, nobody)

    def calm(self, customer: IntArray, usual_days: FloatArray, day: int) -> Calm:
        """The labels, each with its end.

        What was said after the last day of the facts holds from that day on: who says it has seen them.

        Args:
            customer: shape (n,), keys of all customers, ascending.
            usual_days: shape (n,), their usual gaps.
            day: the last day of the facts.
        """
        if len(customer) == 0:
            return Calm.none()
        place = np.minimum(np.searchsorted(customer, self.customer), len(customer) - 1)
        usual = np.minimum(np.rint(GAPS * usual_days[place]), MOST_DAYS).astype(np.int64)
        until = np.where(self.until == _OPEN, self.day + usual, self.until)
        return Calm(self.customer, np.minimum(self.day, day), until)


def read_labels(engine: Engine, store: FactsStore, terms: LedgerTerms) -> Labels:
    """Ask the facts; the caller keeps loads away.

    Args:
        engine: holds the facts.
        store: for those that only early warning reads.
        terms: which customers count.
    """
    for name, schema in READS.items():
        engine.load(name, schema, store.files(name))
    rows = engine.read(calmed(Facts.declared(), terms)).read_all()
    rows = rows.sort_by([("customer", "ascending"), ("day", "ascending")])
    days = [rows.column(name).cast(pa.int32()).fill_null(_OPEN).to_numpy() for name in ("day", "until")]
    return Labels(rows.column("customer").to_numpy(), *(each.astype(np.int64) for each in days))


def calm_rows(
    labels: Labels, calm: Calm, customer: IntArray, which: IntArray, off_list: BoolArray
) -> pa.Table:
    """As `CALM_SCHEMA`: those of whom it holds that there is no reason to worry.

    Args:
        labels: what was said.
        calm: the same, with ends.
        customer: shape (n,), keys.
        which: shape (n,), the label that stands for each; -1 where none does.
        off_list: shape (n,), whether something would be at stake but for that.
    """
    told = np.flatnonzero(which >= 0)
    label = which[told]
    columns = (customer[told], _dates(labels.day[label]), _dates(calm.until[label]), off_list[told])
    return pa.table([pa.array(column) for column in columns], schema=CALM_SCHEMA)


def calm_test_row(held: Agreement | None, until: int) -> pa.Table:
    """As `CALM_TEST_SCHEMA`: what became of earlier labels; no row where none could be asked."""
    if held is None or not held.asked:
        return CALM_TEST_SCHEMA.empty_table()
    told = {"day": day_of_number(until), **asdict(held)}
    return pa.Table.from_pylist([told], schema=CALM_TEST_SCHEMA)


def _dates(days: IntArray) -> pa.Array:
    return pa.array(days.astype("datetime64[D]"), pa.date32())
