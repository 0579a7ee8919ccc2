"""Customers' pasts as no shop would have them, and as every shop has some of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from treue.value.histories import FloatArray, Histories, IntArray
from treue.value.past import Past


@dataclass(frozen=True)
class Table:
    """Orders: one row per customer and day, by customer, then day; amounts in whole currency units."""

    customer: IntArray
    day: IntArray
    orders: IntArray
    revenue: FloatArray
    margin: FloatArray


def table_of(rows: list[tuple[int, int, int, float, float]]) -> Table:
    """From rows of customer, day, orders, revenue and margin; later rows of a day add to it."""
    days: dict[tuple[int, int], tuple[int, float, float]] = {}
    for customer, day, orders, revenue, margin in rows:
        before = days.get((customer, day), (0, 0.0, 0.0))
        days[customer, day] = (before[0] + orders, before[1] + revenue, before[2] + margin)
    keys = np.array(sorted(days), dtype=np.int64).reshape(-1, 2)
    told = np.array([days[key] for key in sorted(days)], dtype=np.float64).reshape(-1, 3)
    # A day's amounts are whole cents, as they come from an engine.
    told[:, 1:] = np.round(told[:, 1:], 2)
    return Table(keys[:, 0], keys[:, 1], told[:, 0].astype(np.int64), told[:, 1], told[:, 2])


def past_of(table: Table, until: int | None = None) -> Past:
    """What an engine would make of it, up to a day."""
    until = int(table.day.max()) if until is None else until
    seen = table.day <= until
    customer, day = table.customer[seen], table.day[seen]
    orders, revenue, margin = table.orders[seen], table.revenue[seen], table.margin[seen]
    histories, known = Histories.from_orders(customer, day, until=until)
    row = np.searchsorted(known, customer)
    first = np.concatenate([[True], customer[1:] != customer[:-1]]) if len(customer) else np.zeros(0, bool)
    began = day[first]

    def total(of: FloatArray, where: FloatArray | None = None) -> FloatArray:
        weights = of if where is None else np.where(where, of, 0.0)
        return np.bincount(row, weights, minlength=len(known)).astype(np.float64)

    paid, lately = revenue > 0, day > until - 365
    return Past(
        customer=known,
        first_day=began,
        last_day=began + histories.recency_days.astype(np.int64),
        orders=total(orders.astype(np.float64)).astype(np.int64),
        histories=histories,
        spend_days=total(paid.astype(np.float64)),
        spend=total(revenue, paid),
        repeat_spend_days=total((paid & ~first).astype(np.float64)),
        repeat_spend=total(revenue, paid & ~first),
        revenue=total(revenue),
        order_cost=np.zeros(len(known)),
        service=np.zeros(len(known)),
        contact=np.zeros(len(known)),
        acquisition=np.zeros(len(known)),
        reserve=np.zeros(len(known)),
        margin=total(margin),
        margin_12m=total(margin, lately),
        margin_24m=total(margin, day > until - 730),
    )


_AMOUNTS = {
    "usual": st.floats(1.0, 500.0),
    "the same": st.just(19.9),
    "nothing": st.just(0.0),
    "cents": st.sampled_from([0.01, 0.02]),
    "fortunes": st.floats(1e6, 1e10),
    "returns": st.floats(-500.0, 500.0),
    "anything": st.sampled_from([0.0, 0.01, 1.0, 1e9, -3.0]),
}
_RATES = {
    "usual": st.floats(0.1, 0.6),
    "losses": st.floats(-3.0, -0.1),
    "all": st.just(1.0),
    "anything": st.floats(-1e3, 1e3),
}
_REACHES = (0, 1, 30, 400, 4_000, 40_000, 700_000)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Up to forty rows in one of many tempers, repeated for up to a few hundred customers."""
    customers, reach = draw(st.sampled_from((1, 2, 5, 30))), draw(st.sampled_from(_REACHES))
    amounts = _AMOUNTS[draw(st.sampled_from(sorted(_AMOUNTS)))]
    rates = _RATES[draw(st.sampled_from(sorted(_RATES)))]
    orders = draw(st.sampled_from((st.just(1), st.integers(1, 3), st.just(10_000_000))))
    step = draw(st.sampled_from((1, 1, 7, 30, 365)))
    begin = draw(st.sampled_from((0, 20_000, -300_000)))
    rows = []
    for _ in range(draw(st.integers(1, 40))):
        customer, day = draw(st.integers(1, customers)), draw(st.integers(0, reach)) // step * step
        revenue = draw(amounts)
        rows.append((customer, begin + day, draw(orders), revenue, revenue * draw(rates)))
    copies = draw(st.sampled_from((1, 1, 1, 12)))
    return table_of([(row[0] + 100 * copy, *row[1:]) for copy in range(copies) for row in rows])
