"""What an order truly earns the shop, all it will cause counted on its day, and what it is expected to.

Net goods less purchase price (known or not), shipping charged less paid, fees, vouchers, what goes back and
its handling, invoices never paid, points that will be redeemed, minutes of service. Contact and acquisition
are not of an order. `earned` adds up what came of an order, `Worth` is its expectation, in closed form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from treue.simulation.world.baskets import POSITIONS, Charges, Lines
from treue.simulation.world.catalogue import STANDARD_BP, Catalogue
from treue.simulation.world.chance import About, BoolArray, FloatArray, IntArray
from treue.simulation.world.fates import Fates, Odds, fates_of
from treue.simulation.world.people import People
from treue.simulation.world.scene import Scene
from treue.simulation.world.terms import Terms

_VAT = 1 + STANDARD_BP / 10_000
_MOST_LINES = 60
_CELL = 10  # prices are whole ten cents


@dataclass(frozen=True, slots=True)
class Consequences:
    """What comes of each order; shape (n_orders,) but for `goes_back`.

    Args:
        fates: what goes wrong.
        goes_back: shape (n_lines,), lines sent back, or broken.
        is_invoice: whether it is paid on invoice.
        is_unpaid: an invoice that is never paid.
        minutes: of service.
    """

    fates: Fates
    goes_back: BoolArray
    is_invoice: BoolArray
    is_unpaid: BoolArray
    minutes: IntArray


def consequences_of(scene: Scene, people: People, day: IntArray, lines: Lines) -> Consequences:
    """Draw what comes of orders: the first line goes back, each other one by chance."""
    terms, luck, keys = scene.terms, scene.luck, (people.number, day)
    fates = fates_of(scene, people, day)
    further = luck.happens(
        terms.service.back,
        About.SENT_BACK,
        people.number[lines.order],
        day[lines.order] * POSITIONS + lines.position,
    )
    first = lines.position == 1
    back = (fates.returned[lines.order] & (first | further)) | (fates.defect[lines.order] & first)
    unpaid = people.on_invoice & luck.happens(people.unpaid, About.DEFAULT, *keys)
    minutes = 1 + luck.poisson(terms.service.minutes * people.service, About.TICKET, *keys, 1)
    return Consequences(
        fates, back, people.on_invoice, unpaid, np.where(fates.asked, minutes, 0).astype(np.int64)
    )


def earned(terms: Terms, people: People, lines: Lines, charges: Charges, come: Consequences) -> FloatArray:
    """Shape (n_orders,), minor units, net."""
    count, told = len(people), terms.service
    paid = lines.net * (1 - charges.cut[lines.order])
    cost = lines.pieces * lines.cost
    is_broken = come.fates.defect[lines.order]
    back = np.where(come.goes_back, paid - np.where(is_broken, 0.0, cost), 0.0)
    goods, lost = lines.sum(paid, count), lines.sum(back, count)
    handling = lines.sum(come.goes_back, count) * told.handling * 100
    net_back = lines.sum(np.where(come.goes_back, paid, 0.0), count)
    shipping = charges.shipping / _VAT
    fee = np.where(come.is_invoice, 0.0, told.fee * charges.total)
    default = np.where(come.is_unpaid, goods - net_back + shipping, 0.0)
    points = np.where(people.redeems, told.points * 100 * lines.sum(np.ones(len(lines)), count), 0.0)
    service = come.minutes / 60 * terms.shop.service_hour * 100
    rest = goods - lines.sum(cost, count) - lost - handling
    return np.asarray(rest + shipping - told.shipping * 100 - fee - default - points - service, np.float64)


@dataclass(frozen=True, slots=True)
class Worth:
    """What an order of each customer earns on average, minor units; all linear in the day's cut.

    Args:
        plain: shape (2, n): on a day without promotion, parcel on time or late.
        by_cut: shape (n,): what a promotion of 100 % would take from it.
        by_voucher: shape (n,): what a voucher of ours takes from it at no cut, beyond what codes do.
    """

    plain: FloatArray
    by_cut: FloatArray
    by_voucher: FloatArray


def worth_of(terms: Terms, catalogue: Catalogue, people: People, odds: Odds, year: int) -> Worth:
    """The expectation of `earned` over everything drawn for an order, for each customer.

    With m more lines on average, N, G and C the mean net and gross price and cost of a line of who has that
    staple, cut d and voucher share v:

        goods  = (1 + m) (N (1 - d)(1 - v) - C)
        back   = r (1 + m b) (N (1 - d)(1 - v) - C) + q N (1 - d)(1 - v)

    (r sent back, q broken, b further lines), and so on, term by term as in `earned`; shipping is charged with
    the chance that lines add up to less than the limit, from the exact distribution of their sum.

    Args:
        terms: the preset.
        catalogue: the range.
        people: shape (n,).
        odds: expected tickets.
        year: whose prices hold.
    """
    told = terms.service
    net, gross, cost = (each[people.staple] for each in line_means(terms, catalogue, year))
    pays = charged(terms, catalogue, people, year)
    sent = people.returns * (1 - told.defect)
    lines, broken = 1 + people.more_lines, told.defect
    back = sent * (1 + people.more_lines * told.back)
    shipping = pays * round(told.charge * 100)
    fee = np.where(people.on_invoice, 0.0, told.fee)
    unpaid = np.where(people.on_invoice, people.unpaid, 0.0)
    points = np.where(people.redeems, told.points * 100, 0.0)
    kept = lines - back - broken
    per_price = kept * net * (1 - unpaid) - fee * lines * gross  # times (1 - d)(1 - v)
    costs = (lines - back) * cost + (back + broken) * told.handling * 100 + lines * points
    ship = shipping * ((1 - unpaid) / _VAT - fee) - told.shipping * 100
    minutes = (1 + told.minutes * people.service) / 60 * terms.shop.service_hour * 100
    share = terms.contact.voucher_cut
    usual = 1 - people.codes * share
    plain = per_price * usual - costs + ship - odds.tickets * minutes
    return Worth(plain, per_price * usual, per_price * share * (1 - people.codes))


def line_means(terms: Terms, catalogue: Catalogue, year: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean net price, gross price and cost of a line, by staple; shape (models,) each, minor units."""
    again = terms.range.more_pieces
    pieces = 1 + again + again**2
    price, cost = (
        catalogue.price_in(year)[0].astype(np.float64),
        catalogue.cost_in(year)[0].astype(np.float64),
    )
    weights = line_weights(terms, catalogue)
    net = price / (1 + catalogue.vat_bp / 10_000)
    return weights @ net * pieces, weights @ price * pieces, weights @ cost * pieces


def line_weights(terms: Terms, catalogue: Catalogue) -> FloatArray:
    """Shape (models, models): chance that a line of who has that staple is that model."""
    sold = terms.range
    every = np.diff(catalogue.popularity, prepend=0.0)
    near = np.diff(catalogue.within, axis=1, prepend=0.0)[catalogue.category]
    other = sold.favourite * near + (1 - sold.favourite) * every
    own = catalogue.staple[:, None]
    return np.asarray(own * np.eye(len(catalogue)) + (1 - own) * other, np.float64)


def charged(terms: Terms, catalogue: Catalogue, people: People, year: int) -> FloatArray:
    """Chance that shipping is charged: that the list prices of all lines add up to less than the limit."""
    limit = round(terms.service.free_from * 100)
    below = _below(terms, catalogue, year, limit)
    mean = people.more_lines
    chance = np.zeros(len(people))
    for more in range(below.shape[1]):
        share = np.exp(more * np.log(mean) - mean - gammaln(more + 1))
        chance += share * below[people.staple, more]
    return chance


def _below(terms: Terms, catalogue: Catalogue, year: int, limit: int) -> FloatArray:
    """Shape (models, k): chance that 1, 2, 3 ... lines stay below the limit; k until hardly any does."""
    cells = -(-limit // _CELL)
    price = catalogue.price_in(year)[0] // _CELL
    again = terms.range.more_pieces
    spread = np.zeros((len(catalogue), cells))
    for pieces, share in ((1, 1 - again), (2, again - again**2), (3, again**2)):
        fits = np.flatnonzero(price * pieces < cells)
        spread[fits, price[fits] * pieces] += share
    line = line_weights(terms, catalogue) @ spread
    size = 2 * cells
    turned = np.fft.rfft(line, size, axis=1)
    total, found = line, []
    for _ in range(_MOST_LINES):
        found.append(total.sum(axis=1))
        if found[-1].max() < 1e-7:
            break
        total = np.fft.irfft(np.fft.rfft(total, size, axis=1) * turned, size, axis=1)[:, :cells]
    return np.column_stack(found)
