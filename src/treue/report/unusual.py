"""What is different from usual, in sentences; loads nothing that draws or reckons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from treue.report.voice import Voice

COLUMNS = (
    "kind", "detail", "name", "now", "usual", "low", "high", "counted", "within_days", "effect_minor",
    "effect_low_minor", "effect_high_minor", "since", "until", "direction", "told",
    "quiet_days", "quiet_day", "quiet_orders",
)  # fmt: skip
"""Of the snapshot's table `unusual`, in the order in which `Unusual` takes them."""

LISTED = 12
"""Rows of the table below the sentences."""

ORDERS = ("orders", "orders_by_weeks")
"""Kinds whose count is all there is to tell."""

_COUNTS = (*ORDERS, "out_of_stock")
_SMALL = 0.1  # below it shares have a decimal


@dataclass(frozen=True, slots=True)
class Unusual:
    """One thing that was looked at.

    Args:
        kind: of thing.
        detail: article or channel; empty for the whole shop.
        name: what people call it.
        now: share, or count.
        usual: the same before.
        low: of the 80 % interval of what chance would bring now.
        high: of the same.
        counted: cases now; days, of an article that is gone.
        within_days: days after the case in which what is asked about counts; None where it has none.
        effect_minor: what the difference brings in the window, below zero where it costs; None if unknown.
        effect_low_minor: where its 80 % interval begins; likewise.
        effect_high_minor: where it ends; likewise.
        since: first day of the window.
        until: last day of the window.
        direction: worse or better.
        is_told: whether chance is no likely reason, so many things looked at.
        quiet_days: of the window on which hardly anything was ordered: the shop may have been closed.
        quiet_day: the quietest of them; None where there is none.
        quiet_orders: what is missing on them.
    """

    kind: str
    detail: str
    name: str
    now: float
    usual: float
    low: float
    high: float
    counted: int
    within_days: int | None
    effect_minor: int | None
    effect_low_minor: int | None
    effect_high_minor: int | None
    since: date
    until: date
    direction: str
    is_told: bool
    quiet_days: int = 0
    quiet_day: date | None = None
    quiet_orders: int = 0

    @property
    def is_count(self) -> bool:
        """Whether the figures are counts, not shares."""
        return self.kind in _COUNTS

    @property
    def amounts(self) -> tuple[int, int, int] | None:
        """The amount without sign, then the ends of its 80 % interval, which may lie on the other side."""
        low, high = self.effect_low_minor, self.effect_high_minor
        if not self.effect_minor or low is None or high is None:
            return None
        return (-self.effect_minor, -high, -low) if self.effect_minor < 0 else (self.effect_minor, low, high)


def told_of(rows: Sequence[Unusual]) -> list[Unusual]:
    """Those that chance hardly explains and that this version has words for, in their order."""
    return [row for row in rows if row.is_told]


def unusual_finding(rows: Sequence[Unusual], voice: Voice) -> str:
    """How many things stand out; a calm word where none does."""
    if not rows:
        return voice.words.say("unusual.too_early")
    count = len(told_of(rows))
    if not count:
        return voice.words.say("unusual.empty")
    return voice.words.count("unusual.finding", count, {"count": voice.figures.number(count)})


def looked_at(rows: Sequence[Unusual], voice: Voice) -> str:
    """How many figures were looked at; empty where none was."""
    values = {"count": voice.figures.number(len(rows))}
    return voice.words.count("unusual.looked", len(rows), values) if rows else ""


def sentence(row: Unusual, voice: Voice) -> str:
    """What is different, beside what is usual, and what it costs or brings as far as that is known.

    Raises:
        KeyError: a kind this version has no words for.
    """
    way = "more" if row.now > row.usual else "less"
    scope = "_of" if row.kind == "late_parcels" and row.name else ""
    said = voice.words.say(f"unusual.{row.kind}{scope}.{way}", blanks(row, voice))
    no_season = voice.words.say("unusual.by_weeks") if row.kind == "orders_by_weeks" else ""
    return " ".join(filter(None, (said, _money(row, voice), _quiet(row, voice), no_season)))


def thing(row: Unusual, voice: Voice) -> str:
    """What a row of the table is about."""
    scope = "_of" if row.kind == "late_parcels" and row.name else ""
    return voice.words.say(f"unusual.thing.{row.kind}{scope}", {"name": row.name})


def blanks(row: Unusual, voice: Voice) -> dict[str, str]:
    """The row's figures, written."""
    write = voice.figures
    digits = 1 if min(row.now, row.usual) < _SMALL else 0
    written = {}
    for name in ("now", "usual", "low", "high"):
        value = getattr(row, name)
        if row.kind in ORDERS:
            written[name] = write.number(value)
        elif row.is_count:
            written[name] = write.number(value, 0 if value >= 10 else 1)
        else:
            # A range has its sign once: 10 bis 27 %.
            written[name] = write.number(100 * value, digits) if name == "low" else write.share(value, digits)
    return {
        **written,
        "name": row.name,
        "hits": write.number(row.now * row.counted),
        "counted": write.number(row.counted),
        "cases": _cases(row, voice),
        "within": write.number(row.within_days or 0),
        "since": write.short_day(row.since),
        "until": write.short_day(row.until),
    }


def _quiet(row: Unusual, voice: Voice) -> str:
    """Days on which the shop may have been closed, and how much of what is missing they are."""
    if row.quiet_day is None or row.now > row.usual:
        return ""
    write = voice.figures
    values = {
        "days": write.number(row.quiet_days),
        "day": write.short_day(row.quiet_day),
        "missing": write.number(row.quiet_orders),
    }
    return voice.words.count("unusual.quiet", row.quiet_days, values)


def _cases(row: Unusual, voice: Voice) -> str:
    """How many cases there were; days, of an article that is gone."""
    count = voice.figures.number(row.counted)
    if row.kind == "out_of_stock":
        return voice.words.count("unusual.gone", row.counted, {"count": count})
    return count


def _money(row: Unusual, voice: Voice) -> str:
    if row.amounts is None:
        return ""
    about = voice.figures.about
    amount, low, high = row.amounts
    key = "costs" if (row.effect_minor or 0) < 0 else "brings"
    return voice.words.say(
        f"unusual.{key}", {"amount": about(amount), "low": about(low), "high": about(high)}
    )
