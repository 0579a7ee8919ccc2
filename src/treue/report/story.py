"""Puts the page together: what each block says and shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from treue.report import check_findings as check_says
from treue.report import findings as find
from treue.report import radar_findings as told
from treue.report import tier_findings as tiers_say
from treue.report.charts.calibration import calibration_chart
from treue.report.charts.cohorts import cohort_chart, shown_cells
from treue.report.charts.frictions import friction_chart
from treue.report.charts.history import money_chart, order_chart, running_month, without_gaps
from treue.report.charts.phases import SHOWN_NARROW, phase_chart
from treue.report.charts.rfm import rfm_chart
from treue.report.charts.tiers import tier_chart
from treue.report.charts.values import values_chart
from treue.report.customer_rows import Needs
from treue.report.drawing import Picture, picture
from treue.report.firsts import FirstOrders, firsts_sentence
from treue.report.frictions import (
    ends_of,
    first_finding,
    firsts_of,
    friction_finding,
    friction_sure,
    frictions_of,
    other_frictions,
)
from treue.report.growth_story import GrowthShown, PlanShown, open_worth, tell_growth, tell_plan
from treue.report.manifest import Run
from treue.report.phases import MonthEnd, is_over, last_full_month, month_ends, moves_in
from treue.report.radar import RISK, RadarRows
from treue.report.radar_lanes import risk_lanes, value_lanes
from treue.report.rows import CohortMonth, Figures, Flow, Friction, Group, Month, TierSum
from treue.report.tiering import CareShown, care_shown, fuller_finding, months_counted
from treue.report.unusual import looked_at, sentence, told_of, unusual_finding
from treue.report.voice import Voice
from treue.report.years import Year, last_year, months_alike
from treue.segments import SEGMENTS, TIERS, Name
from treue.segments.phases.names import PHASES


@dataclass(frozen=True, slots=True)
class Block:
    """One question, its answer in a sentence, what else to know, and the pictures that show it."""

    name: str
    finding: str
    more: str = ""
    pictures: Sequence[Picture] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The page's blocks by name, and the rows their tables show.

    `fuller` says which tiers are fuller than their limits; `codes_at` is the block that explains codes,
    `standing` names the phases in which anybody stands.
    """

    blocks: dict[str, Block]
    months: Sequence[Month]
    year: Year | None
    tiers: Sequence[Group]
    segments: Sequence[Group]
    phase_ends: Sequence[MonthEnd]
    moves: Sequence[Flow]
    cohorts: Sequence[CohortMonth]
    frictions: Sequence[Friction]
    firsts: Sequence[Friction]
    has_running_month: bool
    has_running_phases: bool
    has_costs: bool
    choice: str
    limits: str
    sums: Sequence[TierSum]
    fuller: str
    care: Sequence[CareShown]
    codes_at: str
    standing: Sequence[str] = ()
    unusual: Sequence[str] = ()
    growth: GrowthShown | None = None
    plan: PlanShown | None = None
    other_frictions: Sequence[str] = ()
    first_finding: str = ""
    open_day: str = ""


def tell(figures: Figures, run: Run, voice: Voice) -> Story:
    """Find the sentences and draw the pictures."""
    months = without_gaps(figures.months)
    tiers = [] if run.value_minor is None else _in_order(figures.tiers, TIERS)
    segments = _in_order(figures.segments, SEGMENTS)
    firsts = None if run.growing is None else run.growing.firsts
    cohorts = _known_cohorts(_full_months(figures.cohorts, months, run), firsts)
    ends = month_ends(figures.flows)
    moves = moves_in(figures.flows, last_full_month(ends, run.until))
    year = last_year(months, _began(run), run.until)
    growth, planned = tell_growth(figures, run, voice), tell_plan(figures, run, voice)
    blocks = [
        _history(figures, months, year, run, voice),
        *([] if growth is None else [Block("growth", growth.finding, growth.more, growth.pictures)]),
        *([] if planned is None else [Block("plan", planned.finding, planned.more, planned.pictures)]),
        _tiers(tiers, figures, run, voice),
        _rfm(figures, segments, run, voice),
        *_phases(_in_order(figures.phases, PHASES), ends, moves, run, voice),
        *_kinds(figures, voice),
        *_radar(figures.radar, voice),
        _cohorts(cohorts, firsts, voice),
        *_frictions(figures, voice),
        _check(figures, run, voice),
        Block("best", find.best_finding(figures.best, run, voice)),
        Block(
            "worry",
            find.worry_finding(figures.worrying, run, voice),
            " ".join(
                filter(
                    None,
                    (
                        find.stakes_finding(figures.worrying, figures.stakes, voice),
                        find.calm_sentences(figures.calmed, figures.calm_tests, voice),
                    ),
                )
            ),
        ),
        *_unusual(figures, voice),
        *_needs(figures.needs, voice),
        Block("data", find.data_finding(figures.inputs, voice)),
    ]
    by_name = {block.name: block for block in blocks}
    is_cut = running_month(months, run.until) is not None
    return Story(
        by_name,
        months,
        year,
        tiers,
        segments,
        ends,
        moves,
        cohorts,
        frictions_of(figures.frictions),
        ends_of(firsts_of(figures.frictions)),
        is_cut,
        bool(ends) and not is_over(ends[-1].month, run.until),
        _has_costs(months),
        check_says.choice_sentence(run, voice),
        tiers_say.limits_sentence(run, voice),
        _sums_in_order(figures.tier_sums, tiers),
        fuller_finding(tiers, figures.tier_sums, voice),
        care_shown(tiers, voice),
        _first_codes(figures),
        [each.name for each in figures.phases if each.customers],
        [sentence(each, voice) for each in told_of(figures.unusual or ())],
        growth,
        planned,
        other_frictions(frictions_of(figures.frictions), voice),
        first_finding(firsts_of(figures.frictions), voice),
        open_worth(figures, run, voice),
    )


def _sums_in_order(sums: Sequence[TierSum], tiers: Sequence[Group]) -> list[TierSum]:
    """Those of the tiers that are shown, in their order."""
    by_name = {each.name: each for each in sums}
    return [by_name[tier.name] for tier in tiers if tier.name in by_name]


def _first_codes(figures: Figures) -> str:
    """The first block that lists customers: it says who is behind a code, the others lead there."""
    lists = {
        "tiers": figures.waits,
        "best": figures.best,
        "worry": figures.worrying,
        "needs": figures.needs.due,
    }
    return next((name for name, listed in lists.items() if listed), "")


def _began(run: Run) -> date | None:
    return None if run.card is None else run.card.first


def _history(figures: Figures, months: Sequence[Month], year: Year | None, run: Run, voice: Voice) -> Block:
    if not months:
        return Block("history", voice.words.say("history.empty"))
    month, running = voice.figures.month, running_month(months, run.until)
    alike = months_alike(months, _began(run), run.until)
    finding = find.history_finding(year, alike, month(months[0].month), voice)
    busiest = max(months, key=lambda each: each.orders)
    values = {"orders": voice.figures.number(busiest.orders), "month": month(busiest.month)}
    said = voice.words.say("history.picture_orders", values)
    pictures = [picture(said, lambda size: order_chart(months, running, voice, size))]
    if any(each.revenue_minor for each in months):
        best = max(months, key=lambda each: each.margin_minor or 0)
        values = {"margin": voice.figures.about(best.margin_minor or 0), "month": month(best.month)}
        said = voice.words.say("history.picture_money", values)
        pictures.insert(0, picture(said, lambda size: money_chart(months, running, voice, size)))
    net = voice.words.say("history.net") if run.is_revenue and _has_costs(months) else ""
    firsts = firsts_sentence("history.firsts", None if run.growing is None else run.growing.firsts, voice)
    provisional = find.provisional_finding(figures.reserves, voice)
    more = " ".join(filter(None, (net, provisional, find.running_finding(months[-1], voice), firsts)))
    return Block("history", finding, more, pictures)


def _has_costs(months: Sequence[Month]) -> bool:
    return any(each.margin_minor != each.revenue_minor for each in months)


def _tiers(tiers: Sequence[Group], figures: Figures, run: Run, voice: Voice) -> Block:
    finding = tiers_say.tier_finding(tiers, figures.tier_sums, voice, months_counted(run))
    if not tiers:
        return Block("tiers", finding)
    said = voice.words.say("tiers.picture", {"shares": tiers_say.tier_shares(tiers, voice)})
    more = " ".join(
        filter(
            None,
            (
                voice.words.say("tiers.metals"),
                voice.words.say("tiers.purpose"),
                tiers_say.attention_finding(tiers, voice),
                tiers_say.shift_finding(figures.shifts, voice),
            ),
        )
    )
    return Block("tiers", finding, more, [picture(said, lambda size: tier_chart(tiers, voice, size))])


def _rfm(figures: Figures, segments: Sequence[Group], run: Run, voice: Voice) -> Block:
    if not segments:
        return Block("rfm", voice.words.say("rfm.empty"))
    finding = find.rfm_finding(segments, voice, months_counted(run))
    has_margin = any(segment.profit_minor for segment in segments)
    said = voice.words.say("rfm.picture" if has_margin else "rfm.picture_orders", {"finding": finding})
    map_ = picture(said, lambda size: rfm_chart(figures.tiles, voice, size))
    return Block("rfm", finding, find.watch_finding(segments, voice), [map_])


def _phases(
    phases: Sequence[Group], ends: Sequence[MonthEnd], moves: Sequence[Flow], run: Run, voice: Voice
) -> list[Block]:
    """The block, where the run tells phases."""
    if not phases:
        return []
    finding = find.phase_finding(phases, last_full_month(ends, run.until), moves, voice)
    pictures = []
    counts = [find.phase_counts(end.customers, voice) for end in ends]
    if any(counts):
        first = max(len(ends) - SHOWN_NARROW, 0)
        values = {
            "first": voice.figures.full_month(ends[first].month),
            "before": counts[first] or voice.figures.number(0),
            "last": voice.figures.full_month(ends[-1].month),
            "now": counts[-1] or voice.figures.number(0),
        }
        said = voice.words.say("phases.picture", values)
        pictures.append(picture(said, lambda size: phase_chart(ends, voice, size)))
    more = (find.overdue_finding(phases, voice), find.interest_finding(phases, voice))
    return [Block("phases", finding, " ".join(filter(None, more)), pictures)]


def _kinds(figures: Figures, voice: Voice) -> list[Block]:
    """The block, where the run tells kinds of customers."""
    return [Block("kinds", find.kinds_finding(figures.kinds, voice))] if figures.kinds else []


def _unusual(figures: Figures, voice: Voice) -> list[Block]:
    """The block, where the run looked for it."""
    if figures.unusual is None:
        return []
    return [Block("unusual", unusual_finding(figures.unusual, voice), looked_at(figures.unusual, voice))]


def _needs(needs: Needs, voice: Voice) -> list[Block]:
    """The block, where the run tells needs."""
    if not needs.articles and not needs.dates:
        return []
    return [Block("needs", find.needs_finding(needs, voice), find.dates_finding(needs, voice))]


def _radar(radar: RadarRows, voice: Voice) -> list[Block]:
    """The block, where anybody answered or behaviour tells customers apart."""
    known = [each for each in radar.overview if each.answered or each.refused or each.bold or each.careful]
    if not known:
        return []
    pictures = []
    if radar.said:
        said = told.picture_sentence(radar, voice)
        pictures.append(picture(said, lambda size: values_chart(*value_lanes(radar, voice), size)))
        if radar.groups(RISK):
            said = told.risk_sentence(radar, voice)
            pictures.append(picture(said, lambda size: values_chart(*risk_lanes(radar, voice), size)))
    return [Block("radar", told.radar_finding(radar, voice), told.radar_more(radar, voice), pictures)]


def _cohorts(cells: Sequence[CohortMonth], firsts: FirstOrders | None, voice: Voice) -> Block:
    finding, told = find.cohort_finding(cells, voice), firsts_sentence("cohorts.firsts", firsts, voice)
    if not shown_cells(cells):
        return Block("cohorts", told if firsts is not None and firsts.is_hidden else finding)
    said = voice.words.say("cohorts.picture", {"finding": finding})
    return Block(
        "cohorts", finding, told, pictures=[picture(said, lambda size: cohort_chart(cells, voice, size))]
    )


def _frictions(figures: Figures, voice: Voice) -> list[Block]:
    """The block, where the run looked for frictions."""
    found = frictions_of(figures.frictions)
    if not (figures.frictions or figures.unseen):
        return []
    finding = friction_finding(found, figures.unseen, voice)
    pictures = []
    if found:
        said = voice.words.say("frictions.picture", {"finding": finding})
        pictures.append(picture(said, lambda size: friction_chart(found, voice, size)))
    return [Block("frictions", finding, friction_sure(found, voice), pictures)]


def _check(figures: Figures, run: Run, voice: Voice) -> Block:
    deciles = figures.deciles
    if not deciles:
        return Block("check", voice.words.say("check.empty"))
    finding = check_says.check_finding(deciles, run, voice)
    rivals = check_says.rivals_finding(figures.trials, voice)
    level = check_says.level_finding(deciles, run, voice)
    apart = check_says.apart_finding(deciles, figures.trials, run, voice)
    tried = check_says.tried_finding(run, voice)
    more = " ".join(filter(None, (rivals, apart, level, tried)))
    number = voice.figures.number
    values = {"predicted": number(deciles[-1].predicted, 1), "actual": number(deciles[-1].actual, 1)}
    said = voice.words.say("check.picture", values)
    return Block(
        "check", finding, more, [picture(said, lambda size: calibration_chart(deciles, voice, size))]
    )


def _in_order(groups: Sequence[Group], names: Sequence[Name]) -> list[Group]:
    """Sorted as people expect them; names we do not know come last."""
    place = {name.key: index for index, name in enumerate(names)}
    return sorted(groups, key=lambda group: (place.get(group.name, len(names)), group.name))


def _full_months(cells: Sequence[CohortMonth], months: Sequence[Month], run: Run) -> list[CohortMonth]:
    """Without the fields whose month is not over: they would look like people staying away."""
    running = running_month(months, run.until)
    if running is None:
        return list(cells)
    last = running.year * 12 + running.month
    return [cell for cell in cells if cell.cohort.year * 12 + cell.cohort.month + cell.month_index < last]


def _known_cohorts(cells: Sequence[CohortMonth], firsts: FirstOrders | None) -> list[CohortMonth]:
    """Without months whose new customers may not be new; none where nobody knows who is."""
    if firsts is None:
        return list(cells)
    return [] if firsts.is_hidden else [cell for cell in cells if cell.cohort >= firsts.known_from]
