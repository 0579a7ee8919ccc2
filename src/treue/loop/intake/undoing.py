"""Taking the last load back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from treue.errors import NothingAccepted
from treue.loop.home import Home
from treue.loop.intake.load_log import BY_PROGRAMS, LoadEntry, log_undo, read_loads


@dataclass(frozen=True, slots=True)
class Undone:
    """A load that was taken back.

    Args:
        load: which.
        fewer: facts table -> how many rows fewer it has now, of those that changed.
    """

    load: LoadEntry
    fewer: Mapping[str, int]


def undo_load(home: Home) -> Undone:
    """Put the facts back to what they were before the last load; rows it changed are as they had been.

    Rows that load set aside are deleted, and so are names and addresses of whom nothing else tells.
    Snapshots stay as they are until the next run.

    Raises:
        NothingAccepted: there is no load to take back: none was made, or the last one is taken back already,
            or something was forgotten since, or it brought events of the interface.
        InputError: a load or a run is at work.
    """
    with home.facts.writing():
        number = home.facts.remembered()
        load = next((each for each in read_loads(home) if each.number == number), None)
        if load is None:
            raise NothingAccepted(
                f"{home.folder}: there is no load to take back; only the last one can be, once, and not "
                "after somebody was forgotten. Load the right files instead: a row's newest version wins."
            )
        if load.source == BY_PROGRAMS:
            raise NothingAccepted(
                f"{home.folder}: the last load brought events of the interface, which nobody has a second "
                "time; they are not taken back. Send events that put right what is wrong: the newest wins."
            )
        with home.facts.unfinished(load.path):
            fewer = home.facts.restore()
            (home.quarantine / f"load-{load.number:06d}.parquet").unlink(missing_ok=True)
            # After an undo that died there may be a load behind the one it was taking back.
            for number in [each.number for each in read_loads(home) if each.number >= load.number]:
                log_undo(home, number, datetime.now(UTC).isoformat())
        if home.has_database:
            from treue.loop.intake import consenting, reaching

            with duckdb.connect() as con:
                reaching.settle_contacts(con, home)
                consenting.settle(con, home, load.source)
    return Undone(load, fewer)
