"""The table of contents of the product: what happens in a night, in this order.

Loading is not part of it: files arrive when they arrive, and each is safe in the facts before the night.
Deciding, engaging and measuring join when their rooms are built.
"""

from __future__ import annotations

from treue.loop import gathering, night, publishing
from treue.loop.home import Home
from treue.loop.valuing import Say
from treue.warehouse.snapshot import Snapshot


def nightly(home: Home, say: Say, *, again: bool = False) -> Snapshot:
    """From facts to a published snapshot.

    A night that is killed leaves the published snapshot as it was and is finished by running again.

    Args:
        home: the shop's.
        say: told what passes.
        again: try all forecasts again now, not only once a week.
    """
    with night.begin(home, say, again=again) as run:
        facts = gathering.gather(run)
        beliefs = night.value(run, facts)
        judged = night.judge(run, facts, beliefs)
        groups = night.segment(run, facts, beliefs)
        return publishing.publish(run, facts, beliefs, judged, groups)
