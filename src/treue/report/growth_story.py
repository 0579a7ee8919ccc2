"""What the blocks on growth and on the next 12 months say and show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from treue.report import growing as tell
from treue.report.charts.growth import step_chart, worth_chart
from treue.report.charts.plan import plan_chart
from treue.report.drawing import Picture, picture
from treue.report.growing import Growing, Lever, Part, PlanMonth, WorthDay
from treue.report.manifest import Run
from treue.report.rows import CohortMonth, Figures
from treue.report.season import season_sentence
from treue.report.voice import Voice

_FEWEST_DAYS = 3
_MONTHS = 12  # of a plan


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change of worth as its table shows it.

    Args:
        since: the last day before it.
        first_day: the first of it.
        before: worth then.
        steps: step and amount; they come to the change.
        after: worth at its end.
        groups: who made it, and how much of it; they come to the change too.
        acquisition: spent meanwhile on winning customers, below zero; empty where that is not told.
        net: the change less that.
    """

    since: date
    first_day: date
    before: str
    steps: Sequence[tuple[str, str]]
    after: str
    groups: Sequence[tuple[str, str]]
    acquisition: str
    net: str


@dataclass(frozen=True, slots=True)
class GrowthShown:
    """The block on growth; texts are written already.

    Args:
        finding: the verdict.
        more: what the last month changed, and until when that was measured if not until the last day.
        repeat: what one point of the repeat rate is worth; empty where nobody knows.
        pictures: the worth at month ends, and the steps of the last month, as far as there are any.
        captions: a line above each picture.
        changes: of the last month, and of the months the verdict is about.
        explained: the steps that stand in them.
        until: the day all changes end with, if not the last.
        days: each month end and its worth.
        levers: the strongest first.
    """

    finding: str
    more: str
    repeat: str
    pictures: Sequence[Picture]
    captions: Sequence[str]
    changes: Sequence[ChangeShown]
    explained: Sequence[str]
    until: date | None
    days: Sequence[tuple[WorthDay, str]]
    levers: Sequence[Lever]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The block on the next 12 months.

    Args:
        finding: the year in a sentence.
        more: what the year before brought, and how an earlier plan did.
        counted: what it counts on and what it compares with, a paragraph each.
        has_new: whether new customers are told apart.
        pictures: past and planned months.
        months: rest, months and year.
        past: the full months before, at most twelve, the latest first.
        write: how amounts are written that add up.
        about: how ranges are.
        people: how new customers are.
    """

    finding: str
    more: str
    counted: Sequence[str]
    has_new: bool
    pictures: Sequence[Picture]
    months: Sequence[PlanMonth]
    past: Sequence[PlanMonth]
    write: Callable[[float | None], str]
    about: Callable[[float | None], str]
    people: Callable[[float], str]


def tell_growth(figures: Figures, run: Run, voice: Voice) -> GrowthShown | None:
    """None of a run that says nothing of it."""
    growing = run.growing
    if growing is None or not figures.worth:
        return None
    has_amounts = run.value_minor is not None
    until = measured_until(run)
    exact = _exact(voice, has_amounts=has_amounts)
    pictures, captions = _pictures(figures, run, voice, has_amounts=has_amounts)
    changes = [
        change_shown(figures.parts, months, voice, has_amounts=has_amounts) for months in (1, growing.months)
    ]
    shown = [each for each in changes if each is not None]
    told = {step for each in shown for step, _ in each.steps}
    is_unclear = until is None and any(each.is_open for each in figures.last_day)
    more = (
        "" if is_unclear else tell.net_finding(growing, figures.parts, voice),
        tell.month_finding(figures.parts, voice, has_amounts=has_amounts, until=until),
        open_finding(figures, run, voice),
    )

    return GrowthShown(
        finding=voice.words.say("growth.unclear")
        if is_unclear
        else tell.verdict_finding(growing, figures.parts, voice, has_amounts=has_amounts),
        more=" ".join(filter(None, more)),
        repeat=tell.repeat_finding(growing, voice),
        pictures=pictures,
        captions=captions,
        changes=shown,
        explained=[step for step in tell.STEPS if step in told],
        until=until,
        days=[(each, exact(each.worth_minor or 0 if has_amounts else each.orders)) for each in figures.worth],
        levers=[each for each in figures.levers if each.gain_minor],
    )


def change_shown(
    parts: Sequence[Part], months: int, voice: Voice, *, has_amounts: bool
) -> ChangeShown | None:
    """The change over so many months, in the finest unit; None where none was measured."""
    over = tell.parts_over(parts, months)
    if "before" not in over:
        return None
    exact = _exact(voice, has_amounts=has_amounts)
    spent = over["acquisition"].amount if "acquisition" in over else 0.0
    return ChangeShown(
        since=over["total"].since,
        first_day=over["total"].since + timedelta(days=1),
        before=exact(over["before"].amount),
        steps=[(each.part, tell.signed(each.amount, exact)) for each in tell.shown_steps(over)],
        after=exact(over["after"].amount),
        groups=[(group, tell.signed(over[group].amount, exact)) for group in tell.GROUPS if group in over],
        acquisition=tell.signed(spent, exact) if spent else "",
        net=tell.signed(over["total"].amount + spent, exact) if spent else "",
    )


def _exact(voice: Voice, *, has_amounts: bool) -> Callable[[float], str]:
    return tell.writer(voice, has_amounts=has_amounts, unit=tell.least_shown(voice, has_amounts=has_amounts))


def measured_until(run: Run) -> date | None:
    """The day until which changes were measured, where the last one was not over; else None."""
    until = None if run.growing is None else run.growing.until
    return until if until is not None and until < run.until else None


def change_blanks(figures: Figures, run: Run, voice: Voice, *, has_amounts: bool) -> dict[str, str]:
    """From when to when a month's change was measured, and the worth at both ends."""
    month, until = tell.parts_over(figures.parts, 1), measured_until(run)
    write = _steps_writer(month, tell.shown_steps(month), voice, has_amounts=has_amounts)
    say, last = voice.words.say, {} if until is None else {"day": voice.figures.day(until)}
    return {
        "day": voice.figures.day(month["before"].since),
        "before": write(month["before"].amount),
        "after": write(month["after"].amount),
        "last": say("growth.to_day", last) if last else say("growth.today"),
        "when": say("growth.on_day", last) if last else say("growth.today"),
    }


def _steps_writer(
    month: Mapping[str, Part], steps: Sequence[Part], voice: Voice, *, has_amounts: bool
) -> Callable[[float], str]:
    if not steps:
        return tell.writer(voice, has_amounts=has_amounts)
    return tell.step_writer(month["before"].amount, steps, voice, has_amounts=has_amounts)


def _pictures(
    figures: Figures, run: Run, voice: Voice, *, has_amounts: bool
) -> tuple[list[Picture], list[str]]:
    say, write = voice.words.say, tell.writer(voice, has_amounts=has_amounts)
    kind = "" if has_amounts else "_orders"
    pictures, captions = [], []
    if len(figures.worth) >= _FEWEST_DAYS:
        first, last = figures.worth[0], figures.worth[-1]
        values = {
            "first": voice.figures.day(first.day),
            "before": write(first.worth_minor or 0 if has_amounts else first.orders),
            "last": voice.figures.day(last.day),
            "now": write(last.worth_minor or 0 if has_amounts else last.orders),
        }
        said = say("growth.picture_worth", values)
        captions.append(say(f"growth.legend_worth{kind}"))
        pictures.append(
            picture(said, lambda size: worth_chart(figures.worth, voice, size, has_amounts=has_amounts))
        )
    month = tell.parts_over(figures.parts, 1)
    steps = tell.shown_steps(month)
    if steps:
        before, signed = month["before"].amount, tell.signed
        exact = _steps_writer(month, steps, voice, has_amounts=has_amounts)
        listed = [
            f"{voice.words.name('growth_step', each.part)} {signed(each.amount, exact)}" for each in steps
        ]
        values = change_blanks(figures, run, voice, has_amounts=has_amounts) | {"steps": "; ".join(listed)}
        captions.append(say("growth.legend_steps", values))
        said = say("growth.picture_steps", values)
        pictures.append(
            picture(said, lambda size: step_chart(before, steps, voice, size, has_amounts=has_amounts))
        )
    return pictures, captions


def tell_plan(figures: Figures, run: Run, voice: Voice) -> PlanShown | None:
    """None of a run that has none."""
    has_amounts = run.value_minor is not None
    planned = [each for each in figures.planned if each.kind != "past"]
    if run.growing is None or not planned:
        return None
    about = tell.writer(voice, has_amounts=has_amounts)
    exact = _exact(voice, has_amounts=has_amounts)
    finding = tell.plan_finding(planned, run.growing, voice, has_amounts=has_amounts)
    said = voice.words.say("plan.picture", {"finding": finding})
    drawn = picture(said, lambda size: plan_chart(figures.planned, voice, size, has_amounts=has_amounts))
    before = _past_year(figures, run.growing, voice) if has_amounts else ""
    if before and run.growing.hides_new:
        before = f"{before} {voice.words.say('plan.past_with_new')}"
    beside = _beside_worth(run, voice)
    counted = (
        tell.plan_arrivals(planned, run.growing, voice),
        season_sentence(run.growing.season, voice, has_amounts=has_amounts),
    )
    digits = 0 if all(each.new_customers == round(each.new_customers) for each in planned) else 1
    return PlanShown(
        finding=finding,
        more=" ".join(filter(None, (before, tell.plan_sure(run.growing, run.until, voice), beside))),
        counted=[each for each in counted if each],
        has_new=not run.growing.hides_new,
        pictures=[drawn],
        months=sorted(planned, key=lambda each: each.kind == "year"),
        past=_shown_past(figures.planned),
        write=lambda amount: exact(amount or 0.0),
        about=lambda amount: about(amount or 0.0),
        people=lambda people: voice.figures.number(people, digits),
    )


def _beside_worth(run: Run, voice: Voice) -> str:
    """Why today's customers bring more here than what they are worth; empty where the two are not alike."""
    if run.value_minor is None or run.horizon_months != _MONTHS or not run.discount_per_year:
        return ""
    return voice.words.say("plan.beside_worth", {"worth": voice.figures.about(run.value_minor.mean)})


def _past_year(figures: Figures, growing: Growing, voice: Voice) -> str:
    """What the twelve full months before brought, as the plan counts; empty where there are fewer."""
    past = _full_past(figures.planned)[-_MONTHS:]
    if len(past) < _MONTHS:
        return ""
    whole = sum(each.whole for each in past)
    ends = {"first": past[0].month, "last": past[-1].month}
    values = {end: voice.figures.full_month(month) for end, month in ends.items()}
    said = voice.words.say("plan.past_year", {"past": voice.figures.about(whole), **values})
    already, won = _of_earlier(figures.cohorts, past)
    if growing.hides_new or not already:
        return said
    split = {"already": voice.figures.about(already), "new": voice.figures.about(whole - already)}
    split |= {"then": voice.figures.number(won), "now": voice.figures.number(figures.base.customers)}
    return f"{said} {voice.words.say('plan.past_split', split)}"


def _of_earlier(cohorts: Sequence[CohortMonth], past: Sequence[PlanMonth]) -> tuple[int, int]:
    """What customers brought in these months who came before them, and how many these were.

    Nothing was spent on winning them in these months.
    """
    months = {_number(each.month) for each in past}
    earlier = [each for each in cohorts if each.cohort < past[0].month]
    brought = [each for each in earlier if _number(each.cohort) + each.month_index in months]
    size = {each.cohort: each.customers for each in earlier}
    return sum(each.margin_minor or 0 for each in brought), sum(size.values())


def _number(month: date) -> int:
    return 12 * month.year + month.month


def _full_past(planned: Sequence[PlanMonth]) -> list[PlanMonth]:
    """Months that are over, in order."""
    running = {each.month for each in planned if each.kind == "rest"}
    return [each for each in planned if each.kind == "past" and each.month not in running]


def _shown_past(planned: Sequence[PlanMonth]) -> list[PlanMonth]:
    """The last twelve months that are over, and what the running one brought so far; the latest first."""
    full = _full_past(planned)[-_MONTHS:]
    running = (
        [each for each in planned if each.kind == "past" and each.month > full[-1].month] if full else []
    )
    return [*running, *reversed(full)]


def open_worth(figures: Figures, run: Run, voice: Voice) -> str:
    """That the worth lacks what the last day does, and what it was a day earlier; empty where it is over."""
    if not any(each.is_open for each in figures.last_day):
        return ""
    said = voice.words.say("worth.open", {"day": voice.figures.day(run.until)})
    before = figures.worth[-1].worth_minor if figures.worth and measured_until(run) else None
    if before is None or run.value_minor is None:
        return said
    return f"{said} {voice.words.say('worth.open_before', {'before': voice.figures.about(before)})}"


def open_finding(figures: Figures, run: Run, voice: Voice) -> str:
    """That the last day is not over yet, where it seems so, and whether changes leave it out."""
    key = "growth.open" if measured_until(run) is None else "growth.open_left_out"
    number = voice.figures.number
    return " ".join(
        voice.words.say(
            key,
            {
                "day": voice.figures.day(run.until),
                "orders": number(each.orders),
                "usual": number(each.usual or 0.0),
            },
        )
        for each in figures.last_day
        if each.is_open
    )
