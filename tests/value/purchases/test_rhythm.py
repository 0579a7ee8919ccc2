from __future__ import annotations

import numpy as np
import pytest
from invented_histories import beta_geometric, tenures

from treue.value.histories import Histories
from treue.value.purchases.mbg_cnbd import family
from treue.value.purchases.rhythm import MOST_TRIED, likeliest_k


def shop(customers: int, k: int, seed: int = 1) -> Histories:
    return beta_geometric(
        (0.9, 25.0 / k, 0.6, 2.0), tenures(customers, 500, seed), seed, leaves_at_once=True, phases=k
    )


@pytest.mark.parametrize("k", [1, 2, 3, 5, 8])
def test_the_rhythm_of_invented_customers_is_found(k: int) -> None:
    assert likeliest_k(family, shop(1_500, k)) == k


def test_no_more_than_eight_are_tried() -> None:
    assert likeliest_k(family, shop(300, 40)) == MOST_TRIED


@pytest.mark.slow
@pytest.mark.parametrize("k", [1, 4])
def test_of_many_customers_a_selection_is_asked(k: int) -> None:
    many = shop(50_000, k)
    shuffled = np.random.default_rng(3).permutation(len(many))
    other = Histories(*(column[shuffled] for column in many.columns()), many.log_gaps[shuffled])
    assert likeliest_k(family, many) == likeliest_k(family, other) == k


def test_without_a_second_order_there_is_no_rhythm() -> None:
    nothing = np.zeros(30)
    assert likeliest_k(family, Histories(nothing, nothing, np.arange(30.0), np.ones(30), nothing)) == 1
