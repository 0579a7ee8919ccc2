"""The monthly report for management: one sheet of A4 as a PDF, in German or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import vl_convert

from treue.report import growing as tell
from treue.report.charts.frame import Size
from treue.report.charts.growth import step_chart
from treue.report.charts.tiers import tier_chart
from treue.report.drawing import drawn_once
from treue.report.growth_story import change_blanks, measured_until
from treue.report.manifest import Run
from treue.report.month_told import Card, cards, findings, gaps, last_month, planned
from treue.report.page import horizon_in_words, voice_for
from treue.report.paper import HEIGHT, WIDTH, Paper, Type
from treue.report.rows import Figures, Group
from treue.report.tier_findings import tier_finding
from treue.report.tiering import months_counted
from treue.report.voice import Voice
from treue.segments import TIERS

_LEFT, _RIGHT = 40.0, WIDTH - 40.0
_FULL, _GAP = _RIGHT - _LEFT, 24.0
_FOOT = HEIGHT - 30.0
_HALF = 0.54  # of the width for the left one of two columns

_TITLE = Type(21, is_bold=True)
_QUESTION = Type(9, "muted", is_bold=True)
_SENTENCE, _STRONG, _SMALL = Type(9.5), Type(9.5, is_bold=True), Type(8, "muted")
_ANSWER, _FIGURE = Type(38, "accent", is_bold=True), Type(18, is_bold=True)
_BETWEEN = 10.0  # two cards
_PLAN_ROW = 43.0
_COLUMNS = 172.0  # height of findings and plan beside each other
_GAPS = 3  # told at most


@dataclass(frozen=True, slots=True)
class _Month:
    """What the sheet is drawn from."""

    figures: Figures
    run: Run
    voice: Voice

    @property
    def has_amounts(self) -> bool:
        return self.run.value_minor is not None

    def say(self, key: str, values: Mapping[str, object] | None = None) -> str:
        return self.voice.words.say(key, values)

    def write(self, amount: float) -> str:
        return tell.writer(self.voice, has_amounts=self.has_amounts)(amount)


def write_monthly(figures: Figures, run: Run, out: Path, language: Literal["de", "en"] = "de") -> None:
    """Write the last full month of a shop on one page, replacing `out`.

    What the base is worth and why that changed within a month, the month beside that of a year ago, tiers,
    customers won and lost, the three findings that matter most, the next three months, and what is missing.

    Args:
        figures: of a snapshot.
        run: what its manifest says.
        out: the PDF; its folder exists.
        language: "de" or "en".

    Raises:
        BadOption: a language we do not speak.
    """
    out.write_bytes(vl_convert.svg_to_pdf(monthly_sheet(figures, run, language)))


def monthly_sheet(figures: Figures, run: Run, language: str) -> str:
    """The same page as an SVG."""
    month = _Month(figures, run, voice_for(figures, run, language))
    paper = Paper()
    y = _head(paper, month)
    y = _worth(paper, month, y)
    y = _cards(paper, cards(figures, run, month.voice), month, y)
    y = _tiers(paper, month, y)
    end = _foot(paper, month, y)
    _findings(paper, month, y, end)
    _plan(paper, month, y, end)
    return paper.svg()


def _head(paper: Paper, month: _Month) -> float:
    write, until = month.voice.figures, month.run.until
    paper.dot(_LEFT + 6, 43, 7, "accent")
    paper.dot(_LEFT + 6, 43, 3, "accent")
    paper.words(_LEFT + 19, 46.5, month.run.settings.get("shop.name") or "Treue", Type(10.5, is_bold=True))
    paper.words(_RIGHT, 46.5, month.say("page.as_of", {"day": write.day(until)}), Type(9, "muted"), "end")
    last = last_month(month.figures, until)
    named = write.full_month(until if last is None else last.month)
    paper.words(_LEFT, 82, month.say("monthly.title", {"month": named}), _TITLE)
    paper.box((_LEFT, 94, _FULL, 0.8), "line")
    return 114.0


def _worth(paper: Paper, month: _Month, top: float) -> float:
    """The figure that matters with its range, and what moved it since a month ago."""
    run, width = month.run, 0.45 * _FULL
    total = run.value_minor or run.orders
    paper.words(_LEFT, top, month.say("worth.title"), _QUESTION)
    paper.words(_LEFT - 2, top + 39, month.write(total.mean), _ANSWER)
    y = top + 56
    span = max(total.high - total.low, 1e-9)
    at = min(max((total.mean - total.low) / span, 0.0), 1.0)
    paper.box((_LEFT, y - 0.6, width, 1.2), "line")
    paper.box((_LEFT + 0.2 * width, y - 3, 0.6 * width, 6), "accent-pale", 3)
    paper.dot(_LEFT + (0.2 + 0.6 * at) * width, y, 4.5, "accent")
    ends = {"low": month.write(total.low), "high": month.write(total.high)}
    y = paper.paragraph(_LEFT, y + 20, width, month.say("worth.between", ends), _STRONG)
    key = "worth.meaning" if month.has_amounts else "worth.no_amounts"
    meaning = month.say(key, {"span": horizon_in_words(run, month.voice)})
    y = paper.paragraph(_LEFT, y + 2, width, meaning, _SMALL)
    told = tell.month_finding(
        month.figures.parts, month.voice, has_amounts=month.has_amounts, until=measured_until(run)
    )
    y = paper.paragraph(_LEFT, y + 7, width, told or month.say("growth.young"), _SENTENCE)
    return max(y, _change(paper, month, top)) + 12


def _change(paper: Paper, month: _Month, top: float) -> float:
    """The steps from a month ago until today; nothing where there is no month ago."""
    parts = tell.parts_over(month.figures.parts, 1)
    steps = tell.shown_steps(parts)
    if not steps:
        return top
    left = _LEFT + 0.45 * _FULL + _GAP
    values = change_blanks(month.figures, month.run, month.voice, has_amounts=month.has_amounts)
    paper.words(left, top, month.say("growth.caption", values), _QUESTION)
    y = paper.paragraph(left, top + 13, _RIGHT - left, month.say("growth.legend_steps", values), _SMALL)
    chart = step_chart(
        parts["before"].amount, steps, month.voice, Size(460, is_narrow=False), has_amounts=month.has_amounts
    )
    return paper.picture(left, y - 2, _RIGHT - left, drawn_once(chart)) + 8


def _cards(paper: Paper, shown: Sequence[Card], month: _Month, top: float) -> float:
    """The last full month beside that of a year ago."""
    last = last_month(month.figures, month.run.until)
    if last is None:
        return top
    named = {"month": month.voice.figures.full_month(last.month)}
    paper.words(_LEFT, top, month.say("monthly.month", named), _QUESTION)
    width, top = (_FULL - _BETWEEN * (len(shown) - 1)) / len(shown), top + 9
    for place, card in enumerate(shown):
        left = _LEFT + place * (width + _BETWEEN)
        paper.box((left, top, width, 54), "ground", 6)
        paper.words(left + 10, top + 15, card.label, Type(8.5, "muted", is_bold=True))
        paper.words(left + 10, top + 34, card.figure, _FIGURE)
        paper.words(left + 10, top + 46, card.note, Type(7.5, "muted"))
    has_margin = month.has_amounts and not month.run.is_revenue
    note = month.say("monthly.lost_note" if has_margin else "monthly.lost_note_bare")
    note += f" {month.say('monthly.settled_note')}" if has_margin and last.open_minor else ""
    return paper.paragraph(_LEFT, top + 66, _FULL, note, Type(7.5, "muted")) + 13


def _tiers(paper: Paper, month: _Month, top: float) -> float:
    """Shares of customers above shares of margin; nothing where no tiers are known."""
    tiers = [_bare(each) for name in TIERS for each in month.figures.tiers if each.name == name.key]
    if not tiers or not month.has_amounts:
        return top
    paper.words(_LEFT, top, month.say("tiers.title"), _QUESTION)
    said = tier_finding(tiers, month.figures.tier_sums, month.voice, months_counted(month.run))
    y = paper.paragraph(_LEFT, top + 15, _FULL, said, _SENTENCE)
    chart = tier_chart(tiers, month.voice, Size(880, is_narrow=False))
    return paper.picture(_LEFT, y - 8, _FULL, drawn_once(chart)) + 18


def _bare(tier: Group) -> Group:
    """Without what it gets: here is room for what it brings."""
    return replace(tier, minutes=0, discount_minor=0, messages=0)


def _findings(paper: Paper, month: _Month, top: float, bottom: float) -> None:
    """As many of the findings as there is room for."""
    width = _HALF * _FULL
    paper.words(_LEFT, top, month.say("monthly.findings"), _QUESTION)
    y = top + 16
    told = findings(month.figures, month.run, month.voice) or [month.say("monthly.none")]
    for place, said in enumerate(told, start=1):
        draft = Paper()
        draft.words(_LEFT, y, f"{place}", Type(9.5, "accent", is_bold=True))
        end = draft.paragraph(_LEFT + 14, y, width - 14, said, _SENTENCE)
        if end > bottom:
            return
        paper.parts += draft.parts
        y = end + 5


def _plan(paper: Paper, month: _Month, top: float, bottom: float) -> None:
    """The next full months, as many as there is room for."""
    left = _LEFT + _HALF * _FULL + _GAP
    paper.words(left, top, month.say("monthly.plan"), _QUESTION)
    rows = planned(month.figures)
    if not rows:
        paper.paragraph(left, top + 16, _RIGHT - left, month.say("monthly.no_plan"), _SENTENCE)
        return
    key = "monthly.expected" if month.has_amounts else "monthly.expected_orders"
    y = paper.paragraph(left, top + 13, _RIGHT - left, month.say(key), _SMALL) + 4
    for each in rows:
        if y + _PLAN_ROW > bottom:
            return
        paper.words(left, y + 2, month.voice.figures.full_month(each.month), _SENTENCE)
        paper.words(_RIGHT, y + 2, month.write(each.whole), _STRONG, "end")
        ends = {"low": month.write(each.low or 0.0), "high": month.write(each.high or 0.0)}
        paper.words(_RIGHT, y + 13, month.say("worth.between", ends), _SMALL, "end")
        of_new = month.say("monthly.of_new", {"amount": month.write(each.new or 0.0)})
        paper.words(_RIGHT, y + 23.5, of_new, _SMALL, "end")
        paper.box((left, y + 30, _RIGHT - left, 0.6), "line")
        y += _PLAN_ROW
    if month.has_amounts and y <= bottom:
        paper.paragraph(left, y + 1, _RIGHT - left, month.say("monthly.plan_note"), _SMALL)


def _foot(paper: Paper, month: _Month, above: float) -> float:
    """What to know, upwards from the last line, and less of it where the columns above need room; its top."""
    for most in range(_GAPS, 0, -1):
        draft = Paper()
        height = _gaps(draft, month, most)
        top = _FOOT - 14 - height
        if top - above >= _COLUMNS:
            break
    paper.box((_LEFT, top, _FULL, height), "notice", 3)
    paper.box((_LEFT, top, 2.5, height), "notice-line")
    paper.parts.append(f'<g transform="translate(0 {top:.1f})">{"".join(draft.parts)}</g>')
    said = f"{month.say('page.run', {'run': month.run.name})} {month.say('monthly.private')}"
    paper.words(_LEFT, _FOOT, said, Type(7, "muted"))
    return top - 6


def _gaps(paper: Paper, month: _Month, most: int) -> float:
    """Set from 0 down; the height it takes."""
    told, write = gaps(month.figures, month.run, month.voice), month.voice.figures
    shown, more = told[:most] or [month.say("monthly.complete")], max(len(told) - most, 0)
    if more:
        count = {"count": write.number(more)}
        shown.append(month.voice.words.count("monthly.more_gaps", more, count))
    paper.words(_LEFT + 14, 15, month.say("monthly.gaps"), Type(8.5, is_bold=True))
    y = 28.0
    for said in shown:
        y = paper.paragraph(_LEFT + 14, y, _FULL - 28, said, Type(8))
    return y - 4
