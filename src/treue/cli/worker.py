"""`treue worker`: what pages and the clock ask for, until somebody stops it."""

from __future__ import annotations

import logging
from pathlib import Path

from treue.loop.database import open_database
from treue.loop.home import open_home


def worker(*, home: Path = Path("treue-home")) -> None:
    """Load what is brought through the pages, fetch from sources, and compute everything anew each night.

    Stop it at any time: what was at work is begun again by the next one. `treue serve` starts one by itself.

    Args:
        home: the shop's folder; made if it is not there.
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO)
    opened = open_home(home, create=True)
    open_database(opened)
    from treue.loop.work.worker import work

    work(opened)
