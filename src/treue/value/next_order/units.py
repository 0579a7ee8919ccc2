"""Which articles are counted in pieces, and which in amounts that no unit goes with."""

from __future__ import annotations

import numpy as np

from treue.value.histories import BoolArray, FloatArray, IntArray

_MANY = 100.0
_APART = 0.5


def counted_in_pieces(product: IntArray, quantity: FloatArray, products: int) -> BoolArray:
    """Shape (products,), whether an article's quantities look like pieces.

    Fuel that was booked as 10,451 and as 8,332 of something has no number of pieces: half of what is bought
    is a hundred or more, and most purchases have a quantity that no other has. Wholesale in hundreds repeats
    its crates and stays; litres and kilos in single figures stay too.

    Args:
        product: shape (m,), 0 to products - 1.
        quantity: shape (m,), above zero, of a purchase.
        products: how many there are.
    """
    count = np.bincount(product, minlength=products)
    order = np.lexsort((quantity, product))
    product, quantity = product[order], quantity[order]
    is_new = np.ones(len(product), dtype=bool)
    is_new[1:] = (product[1:] != product[:-1]) | (quantity[1:] != quantity[:-1])
    different = np.bincount(product, is_new, minlength=products)
    middle = np.zeros(products)
    some = np.flatnonzero(count)
    begins = np.cumsum(count) - count
    middle[some] = quantity[begins[some] + (count[some] - 1) // 2]
    return np.asarray((middle < _MANY) | (different <= _APART * count))
