"""Somebody who knows the customer says "no reason to worry": into the facts, as a load of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from treue.errors import BadOption, NothingAccepted
from treue.facts.codes import code_of
from treue.loop.home import Home
from treue.loop.intake.load_log import BY_HAND, LoadEntry, log_load
from treue.loop.intake.loading import one_load
from treue.loop.rights.whose import person_of
from treue.sources.contract import Account, Tally

TABLE = "judgements"
_ARRIVING = "judgements_to_store"


@dataclass(frozen=True, slots=True)
class Said:
    """What was written down.

    Args:
        load: its number, for `treue undo`.
        customer: the key that stands for the person.
        day: when it was said.
        until: the last day for which; None: for twice their usual gap.
        withdrawn: whether it takes back what was said on that day.
    """

    load: int
    customer: int
    day: date
    until: date | None
    withdrawn: bool = False

    @property
    def code(self) -> str:
        """The customer's code, as the report shows it."""
        return code_of(self.customer)


def calm(home: Home, who: str, until: date | None, now: datetime) -> Said:
    """Write down that there is no reason to worry about a customer.

    Args:
        home: of the shop.
        who: a code as the report shows it, the shop's own number, a mail address, or a key.
        until: the last day for which it holds; None leaves it to their rhythm.
        now: aware.

    Raises:
        BadOption: nobody, or more than one, is known by that; or the day is past.
        InputError: a load or a night is at work.
    """
    today = now.astimezone(ZoneInfo(home.settings.shop.zone)).date()
    if until is not None and until < today:
        raise BadOption(f"--until is {until}, which is past; name a day from {today} on.")
    with home.facts.writing(), duckdb.connect() as con:
        person, _ = person_of(con, home, who)
        return _store(con, home, Said(0, person, today, until), [person], now)


def uncalm(home: Home, who: str, now: datetime) -> Said:
    """Take back what was said last about a customer.

    Args:
        home: of the shop.
        who: as in `calm`.
        now: aware.

    Raises:
        BadOption: nobody, or more than one, is known by that.
        NothingAccepted: nothing was said about them.
        InputError: a load or a night is at work.
    """
    with home.facts.writing(), duckdb.connect() as con:
        person, keys = person_of(con, home, who)
        files = [str(path) for path in home.facts.files(TABLE)]
        listed = ", ".join(map(str, sorted(keys)))
        told = f"read_parquet(?) WHERE customer IN ({listed}) AND kind IS DISTINCT FROM 'withdrawn'"
        asked = f"SELECT customer, day FROM {told} QUALIFY day = max(day) OVER ()"
        rows = con.execute(asked, [files]).fetchall() if files else []
        if not rows:
            raise NothingAccepted(f"{who!r}: nothing was said about this customer that could be taken back.")
        said = Said(0, person, rows[0][1], None, withdrawn=True)
        return _store(con, home, said, [row[0] for row in rows], now)


def _store(con: duckdb.DuckDBPyConnection, home: Home, said: Said, keys: list[int], now: datetime) -> Said:
    """A load like any other, of a row a key. Its log names nobody: it outlives who is forgotten."""
    what = "treue calm --undo" if said.withdrawn else "treue calm"
    with one_load(home, what) as number:
        rows = {
            "customer": pa.array(keys, pa.int64()),
            "day": pa.array([said.day] * len(keys), pa.date32()),
            "kind": pa.array(["withdrawn" if said.withdrawn else "calm"] * len(keys), pa.string()),
            "until": pa.array([said.until] * len(keys), pa.date32()),
            "source": pa.array([BY_HAND] * len(keys), pa.string()),
            "version": pa.array([number] * len(keys), pa.int64()),
        }
        con.register(_ARRIVING, pa.table(rows))
        home.facts.merge(con, TABLE, _ARRIVING)
        con.unregister(_ARRIVING)
        account = Account(Tally(len(keys), len(keys), 0), {}, {})
        log_load(home, LoadEntry(number, what, BY_HAND, now.isoformat(), {TABLE: account}))
    return Said(number, said.customer, said.day, said.until, said.withdrawn)
