"""Which products a customer will need again, and when: a due list, product by product.

A customer with a product is a key with gaps of its own, drawn towards the product's usual gap, and this one
towards that of all products. Products differ in how many come back to them at all, and in how faithful those
who did are: each has two factors on the hazard, one on gaps after the first purchase, one on all later ones,

    pace = (refills + B) / (refills expected from the curve of all products + B).

One factor for both would mix them: most gaps are first ones, so it tells who comes back at all, and whoever
has bought five times already did. What many come back to would then promise too much of its regulars, who
lead the due list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import BoolArray, FloatArray, IntArray
from treue.value.next_order.gaps import Gaps
from treue.value.next_order.needs import chances_by
from treue.value.next_order.rhythm import Rhythm

# The usual gap of all products counts like so many customers, the common curve like so many refills.
_BORROWED_KEYS, _BORROWED_REFILLS = 5.0, 10.0
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Bought:
    """What was bought when, one row per order line, in any order.

    Args:
        customer: shape (m,), keys.
        product: shape (m,), whole numbers.
        day: shape (m,), days since 1970-01-01.
        quantity: shape (m,), pieces, above zero.

    Raises:
        InputError: columns of different lengths, or a quantity that is not above zero.
    """

    customer: IntArray
    product: IntArray
    day: IntArray
    quantity: FloatArray

    def __post_init__(self) -> None:
        shapes = {each.shape for each in (self.customer, self.product, self.day, self.quantity)}
        if len(shapes) > 1:
            raise InputError(f"Bought: columns of shapes {sorted(shapes)}; each row has all four.")
        wrong = np.flatnonzero(~(self.quantity > 0))
        if len(wrong):
            raise InputError(
                f"Bought, row {wrong[0]}: quantity {self.quantity[wrong[0]]:g}, one of {len(wrong)} rows not "
                "above zero. Leave out what was given back."
            )

    def until(self, day: int) -> Bought:
        """The rows up to a day, that day included."""
        return self.where(self.day <= day)

    def where(self, claim: BoolArray) -> Bought:
        """Some of the rows."""
        return Bought(self.customer[claim], self.product[claim], self.day[claim], self.quantity[claim])


@dataclass(frozen=True, slots=True)
class Refills:
    """Where each customer stands with each product they have bought; by ascending customer, then product.

    Args:
        day: last day known.
        customer: shape (n,), keys.
        product: shape (n,).
        now: shape (n,), the open gaps.
        quantity: shape (n,), pieces expected when it is bought again.
        usual: shape (n,), logarithm of the product's usual gap.
        pace: shape (n,), the product's factor on the open gap.
        later_pace: shape (n,), its factor on the gaps after the next purchase.
        rhythm: the curve of all products.
    """

    day: int
    customer: IntArray
    product: IntArray
    now: Gaps
    quantity: FloatArray
    usual: FloatArray
    pace: FloatArray
    later_pace: FloatArray
    rhythm: Rhythm

    @classmethod
    def at(cls, day: int, bought: Bought) -> Refills:
        """From all rows up to a day."""
        known = bought.until(day)
        products, product = np.unique(known.product, return_inverse=True)
        customers, customer = np.unique(known.customer, return_inverse=True)
        key = customer.astype(np.int64) * max(len(products), 1) + product
        gaps, keys = Gaps.of(key, known.day, day)
        of_key = keys % max(len(products), 1)
        usual = _usual(gaps, of_key, len(products))
        rhythm = Rhythm.learn(gaps, usual[of_key[gaps.place]])
        paces = _paces(rhythm, gaps, usual[of_key[gaps.place]], of_key[gaps.place], len(products))
        now = gaps.open
        return cls(
            day,
            customers[keys // max(len(products), 1)],
            products[of_key],
            now,
            _quantity(known, key, keys, of_key),
            usual[of_key],
            paces[of_key, _is_later(now)],
            paces[of_key, 1],
            rhythm,
        )

    def __len__(self) -> int:
        return len(self.customer)

    def gap_days(self) -> FloatArray:
        """Shape (n,), how long the product usually lasts this customer, drawn towards all customers."""
        return self.rhythm.scale(self.now, self.usual)

    def chance(self, ahead_days: int) -> FloatArray:
        """Shape (n,), of buying it again within so many days."""
        ahead = np.array([float(ahead_days)])
        result = np.zeros(len(self))
        for begin in range(0, len(self), _AT_ONCE):
            rows = np.arange(begin, min(begin + _AT_ONCE, len(self)))
            some = chances_by(self.rhythm, self.now.pick(rows), ahead, self.usual[rows], self.pace[rows])
            result[rows] = some[:, 0]
        return result

    def due(self, ahead_days: int, least_chance: float = 0.5) -> Due:
        """Who will probably need what within the coming days, the likeliest first.

        Args:
            ahead_days: how many days to look ahead.
            least_chance: below this nobody is listed.
        """
        chance = self.chance(ahead_days)
        rows = np.flatnonzero(chance >= least_chance)
        rows = rows[np.lexsort((self.product[rows], self.customer[rows], -chance[rows]))]
        return Due(
            self.customer[rows],
            self.product[rows],
            chance[rows],
            self.now.days[rows],
            self.gap_days()[rows],
            self.quantity[rows],
        )


@dataclass(frozen=True, slots=True)
class Due:
    """The due list; shape (n,) each, the likeliest first.

    Args:
        customer: keys.
        product: what.
        chance: of buying it again in the coming days, 0 to 1.
        idle_days: since it was bought.
        gap_days: how long it usually lasts this customer.
        quantity: pieces expected.
    """

    customer: IntArray
    product: IntArray
    chance: FloatArray
    idle_days: FloatArray
    gap_days: FloatArray
    quantity: FloatArray


def _usual(gaps: Gaps, of_key: IntArray, products: int) -> FloatArray:
    """Shape (products,), mean logarithm of the gaps: of each customer, then over customers, then drawn in."""
    closed = gaps.where(gaps.is_closed)
    count = np.bincount(closed.place, minlength=len(of_key)).astype(np.float64)
    logs = np.bincount(closed.place, np.log(np.maximum(closed.days, 1.0)), minlength=len(of_key))
    again = count > 0
    mean = np.divide(logs, count, out=np.zeros(len(of_key)), where=again)
    every = float(mean[again].mean()) if again.any() else float(np.log(30.0))
    total = np.bincount(of_key[again], mean[again], minlength=products)
    keys = np.bincount(of_key[again], minlength=products)
    return np.asarray((total + _BORROWED_KEYS * every) / (keys + _BORROWED_KEYS))


def _paces(rhythm: Rhythm, gaps: Gaps, usual: FloatArray, product: IntArray, products: int) -> FloatArray:
    """Shape (products, 2): factors on the gap after the first purchase, and on those after it."""
    # Of all times, so without the level of the latest.
    pressure = rhythm.pressure(gaps, gaps.days, usual) / rhythm.level
    cell = 2 * product + _is_later(gaps)
    expected = np.bincount(cell, pressure, minlength=2 * products)
    refills = np.bincount(cell, gaps.is_closed, minlength=2 * products)
    return np.asarray((refills + _BORROWED_REFILLS) / (expected + _BORROWED_REFILLS)).reshape(-1, 2)


def _is_later(gaps: Gaps) -> IntArray:
    """1 for gaps of who had bought it again before, else 0."""
    return np.asarray(gaps.earlier > 0, dtype=np.int64)


def _quantity(known: Bought, key: IntArray, keys: IntArray, of_key: IntArray) -> FloatArray:
    """Pieces on a day on which it is bought, drawn towards the product's."""
    days, first = np.unique(key * 100_000 + known.day, return_index=True)
    times = np.bincount(np.searchsorted(keys, key[first]), minlength=len(keys)).astype(np.float64)
    pieces = np.bincount(np.searchsorted(keys, key), known.quantity, minlength=len(keys))
    products = int(of_key.max()) + 1 if len(of_key) else 0
    usual = np.bincount(of_key, pieces, minlength=products) / np.bincount(of_key, times, minlength=products)
    return np.asarray((pieces + usual[of_key]) / (times + 1.0)) if len(days) else np.zeros(0)
