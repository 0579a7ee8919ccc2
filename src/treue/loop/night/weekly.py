"""What a home decides once a week and keeps: which forecast it takes, and how well it would have done."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from treue.errors import BrokenHome
from treue.loop.home import Home
from treue.loop.kept import keep
from treue.loop.night.choosing import Chosen, Standpoint, choose
from treue.loop.night.tested_rows import BacktestTold
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
        self, file: str, terms: Mapping[str, object], read: Callable[[Mapping[str, object]], T]
    ) -> T | None:
        """What was decided this week on the same terms; None where nothing was.

        Args:
            file: keeps it, in the home.
            terms: plain values; other terms, another decision.
            read: from what was kept.

        Raises:
            BrokenHome: what was kept cannot be read.
        """
        told = None if self.again else _kept(self.home.folder / file, read)
        return told[1] if told is not None and self._holds(told[0], terms) else None

    def keep(self, file: str, terms: Mapping[str, object], decision: Mapping[str, object]) -> None:
        """Keep what was decided, plain values, for a week."""
        days = {"first": self.first.isoformat(), "until": self.until.isoformat()}
        kept = {**terms, **days, "horizon_days": self.ahead_days, "decision": decision}
        keep(self.home.folder / file, kept)

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
    kept = week.decided(CHOICE, terms, read_verdict)
    if kept is not None:
        return Chosen.of(kept)
    chosen = choose(settings, here)
    week.keep(CHOICE, terms, chosen.verdict.to_json())
    return chosen


def backtest_weekly(
    week: Week, begin: Callable[[], Callable[[], BacktestTold]]
) -> Callable[[], BacktestTold]:
    """This week's back-test, begun now if there was none yet; to be waited for.

    Args:
        week: the terms.
        begin: begins it, and gives what waits for it.

    Raises:
        BrokenHome: the kept test cannot be read.
    """
    settings = week.home.settings
    terms = {"spend": settings.value.spend, "unit": settings.value.unit, **_ways(settings)}
    kept = week.decided(TEST, terms, BacktestTold.read)
    if kept is not None:
        return lambda: kept
    wait = begin()

    def done() -> BacktestTold:
        told = wait()
        week.keep(TEST, terms, told.to_json())
        return told

    return done


def _ways(settings: Settings) -> dict[str, object]:
    """Settings that change every forecast."""
    return {"by_day": settings.value.by_day, "first_orders": settings.value.first_orders}
