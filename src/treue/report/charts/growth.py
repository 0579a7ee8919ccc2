"""The worth of the base at month ends, and the steps from a month ago until today."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import altair as alt

from treue.report.charts.frame import (
    ACCENT,
    FONT,
    INK,
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
    value_axis,
)
from treue.report.growing import Part, WorthDay, signed, step_writer, writer
from treue.report.voice import Voice

_ROW, _ROW_NARROW = 34, 46
_GAP = 0.18  # between two bars, of a row


def worth_chart(days: Sequence[WorthDay], voice: Voice, size: Size, *, has_amounts: bool) -> alt.LayerChart:
    """A line through the month ends; today is a dot with its figure."""
    write = writer(voice, has_amounts=has_amounts)
    values = [_worth(each, has_amounts=has_amounts) for each in days]
    steps = ticks(min(values), max(values), 3)
    y = value_axis(steps, [write(step) for step in steps], room=0 if size.is_narrow else 72)
    every = 4 if size.is_narrow else 2
    named: dict[str | int | float, str] = {
        f"{each.day}": voice.figures.month(each.day) for each in days[:-1][::-every]
    }
    marks = [str(each) for each in named]
    axis = alt.Axis(values=marks, labelExpr=labels(named), labelAngle=0, labelOverlap=False)
    x = alt.X("day:O", axis=axis, title=None, scale=alt.Scale(padding=0.4))
    rows: list[Row] = [
        {"day": f"{each.day}", "value": value} for each, value in zip(days, values, strict=True)
    ]
    area = alt.Chart(data(rows)).mark_area(color=PALE, opacity=0.45)
    line = alt.Chart(data(rows)).mark_line(color=ACCENT, strokeWidth=2.5, strokeJoin="round")
    dot = alt.Chart(data(rows[-1:])).mark_point(color=ACCENT, fill=ACCENT, size=70)
    chart = layered(area.encode(x=x, y=y), line.encode(x=x, y=y), dot.encode(x=x, y=y))
    return framed(chart, size, 170 if size.is_narrow else 200)


def step_chart(
    before: float, steps: Sequence[Part], voice: Voice, size: Size, *, has_amounts: bool
) -> alt.LayerChart:
    """One row a step, each beginning where the one above it ended."""
    rows = _rows(before, steps, voice, has_amounts=has_amounts)
    ends = [float(row[end] or 0) for row in rows for end in ("start", "end")]
    low, high = min(ends), max(ends)
    # Names stand left of the bars, amounts right of them; on a phone both above.
    room = (high - low) or 1.0
    left = low - (0.0 if size.is_narrow else 0.62 * room)
    right = high + (0.0 if size.is_narrow else 0.28 * room)
    scale = alt.Scale(domain=[left, right], nice=False)
    down = alt.Scale(domain=[len(rows), 0], nice=False)
    high_of_bar = 0.34 if size.is_narrow else 0.58
    placed = [
        {**row, "top": row["place"] + 1 - high_of_bar - _GAP, "bottom": row["place"] + 1 - _GAP}
        for row in rows
    ]
    words = [(row["top"] - 0.22 if size.is_narrow else (row["top"] + row["bottom"]) / 2) for row in placed]
    x, y = alt.X("start:Q", axis=None, scale=scale), alt.Y("top:Q", axis=None, scale=down)
    shade = alt.Color("kind:N", scale=alt.Scale(domain=["more", "less"], range=[ACCENT, QUIET]), legend=None)
    bars = alt.Chart(data(placed)).mark_bar(cornerRadius=3)
    links = [
        {"start": row["reached"], "top": row["bottom"], "bottom": following["top"]}
        for row, following in pairwise(placed)
    ]
    layers = (
        []
        if size.is_narrow
        else [alt.Chart(data(links)).mark_rule(color=MUTED, opacity=0.5).encode(x=x, y=y, y2="bottom:Q")]
    )
    layers.append(bars.encode(x=x, x2="end:Q", y=y, y2="bottom:Q", color=shade))
    told_by: tuple[tuple[float, str, dict[str, Any]], ...] = (
        (left, "name", {"align": "left", "fontWeight": 400, "color": MUTED}),
        (right, "text", {"align": "right", "fontWeight": 600, "color": INK}),
    )
    for at, text, style in told_by:
        told = [{"start": at, "top": top, "said": row[text]} for row, top in zip(rows, words, strict=True)]
        mark = alt.Chart(data(told)).mark_text(baseline="middle", fontSize=FONT, **style)
        layers.append(mark.encode(x=x, y=y, text="said:N"))
    return framed(layered(*layers), size, len(rows) * (_ROW_NARROW if size.is_narrow else _ROW))


def _rows(before: float, steps: Sequence[Part], voice: Voice, *, has_amounts: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    at, write = before, step_writer(before, steps, voice, has_amounts=has_amounts)
    for place, each in enumerate(steps):
        after = at + each.amount
        rows.append(
            {
                "place": float(place),
                "name": voice.words.name("growth_step", each.part),
                "text": signed(each.amount, write),
                "start": min(at, after),
                "end": max(at, after),
                "reached": after,
                "kind": "more" if each.amount >= 0 else "less",
            }
        )
        at = after
    return rows


def _worth(each: WorthDay, *, has_amounts: bool) -> float:
    return float(each.worth_minor or 0) if has_amounts else each.orders
