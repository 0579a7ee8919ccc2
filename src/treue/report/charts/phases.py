"""How many customers stood in which phase, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import altair as alt

from treue.report.charts.frame import CARD, Row, Size, data, framed, layered, month_axis, ticks, value_axis
from treue.report.phases import MonthEnd
from treue.report.voice import Voice

SHADES = MappingProxyType(
    {"retention": "accent", "acquisition": "accent-pale", "reactivation": "muted", "farewell": "bar"}
)
"""From the bottom of a column up: green who buys, grey who is silent."""

SHOWN, SHOWN_NARROW = 24, 12  # months
_FEWEST = 4  # gridlines, each a whole customer apart or more


def phase_chart(ends: Sequence[MonthEnd], voice: Voice, size: Size) -> alt.LayerChart:
    """A column a month, stacked; people who have not ordered yet are no part of it."""
    shown = ends[-(SHOWN_NARROW if size.is_narrow else SHOWN) :]
    highest = max(sum(end.customers.get(phase, 0) for phase in SHADES) for end in shown)
    steps = ticks(0, max(highest, _FEWEST), _FEWEST)
    y = value_axis(steps, [voice.figures.number(step) for step in steps], room=0 if size.is_narrow else 72)
    x = month_axis([end.month for end in shown], voice, size)
    columns = alt.Chart(data(_pieces(shown))).mark_bar(stroke=CARD, strokeWidth=1)
    shades = alt.Scale(domain=list(SHADES), range=[f"var(--{shade})" for shade in SHADES.values()])
    colour = alt.Color("phase:N", scale=shades, legend=None)
    layer = columns.encode(x=x, y=y, y2="start:Q", color=colour)
    return framed(layered(layer), size, 220 if size.is_narrow else 280)


def _pieces(ends: Sequence[MonthEnd]) -> list[Row]:
    """Each phase's stretch of a month's column; where nobody is, there is none."""
    pieces: list[Row] = []
    for end in ends:
        top = 0
        for phase in SHADES:
            count = end.customers.get(phase, 0)
            if count:
                pieces.append({"month": f"{end.month}", "phase": phase, "start": top, "value": top + count})
            top += count
    return pieces
