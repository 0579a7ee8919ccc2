"""A simulated shop as a home: facts, truth and the settings a night needs."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from treue.errors import BadOption
from treue.loop.home import KEY, SETTINGS, open_home
from treue.loop.intake.load_log import LoadEntry, log_load
from treue.loop.passing import Say
from treue.simulation.telling.rows import SOURCE
from treue.simulation.world.people import VALUES
from treue.simulation.world.play import Plan
from treue.simulation.world.terms import Terms
from treue.simulation.writing import TRUTH, Written, write_world
from treue.sources.contract import Account, Tally

_SETTINGS = """\
# A simulated shop: nobody in it is real.

[shop]
name = "{name}"
currency = "EUR"
country = "DE"

[vat]
prices = "gross"

[value]
# Of goods whose purchase price nobody entered.
margin = "{margin:.0f}%"

[costs]
service_hour = "{hour}"

[values_profile]
{profile}
"""


def invent(terms: Terms, plan: Plan, folder: Path, processes: int, say: Say) -> Written:
    """Write a simulated shop into a folder, which is a home afterwards.

    Args:
        terms: the preset.
        plan: seed, size, days.
        folder: new, empty, or an earlier simulated shop, which is replaced.
        processes: that work beside each other.
        say: told what passes.

    Raises:
        BadOption: the folder holds something else.
    """
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_free and not (folder / TRUTH).is_dir():
        raise BadOption(
            f"{folder} holds something that is no simulated shop and would be overwritten. Name a new folder."
        )
    say(f"{terms.shop.name}: {plan.customers:,} customers in {plan.days:,} days up to {plan.until}.")
    written = write_world(terms, plan, folder, processes=processes)
    (folder / SETTINGS).write_text(settings_of(terms), encoding="utf-8")
    # Nobody real is in it; without a key no command could look anybody up.
    (folder / KEY).write_text("a simulated shop\n", encoding="utf-8")
    (folder / KEY).chmod(0o600)
    _log(folder, plan, written)
    return written


def settings_of(terms: Terms) -> str:
    """The settings a night needs to know of a simulated shop what its owner would have told."""
    profile = zip(VALUES, terms.shop.values, strict=True)
    return _SETTINGS.format(
        name=terms.shop.name,
        margin=terms.range.margin * 100,
        hour=f"{terms.shop.service_hour:.2f}",
        profile="\n".join(f"{name} = {score}" for name, score in profile),
    )


def _log(folder: Path, plan: Plan, written: Written) -> None:
    """One load, of which nothing was set aside: the page accounts for it as for any other."""
    home = open_home(folder)
    home.loads.unlink(missing_ok=True)
    at = datetime.combine(plan.until, time(23, 59), UTC).isoformat()
    accounts = {name: Account(Tally(rows, rows, 0), {}, {}) for name, rows in written.rows.items()}
    log_load(home, LoadEntry(1, "treue simulate", SOURCE, at, accounts))
