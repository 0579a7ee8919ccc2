"""What matters to each group, value by value, beside what the shop stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from treue.report.charts.frame import ACCENT, CARD, FONT, INK, LINE, MUTED, Row, Size, data, framed, layered

_HEAD, _STEP, _FOOT = 30, 16, 14  # pixels: for a lane's name, for each group, below them
_TOP = 22  # for the words of both ends


@dataclass(frozen=True, slots=True)
class Mark:
    """A group's mean with its interval; the group decides the colour."""

    group: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One scale: its name, the groups on it from top to bottom, and the shop's own place."""

    name: str
    marks: Sequence[Mark]
    own: float | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What all lanes share: from where to where, where a line is drawn, and the words of both ends."""

    low: float
    high: float
    middle: float
    left: str
    right: str


def colour_of(group: str) -> str:
    """The page's colour for everybody, or for a tier."""
    return ACCENT if group == "all" else f"var(--{group})"


def values_chart(lanes: Sequence[Lane], ground: Ground, size: Size) -> alt.LayerChart:
    """A lane per value: dots with whiskers for groups, an upright line for the shop."""
    tops, height = _tops(lanes)
    # Drawn downwards: the scale is turned round.
    y = alt.Scale(domain=[height, 0], nice=False)
    x = alt.Scale(domain=[ground.low, ground.high], nice=False)
    across = alt.X("x:Q", scale=x, axis=None)
    down = alt.Y("y:Q", scale=y, axis=None)
    groups = list(dict.fromkeys(mark.group for lane in lanes for mark in lane.marks))
    shades = alt.Color(
        "group:N", legend=None, scale=alt.Scale(domain=groups, range=[colour_of(group) for group in groups])
    )
    marks: list[Row] = [
        {
            "x": mark.mean,
            "low": mark.low,
            "high": mark.high,
            "y": top + _HEAD + place * _STEP,
            "group": mark.group,
        }
        for lane, top in zip(lanes, tops, strict=True)
        for place, mark in enumerate(lane.marks)
    ]
    dots = alt.Chart(data(marks))
    layers = [
        alt.Chart(data([{"x": ground.middle, "y": _TOP, "end": height}]))
        .mark_rule(color=LINE)
        .encode(x=across, y=down, y2="end:Q"),
        dots.mark_rule(strokeWidth=2.5, opacity=0.55, strokeCap="round").encode(
            x=alt.X("low:Q", scale=x, axis=None), x2="high:Q", y=down, color=shades
        ),
        dots.mark_circle(size=78, opacity=1, stroke=CARD, strokeWidth=1.5).encode(
            x=across, y=down, color=shades
        ),
        _texts(lanes, tops, ground).encode(x=across, y=down, text="text:N"),
        *_ends(ground, x, y),
    ]
    own = _own(lanes, tops)
    if own:
        rule = alt.Chart(data(own)).mark_rule(color=INK, strokeWidth=3)
        layers.insert(1, rule.encode(x=across, y=down, y2="end:Q"))
    return framed(layered(*layers), size, height)


def _tops(lanes: Sequence[Lane]) -> tuple[list[int], int]:
    tops, at = [], _TOP
    for lane in lanes:
        tops.append(at)
        at += _HEAD + _STEP * (len(lane.marks) - 1) + _FOOT
    return tops, at


def _own(lanes: Sequence[Lane], tops: Sequence[int]) -> list[Row]:
    return [
        {"x": lane.own, "y": top + _HEAD - 9, "end": top + _HEAD + _STEP * (len(lane.marks) - 1) + 9}
        for lane, top in zip(lanes, tops, strict=True)
        if lane.own is not None
    ]


def _texts(lanes: Sequence[Lane], tops: Sequence[int], ground: Ground) -> alt.Chart:
    names: list[Row] = [
        {"x": ground.low, "y": top + 10, "text": lane.name} for lane, top in zip(lanes, tops, strict=True)
    ]
    named: alt.Chart = alt.Chart(data(names)).mark_text(
        align="left", fontSize=FONT + 1, fontWeight=600, color=INK
    )
    return named


def _ends(ground: Ground, x: alt.Scale, y: alt.Scale) -> list[alt.Chart]:
    left = alt.Chart(data([{"x": ground.low, "y": 6, "text": ground.left}]))
    right = alt.Chart(data([{"x": ground.high, "y": 6, "text": ground.right}]))
    across, down = alt.X("x:Q", scale=x, axis=None), alt.Y("y:Q", scale=y, axis=None)
    return [
        left.mark_text(align="left", fontSize=FONT, color=MUTED).encode(x=across, y=down, text="text:N"),
        right.mark_text(align="right", fontSize=FONT, color=MUTED).encode(x=across, y=down, text="text:N"),
    ]
