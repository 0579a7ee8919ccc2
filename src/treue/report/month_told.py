"""What a month tells a managing director: its figures beside those of a year ago, and what matters most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from treue.report.frictions import friction_finding, frictions_of
from treue.report.growing import PlanMonth, repeat_finding
from treue.report.growth_story import open_finding
from treue.report.manifest import Run
from treue.report.phases import is_over
from treue.report.rows import Figures, Flow, Month
from treue.report.tier_findings import attention_finding
from treue.report.voice import Voice

PLANNED = 3
"""Months ahead that are told."""

FINDINGS = 3
"""What matters most, at most so many."""

_LOST = "farewell"
_MONEY = 2  # cards about money, or orders instead


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is, how much, and beside what."""

    label: str
    figure: str
    note: str


def last_month(figures: Figures, until: date) -> Month | None:
    """The latest month that is over on the day after `until`; None where there is none."""
    full = [each for each in figures.months if is_over(each.month, until)]
    return max(full, key=lambda each: each.month, default=None)


def cards(figures: Figures, run: Run, voice: Voice) -> list[Card]:
    """Of the last full month: revenue and margin (orders for what is not known), customers won and lost."""
    month = last_month(figures, run.until)
    if month is None:
        return []
    before = next((each for each in figures.months if each.month == _year_before(month.month)), None)
    about, number = voice.figures.about, voice.figures.number

    def card(key: str, now: float, then: float | None, write: Callable[[float], str]) -> Card:
        return Card(voice.words.say(f"monthly.{key}"), write(now), _beside(now, then, write, voice))

    told = []
    if month.revenue_minor is not None:
        then = None if before is None else before.revenue_minor
        told.append(card("revenue", month.revenue_minor, then, about))
    if month.margin_minor is not None and month.margin_minor != month.revenue_minor:
        told.append(_margin(month, before, voice))
    if len(told) < _MONEY:
        told.append(card("orders", month.orders, None if before is None else before.orders, number))
    then = None if before is None else before.new_customers
    told.append(card("new", month.new_customers, then, number))
    lost = _lost(figures.flows, month.month)
    if lost is not None:
        told.append(card("lost", lost, _lost(figures.flows, _year_before(month.month)), number))
    return told


def _margin(month: Month, before: Month | None, voice: Voice) -> Card:
    """What may still come back of it is off before it is held against a month that is settled."""
    now, then = month.margin_minor or 0, None if before is None else before.margin_minor
    note = _beside(now - month.open_minor, then, voice.figures.about, voice)
    return Card(voice.words.say("monthly.margin"), voice.figures.about(now), note)


def findings(figures: Figures, run: Run, voice: Voice) -> list[str]:
    """What matters most: the dearest friction, the strongest lever, and what else there is to act on."""
    return [said for said in _all_findings(figures, run, voice) if said][:FINDINGS]


def _all_findings(figures: Figures, run: Run, voice: Voice) -> list[str]:
    say, write = voice.words.say, voice.figures
    dear = [each for each in frictions_of(figures.frictions) if each.is_told and each.change < 0]
    gains = [each for each in figures.levers if each.gain_minor > 0]
    lever = max(gains, key=lambda each: each.gain_minor, default=None)
    stakes = [each.at_stake_minor for each in figures.worrying]
    values = {"count": write.number(len(stakes)), "amount": write.about(sum(stakes))}
    return [
        f"{friction_finding(dear[:1], figures.unseen, voice)} {say('frictions.no_proof')}" if dear else "",
        ""
        if lever is None
        else say(
            "monthly.lever",
            {
                "lever": say(f"growth_lever.{lever.name}"),
                "gain": write.about(lever.gain_minor),
                "low": write.about(lever.low_minor),
                "high": write.about(lever.high_minor),
            },
        ),
        voice.words.count("monthly.stake", len(stakes), values) if stakes else "",
        "" if run.growing is None else repeat_finding(run.growing, voice),
        attention_finding(figures.tiers, voice) if run.value_minor is not None else "",
    ]


def planned(figures: Figures) -> list[PlanMonth]:
    """The next three full months of the plan."""
    return [each for each in figures.planned if each.kind == "plan"][:PLANNED]


def gaps(figures: Figures, run: Run, voice: Voice) -> list[str]:
    """What spoils the comparison, what nobody told us, then what else to know beside the figures."""
    told = list(filter(None, [open_finding(figures, run, voice)]))
    told += [voice.words.name("missing", each) for each in run.missing]
    kinds = dict.fromkeys(kind for kind, _ in run.warnings)
    name = voice.words.name
    return told + [f"{name('warning', kind)}: {name('warning_text', kind)}" for kind in kinds]


def _beside(now: float, then: float | None, write: Callable[[float], str], voice: Voice) -> str:
    """The change in per cent beside the figure of then; a share of nothing, or of a loss, says nothing."""
    if then is None or then <= 0:
        return voice.words.say("monthly.no_year_before")
    values = {"change": voice.figures.signed_share(now / then - 1), "before": write(then)}
    return voice.words.say("monthly.against", values)


def _lost(flows: Sequence[Flow], month: date) -> int | None:
    """Who fell silent for good in a month, as far as silence tells; None where no phases are known."""
    found = [flow for flow in flows if flow.month == month]
    if not found:
        return None
    return sum(flow.customers for flow in found if flow.after == _LOST and flow.before not in (_LOST, None))


def _year_before(month: date) -> date:
    return month.replace(year=month.year - 1)
