"""Everything a customer brought or cost, as signed entries.

Step 1 is margin on goods (DB I), 2 takes shipping, payment and returns (DB II), 3 vouchers, points, service,
contact and what winning the customer cost (DB III).
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis

from treue.value.acquisition.tables import acquisition
from treue.value.ledger_terms import LedgerTerms
from treue.value.returns.tables import beside_orders, of_counted_orders
from treue.value.sales.tables import NO, NONE, Facts, prices_of, resolved, standard_rate, whole, without_vat
from treue.value.upkeep.tables import contact, points, service
from treue.warehouse.tables import Column, Expression, half_even, whole_sum, without

STEPS = {
    "goods": 1, "adjustment": 1, "purchase_price": 1,
    "shipping_charged": 2, "fee": 2, "shipping_paid": 2, "payment_fee": 2,
    "refund": 2, "returned_goods": 2, "handling": 2, "default": 2,
    "voucher": 3, "points": 3, "service": 3, "contact": 3, "acquisition": 3,
}  # fmt: skip
"""Kind of an entry -> step."""

REVENUE = "goods"
"""The kind of entry that is revenue: goods, net, before anything came back."""

SERVICE, CONTACT, ACQUISITION = "service", "contact", "acquisition"
"""Kinds of entries that come from no order; a forecast looks at each in its own way."""

OTHERS = ("default", "points", SERVICE, CONTACT, ACQUISITION)
"""Kinds of `other_entries`."""

PER_ORDER = ("shipping_charged", "shipping_paid", "fee", "handling")
"""Kinds that come with an order whatever it is worth; all others grow with its value."""

SALES = {"goods": "goods", "adjustment": "adjustment", "shipping": "shipping_charged", "fee": "fee",
         "voucher": "voucher"}  # fmt: skip
"""Kind of a sale -> kind of its entry."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The tables that a ledger stands on.

    Args:
        orders: `placed`.
        sold: `sales`.
        returned: `goods_back`.
        others: `other_entries`.
    """

    orders: Expression
    sold: Expression
    returned: Expression
    others: Expression


@dataclass(frozen=True, slots=True)
class Booking:
    """What one table books under one kind, row by row.

    Args:
        kind: of the entry.
        amount: net, signed; empty books nothing.
        vat: what came off the stated amount, same sign.
        estimated: whether the amount was.
        where: the rows that book; all where it is None.
    """

    kind: str
    amount: Column
    vat: Column | None = None
    estimated: Column = NO
    where: Column | None = None


def bookings(ground: Ground) -> tuple[tuple[Expression, tuple[Booking, ...]], ...]:
    """What sales, orders and returns book; what comes from no order is in `Ground.others`.

    Both `ledger`, entry by entry, and `customer_days`, in one pass, are made from it.
    """
    sold, orders, returned = ground.sold, ground.orders.mutate(position=NONE), ground.returned
    vat = sold.stated_minor - sold.net_minor
    charged = (Booking(entry, sold.net_minor, vat, where=sold.kind == kind) for kind, entry in SALES.items())
    cost = Booking("purchase_price", -sold.cost_minor, estimated=sold.cost_estimated)
    return (
        (sold, (*charged, cost)),
        (
            orders,
            (
                Booking("shipping_paid", -orders.shipping_paid_minor),
                Booking("payment_fee", -orders.payment_fee_minor),
            ),
        ),
        (
            returned,
            (
                Booking("refund", -returned.net_minor, returned.net_minor - returned.stated_minor),
                Booking("returned_goods", returned.back_minor, estimated=returned.back_estimated),
                Booking("handling", -returned.handling_minor),
            ),
        ),
    )


def ledger(ground: Ground) -> Expression:
    """Every cent a customer brought or cost, one signed entry a row.

    Args:
        ground: made from the facts.

    Returns:
        customer (empty for an anonymous sale), order_id, position, day, step (1 to 3), kind, amount_minor
        (net, signed), vat_minor (what came off the stated amount, same sign), estimated.
    """
    booked = (_entries(rows, booking) for rows, each in bookings(ground) for booking in each)
    return ibis.union(*booked, ground.others)


def other_entries(
    facts: Facts, orders: Expression, sold: Expression, won: Expression, terms: LedgerTerms
) -> Expression:
    """Entries that neither sales nor returns make: defaults, points, service, contact, acquisition.

    Args:
        facts: as loaded.
        orders: `placed`.
        sold: `sales`.
        won: `customers_won`.
        terms: prices and country where an order names none.

    Returns:
        Rows as `ledger` has them.
    """
    return ibis.union(
        _defaults(facts, orders, sold, terms),
        _beside_orders("points", points(facts, terms)),
        _beside_orders(SERVICE, service(facts, terms)),
        _beside_orders(CONTACT, contact(facts, terms)),
        _beside_orders(ACQUISITION, acquisition(facts, won, terms)),
    )


def _defaults(facts: Facts, orders: Expression, sold: Expression, terms: LedgerTerms) -> Expression:
    """What was written off, without the VAT that the tax office gives back: at the mixed rate of its order.

    Where no order is named, or its lines say nothing, its own or the country's rate holds.
    """
    rows = facts.payments.filter(facts.payments.kind == "default")
    rows = beside_orders(resolved(of_counted_orders(rows, facts, orders, terms), facts), orders)
    rows = beside_sums(rows, sold.semi_join(facts.payments, "order_id"))
    at_home = standard_rate(ibis.null("string"), terms)
    rows = rows.mutate(
        customer=rows.customer.fill_null(rows.order_customer),
        day=rows.day.fill_null(rows.paid_at.date()),
        position=NONE,
        gross=prices_of(rows.order_prices, terms) == "gross",
        rate=rows.order_bp.fill_null(at_home),
    )
    rows = at_order_rate(rows)
    return _entries(rows, Booking("default", -rows.net_minor, rows.net_minor - rows.amount_minor))


def at_order_rate(rows: Expression) -> Expression:
    """Adds net_minor: amount_minor less its VAT, at the mixed rate of all that its order charged.

    Args:
        rows: amount_minor, gross (whether VAT is in it), rate (basis points, where the order says nothing),
            and what `beside_sums` adds.
    """
    mixed = rows.sold_stated > 0
    size = mixed.fill_null(NO).ifelse(rows.sold_stated, whole(1))
    rows = rows.mutate(mixed=mixed.fill_null(NO), size=size)
    by_order = half_even(rows.amount_minor * rows.sold_net, rows.size)
    net = rows.mixed.ifelse(by_order, without_vat(rows.amount_minor, rows.rate))
    return rows.mutate(net_minor=rows.gross.ifelse(net, rows.amount_minor))


def beside_sums(rows: Expression, sold: Expression) -> Expression:
    """Adds sold_stated and sold_net: all that the order charged; empty where nothing is known of it."""
    sums = sold.group_by("order_id").aggregate(
        sold_stated=whole_sum(sold.stated_minor), sold_net=whole_sum(sold.net_minor)
    )
    return without(rows.left_join(sums, "order_id"), "order_id_right")


def _beside_orders(kind: str, rows: Expression) -> Expression:
    """What no order tells."""
    rows = rows.mutate(order_id=ibis.null("string"), position=NONE)
    return _entries(rows, Booking(kind, rows.amount_minor))


def _entries(rows: Expression, booking: Booking) -> Expression:
    entries = (rows if booking.where is None else rows.filter(booking.where)).select(
        "customer",
        "order_id",
        "position",
        "day",
        step=whole(STEPS[booking.kind]),
        kind=ibis.literal(booking.kind),
        amount_minor=booking.amount,
        vat_minor=whole(0) if booking.vat is None else booking.vat,
        estimated=booking.estimated,
    )
    return entries.filter((entries.amount_minor != 0) | (entries.vat_minor != 0))
