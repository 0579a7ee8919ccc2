"""Draws a chart as SVG that takes its colours, typeface and width from the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from treue.report.charts.frame import NARROW, WIDE, Size

_ROOT = re.compile(r'<svg [^>]*?width="[\d.]+" height="[\d.]+" viewBox="0 0 ([\d.]+) ([\d.]+)">')
_TAG = re.compile(r"<[^>]+>")
_LONG_NUMBER = re.compile(r"\d+\.\d{3,}")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in two widths, of which the page shows the one that fits.

    Args:
        finding: what it shows, for those who do not see it.
        wide: for screens.
        narrow: for phones.
    """

    finding: str
    wide: Markup
    narrow: Markup


def picture(finding: str, chart: Callable[[Size], alt.LayerChart]) -> Picture:
    """Draw what `chart` makes for each width."""
    with debug_mode(arg=False):  # checking each part against the schema takes longer than drawing
        return Picture(finding, _svg(chart(WIDE)), _svg(chart(NARROW)))


def drawn_once(chart: alt.LayerChart) -> Markup:
    """The drawing alone, for a sheet of one width."""
    with debug_mode(arg=False):
        return _svg(chart)


def _svg(chart: alt.LayerChart) -> Markup:
    """The drawing without a fixed size and without digits that nobody sees."""
    drawn = vl_convert.vegalite_to_svg(chart.to_dict(validate=False))
    drawn = _ROOT.sub(r'<svg viewBox="0 0 \1 \2" aria-hidden="true" focusable="false">', drawn, count=1)
    drawn = _TAG.sub(lambda tag: _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", tag[0]), drawn)
    return Markup(drawn)  # noqa: S704 - drawn by us; texts in it were escaped by the renderer
