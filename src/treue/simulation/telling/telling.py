"""Everything that is to be told of some days of a world."""

from __future__ import annotations

import numpy as np

from treue.simulation.telling.contact import tell_newsletters
from treue.simulation.telling.money import tell_payments, tell_points, tell_refunds
from treue.simulation.telling.orders import tell_orders
from treue.simulation.telling.persons import tell_people, tell_second_accounts, tell_withdrawals
from treue.simulation.telling.rows import Rows, together
from treue.simulation.telling.service import tell_answers, tell_tickets
from treue.simulation.telling.shop import tell_shop, tell_stock
from treue.simulation.telling.sold import Sold, sell
from treue.simulation.telling.visits import tell_carts, tell_visits
from treue.simulation.world.chance import IntArray
from treue.simulation.world.play import Lived, World

KEPT = ("visits", "carts", "touches", "stock")
"""Tables that shops keep for a while only: `surveys.visit_days`."""


def tell(world: World, lived: Lived, span: range, upto: int | None = None) -> tuple[dict[str, Rows], Sold]:
    """All rows that follow from what was lived through, known on these days or later.

    Args:
        world: after the span.
        lived: what happened in it; of orders before the facts' first day nothing is told.
        span: days since 1970-01-01, not before the facts' first.
        upto: tell each order once, as it is known by the end of that day; and only the last days of `KEPT`.

    Returns:
        Rows by table, and the orders with everything that follows from them.
    """
    intents = lived.intents.where(lived.intents.day >= world.plan.first)
    sold = sell(world, intents.orders)
    recent = range(max(span.start, _kept_from(world, upto)), span.stop)
    lately = intents.where(intents.day >= recent.start)
    told = [
        *tell_shop(world, span),
        *tell_people(world, world.people.whole(_came(world, span))),
        *tell_accounts(world, lived),
        *tell_orders(world, sold, upto),
        *tell_refunds(world, sold),
        *tell_payments(world, sold),
        *tell_points(world, sold),
        *tell_tickets(world, sold),
        *tell_answers(world, sold),
        *tell_visits(world, lately),
        *tell_carts(world, lately),
        *tell_newsletters(world, recent),
        *tell_stock(world, recent),
    ]
    return together(told), sold


def tell_accounts(world: World, lived: Lived) -> list[Rows]:
    """Second accounts and withdrawals; a shop still has those of before the facts' first day."""
    return [
        *tell_second_accounts(world.people, lived.intents.orders),
        *tell_withdrawals(world.people, lived.withdrawals),
    ]


def known_by(told: dict[str, Rows], day: int) -> dict[str, Rows]:
    """What of it is known by the end of that day."""
    return {name: kept for name, rows in told.items() if len(kept := rows.upto(day))}


def _came(world: World, span: range) -> IntArray:
    """Rows of people to introduce; who came before the facts is introduced on their first day."""
    joined = np.maximum(world.people.joined, world.plan.first)
    return np.flatnonzero((joined >= span.start) & (joined < span.stop))


def _kept_from(world: World, upto: int | None) -> int:
    """First day of what is kept for a while only."""
    return (
        world.plan.first if upto is None else max(world.plan.first, upto - world.terms.surveys.visit_days + 1)
    )
