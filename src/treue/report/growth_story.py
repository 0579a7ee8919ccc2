"""What the blocks on growth and on the next 12 months say and show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from treue.report import growing as tell
from treue.report.charts.growth import step_chart, worth_chart
from treue.report.charts.plan import plan_chart
from treue.report.drawing import Picture, picture
from treue.report.growing import Lever, PlanMonth, WorthDay
from treue.report.manifest import Run
from treue.report.rows import Figures
from treue.report.voice import Voice

_FEWEST_DAYS = 3
_MONTHS = 12  # of a plan


@dataclass(frozen=True, slots=True)
class GrowthShown:
    """The block on growth; texts are written already.

    Args:
        finding: the verdict.
        more: what the last month changed.
        repeat: what one point of the repeat rate is worth; empty where nobody knows.
        pictures: the worth at month ends, and the steps of the last month, as far as there are any.
        captions: a line above each picture.
        since: the day a month ago.
        before: worth then.
        steps: step and amount.
        after: worth now.
        acquisition: spent since on winning customers, below zero; empty where it is not known.
        net: the change less that.
        days: each month end and its worth.
        levers: the strongest first.
    """

    finding: str
    more: str
    repeat: str
    pictures: Sequence[Picture]
    captions: Sequence[str]
    since: date | None
    before: str
    steps: Sequence[tuple[str, str]]
    after: str
    acquisition: str
    net: str
    days: Sequence[tuple[WorthDay, str]]
    levers: Sequence[Lever]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The block on the next 12 months.

    Args:
        finding: the year in a sentence.
        more: what it counts on, and how an earlier plan did.
        pictures: past and planned months.
        months: rest, months and year.
        write: how amounts are written.
    """

    finding: str
    more: str
    pictures: Sequence[Picture]
    months: Sequence[PlanMonth]
    write: Callable[[float | None], str]


def tell_growth(figures: Figures, run: Run, voice: Voice) -> GrowthShown | None:
    """None of a run that says nothing of it."""
    if run.growing is None or not figures.worth:
        return None
    has_amounts = run.value_minor is not None
    write = tell.writer(voice, has_amounts=has_amounts)
    month = tell.parts_over(figures.parts, 1)
    steps = tell.shown_steps(month)
    pictures, captions = _pictures(figures, voice, has_amounts=has_amounts)
    spent = month["acquisition"].amount if "acquisition" in month else 0.0

    def of(part: str) -> str:
        return write(month[part].amount) if part in month else ""

    return GrowthShown(
        finding=voice.words.say("growth.unclear")
        if any(each.is_open for each in figures.last_day)
        else tell.verdict_finding(run.growing, figures.parts, voice, has_amounts=has_amounts),
        more=" ".join(
            filter(
                None,
                (tell.month_finding(figures.parts, voice, has_amounts=has_amounts), _open(figures, voice)),
            )
        ),
        repeat=tell.repeat_finding(run.growing, voice),
        pictures=pictures,
        captions=captions,
        since=month["total"].since if month else None,
        before=of("before"),
        steps=[(each.part, tell.signed(each.amount, voice, has_amounts=has_amounts)) for each in steps],
        after=of("after"),
        acquisition=tell.signed(spent, voice, has_amounts=has_amounts) if spent else "",
        net=tell.signed(month["total"].amount + spent, voice, has_amounts=has_amounts) if spent else "",
        days=[(each, write(each.worth_minor or 0 if has_amounts else each.orders)) for each in figures.worth],
        levers=[each for each in figures.levers if each.gain_minor],
    )


def _pictures(figures: Figures, voice: Voice, *, has_amounts: bool) -> tuple[list[Picture], list[str]]:
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
        before = month["before"].amount
        listed = [
            f"{voice.words.name('growth_step', each.part)} "
            f"{tell.signed(each.amount, voice, has_amounts=has_amounts)}"
            for each in steps
        ]
        values = {"day": voice.figures.day(month["before"].since), "before": write(before)}
        values |= {"after": write(month["after"].amount), "steps": "; ".join(listed)}
        captions.append(say("growth.legend_steps", values))
        said = say("growth.picture_steps", values)
        pictures.append(
            picture(said, lambda size: step_chart(before, steps, voice, size, has_amounts=has_amounts))
        )
    return pictures, captions


def tell_plan(figures: Figures, run: Run, voice: Voice) -> PlanShown | None:
    """None of a run that has none."""
    planned = [each for each in figures.planned if each.kind != "past"]
    if run.growing is None or not planned:
        return None
    has_amounts = run.value_minor is not None
    write = tell.writer(voice, has_amounts=has_amounts)
    finding = tell.plan_finding(planned, voice, has_amounts=has_amounts)
    said = voice.words.say("plan.picture", {"finding": finding})
    drawn = picture(said, lambda size: plan_chart(figures.planned, voice, size, has_amounts=has_amounts))
    months = [each for each in planned if each.kind != "year"]
    return PlanShown(
        finding=finding,
        more=" ".join(
            filter(
                None,
                (
                    tell.plan_more(planned, run.growing, voice),
                    _past_year(figures.planned, voice) if has_amounts else "",
                    _beside_worth(run, voice),
                ),
            )
        ),
        pictures=[drawn],
        months=[*months, *(each for each in planned if each.kind == "year")],
        write=lambda amount: write(amount or 0.0),
    )


def _beside_worth(run: Run, voice: Voice) -> str:
    """Why today's customers bring more here than what they are worth; empty where the two are not alike."""
    if run.value_minor is None or run.horizon_months != _MONTHS or not run.discount_per_year:
        return ""
    return voice.words.say("plan.beside_worth", {"worth": voice.figures.about(run.value_minor.mean)})


def _past_year(planned: Sequence[PlanMonth], voice: Voice) -> str:
    """What the twelve full months before brought, as the plan counts; empty where there are fewer."""
    running = {each.month for each in planned if each.kind == "rest"}
    past = [each.whole for each in planned if each.kind == "past" and each.month not in running]
    if len(past) < _MONTHS:
        return ""
    return voice.words.say("plan.past_year", {"past": voice.figures.about(sum(past[-_MONTHS:]))})


def _open(figures: Figures, voice: Voice) -> str:
    """That the last day is not over yet, where it seems so: what it lacks looks like a decline."""
    number = voice.figures.number
    return " ".join(
        voice.words.say("growth.open", {"orders": number(each.orders), "usual": number(each.usual or 0.0)})
        for each in figures.last_day
        if each.is_open
    )
