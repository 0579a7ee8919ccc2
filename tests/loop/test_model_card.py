from __future__ import annotations

import pytest

from treue.loop.card_texts import (
    ASSUMED,
    ASSUMED_OF_SPENDING,
    DOUBTFUL,
    DOUBTFUL_ALWAYS,
    UNTRIED,
    Said,
)
from treue.value.purchases import MODELS

SAID = [
    *(said for texts in (ASSUMED, DOUBTFUL) for each in texts.values() for said in each),
    ASSUMED_OF_SPENDING,
    *DOUBTFUL_ALWAYS,
    UNTRIED,
]


def test_every_model_says_what_it_assumes_and_when_not_to_trust_it() -> None:
    assert set(ASSUMED) == set(DOUBTFUL) == set(MODELS)
    assert all(ASSUMED.values())
    assert all(DOUBTFUL.values())


@pytest.mark.parametrize("said", SAID)
def test_each_sentence_is_one_in_both_languages(said: Said) -> None:
    assert len(set(said)) == len(said) == 2
    assert all(each[0].isupper() and each.endswith(".") for each in said)
