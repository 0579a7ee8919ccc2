"""Spans: calendar months, no bare numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.errors import BadOption
from treue.units import Period, Unit


@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        ("1mo", date(2026, 1, 31), date(2026, 2, 28)),
        ("12mo", date(2024, 2, 29), date(2025, 2, 28)),
        ("1y", date(2025, 2, 28), date(2026, 2, 28)),
        ("39w", date(1997, 9, 30), date(1998, 6, 30)),
        ("273d", date(1997, 9, 30), date(1998, 6, 30)),
    ],
)
def test_ends(span: str, start: date, end: date) -> None:
    assert Period.parse(span).end(start) == end
    assert Period.parse(span).days_from(start) == (end - start).days


@pytest.mark.parametrize("text", ["", "12", "12 months", "-3w", "0d", "1.5y", "twelve"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadOption):
        Period.parse(text)


def test_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(BadOption, match="beyond the calendar"):
        Period.parse("9000y").end(date(2026, 1, 1))


@given(st.integers(1, 200), st.sampled_from(Unit), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_longer_spans_end_later(count: int, unit: Unit, start: date) -> None:
    end = Period(count, unit).end(start)
    assert start < end < Period(count + 1, unit).end(start) + timedelta(days=1)
    assert Period.parse(str(Period(count, unit))) == Period(count, unit)
