"""Nobody is found in what is shown: not in a group, not beside it, not by subtracting."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from treue.segments.radar.anonymity import may_show
from treue.segments.radar.answers import BoolArray


def first(of: int, *sizes: int) -> list[BoolArray]:
    """Everybody, then groups of these sizes that do not overlap."""
    ends = np.cumsum([0, *sizes])
    place = np.arange(of)
    return [
        np.ones(of, bool),
        *((place >= low) & (place < high) for low, high in pairwise(ends.tolist())),
    ]


def test_groups_large_enough_are_shown() -> None:
    assert may_show(first(90, 30, 40, 20)) == [True] * 4


def test_the_last_one_is_not_told_by_what_is_left() -> None:
    # 5 are left over: the group of 20 beside them would give them away.
    assert may_show(first(95, 30, 40, 20)) == [True, True, True, False]
    assert may_show(first(95, 30, 40, 20, 5)) == [True, True, True, False, False]


def test_a_group_with_a_small_complement_is_not_shown() -> None:
    assert may_show(first(50, 31)) == [True, False]
    assert may_show(first(50, 30)) == [True, True]
    assert may_show(first(50, 50)) == [True, True], "beside everybody there is nobody to be found"


def test_nested_groups_must_differ_by_enough() -> None:
    everybody, inner = first(100, 40)
    outer = np.arange(100) < 59
    assert may_show([everybody, inner, outer]) == [True, True, False]
    assert may_show([everybody, inner, np.arange(100) < 60]) == [True, True, True]


def test_too_few_people_show_nothing() -> None:
    assert may_show(first(19)) == [False]
    assert may_show(first(20)) == [True]
    assert may_show([]) == []
    assert may_show([np.zeros(0, bool)]) == [False]
    assert may_show([np.ones(50, bool), np.zeros(50, bool)]) == [True, False], "nobody is no group"


MEMBERS = st.integers(1, 5).flatmap(
    lambda groups: st.lists(st.tuples(*(st.booleans() for _ in range(groups))), min_size=1, max_size=40)
)


@given(MEMBERS, st.integers(1, 8))
@settings(max_examples=300, deadline=None)
def test_no_sum_or_difference_of_shown_groups_holds_a_few(
    people: list[tuple[bool, ...]], fewest: int
) -> None:
    columns = np.array(people, bool).T
    groups = [np.ones(len(people), bool), *columns]
    shown = [group for group, fits in zip(groups, may_show(groups, fewest), strict=True) if fits]
    for group in shown:
        assert group.sum() >= fewest
        assert not 0 < (~group).sum() < fewest
    for one, other in combinations(shown, 2):
        assert not 0 < (one & ~other).sum() < fewest
        assert not 0 < (other & ~one).sum() < fewest
    # Every set that adding and subtracting the shown groups singles out.
    for factors in product((-1, 0, 1), repeat=min(len(shown), 5)):
        made = sum((factor * group.astype(int) for factor, group in zip(factors, shown, strict=False)),
                   np.zeros(len(people), int))  # fmt: skip
        for value in np.unique(made):
            assert (made == value).sum() >= fewest or not shown


@given(MEMBERS)
@settings(max_examples=50, deadline=None)
def test_the_order_of_people_does_not_matter(people: list[tuple[bool, ...]]) -> None:
    columns = np.array(people, bool).T
    turned = [column[::-1] for column in columns]
    assert may_show(list(columns), 3) == may_show(turned, 3)
