"""A twin's history as facts: customers, articles, orders with lines, refunds; nothing that was not learned.

Articles have numbers of their own and shares of sales as in the shop. What an order is worth is split among
its lines by luck, to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.telling.rows import Rows, instant, maybe, rows_of, text
from treue.simulation.telling.sold import key_of, minutes_of
from treue.simulation.twin.reading import Assortment
from treue.simulation.twin.seen import Seen
from treue.simulation.world.chance import About, Chance, FloatArray, IntArray

_SPLIT, _PIECES, _ARTICLE = range(200, 203)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands on rows beside the twin's own figures.

    Args:
        assortment: articles.
        currency: of every amount.
    """

    assortment: Assortment
    currency: str


def tell_articles(shelf: Shelf, first: int) -> list[Rows]:
    """The articles, once for all twins."""
    number = np.arange(len(shelf.assortment.share))
    cells = {"product": text("T", number + 1), "name": text("Artikel ", number + 1)}
    return [rows_of("products", np.full(len(number), first), cells)]


def tell_twins(seen: Seen, shelf: Shelf, seed: int) -> list[Rows]:
    """Customers, orders, lines and refunds.

    Args:
        seen: twins; keys are their numbers.
        shelf: articles and currency.
        seed: of the luck in minutes, lines and articles.
    """
    chance = Chance(seed)
    number = seen.keys[seen.customer]
    order = text("T", seen.day * 100_000_000 + number)
    who = key_of(number, 1)
    came = {"customer": key_of(seen.keys, 1), "first_seen": seen.came, "kind": "shop"}
    amounts = np.nan_to_num(seen.amount).astype(np.int64)
    minutes = minutes_of(chance, number, seen.day)
    orders = {
        "order_id": order,
        "customer": who,
        "ordered_at": instant(seen.day, minutes),
        "day": seen.day,
        "prices": "net",
        "currency": shelf.currency,
        "amount_minor": maybe(amounts, np.isfinite(seen.amount)),
        "kind": "shop",
    }
    told = [rows_of("customers", seen.came, came), rows_of("orders", seen.day, orders)]
    if seen.has_lines and seen.has_amounts and len(shelf.assortment.share):
        told.append(_lines(seen, shelf, chance, amounts))
    back = np.flatnonzero(seen.lag >= 0)
    later = seen.day[back] + seen.lag[back]
    refunds = {
        "refund_id": text("R", seen.day[back] * 100_000_000 + number[back]),
        "order_id": order.take(back),
        "customer": who[back],
        "refunded_at": instant(later, np.full(len(back), 720)),
        "day": later,
        "kind": "goods",
        "prices": "net",
        "currency": shelf.currency,
        "amount_minor": np.rint(seen.returned[back] * amounts[back]).astype(np.int64),
    }
    return [*told, rows_of("refunds", later, refunds)]


def _lines(seen: Seen, shelf: Shelf, chance: Chance, amounts: IntArray) -> Rows:
    """The lines of every order; their amounts and pieces add up to the order's."""
    of = np.repeat(np.arange(len(seen.day)), seen.lines)
    begin = np.cumsum(seen.lines) - seen.lines
    position = np.arange(len(of)) - begin[of] + 1
    number, day = seen.keys[seen.customer][of], seen.day[of]
    keys = number, day * 100_000 + position
    weight = -np.log(chance.uniform(About.TWIN, *keys, _SPLIT))
    extra = -np.log(chance.uniform(About.TWIN, *keys, _PIECES))
    amount = _shared(amounts, of, begin, weight)
    pieces = 1 + _shared(np.maximum(seen.pieces - seen.lines, 0).astype(np.int64), of, begin, extra)
    upto = np.cumsum(shelf.assortment.share)
    article = np.minimum(
        np.searchsorted(upto, chance.uniform(About.TWIN, *keys, _ARTICLE) * upto[-1]), len(upto) - 1
    )
    cost = shelf.assortment.cost[article] * amount / pieces
    cells = {
        "order_id": text("T", day * 100_000_000 + number),
        "position": position,
        "product": text("T", article + 1),
        "kind": "goods",
        "quantity_milli": pieces * 1000,
        "price_minor": amount,
        "amount_minor": amount,
        "unit_cost_minor": maybe(
            np.rint(np.nan_to_num(np.maximum(cost, 0))).astype(np.int64), np.isfinite(cost)
        ),
        "currency": shelf.currency,
    }
    return rows_of("order_lines", day, cells)


def _shared(total: IntArray, of: IntArray, begin: IntArray, weight: FloatArray) -> IntArray:
    """Whole parts of each total, in the proportion of the weights as nearly as whole numbers go."""
    upto = np.cumsum(weight)
    before = np.concatenate([[0.0], upto])[begin]
    last = np.append(begin[1:], len(of)) - 1
    whole = upto[last] - before
    mark = np.rint(total[of] * np.minimum((upto - before[of]) / whole[of], 1.0)).astype(np.int64)
    mark[last] = total
    first = np.diff(mark, prepend=0)
    first[begin] = mark[begin]
    return np.asarray(first, np.int64)
