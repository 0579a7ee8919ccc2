"""Articles counted in pieces, beside fuel that was booked by amount."""

from __future__ import annotations

import numpy as np

from treue.value.next_order.units import counted_in_pieces


def test_fuel_by_amount_has_no_pieces_and_wholesale_in_hundreds_has() -> None:
    rng = np.random.default_rng(1)
    quantities = [
        np.rint(rng.uniform(4_000, 18_000, 300)),  # fuel
        rng.integers(1, 5, 300).astype(float),  # milk
        rng.choice([100.0, 144.0, 288.0, 1_000.0], 300),  # crates
        rng.uniform(0.2, 3.0, 300),  # cheese by weight
    ]
    product = np.repeat([0, 1, 2, 4], 300)
    mixed = rng.permutation(len(product))
    found = counted_in_pieces(product[mixed], np.concatenate(quantities)[mixed], 5)
    assert found.tolist() == [False, True, True, True, True]


def test_nothing_bought_is_no_article() -> None:
    nothing = np.zeros(0)
    assert counted_in_pieces(nothing.astype(int), nothing, 0).tolist() == []
