"""Each friction's change of retention as a dot in its range, around the line of no change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import altair as alt

from treue.report.charts.frame import (
    ACCENT,
    FONT,
    INK,
    LINE,
    MUTED,
    PALE,
    QUIET,
    Row,
    Size,
    data,
    framed,
    labels,
    layered,
    ticks,
)
from treue.report.frictions import name_of, people_of
from treue.report.growing import signed
from treue.report.rows import Friction
from treue.report.voice import Voice

_HEIGHT, _NARROW_HEIGHT = (
    60,
    84,
)  # of a row, with room for its name; on phones the amount has a line of its own
_ABOVE, _BELOW = -18, 22


def friction_chart(found: Sequence[Friction], voice: Voice, size: Size) -> alt.LayerChart:
    """A row each, in the order given; what chance may explain is drawn without colour."""
    rows = [_row(place, each, voice) for place, each in enumerate(found)]
    ends = [100 * end for each in found for end in (each.low, each.high)]
    reach = max(map(abs, ends))
    # Both sides of no change have room, or a row of losses would look as if there were no other.
    steps = ticks(min(*ends, -reach / 4), max(*ends, reach / 4), 4)
    scale = alt.Scale(domain=[steps[0], steps[-1]], nice=False)
    axis = alt.Axis(
        values=steps, labelExpr=labels({_plain(step): _points(step, voice) for step in steps}), grid=True
    )
    title = "frictions.axis_narrow" if size.is_narrow else "frictions.axis"
    x = alt.X("low:Q", scale=scale, axis=axis, title=voice.words.say(title))
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.4))
    base = alt.Chart(data(rows)).encode(y=y)
    none = alt.Chart(data([{"low": 0.0}])).mark_rule(color=MUTED, strokeWidth=1.5).encode(x=x)
    shade = {name: alt.Scale(domain=[True, False], range=pair) for name, pair in _SHADES.items()}
    left, right = steps[0], steps[-1]

    def colour(of: str) -> alt.Color:
        return alt.Color("is_told:N", scale=shade[of], legend=None)

    def text(field: str, at: float, align: Literal["left", "right"], dy: int = _ABOVE) -> alt.Chart:
        mark = base.mark_text(align=align, dy=dy, fontSize=FONT)
        written: alt.Chart = mark.encode(
            x=alt.XDatum(at, scale=scale), text=f"{field}:N", color=colour("ink")
        )
        return written

    layers = [
        none,
        base.mark_bar(height=6, cornerRadius=3).encode(x=x, x2="high:Q", color=colour("range")),
        base.mark_point(filled=True, size=110, opacity=1).encode(x="change:Q", color=colour("dot")),
        text("name", left, "left"),
    ]
    if any(each.yearly_minor is not None for each in found):
        layers.append(
            text("yearly", left, "left", _BELOW) if size.is_narrow else text("yearly", right, "right")
        )
    return framed(layered(*layers), size, (_NARROW_HEIGHT if size.is_narrow else _HEIGHT) * len(found) + 52)


_SHADES = {"range": [PALE, LINE], "dot": [ACCENT, QUIET], "ink": [INK, MUTED]}


def _row(place: int, each: Friction, voice: Voice) -> Row:
    yearly = "" if each.yearly_minor is None else signed(each.yearly_minor, voice.figures.about)
    way = "yearly" if each.is_yearly_sure else "unsure"
    return {
        "place": place,
        "name": f"{name_of(each, voice)} · {people_of(each, voice)}",
        "low": 100 * each.low,
        "high": 100 * each.high,
        "change": 100 * each.change,
        "is_told": each.is_told,
        "yearly": voice.words.say(f"frictions.{way}", {"amount": yearly}),
    }


def _points(step: float, voice: Voice) -> str:
    digits = 0 if step == int(step) else 1
    written = voice.figures.number(step, digits)
    return f"+{written}" if step > 0 else written


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value
