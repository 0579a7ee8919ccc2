"""The care plan per tier: words for everybody, and time shared out as the profit is."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from treue.errors import BadOption
from treue.segments import TIERS
from treue.segments.attention.care import LANGUAGES, PLANS, care, minutes_granted


def test_every_tier_has_a_plan_of_its_own_in_both_languages() -> None:
    assert set(PLANS) == {tier.key for tier in TIERS}
    for place, language in enumerate(LANGUAGES):
        told = [part for tier in PLANS for part in astuple(care(tier, language))]
        assert len(set(told)) == len(told)
        assert all(part.endswith(".") for part in told)
        other = [part for plans in PLANS.values() for part in astuple(plans[1 - place])]
        assert not set(told) & set(other)


def test_a_tier_or_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadOption, match="tier 'silver'"):
        care("silver", "de")
    with pytest.raises(BadOption, match="in 'fr'"):
        care("gold", "fr")


def test_time_is_shared_out_as_profit_is() -> None:
    told = minutes_granted([10, 20, 5], [240, 240, 720], [7500, 2500, -900])
    assert [each.now for each in told] == pytest.approx([2.0, 1.0, 12.0])
    assert [each.granted for each in told] == pytest.approx([7.5, 1.25, 0.0])
    # Nothing is added and nothing lost.
    whole = [sum(n * getattr(each, what) for n, each in zip([10, 20, 5], told, strict=True)) * 12
             for what in ("now", "granted")]  # fmt: skip
    assert whole == pytest.approx([1200.0, 1200.0])


@pytest.mark.parametrize(
    ("minutes", "profits"), [([0, 0], [10, 5]), ([10, 5], [0, 0]), ([10, 5], [-4, 0]), ([], [])]
)
def test_without_time_or_profit_nothing_is_granted(minutes: list[int], profits: list[int]) -> None:
    assert minutes_granted([3] * len(minutes), minutes, profits) == []


def test_a_tier_without_customers_takes_nothing() -> None:
    assert minutes_granted([0, 5], [0, 60], [0, 100])[0].granted == 0.0
