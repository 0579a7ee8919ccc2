"""Which answers count, and what they score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_answers import STATEMENTS, invent

from treue.segments.radar.answers import Acts, Answers, admitted, centred, sheets_of

HOUR = 3600 * 1_000_000
DAY = 24 * HOUR
NEVER = np.iinfo(np.int64).min
NOBODY = Acts(np.array([], np.int64), np.array([], np.int64), np.array([], bool))


def answers(*rows: tuple[int, int, int, int, bool]) -> Answers:
    customer, statement, score, at, consent = zip(*rows, strict=True)
    return Answers(
        *(np.array(column, np.int64) for column in (customer, statement, score, at)), np.array(consent)
    )


def acts(*rows: tuple[int, int, bool]) -> Acts:
    customer, at, is_yes = zip(*rows, strict=True)
    return Acts(np.array(customer), np.array(at), np.array(is_yes))


def one(at: int, *told: tuple[int, bool]) -> bool:
    """Whether an answer of customer 7 at that time counts after these acts of theirs."""
    given_ = acts(*((7, when, is_yes) for when, is_yes in told)) if told else NOBODY
    return bool(admitted(answers((7, 0, 4, at, True)), given_)[0])


def test_an_answer_needs_its_own_consent() -> None:
    assert one(10 * DAY)
    assert not admitted(answers((7, 0, 4, 10 * DAY, False)), acts((7, 5 * DAY, True)))[0]


def test_a_later_no_takes_the_answer_away_and_a_yes_after_it_gives_it_back() -> None:
    assert not one(10 * DAY, (12 * DAY, False))
    assert not one(10 * DAY, (9 * DAY, True), (12 * DAY, False))
    assert one(10 * DAY, (12 * DAY, False), (13 * DAY, True))
    assert not one(10 * DAY, (12 * DAY, False), (12 * DAY, True)), "of two at one time the no holds"


def test_who_answers_anew_after_a_no_consents_anew() -> None:
    assert one(20 * DAY, (12 * DAY, False))
    assert not one(12 * DAY + 3 * HOUR, (12 * DAY, False)), "a withdrawal has a day and no hour"
    assert not one(NEVER, (12 * DAY, False)), "nobody knows when it was given"
    assert one(NEVER, (12 * DAY, True))


def test_other_peoples_acts_are_theirs() -> None:
    assert admitted(answers((7, 0, 4, DAY, True)), acts((6, 2 * DAY, False), (8, 2 * DAY, False)))[0]


@pytest.mark.parametrize("score", [0, 6, 99])
def test_a_score_off_the_scale_is_no_answer(score: int) -> None:
    assert not admitted(answers((7, 0, score, DAY, True)), NOBODY)[0]


ROWS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(0, 6), st.integers(0, 9), st.booleans()),
    min_size=1, max_size=30,
)  # fmt: skip
ACTS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9), st.booleans()), max_size=12)


@given(ROWS, ACTS, st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_a_last_no_leaves_nothing_of_a_person_and_everything_of_others(
    rows: list[tuple[int, int, int, int, bool]], told: list[tuple[int, int, bool]], who: int
) -> None:
    given_ = answers(*((a, b, c, d * DAY, e) for a, b, c, d, e in rows))
    before = acts(*((a, b * DAY, c) for a, b, c in told)) if told else NOBODY
    after = acts(*((a, b * DAY, c) for a, b, c in told), (who, 99 * DAY, False))
    was, now = admitted(given_, before), admitted(given_, after)
    assert not now[given_.customer == who].any()
    assert (now == was)[given_.customer != who].all()
    assert not (was & ~given_.consent).any()


def test_the_newest_answer_holds_and_reversed_ones_are_turned_round() -> None:
    place = {each.id: at for at, each in enumerate(STATEMENTS)}
    told = answers(
        (3, place["quality.1"], 5, 2 * DAY, True), (3, place["quality.1"], 1, DAY, True),
        (3, place["quality.2"], 4, DAY, True), (3, place["quality.3"], 2, DAY, True),
        (3, place["price.1"], 4, DAY, True), (3, place["price.2"], 4, DAY, True),
    )  # fmt: skip
    found = sheets_of(told, NOBODY)
    assert found.customer.tolist() == [3]
    assert found.scores()[0, 0] == pytest.approx((5 + 4 + 4) / 3)
    assert np.isnan(found.scores()[0, 1:]).all(), "a scale needs all its statements"
    assert not found.complete()[0]


def test_no_answers_are_no_people() -> None:
    empty = np.array([], np.int64)
    found = sheets_of(Answers(empty, empty, empty, empty, np.array([], bool)), NOBODY)
    assert len(found) == 0
    assert found.scores().shape == (0, 7)


def test_saying_yes_to_everything_falls_away() -> None:
    rng = np.random.default_rng(5)
    truth = np.tile([4.0, 2.5, 3.0, 3.0, 3.5, 2.0, 3.0], (400, 1))
    found = sheets_of(invent(rng, truth, noise=0.5, yes_saying=0.8).answers, NOBODY).scores()[:, :6]
    expected = truth[0, :6] - truth[0, :6].mean()
    assert np.abs(centred(found).mean(axis=0) - expected).max() < 0.12
    assert centred(found).std(axis=0).mean() < 0.8 * found.std(axis=0).mean()
