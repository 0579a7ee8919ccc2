"""Each customer's past as arrays: what the models and the forecast take from the `histories` table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from treue.value.histories import FloatArray, Histories, IntArray


@dataclass(frozen=True, slots=True)
class Past:
    """One row per customer with an order, by ascending key; amounts in whole currency units.

    Args:
        customer: shape (n,), keys.
        first_day: shape (n,), day of the first order, counted from 1970-01-01.
        last_day: shape (n,), day of the last order.
        orders: shape (n,), all orders; several on a day count each.
        histories: shape (n,), what purchase models see.
        spend_days: shape (n,), order days with revenue above zero.
        spend: shape (n,), revenue of those days.
        repeat_spend_days: shape (n,), the same without the first order day.
        repeat_spend: shape (n,), revenue of those.
        revenue: shape (n,), net, before returns.
        margin: shape (n,), all bookings: after returns, costs, vouchers, as far as they are known.
        order_cost: shape (n,), taken off in `margin` for orders whatever they are worth; may be negative.
        service: shape (n,), cost of service in `margin`.
        contact: shape (n,), cost of messages in it.
        acquisition: shape (n,), in it, what winning the customer cost.
        reserve: shape (n,), not in it: what recent orders and open invoices will still lose.
        margin_12m: shape (n,), of the last 12 calendar months, before acquisition.
        margin_24m: shape (n,), of the last 24.
    """

    customer: IntArray
    first_day: IntArray
    last_day: IntArray
    orders: IntArray
    histories: Histories
    spend_days: FloatArray
    spend: FloatArray
    repeat_spend_days: FloatArray
    repeat_spend: FloatArray
    revenue: FloatArray
    margin: FloatArray
    order_cost: FloatArray
    service: FloatArray
    contact: FloatArray
    acquisition: FloatArray
    reserve: FloatArray
    margin_12m: FloatArray
    margin_24m: FloatArray

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def margin_of_orders(self) -> FloatArray:
        """Shape (n,), what orders will have left, before service, contact and acquisition."""
        return self.margin + self.service + self.contact + self.acquisition - self.reserve

    def less(self, table: pa.Table, digits: int) -> Past:
        """The same with a reserve.

        Args:
            table: customer, return_reserve_minor, default_reserve_minor; who is missing there has none.
            digits: decimals of the currency.
        """
        open_minor = _whole(table, "return_reserve_minor") + _whole(table, "default_reserve_minor")
        customer = _whole(table, "customer")
        place = np.minimum(np.searchsorted(self.customer, customer), max(len(self) - 1, 0))
        # Who called everything off may still have an open invoice, and is no customer.
        known = self.customer[place] == customer if len(self) else np.zeros(len(customer), bool)
        reserve = np.zeros(len(self))
        reserve[place[known]] = open_minor[known] / 10.0**digits
        return replace(self, reserve=reserve)

    @property
    def has_amounts(self) -> bool:
        """Whether any order has a value: else only orders can be forecast."""
        return bool(self.spend_days.any())

    @classmethod
    def of(cls, table: pa.Table, digits: int) -> Past:
        """From the rows of `histories`.

        Args:
            table: its columns, any order of rows.
            digits: decimals of the currency.
        """
        order = np.argsort(_whole(table, "customer"))
        whole = {name: _whole(table, name)[order] for name in _WHOLE}
        money = {name: _whole(table, f"{name}_minor")[order] / 10.0**digits for name in _MONEY}
        return cls(
            customer=whole["customer"],
            first_day=whole["first_day"],
            last_day=whole["last_day"],
            orders=whole["orders"],
            histories=Histories(
                whole["frequency"].astype(np.float64),
                whole["recency_days"].astype(np.float64),
                whole["tenure_days"].astype(np.float64),
                np.ones(len(order)),
            ),
            spend_days=whole["spend_days"].astype(np.float64),
            repeat_spend_days=whole["repeat_spend_days"].astype(np.float64),
            reserve=np.broadcast_to(0.0, len(order)),
            **money,
        )


_WHOLE = ("customer", "first_day", "last_day", "orders", "frequency", "recency_days", "tenure_days",
          "spend_days", "repeat_spend_days")  # fmt: skip
_MONEY = ("spend", "repeat_spend", "revenue", "margin", "order_cost", "service", "contact", "acquisition",
          "margin_12m", "margin_24m")  # fmt: skip


def _whole(table: pa.Table, name: str) -> IntArray:
    column = table.column(name)
    if pa.types.is_date(column.type):
        column = column.cast(pa.int32())
    return np.asarray(column.to_numpy(), dtype=np.int64)
