"""The RFM map: how lately against how often, five by five."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import altair as alt

from treue.report.charts.frame import FONT, Row, Size, data, framed, heat, labels, layered, level
from treue.report.rows import Tile
from treue.report.voice import Voice

_SCORES = (1, 2, 3, 4, 5)


def rfm_chart(tiles: Sequence[Tile], voice: Voice, size: Size) -> alt.LayerChart:
    """Colour is the share of margin, or of customers where no margin is known."""
    rows = _rows(tiles, voice)
    say = voice.words.say
    x = alt.X(
        "frequency:O",
        scale=_scale(_SCORES),
        title=None,
        axis=alt.Axis(labelAngle=0, labelExpr=labels({1: say("rfm.seldom"), 5: say("rfm.often")})),
    )
    y = alt.Y(
        "recency:O",
        scale=_scale(_SCORES[::-1]),
        title=None,
        axis=alt.Axis(labelExpr=labels({1: say("rfm.long_ago"), 5: say("rfm.recently")})),
    )
    chart = alt.Chart(data(rows)).encode(x=x, y=y)
    layers: list[alt.Chart] = [
        chart.mark_rect(cornerRadius=6).encode(color=heat("level")),
        chart.mark_text(fontSize=FONT + 2, fontWeight=600, dy=0 if size.is_narrow else 26).encode(
            text="share:N", color=heat("level", ink=True)
        ),
    ]
    if not size.is_narrow:
        name = chart.mark_text(fontSize=FONT, dy=-18, lineBreak="|", lineHeight=15, baseline="middle")
        layers.append(name.encode(text="name:N", color=heat("level", ink=True)))
    return framed(layered(*layers), size, 300 if size.is_narrow else 460)


def _scale(scores: Sequence[int]) -> alt.Scale:
    return alt.Scale(domain=list(scores), paddingInner=0.05, paddingOuter=0)


def _rows(tiles: Sequence[Tile], voice: Voice) -> list[Row]:
    """All 25 fields, the empty ones too."""
    found = {(tile.recency, tile.frequency): tile for tile in tiles}
    customers = sum(tile.customers for tile in tiles)
    has_margin = any(tile.margin_minor for tile in tiles)
    weight = {
        place: float(tile.margin_minor or 0 if has_margin else tile.customers)
        for place, tile in found.items()
    }
    top = max(0.0, *weight.values())
    rows: list[Row] = []
    for recency, frequency in ((recency, frequency) for recency in _SCORES for frequency in _SCORES):
        tile = found.get((recency, frequency))
        rows.append(
            {
                "recency": recency,
                "frequency": frequency,
                "level": level(sqrt(max(0.0, weight.get((recency, frequency), 0.0))), sqrt(top)),
                "share": voice.figures.share(tile.customers / customers, 1) if tile else "",
                "name": _name(tile.segment, voice) if tile else "",
            }
        )
    return rows


def _name(segment: str, voice: Voice) -> str:
    """The segment's name, broken into two lines where it is long."""
    broken = voice.words.name("segment_lines", segment)
    return voice.words.name("segment", segment) if broken == segment else broken
