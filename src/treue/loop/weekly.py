"""The choice of a forecast that a home keeps: a tournament a week decides, a night uses it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from treue.errors import BrokenHome
from treue.loop.choosing import Chosen, Standpoint, choose
from treue.loop.home import Home
from treue.loop.kept import keep
from treue.value.tournament.verdict import read_verdict

CHOICE = "choice.json"
_DAYS = 7


def choose_weekly(home: Home, here: Standpoint, *, again: bool) -> Chosen:
    """What this week's tournament decided, held now if there was none yet.

    Args:
        home: keeps it.
        here: from where is forecast.
        again: hold one in any case.

    Raises:
        BrokenHome: the kept choice cannot be read.
    """
    path = home.folder / CHOICE
    value = home.settings.value
    terms = {
        "model": value.model,
        "by_day": value.by_day,
        "first_orders": value.first_orders,
        "horizon_days": here.ahead_days,
    }
    kept = None if again else _kept(path, terms, here.until)
    if kept is not None:
        return kept
    chosen = choose(home.settings, here)
    keep(path, {**terms, "until": here.until.isoformat(), "verdict": chosen.verdict.to_json()})
    return chosen


def _kept(path: Path, terms: dict[str, object], until: date) -> Chosen | None:
    """The kept choice, if it is not a week old and was made on the same terms."""
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        age = (until - date.fromisoformat(told["until"])).days
        # A year has one day more or less: the horizon may differ by that.
        near = abs(int(told["horizon_days"]) - int(str(terms["horizon_days"]))) <= 1
        same = all(told[name] == terms[name] for name in ("model", "by_day", "first_orders"))
        verdict = read_verdict(dict(told["verdict"]))
    except BrokenHome as wrong:
        raise BrokenHome(f"{path}: {wrong}") from wrong
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenHome(
            f"{path} cannot be read ({wrong}); a run keeps there how it forecasts. Delete it; the next run "
            "tries the forecasts again."
        ) from wrong
    return Chosen.of(verdict) if same and near and 0 <= age < _DAYS else None
