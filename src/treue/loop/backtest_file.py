"""`treue backtest FILE`: how well we would have done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from treue.errors import BadOption, TreueWarning
from treue.loop.backtesting import Source, Tested, run_split
from treue.loop.scratch import scratch_database
from treue.loop.value_file import FileQuestion, open_file
from treue.loop.valuing import Clock, Say, last_order_day, read_diary
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

    Raises:
        InputError: it cannot be read, or a split leaves nothing to learn from or to judge by.
    """
    if not splits:
        raise BadOption("A back-test needs a day to split at; add --split 2026-06-30.")
    with scratch_database(question.settings) as con:
        opened = open_file(con, question, Clock(), say)
        source = Source(
            engine=opened.engine,
            days=opened.days,
            diary=read_diary(opened.engine, opened.days, opened.digits),
            last=last_order_day(opened.engine, opened.days),
            digits=opened.digits,
        )
        tested = [run_split(source, split, horizon, question.settings) for split in splits]
    learned = [each for split in tested for row in split.rows if row.is_chosen for each in row.warnings]
    return FileTest(tested, (*opened.warnings, *learned))
