"""Revenue, margin and orders month by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import altair as alt

from treue.report.charts.frame import ACCENT, PALE, Size, data, framed, layered, month_axis, ticks, value_axis
from treue.report.rows import Month
from treue.report.voice import Voice

_PARTIAL_OPACITY = 0.45


@dataclass(frozen=True, slots=True)
class _Heights:
    """Two heights a month, and how the axis writes them."""

    outer: Sequence[float]
    inner: Sequence[float]
    write: Callable[[float], str]


def money_chart(months: Sequence[Month], running: date | None, voice: Voice, size: Size) -> alt.LayerChart:
    """Revenue with its margin inside; `running` is the month that is not over, drawn pale."""
    outer = [float(month.revenue_minor or 0) for month in months]
    inner = [float(month.margin_minor or 0) for month in months]
    return _columns(months, _Heights(outer, inner, voice.figures.about), running, voice, size)


def order_chart(months: Sequence[Month], running: date | None, voice: Voice, size: Size) -> alt.LayerChart:
    """Orders with first orders of new customers inside."""
    outer = [float(month.orders) for month in months]
    inner = [float(month.new_customers) for month in months]
    return _columns(months, _Heights(outer, inner, voice.figures.number), running, voice, size)


def _columns(
    months: Sequence[Month],
    heights: _Heights,
    running: date | None,
    voice: Voice,
    size: Size,
) -> alt.LayerChart:
    """Two columns a month in one place: the pale outer and the strong inner one."""
    both = [*heights.outer, *heights.inner]
    steps = ticks(min(both), max(both), 3 if size.is_narrow else 4)
    y = value_axis(steps, [heights.write(step) for step in steps], room=0 if size.is_narrow else 72)
    x = month_axis([month.month for month in months], voice, size)
    layers = []
    for values, colour in ((heights.outer, PALE), (heights.inner, ACCENT)):
        rows = [
            {
                "month": f"{month.month}",
                "value": value,
                "strength": _PARTIAL_OPACITY if month.month == running else 1,
            }
            for month, value in zip(months, values, strict=True)
        ]
        columns = alt.Chart(data(rows)).mark_bar(fill=colour, cornerRadiusEnd=2)
        layers.append(columns.encode(x=x, y=y, opacity=alt.Opacity("strength:Q", scale=None, legend=None)))
    return framed(layered(*layers), size, 190 if size.is_narrow else 230)


def running_month(months: Sequence[Month], until: date) -> date | None:
    """The month of the last day looked at, unless that day ends it."""
    first = until.replace(day=1)
    has_it = any(month.month == first for month in months)
    return first if has_it and _next_day_is_in(until, first) else None


def _next_day_is_in(day: date, month: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).replace(day=1) == month


def without_gaps(months: Sequence[Month]) -> list[Month]:
    """The same months with empty ones where nothing was sold, so that the axis runs evenly."""
    nothing = 0 if any(month.revenue_minor is not None for month in months) else None
    filled: list[Month] = list(months[:1])
    for before, month in pairwise(months):
        step = _following(before.month)
        while step < month.month:
            filled.append(Month(step, 0, 0, 0, nothing, nothing))
            step = _following(step)
        filled.append(month)
    return filled


def _following(month: date) -> date:
    year, index = divmod(month.year * 12 + month.month, 12)
    return date(year, index + 1, 1)
