"""Who came back: months of first order against months after."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from treue.report.charts.frame import FONT, Row, Size, data, framed, heat, labels, layered, level
from treue.report.rows import CohortMonth
from treue.report.voice import Voice

_ROWS = 18
_MONTHS = 12
_NARROW_ROWS = 12
_NARROW_MONTHS = 6
_ROW_HEIGHT = 26


def cohort_chart(cells: Sequence[CohortMonth], voice: Voice, size: Size) -> alt.LayerChart:
    """The newest months of first orders, each with the shares of its buyers in the months after."""
    shown = shown_cells(cells, *((_NARROW_ROWS, _NARROW_MONTHS) if size.is_narrow else (_ROWS, _MONTHS)))
    top = max(cell.buyers / cell.customers for cell in shown)
    rows: list[Row] = [
        {
            "cohort": f"{cell.cohort}",
            "after": cell.month_index,
            "level": level(cell.buyers / cell.customers, top),
            "share": voice.figures.share(cell.buyers / cell.customers),
        }
        for cell in shown
    ]
    cohorts = sorted({cell.cohort for cell in shown})
    named: dict[str | int | float, str] = {f"{cohort}": voice.figures.month(cohort) for cohort in cohorts}
    axis = alt.Axis(orient="top", labelAngle=0)
    padding = alt.Scale(paddingInner=0.06, paddingOuter=0)
    chart = alt.Chart(data(rows)).encode(
        x=alt.X("after:O", axis=axis, title=voice.words.say("cohorts.after"), scale=padding),
        y=alt.Y("cohort:O", axis=alt.Axis(labelExpr=labels(named)), title=None, scale=padding),
    )
    fields = chart.mark_rect(cornerRadius=4).encode(color=heat("level"))
    texts = chart.mark_text(fontSize=FONT - 1).encode(text="share:N", color=heat("level", ink=True))
    return framed(layered(fields, texts), size, 60 + _ROW_HEIGHT * len(cohorts))


def shown_cells(cells: Sequence[CohortMonth], rows: int = _ROWS, months: int = _MONTHS) -> list[CohortMonth]:
    """The newest `rows` cohorts that have a month after, up to `months` after."""
    after = [cell for cell in cells if 1 <= cell.month_index <= months and cell.customers > 0]
    newest = set(sorted({cell.cohort for cell in after})[-rows:])
    return [cell for cell in after if cell.cohort in newest]
