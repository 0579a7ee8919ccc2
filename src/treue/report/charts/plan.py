"""Months that were and months that are planned."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from treue.report.charts.frame import (
    ACCENT,
    CARD,
    INK,
    PALE,
    QUIET,
    Row,
    Size,
    data,
    framed,
    layered,
    month_axis,
    ticks,
    value_axis,
)
from treue.report.growing import PlanMonth, writer
from treue.report.voice import Voice

SHOWN, SHOWN_NARROW = 12, 6
"""Months of the past."""

_SHADES = alt.Scale(domain=["past", "existing", "new"], range=[QUIET, ACCENT, PALE])


def plan_chart(months: Sequence[PlanMonth], voice: Voice, size: Size, *, has_amounts: bool) -> alt.LayerChart:
    """A column a month: grey what came; then existing customers below, new ones above, and the range."""
    past = [each for each in months if each.kind == "past"][-(SHOWN_NARROW if size.is_narrow else SHOWN) :]
    planned = [each for each in months if each.kind in ("rest", "plan")]
    came = {each.month: each.whole for each in past}
    pieces = [piece for each in past for piece in _pieces(each, 0.0)]
    pieces += [piece for each in planned for piece in _pieces(each, came.get(each.month, 0.0))]
    ranges: list[Row] = [
        {
            "month": f"{each.month}",
            "value": came.get(each.month, 0.0) + (each.low or 0.0),
            "high": came.get(each.month, 0.0) + (each.high or 0.0),
        }
        for each in planned
    ]
    ends = [float(row[name] or 0) for row in pieces for name in ("start", "value")]
    ends += [float(row[name] or 0) for row in ranges for name in ("value", "high")]
    write = writer(voice, has_amounts=has_amounts)
    steps = ticks(min(ends), max(ends), 3 if size.is_narrow else 4)
    y = value_axis(steps, [write(step) for step in steps], room=0 if size.is_narrow else 72)
    x = month_axis(sorted({*came, *(each.month for each in planned)}), voice, size)
    columns = alt.Chart(data(pieces)).mark_bar(stroke=CARD, strokeWidth=1)
    whiskers = alt.Chart(data(ranges)).mark_rule(color=INK, strokeWidth=1.5, opacity=0.6)
    return framed(
        layered(
            columns.encode(x=x, y=y, y2="start:Q", color=alt.Color("kind:N", scale=_SHADES, legend=None)),
            whiskers.encode(x=x, y=y, y2="high:Q"),
        ),
        size,
        200 if size.is_narrow else 250,
    )


def _pieces(each: PlanMonth, start: float) -> list[Row]:
    if each.kind == "past":
        return [{"month": f"{each.month}", "kind": "past", "start": 0.0, "value": each.whole}]
    existing, new = each.existing or 0.0, each.new or 0.0
    return [
        {"month": f"{each.month}", "kind": "existing", "start": start, "value": start + existing},
        {"month": f"{each.month}", "kind": "new", "start": start + existing, "value": start + existing + new},
    ]
