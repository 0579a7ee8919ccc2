"""An invented German coffee and tea shop, written to files as its shop system would export it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from treue.errors import BadOption
from treue.simulation.accounts import sign
from treue.simulation.baskets import fill_baskets
from treue.simulation.blemishes import broken_rows, doubled_rows
from treue.simulation.export import (
    ARTICLE_HEADER,
    ORDER_HEADER,
    REFUND_HEADER,
    article_rows,
    order_rows,
    refund_rows,
    write_table,
)
from treue.simulation.orders import ANONYMOUS, draw_orders
from treue.simulation.people import BoolArray, draw_people
from treue.simulation.returns import draw_refunds
from treue.simulation.seasons import FloatArray, ShopCalendar

DAY_COUNT = 912  # about two and a half years


@dataclass(frozen=True, slots=True)
class ShopTruth:
    """What is true of an invented shop, to hold what Treue says against.

    Args:
        first: the first day with the shop open.
        until: the last day in the files.
        people: everybody who bought under a number or an address; each bought at least once.
        orders: sound orders of these people.
        guest_orders: those of them without a customer number.
        two_accounts: people who ordered under two numbers.
        anonymous_orders: sound orders without number and address, beside `orders`.
        lines: sound rows of bestellungen.csv.
        broken_lines: further rows that cannot be read, each an order of its own.
        doubled_lines: further rows that repeat a sound one.
        refunds: rows of retouren.csv.
        paid_minor: gross, all sound lines after discount, without shipping.
        shipping_minor: gross, charged with all sound orders.
        refunded_minor: gross, given back.
        orders_per_year: shape (people,), true rate while a customer.
        is_active: shape (people,), would go on buying after `until`.
    """

    first: date
    until: date
    people: int
    orders: int
    guest_orders: int
    two_accounts: int
    anonymous_orders: int
    lines: int
    broken_lines: int
    doubled_lines: int
    refunds: int
    paid_minor: int
    shipping_minor: int
    refunded_minor: int
    orders_per_year: FloatArray
    is_active: BoolArray


def write_shop(folder: Path, customers: int = 5000, *, rng: np.random.Generator, until: date) -> ShopTruth:
    """Invent a shop and write bestellungen.csv, artikel.csv and retouren.csv into `folder`.

    Prices are gross with 7 or 19 % German VAT (deliveries to Austria stay below the EU's threshold). The
    same `rng` state, count and day give the same bytes.

    Raises:
        BadOption: fewer than one customer.
    """
    if customers < 1:
        raise BadOption(f"write_shop: {customers} customers; a shop has one or more. Ask for 1 to 1,000,000.")
    calendar = ShopCalendar.ending(until, DAY_COUNT)
    people = draw_people(customers, calendar, rng)
    orders = draw_orders(people, calendar, rng)
    lines = fill_baskets(orders, people, DAY_COUNT, rng)
    refunds = draw_refunds(lines, orders, people, DAY_COUNT, rng)
    signed = sign(orders, people, rng)
    austrian = (rng.random(customers) < 0.06)[orders.person] & (orders.person != ANONYMOUS)

    sound = order_rows(orders, lines, signed, np.where(austrian, "AT", "DE").tolist(), calendar)
    broken, doubled = broken_rows(sound, rng), [sound[row] for row in doubled_rows(len(sound), rng)]
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / "bestellungen.csv", ORDER_HEADER, [*sound, *broken, *doubled])
    write_table(folder / "artikel.csv", ARTICLE_HEADER, article_rows())
    write_table(folder / "retouren.csv", REFUND_HEADER, refund_rows(refunds, lines, calendar))

    known = orders.person != ANONYMOUS
    return ShopTruth(
        first=calendar.first,
        until=until,
        people=customers,
        orders=int(known.sum()),
        guest_orders=int(signed.is_guest.sum()),
        two_accounts=signed.people_with_two_numbers(orders.person),
        anonymous_orders=int((~known).sum()),
        lines=len(sound),
        broken_lines=len(broken),
        doubled_lines=len(doubled),
        refunds=len(refunds),
        paid_minor=int(lines.paid_minor.sum()),
        shipping_minor=int(lines.shipping_minor.sum()),
        refunded_minor=int(lines.paid_minor[refunds.line].sum()),
        orders_per_year=people.orders_per_year,
        is_active=people.leaves > calendar.end,
    )
