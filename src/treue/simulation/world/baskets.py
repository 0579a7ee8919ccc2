"""What is in an order, and what is charged for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.world.chance import About, BoolArray, FloatArray, IntArray
from treue.simulation.world.people import People
from treue.simulation.world.scene import Scene

NEW_DAYS = 90
"""Whoever likes new things takes a variant that came out at most so many days ago."""

POSITIONS = 64
"""More than an order has lines (61): tells the lines of a day from those of the next."""

Taste = tuple[IntArray, FloatArray, IntArray]
"""Who, how fond of new things, and the usual variant; one entry per line."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines by order, then position; arrays of shape (n_lines,).

    Args:
        order: place among the orders.
        position: 1, 2, 3 ... in its order.
        model: which.
        variant: of the model.
        pieces: how many.
        price: gross, of the whole line before discount, minor units.
        discount: taken off in promotions.
        cost: net purchase price of a piece, known to the shop or not.
        vat_bp: VAT rate.
    """

    order: IntArray
    position: IntArray
    model: IntArray
    variant: IntArray
    pieces: IntArray
    price: IntArray
    discount: IntArray
    cost: IntArray
    vat_bp: IntArray

    def __len__(self) -> int:
        return len(self.order)

    @property
    def amount(self) -> IntArray:
        """Gross, of the whole line as charged."""
        return self.price - self.discount

    @property
    def net(self) -> FloatArray:
        """As charged, without VAT."""
        return np.asarray(self.amount / (1 + self.vat_bp / 10_000), np.float64)

    def sum(self, of: FloatArray | IntArray | BoolArray, orders: int) -> FloatArray:
        """Shape (orders,)."""
        return np.asarray(np.bincount(self.order, weights=of, minlength=orders), np.float64)


@dataclass(frozen=True, slots=True)
class Charges:
    """What stands on an order beside its lines; minor units, shape (n_orders,).

    Args:
        goods: gross, after discounts of lines.
        voucher: gross, taken off by a voucher or code.
        shipping: gross, charged.
        cut: share of the goods that the voucher took.
    """

    goods: IntArray
    voucher: IntArray
    shipping: IntArray
    cut: FloatArray

    @property
    def total(self) -> IntArray:
        """What is to be paid."""
        return self.goods - self.voucher + self.shipping


def fill(scene: Scene, people: People, day: IntArray) -> Lines:
    """Fill each order.

    Args:
        scene: range, luck and days.
        people: shape (n_orders,), who ordered each.
        day: shape (n_orders,), when.
    """
    terms, luck, catalogue, days = scene.terms, scene.luck, scene.catalogue, scene.days
    count = 1 + luck.poisson(people.more_lines, About.LINES, people.number, day)
    order = np.repeat(np.arange(len(day)), count)
    position = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count) + 1
    who, when = people.number[order], day[order] * POSITIONS + position
    model = _models(scene, people.staple[order], who, when)
    taste = people.number[order], people.novelty[order], people.variant[order]
    uniform, again = luck.uniform(About.PIECES, who, when), terms.range.more_pieces
    pieces = 1 + (uniform < again).astype(np.int64) + (uniform < again**2)
    years, place = np.unique(days.year[day - days.first], return_inverse=True)
    at = place[order], model
    price = pieces * catalogue.price_in(years)[at]
    cut = days.cut[day - days.first][order]
    return Lines(
        order=order,
        position=position,
        model=model,
        variant=_variants(scene, taste, day[order], model, when),
        pieces=pieces,
        price=price,
        discount=np.rint(price * cut).astype(np.int64),
        cost=catalogue.cost_in(years)[at],
        vat_bp=catalogue.vat_bp[model],
    )


def charge(scene: Scene, people: People, day: IntArray, lines: Lines, has_voucher: BoolArray) -> Charges:
    """Vouchers and shipping of each order.

    Args:
        scene: chances and luck.
        people: shape (n_orders,), who ordered each.
        day: when.
        lines: what.
        has_voucher: whether a voucher of ours is used; else a code may be found.
    """
    terms, luck = scene.terms, scene.luck
    goods = lines.sum(lines.amount, len(day)).astype(np.int64)
    listed = lines.sum(lines.price, len(day))
    used = has_voucher | luck.happens(people.codes, About.CODE, people.number, day)
    voucher = np.where(used, np.rint(goods * terms.contact.voucher_cut), 0).astype(np.int64)
    pays = listed < round(terms.service.free_from * 100)
    return Charges(
        goods=goods,
        voucher=voucher,
        shipping=np.where(pays, round(terms.service.charge * 100), 0).astype(np.int64),
        cut=np.where(used, terms.contact.voucher_cut, 0.0),
    )


def _models(scene: Scene, staple: IntArray, who: IntArray, when: IntArray) -> IntArray:
    """The own staple, else one of its category, else any."""
    terms, luck, catalogue = scene.terms, scene.luck, scene.catalogue
    kind, place = luck.uniform(About.ARTICLE, who, when), luck.uniform(About.ARTICLE, who, when, 1)
    own = catalogue.staple[staple]
    is_staple = kind < own
    is_near = ~is_staple & (kind < own + (1 - own) * terms.range.favourite)
    model = np.where(is_staple, staple, np.searchsorted(catalogue.popularity, place, side="right"))
    category = catalogue.category[staple]
    for each, upto in enumerate(catalogue.within):
        rows = np.flatnonzero(is_near & (category == each))
        model[rows] = np.searchsorted(upto, place[rows], side="right")
    return model.astype(np.int64)


def _variants(scene: Scene, taste: Taste, day: IntArray, model: IntArray, when: IntArray) -> IntArray:
    """The newest one if it is new and the customer likes that, else the own one as far as it is out."""
    number, novelty, own = taste
    launched = scene.catalogue.launched[model]
    newest = np.maximum((launched <= day[:, None]).sum(axis=1) - 1, 0)
    is_new = day - launched[np.arange(len(model)), newest] <= NEW_DAYS
    likes = scene.luck.happens(novelty, About.VARIANT, number, when)
    return np.asarray(np.where(is_new & likes, newest, np.minimum(own, newest)), np.int64)
