"""What was forecast against what came, by tenths of the customers."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from treue.report.charts.frame import ACCENT, QUIET, Row, Size, data, framed, layered, ticks, value_axis
from treue.report.rows import Decile
from treue.report.voice import Voice


def calibration_chart(deciles: Sequence[Decile], voice: Voice, size: Size) -> alt.LayerChart:
    """A column for what came in each tenth and a stroke across it for what was forecast."""
    top = max(max(decile.actual, decile.predicted) for decile in deciles)
    steps = ticks(0, top, 3 if size.is_narrow else 4)
    digits = 0 if all(step == int(step) for step in steps) else 1 if steps[1] >= 0.1 else 2
    y = value_axis(steps, [voice.figures.number(step, digits) for step in steps])
    x = alt.X(
        "decile:O",
        axis=alt.Axis(labelAngle=0),
        title=voice.words.say("check.axis"),
        scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15),
    )
    came: list[Row] = [{"decile": decile.decile, "value": decile.actual} for decile in deciles]
    forecast: list[Row] = [{"decile": decile.decile, "value": decile.predicted} for decile in deciles]
    columns = alt.Chart(data(came)).mark_bar(fill=QUIET, cornerRadiusEnd=3).encode(x=x, y=y)
    strokes = alt.Chart(data(forecast)).mark_tick(
        color=ACCENT, opacity=1, thickness=4, bandSize=24 if size.is_narrow else 74, cornerRadius=2
    )
    return framed(layered(columns, strokes.encode(x=x, y=y)), size, 240 if size.is_narrow else 280)
