"""Statements keep their ids and are balanced as the scoring needs them."""

from __future__ import annotations

from itertools import pairwise

from treue.segments.radar.questionnaire import RISK, SCALES, VALUES, questionnaire


def test_ids_are_those_answers_were_stored_under() -> None:
    asked = questionnaire()
    expected = [f"{scale}.{number}" for scale in VALUES for number in (1, 2, 3)]
    assert [each.id for each in asked.statements] == [*expected, *(f"{RISK}.{n}" for n in (1, 2, 3, 4))]


def test_every_value_is_turned_round_once_and_risk_twice() -> None:
    turned = {scale: sum(each.is_reversed for each in questionnaire().of(scale)) for scale in SCALES}
    assert turned == {**dict.fromkeys(VALUES, 1), RISK: 2}


def test_scales_take_turns_and_so_do_statements_turned_round() -> None:
    asked = questionnaire().asked()
    assert sorted(each.id for each in asked) == sorted(each.id for each in questionnaire().statements)
    assert all(one.scale != other.scale for one, other in pairwise(asked))
    turned = [place for place, each in enumerate(asked) if each.is_reversed]
    assert turned[0] < 4
    assert max(late - early for early, late in pairwise(turned)) < 7


def test_both_languages_say_everything_and_ask_for_consent() -> None:
    asked = questionnaire()
    for language in ("de", "en"):
        said = [each.said[language] for each in asked.statements]
        assert len(set(said)) == len(said)
        assert all(sentence.endswith(".") for sentence in said)
        assert len(asked.labels[language]) == 5
        assert "{shop}" in asked.around[language]["consent"]
    assert set(asked.around["de"]) == set(asked.around["en"])
    assert "widerrufen" in asked.around["de"]["consent"]
    assert "withdraw" in asked.around["en"]["consent"]
