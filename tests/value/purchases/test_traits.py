from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from treue.errors import InputError
from treue.value.purchases.traits import OTHERS, UNTOLD, Trait, Traits


def test_the_most_frequent_levels_stand_and_the_rest_is_put_together() -> None:
    told = ["b"] * 3 + ["a"] * 3 + ["c"] * 2 + ["d", None]
    kind = Trait.of("channel", told, most=2)
    assert kind.levels == ("a", "b", OTHERS)
    assert kind.codes(["b", "d", "never seen", None]).tolist() == [1, 2, 2, UNTOLD]


def test_a_level_never_seen_has_nowhere_to_go_without_others() -> None:
    assert Trait.of("country", ["DE", "AT"]).codes(["CH", "DE"]).tolist() == [UNTOLD, 1]


def test_marks_say_which_level() -> None:
    traits = Traits.of({"country": ["DE", "DE", None], "channel": ["shop", "web", "web"]})
    assert traits.names() == (("country", "DE"), ("channel", "web"), ("channel", "shop"))
    assert_array_equal(traits.marks(), [[1, 0, 1], [1, 1, 0], [0, 1, 0]])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), min_size=1, max_size=30))
def test_patterns_give_every_row_back(rows: list[tuple[str, str]]) -> None:
    traits = Traits.of({"first": [row[0] for row in rows], "second": [row[1] for row in rows]})
    patterns, place = traits.patterns()
    assert_array_equal(patterns.codes[place], traits.codes)
    assert len(patterns) == len(set(rows))


def test_what_fits_no_level_is_refused() -> None:
    kind = Trait.of("country", ["DE"])
    with pytest.raises(InputError, match=r"a code that is no level. Make codes with `Traits.of`"):
        Traits((kind,), np.array([[1]]))
    with pytest.raises(InputError, match=r"codes of shape \(2,\); one column for each trait"):
        Traits((kind,), np.array([0, 0]))
    with pytest.raises(InputError, match="country not given; give one level a customer, or None"):
        Traits.as_in((kind,), {"channel": ["web"]})
    with pytest.raises(InputError, match="columns of different lengths"):
        Traits.of({"country": ["DE"], "channel": []})
    with pytest.raises(InputError, match="columns of different lengths, or none at all"):
        Traits.of({})
