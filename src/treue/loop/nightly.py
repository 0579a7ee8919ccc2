"""The table of contents of the product: what happens in a night, in this order.

Loading is not part of it: files arrive when they arrive, and each is safe in the facts before the night.
Deciding, engaging and measuring join when their rooms are built.
"""

from __future__ import annotations

from treue.loop.database import open_database
from treue.loop.home import Home
from treue.loop.night import gathering, publishing, steps
from treue.loop.night.handed import Run
from treue.loop.passing import Say
from treue.warehouse.snapshot import Snapshot


def nightly(home: Home, say: Say, *, again: bool = False) -> Snapshot:
    """From facts to a published snapshot.

    A night that is killed leaves the published snapshot as it was and is finished by running again.

    Args:
        home: the shop's.
        say: told what passes.
        again: try all forecasts again now, not only once a week.
    """
    if home.has_database:
        open_database(home)
        from treue.loop.rights.forgetting import finish

        finish(home, say)
    with steps.begin(home, say, again=again) as run:
        return publishing.publish(run, _told(run))


def _told(run: Run) -> publishing.Draft:
    """All that a night tells, written down; what it worked with is let go of."""
    facts = gathering.gather(run)
    publishing.export_facts(run, facts)
    beliefs = steps.value(run, facts)
    judged = steps.judge(run, facts, beliefs)
    groups = steps.segment(run, facts, beliefs)
    return publishing.draft(run, facts, beliefs, judged, groups)
