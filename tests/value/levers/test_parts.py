"""A change of worth split by driver: exact, without an order, and where it belongs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.value.levers.parts import DRIVERS, Parts, shapley, split

Numbers = st.floats(-500.0, 500.0)
COLUMNS = Parts.__slots__


def parts(columns: list[list[float]]) -> Parts:
    return Parts(*(np.array(column) for column in columns))


@st.composite
def two_days(draw: st.DrawFn) -> tuple[Parts, Parts]:
    people = draw(st.integers(1, 6))
    column = st.lists(Numbers, min_size=people, max_size=people)
    day = st.lists(column, min_size=len(COLUMNS), max_size=len(COLUMNS)).map(parts)
    return draw(day), draw(day)


def base(seed: int = 1, people: int = 200) -> Parts:
    rng = np.random.default_rng(seed)
    return Parts(
        stay=rng.uniform(0.05, 1.0, people),
        orders=rng.gamma(2.0, 2.0, people),
        amount=rng.gamma(4.0, 15.0, people),
        gross=rng.normal(0.45, 0.05, people),
        returned=rng.uniform(0.0, 0.1, people),
        cost=rng.uniform(0.0, 4.0, people),
        service=rng.uniform(0.0, 2.0, people),
        service_by_day=rng.uniform(0.0, 5.0, people),
        contact=rng.uniform(0.0, 3.0, people),
    )


@given(two_days())
def test_drivers_add_up_to_the_change(days: tuple[Parts, Parts]) -> None:
    before, after = days
    change = float(after.worth.sum() - before.worth.sum())
    size = max(
        float(np.abs(before.with_of(after, some).worth).sum())
        for some in ((), tuple(DRIVERS), ("frequency",), ("basket",), ("margin", "basket"))
    )
    assert sum(split(before, after).values()) == pytest.approx(change, abs=1e-6 * max(size, 1.0) + 1e-3)


@given(two_days())
def test_exchanged_days_change_every_sign(days: tuple[Parts, Parts]) -> None:
    there, back = split(*days), split(*reversed(days))
    scale = max(map(abs, there.values()))
    assert [there[name] for name in DRIVERS] == pytest.approx(
        [-back[name] for name in DRIVERS], abs=1e-6 * max(scale, 1.0)
    )


@pytest.mark.parametrize(
    ("driver", "column", "factor"),
    [
        ("frequency", "orders", 1.2),
        ("duration", "stay", 0.8),
        ("basket", "amount", 1.1),
        ("margin", "gross", 1.05),
        ("margin", "cost", 1.5),
        ("returns", "returned", 2.0),
        ("service", "service", 3.0),
        ("service", "service_by_day", 2.0),
        ("service", "contact", 2.0),
    ],
)
def test_a_driver_that_moved_alone_gets_all(driver: str, column: str, factor: float) -> None:
    before = base()
    after = replace(before, **{column: getattr(before, column) * factor})
    found = split(before, after)
    change = float(after.worth.sum() - before.worth.sum())
    assert abs(change) > 1.0
    assert found.pop(driver) == pytest.approx(change)
    assert list(found.values()) == pytest.approx([0.0] * len(found), abs=1e-9 * abs(change) + 1e-8)


def test_two_factors_share_their_product_evenly() -> None:
    one = {(): 0.0, ("a",): 1.0, ("b",): 2.0, ("a", "b"): 6.0}
    assert shapley(("a", "b"), lambda some: one[tuple(some)]) == {"a": 2.5, "b": 3.5}
