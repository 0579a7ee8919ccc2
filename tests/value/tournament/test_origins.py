from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from treue.value.tournament.origins import Origin, rolling_origins, shifted_windows


def test_two_years_allow_three_half_years() -> None:
    assert rolling_origins(0, 730, 182) == (Origin(548, 182), Origin(457, 182), Origin(366, 182))


def test_a_short_past_is_tried_on_shorter_horizons() -> None:
    assert [each.ahead_days for each in rolling_origins(0, 272, 273)] == [84, 84, 84]


def test_two_months_allow_nothing() -> None:
    assert rolling_origins(0, 60, 30) == ()


@given(st.integers(0, 3_000), st.integers(1, 800))
def test_every_horizon_ends_in_the_past_and_leaves_something_to_learn(seen: int, ahead: int) -> None:
    for each in (*rolling_origins(100, 100 + seen, ahead), *shifted_windows(100, 100 + seen, ahead)):
        assert each.end <= 100 + seen
        assert each.day >= 160
        assert each.ahead_days <= max(ahead, 7)
        assert each.ahead_days % 7 == 0


@given(st.integers(200, 3_000), st.integers(7, 400))
def test_origins_are_the_latest_first_and_distinct(seen: int, ahead: int) -> None:
    days = [each.day for each in rolling_origins(0, seen, ahead)]
    assert days == sorted(set(days), reverse=True)
