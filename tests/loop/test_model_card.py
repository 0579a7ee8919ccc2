from __future__ import annotations

import pytest

from treue.loop.night.card_texts import (
    ASSUMED,
    ASSUMED_OF_SPENDING,
    DOUBTFUL,
    DOUBTFUL_ALWAYS,
    NO_RHYTHM,
    ONE_RETURNS,
    UNTRIED,
    Said,
)
from treue.loop.night.model_card import assumed, left_out
from treue.value.purchases import MODELS
from treue.value.tournament.verdict import Standing, Verdict

SAID = [
    *(said for texts in (ASSUMED, DOUBTFUL) for each in texts.values() for said in each),
    ASSUMED_OF_SPENDING,
    ONE_RETURNS,
    *DOUBTFUL_ALWAYS,
    UNTRIED,
    NO_RHYTHM,
]


def test_every_model_says_what_it_assumes_and_when_not_to_trust_it() -> None:
    assert set(ASSUMED) == set(DOUBTFUL) == set(MODELS)
    assert all(ASSUMED.values())
    assert all(DOUBTFUL.values())


@pytest.mark.parametrize("said", SAID)
def test_each_sentence_is_one_in_both_languages(said: Said) -> None:
    assert len(set(said)) == len(said) == 2
    assert all(each[0].isupper() and each.endswith(".") for each in said)


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        ("bg-nbd mbg-nbd pareto-nbd combined zero", (NO_RHYTHM,)),
        ("bg-nbd mbg-nbd mbg-cnbd pareto-nbd combined zero", ()),
        ("pareto-nbd combined zero", ()),
        ("", ()),
    ],
)
def test_a_model_that_would_be_another_is_named(tried: str, said: tuple[Said, ...]) -> None:
    standings = tuple(Standing(name, 1.0, 1.0, 1.0) for name in tried.split())
    assert left_out(Verdict(standings=standings)) == said


def test_that_one_of_a_hundred_is_expected_back_is_said_where_it_is_so() -> None:
    assert ONE_RETURNS in assumed(Verdict(model="bg-nbd"), has_spend=True)
    assert ONE_RETURNS not in assumed(Verdict(model="bg-nbd", why="named", returning=0.0), has_spend=True)
    assert ONE_RETURNS not in assumed(Verdict(model="sbg"), has_spend=True)
