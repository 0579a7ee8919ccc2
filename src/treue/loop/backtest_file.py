"""`treue backtest FILE`: how well we would have done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from treue.errors import BadOption, TreueWarning
from treue.loop.night.backtesting import Source, Tested, cut, night_split, run_cut
from treue.loop.night.valuing import day_of_number, last_order_day, read_diary
from treue.loop.passing import Clock, Say
from treue.loop.scratch import scratch_database
from treue.loop.value_file import FileQuestion, open_file
from treue.settings import Settings
from treue.units import Period


@dataclass(frozen=True, slots=True)
class FileTest:
    """The answer: one entry per split, and what to show beside it."""

    tested: Sequence[Tested]
    warnings: Sequence[TreueWarning]


def backtest_file(
    question: FileQuestion, splits: Sequence[date], horizon: Period | None, say: Say
) -> FileTest:
    """Test every model on every split of one file.

    Args:
        question: the file.
        splits: last days of the calibration; none for the day that a night would take.
        horizon: how far is forecast; None for all that came after the split.
        say: told what passes.

    Raises:
        InputError: it cannot be read, or a split leaves nothing to learn from or to judge by.
    """
    with scratch_database(question.settings) as con:
        opened = open_file(con, question, Clock(), say)
        source = Source(
            engine=opened.engine,
            days=opened.days,
            diary=read_diary(opened.engine, opened.days, opened.digits),
            last=last_order_day(opened.engine, opened.days),
            digits=opened.digits,
        )
        days = splits or [_usual_split(source, horizon, question.settings, say)]
        tested = [run_cut(cut(source, split, horizon), question.settings) for split in days]
    learned = [each for split in tested for row in split.rows if row.is_chosen for each in row.warnings]
    return FileTest(tested, (*opened.warnings, *learned))


def _usual_split(source: Source, horizon: Period | None, settings: Settings, say: Say) -> date:
    """Where a night would cut this past; with a horizon, the latest day from which it can be judged."""
    first, last = day_of_number(source.diary.first), source.last
    split = night_split(first, last, settings.value.horizon)[0] if horizon is None else _before(last, horizon)
    if split <= first:
        raise BadOption(
            f"The orders reach from {first} to {last}: too short a past to learn from one part and judge by "
            f"{horizon or 'the rest'}. Add older orders{', or take a shorter --horizon' if horizon else ''}."
        )
    say(f"No --split: learned up to {split}, so that {(last - split).days} days are left to judge by.")
    return split


def _before(last: date, horizon: Period) -> date:
    """The latest day from which the horizon is over by `last`; the first of all days where there is none."""
    near = last.toordinal() - horizon.days_from(last)
    days = (date.fromordinal(max(near + off, 1)) for off in range(3, -4, -1))  # months differ in length
    return next((day for day in days if horizon.end(day) <= last), date.min)
