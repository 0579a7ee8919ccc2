"""What is in an order, and what is charged for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.articles import ARTICLES
from treue.simulation.orders import ANONYMOUS, Orders
from treue.simulation.people import People
from treue.simulation.seasons import FloatArray, IntArray

_EXTRA_LINES = 0.9  # beyond the first, on average
_ACCESSORIES = 0.14  # of all lines
_FAVOURITE = 0.55  # of coffee and tea lines
_PRICE_RISE_PER_YEAR = 0.035
_VOUCHER_ORDERS = 0.09
_VOUCHER_SHARE = 0.10
_FREE_SHIPPING_FROM_MINOR = 4900
_SHIPPING_MINOR = 490

PRICE_MINOR = np.array([article.price_minor for article in ARTICLES], dtype=np.int64)
_CATEGORY = np.array([article.category for article in ARTICLES])
_POPULARITY = np.array([article.popularity for article in ARTICLES])


@dataclass(frozen=True, slots=True)
class Lines:
    """Order lines by order, then article; every array has shape (n_lines,) but the last.

    Args:
        order: row in `Orders`.
        article: row in `ARTICLES`; once an order.
        quantity: pieces.
        price_minor: gross price of a piece on that day.
        discount_minor: gross, taken off the whole line.
        shipping_minor: shape (n_orders,), gross, charged for the order.
    """

    order: IntArray
    article: IntArray
    quantity: IntArray
    price_minor: IntArray
    discount_minor: IntArray
    shipping_minor: IntArray

    def __len__(self) -> int:
        return len(self.order)

    @property
    def paid_minor(self) -> IntArray:
        """Gross, of the whole line after discount."""
        return self.quantity * self.price_minor - self.discount_minor


def fill_baskets(orders: Orders, people: People, day_count: int, rng: np.random.Generator) -> Lines:
    """Fill every order; `day_count` is the length of the calendar, at whose end today's prices hold."""
    order = np.repeat(np.arange(len(orders)), 1 + rng.poisson(_EXTRA_LINES, len(orders)))
    pair = np.unique(order * len(ARTICLES) + _articles(orders.person[order], people, rng))
    order, article = np.divmod(pair, len(ARTICLES))
    quantity = _quantities(orders.person[order], people, rng)
    years_ago = (day_count - 1 - orders.day[order]) // 365
    price = np.rint(PRICE_MINOR[article] / (1 + _PRICE_RISE_PER_YEAR) ** years_ago / 10).astype(np.int64) * 10
    has_voucher = rng.random(len(orders)) < _VOUCHER_ORDERS
    discount = np.where(has_voucher[order], np.rint(quantity * price * _VOUCHER_SHARE), 0).astype(np.int64)
    goods = np.bincount(order, weights=quantity * price - discount, minlength=len(orders))
    pays_shipping = (goods < _FREE_SHIPPING_FROM_MINOR) & (orders.person != ANONYMOUS)
    shipping = np.where(pays_shipping, _SHIPPING_MINOR, 0).astype(np.int64)
    return Lines(order, article, quantity, price, discount, shipping)


def _articles(person: IntArray, people: People, rng: np.random.Generator) -> IntArray:
    """One article a line, by taste; everybody has a favourite coffee and a favourite tea."""
    taste = np.where(person == ANONYMOUS, 0.5, people.coffee[person])
    drawn = {category: _draw(category, len(person), rng) for category in ("Kaffee", "Tee", "Zubehör")}
    favourite = {category: _draw(category, len(people), rng)[person] for category in ("Kaffee", "Tee")}
    is_favourite = rng.random(len(person)) < _FAVOURITE
    coffee = np.where(is_favourite, favourite["Kaffee"], drawn["Kaffee"])
    tea = np.where(is_favourite, favourite["Tee"], drawn["Tee"])
    drink = np.where(rng.random(len(person)) < taste, coffee, tea)
    return np.where(rng.random(len(person)) < _ACCESSORIES, drawn["Zubehör"], drink)


def _draw(category: str, count: int, rng: np.random.Generator) -> IntArray:
    rows = np.flatnonzero(category == _CATEGORY)
    chance: FloatArray = _POPULARITY[rows] / _POPULARITY[rows].sum()
    return rng.choice(rows, size=count, p=chance)


def _quantities(person: IntArray, people: People, rng: np.random.Generator) -> IntArray:
    """Mostly one, sometimes two or three; six to twenty for those who buy in bulk."""
    usual = 1 + rng.binomial(2, 0.16, len(person))
    bulk = rng.integers(6, 21, len(person))
    in_bulk = (person != ANONYMOUS) & people.buys_in_bulk[person]
    return np.where(in_bulk, bulk, usual)
