"""What every export is made of: a shop's facts, and the names its own system would know beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.simulation.exporting.persons import Persons, Signed, persons_of
from treue.simulation.world.chance import IntArray
from treue.simulation.writing import History


@dataclass(frozen=True, slots=True)
class Books:
    """A shop's books, in the order in which a system lists them.

    Args:
        facts: by table; orders by time, lines by order and position.
        persons: who is behind the keys.
        order_ids: ids of the facts in the order of their time: the place is the number.
    """

    facts: Mapping[str, pa.Table]
    persons: Persons
    order_ids: pa.Array

    def signed(self, table: pa.Table) -> Signed:
        """Who is meant in each row."""
        return self.persons.at(table["customer"])

    def place(self, order_id: pa.ChunkedArray) -> pa.Array:
        """Place of each order among all, from 0; empty where no order is named."""
        return pc.index_in(order_id, value_set=self.order_ids).combine_chunks()

    def number(self, order_id: pa.ChunkedArray, first: int) -> pa.Array:
        """The order's number as text, counted from `first`; empty where no order is named."""
        return pc.fill_null(pc.add(self.place(order_id), first).cast(pa.string()), "")

    @property
    def heads(self) -> pa.Table:
        """The order of each line, a row a line."""
        return self.facts["orders"].take(self.place(self.facts["order_lines"]["order_id"]))

    @property
    def is_first(self) -> pa.Array:
        """Whether a line is the first of its order."""
        place = self.place(self.facts["order_lines"]["order_id"]).to_numpy()
        return pa.array(np.diff(place, prepend=-1) != 0)

    def product(self, number: pa.ChunkedArray, column: str) -> pa.Array:
        """A column of the articles by article number."""
        products = self.facts["products"]
        return products[column].combine_chunks().take(pc.index_in(number, value_set=products["product"]))

    @property
    def with_pieces_together(self) -> Books:
        """The same with one line an article and order, as baskets that count pieces have it."""
        lines = self.facts["order_lines"]
        place = self.place(lines["order_id"]).to_numpy()
        article = pc.dictionary_encode(lines["product"].combine_chunks()).indices.to_numpy()
        keys = place * (int(article.max(initial=0)) + 1) + article
        _, first, of = np.unique(keys, return_index=True, return_inverse=True)
        kept = lines.take(first)
        for name in ("quantity_milli", "price_minor", "discount_minor", "amount_minor"):
            total = np.rint(np.bincount(of, lines[name].to_numpy())).astype(np.int64)
            kept = kept.set_column(kept.column_names.index(name), name, pa.array(total))
        order = np.lexsort([kept["position"].to_numpy(), place[first]])
        return replace(self, facts={**self.facts, "order_lines": kept.take(order)})

    def summed(self, table: str, column: str) -> IntArray:
        """Sum of a column of rows of orders, by place of the order."""
        rows = self.facts.get(table)
        if rows is None:
            return np.zeros(len(self.order_ids), np.int64)
        place = self.place(rows["order_id"]).to_numpy()
        total = np.bincount(place, rows[column].to_numpy(), len(self.order_ids))
        return np.rint(total).astype(np.int64)


def books_of(lived: History) -> Books:
    """The books of a world's history."""
    facts = dict(lived.facts)
    # A shop's number beside the time: of two orders of one minute the same comes first everywhere.
    facts["orders"] = facts["orders"].sort_by([("ordered_at", "ascending"), ("order_id", "ascending")])
    ids = facts["orders"]["order_id"].combine_chunks()
    lines = facts["order_lines"]
    place = pc.index_in(lines["order_id"], value_set=ids).combine_chunks()
    order = np.lexsort([lines["position"].to_numpy(), place.to_numpy()])
    facts["order_lines"] = lines.take(order)
    return Books(facts, persons_of(lived.world.plan.seed, lived.world.people.number), ids)
