"""What a home decides once a week and keeps: which forecast it takes, and how well it would have done."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from treue.errors import BrokenHome
from treue.loop.choosing import Chosen, Standpoint, choose
from treue.loop.home import Home
from treue.loop.kept import keep
from treue.loop.tested_rows import BacktestTold
from treue.settings import Settings
from treue.value.tournament.verdict import read_verdict

CHOICE, TEST = "choice.json", "backtest.json"
_DAYS = 7

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Week:
    """The terms on which something holds for a week.

    Args:
        home: keeps it.
        first: the shop's first day: who adds an older past wants to see it count.
        until: the last day that was seen.
        ahead_days: how far is forecast.
        again: decide anew in any case.
    """

    home: Home
    first: date
    until: date
    ahead_days: int
    again: bool = False

    def decided(
        self,
        file: str,
        terms: Mapping[str, object],
        made: Callable[[], Mapping[str, object]],
        read: Callable[[Mapping[str, object]], T],
    ) -> T:
        """What was decided this week on the same terms, else decided now and kept.

        Args:
            file: keeps it, in the home.
            terms: plain values; other terms, another decision.
            made: decides.
            read: from what was made.

        Raises:
            BrokenHome: what was kept cannot be read.
        """
        path = self.home.folder / file
        told = None if self.again else _kept(path, read)
        if told is not None and self._holds(told[0], terms):
            return told[1]
        decision = made()
        days = {"first": self.first.isoformat(), "until": self.until.isoformat()}
        keep(path, {**terms, **days, "horizon_days": self.ahead_days, "decision": decision})
        return read(decision)

    def _holds(self, told: _Terms, terms: Mapping[str, object]) -> bool:
        # A year has one day more or less: the horizon may differ by that.
        near = abs(told.horizon_days - self.ahead_days) <= 1
        same = told.first == self.first and told.others == terms
        return near and same and 0 <= (self.until - told.until).days < _DAYS


@dataclass(frozen=True, slots=True)
class _Terms:
    first: date
    until: date
    horizon_days: int
    others: Mapping[str, object]


def _kept(path: Path, read: Callable[[Mapping[str, object]], T]) -> tuple[_Terms, T] | None:
    if not path.exists():
        return None
    try:
        told = dict(json.loads(path.read_text(encoding="utf-8")))
        if "decision" not in told or "first" not in told:  # of an earlier version
            return None
        first, until = (date.fromisoformat(told.pop(name)) for name in ("first", "until"))
        days = int(told.pop("horizon_days"))
        decision = read(dict(told.pop("decision")))
    except BrokenHome as wrong:
        raise BrokenHome(f"{path}: {wrong}") from wrong
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenHome(
            f"{path} cannot be read ({wrong}); a run keeps there how it forecasts. Delete it; the next run "
            "tries the forecasts again."
        ) from wrong
    return _Terms(first, until, days, told), decision


def choose_weekly(week: Week, here: Standpoint) -> Chosen:
    """What this week's tournament decided, held now if there was none yet.

    Raises:
        BrokenHome: the kept choice cannot be read.
    """
    settings = week.home.settings
    terms = {"model": settings.value.model, **_ways(settings)}
    return week.decided(
        CHOICE,
        terms,
        lambda: choose(settings, here).verdict.to_json(),  # noqa: PLW0108  # chosen only when asked
        lambda told: Chosen.of(read_verdict(told)),
    )


def backtest_weekly(week: Week, test: Callable[[], BacktestTold]) -> BacktestTold:
    """This week's back-test, made now if there was none yet.

    Args:
        week: the terms.
        test: makes it.

    Raises:
        BrokenHome: the kept test cannot be read.
    """
    settings = week.home.settings
    terms = {"spend": settings.value.spend, "unit": settings.value.unit, **_ways(settings)}
    return week.decided(TEST, terms, lambda: test().to_json(), BacktestTold.read)


def _ways(settings: Settings) -> dict[str, object]:
    """Settings that change every forecast."""
    return {"by_day": settings.value.by_day, "first_orders": settings.value.first_orders}
