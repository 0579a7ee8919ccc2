from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from treue.value.sampling import validation_rows


@settings(deadline=None)
@given(seed=st.integers(0, 100), keys=st.integers(25_000, 60_000))
def test_the_same_customers_are_asked_every_time(seed: int, keys: int) -> None:
    rng = np.random.default_rng(seed)
    customer = rng.integers(-(2**62), 2**62, keys)
    mixed = rng.permutation(customer)
    rows = validation_rows(customer)
    assert set(customer[rows]) == set(mixed[validation_rows(mixed)])
    assert 19_000 < len(rows) < 21_000


def test_of_a_small_shop_everyone_is_asked() -> None:
    assert len(validation_rows(np.arange(500))) == 500
