"""What the shop sells: models, each in variants that come out one after the other at one price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from treue.simulation.world.chance import About, BoolArray, Chance, FloatArray, IntArray
from treue.simulation.world.terms import Terms

REDUCED_BP, STANDARD_BP = 700, 1900
_DAYS_OF_LAUNCHES = 1200  # variants come out over so many days, ending half a year after the window
_STEP = 10  # prices are whole ten cents


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Models and their variants; arrays over models have shape (m,), over variants (m, v).

    Args:
        category: place in the shop's categories.
        price: gross list price in the first year, minor units.
        cost: net purchase price in the first year, minor units.
        is_cost_known: whether the shop entered it.
        vat_bp: VAT rate.
        is_sustainable: a trait.
        is_bundle: a trait.
        refill_of: place of the model it refills, -1 for none.
        launched: day each variant came out, days since 1970-01-01, ascending.
        staple: chance that a line of whose staple a model is, is that model.
        popularity: cumulative, over all models.
        within: shape (categories, m), cumulative popularity within each category.
        base_year: whose prices these are.
        rise: of prices and costs a year.
    """

    category: IntArray
    price: IntArray
    cost: IntArray
    is_cost_known: BoolArray
    vat_bp: IntArray
    is_sustainable: BoolArray
    is_bundle: BoolArray
    refill_of: IntArray
    launched: IntArray
    staple: FloatArray
    popularity: FloatArray
    within: FloatArray
    base_year: int
    rise: float

    def __len__(self) -> int:
        return len(self.price)

    def price_in(self, year: IntArray | int) -> IntArray:
        """Shape (years, m): gross list prices, whole ten cents, one row per year asked for."""
        return _risen(self.price, self._factor(year), _STEP)

    def cost_in(self, year: IntArray | int) -> IntArray:
        """Shape (years, m): net purchase prices."""
        return _risen(self.cost, self._factor(year), 1)

    def _factor(self, year: IntArray | int) -> FloatArray:
        return np.asarray((1 + self.rise) ** (np.atleast_1d(year) - self.base_year), np.float64)


def catalogue_of(terms: Terms, seed: int, first: int, first_year: int) -> Catalogue:
    """The range of a preset.

    Args:
        terms: the preset.
        seed: of who and what there is.
        first: first day of the facts, days since 1970-01-01.
        first_year: whose prices are drawn.
    """
    chance, count, sold = Chance(seed), terms.range.models, terms.range
    model = np.arange(count)

    def draw(what: int) -> FloatArray:
        return chance.uniform(About.CATALOGUE, model, what)

    kinds = len(terms.shop.categories)
    share = 1.0 / np.arange(1, kinds + 1) ** 0.5
    category = np.searchsorted(np.cumsum(share / share.sum()), draw(0)).astype(np.int64)
    category[:kinds] = np.arange(kinds)  # none is empty
    reduced = np.isin(category, [terms.shop.categories.index(name) for name in terms.shop.reduced])
    vat_bp = np.where(reduced, REDUCED_BP, STANDARD_BP)
    price = (
        np.maximum(np.rint(sold.price * np.exp(sold.price_spread * ndtri(draw(1))) * 100 / _STEP), 5) * _STEP
    )
    margin = np.clip(sold.margin + sold.margin_spread * ndtri(draw(2)), 0.05, 0.9)
    weight = 1.0 / (1.0 + model[np.argsort(draw(3))]) ** 0.7
    within = np.where(category == np.arange(kinds)[:, None], weight, 0.0)
    refills = draw(4) < sold.refills
    return Catalogue(
        category=category,
        price=price.astype(np.int64),
        cost=np.rint(price / (1 + vat_bp / 10_000) * (1 - margin)).astype(np.int64),
        is_cost_known=draw(5) >= sold.cost_unknown,
        vat_bp=vat_bp.astype(np.int64),
        is_sustainable=draw(6) < sold.sustainable,
        is_bundle=draw(7) < sold.bundles,
        refill_of=np.where(refills, (model * 7 + 3) % count, -1).astype(np.int64),
        launched=_launches(chance, model, sold.variants, first),
        staple=np.broadcast_to(np.asarray(sold.staple, np.float64), len(terms.shop.categories))[category],
        popularity=_upto(weight),
        within=np.vstack([_upto(row) for row in within]),
        base_year=first_year,
        rise=sold.price_rise,
    )


def _launches(chance: Chance, model: IntArray, variants: int, first: int) -> IntArray:
    """The first variant of most models is older than the facts; the others come one after the other."""
    spread = np.arange(variants) * _DAYS_OF_LAUNCHES // max(variants, 1)
    wobble = chance.uniform(About.CATALOGUE, model[:, None], 8 + np.arange(variants)) * 280
    return np.asarray(first - 300 + spread + wobble, np.int64)


def _upto(weight: npt.NDArray[np.floating[Any]]) -> FloatArray:
    total = np.cumsum(weight)
    upto: FloatArray = total / total[-1]
    upto[weight.nonzero()[0][-1] :] = 1.0
    return upto


def _risen(amount: IntArray, factor: FloatArray, step: int) -> IntArray:
    return np.rint(amount * factor[:, None] / step).astype(np.int64) * step
