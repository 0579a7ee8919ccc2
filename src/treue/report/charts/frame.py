"""What all pictures share: sizes, colours, scales and the words on their axes.

Colours are the page's CSS variables, so one drawing reads in light, in dark and on paper.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import TypeAlias

import altair as alt

from treue.report.voice import Voice

Row: TypeAlias = Mapping[str, str | float | bool | None]

ACCENT = "var(--accent)"
PALE = "var(--accent-pale)"
QUIET = "var(--bar)"
INK = "var(--ink)"
MUTED = "var(--muted)"
CARD = "var(--card)"
LINE = "var(--line)"
FONT = 13  # pixels
LEVELS = 7  # of the heat scale: 0 for nothing, then 1 to 6


@dataclass(frozen=True, slots=True)
class Size:
    """How wide a picture is drawn, in CSS pixels, and whether that is a phone's width."""

    width: int
    is_narrow: bool


WIDE = Size(960, is_narrow=False)
NARROW = Size(360, is_narrow=True)


def framed(chart: alt.LayerChart, size: Size, height: int) -> alt.LayerChart:
    """Set size, typeface and quiet axes; the picture has no background of its own."""
    framed: alt.LayerChart = (
        chart.properties(
            width=size.width,
            height=height,
            background="transparent",
            padding=2,
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        )
        .configure(font="sans-serif", aria=False)  # to measure by; the page sets its own
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=MUTED,
            labelFontSize=FONT,
            titleColor=MUTED,
            titleFontSize=FONT,
            titleFontWeight="normal",
            domain=False,
            ticks=False,
            gridColor=LINE,
            labelPadding=8,
            titlePadding=12,
        )
    )
    return framed


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """Drawings on top of each other that share their axes, each with colours of its own."""
    shared: alt.LayerChart = alt.LayerChart(layer=list(layers)).resolve_scale(color="independent")
    return shared


def data(rows: Sequence[Row]) -> alt.InlineData:
    """Rows as the chart's own data."""
    return alt.InlineData(values=[dict(row) for row in rows])


def labels(texts: Mapping[str | int | float, str]) -> str:
    """An axis label expression that writes each value as given here, and nothing for the rest."""
    written = {str(value): text for value, text in texts.items()}
    return f"({json.dumps(written, ensure_ascii=False)})[datum.value] || ''"


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values from at or below `low` (0 at most) to at or above `high`, in steps of 1, 2 or 5."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low == 0:
        return [0.0]
    rough = (high - low) / about
    power: float = 10.0 ** floor(log10(rough))
    step = next(step for factor in (1, 2, 5, 10) if (step := factor * power) >= rough * 0.999)
    return [round(step * index, 10) for index in range(floor(low / step), ceil(high / step) + 1)]


def level(value: float, top: float) -> int:
    """Where a value stands on the heat scale: 0 for nothing, 1 to 6 up to `top`."""
    if value <= 0 or top <= 0:
        return 0
    return min(LEVELS - 1, 1 + int((LEVELS - 1) * min(value / top, 1.0)))


def heat(field: str, *, ink: bool = False) -> alt.Color:
    """The heat scale over a field of levels, or the colour of the writing on it."""
    ending = "-ink" if ink else ""
    colours = [f"var(--heat-{index}{ending})" for index in range(LEVELS)]
    return alt.Color(f"{field}:O", scale=alt.Scale(domain=list(range(LEVELS)), range=colours), legend=None)


def value_axis(values: Sequence[float], texts: Sequence[str], room: int = 0) -> alt.Y:
    """A y axis over field `value` with these gridlines.

    Pictures below each other line up by the same `room`, the least the labels take in pixels.
    """
    extent = max(room, round(max(map(len, texts)) * FONT * 0.56) + 12)
    written = labels(dict(zip(map(_plain, values), texts, strict=True)))
    axis = alt.Axis(minExtent=extent, maxExtent=extent, values=list(values), labelExpr=written)
    scale = alt.Scale(domain=[values[0], values[-1]], nice=False)
    return alt.Y("value:Q", scale=scale, axis=axis, title=None, stack=None)


def month_axis(months: Sequence[date], voice: Voice, size: Size) -> alt.X:
    """Every month has its place; as many are named as fit, January first, a year after each."""
    room = 4 if size.is_narrow else 10
    every = next(each for each in (1, 2, 3, 4, 6, 12, 24, 60, 120, 1200) if len(months) / each <= room)
    named = [month for month in months if (month.year * 12 + month.month - 1) % every == 0] or [months[0]]
    texts: dict[str | int | float, str] = {f"{month}": voice.figures.month(month) for month in named}
    axis = alt.Axis(
        values=[f"{month}" for month in named], labelExpr=labels(texts), labelAngle=0, labelOverlap=False
    )
    return alt.X("month:O", axis=axis, title=None, scale=alt.Scale(paddingInner=0.22, paddingOuter=0.1))


def _plain(value: float) -> str:
    """A number as the drawing's own language prints it: 20000, not 20000.0."""
    return str(int(value)) if value == int(value) else repr(value)
