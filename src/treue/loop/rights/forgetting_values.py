"""Deleting what one customer answered on values and what was said about them, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from treue.facts.manifest import settle
from treue.loop.alone import alone
from treue.loop.home import Home
from treue.loop.night.radar_rows import ANSWERS
from treue.loop.rights.snapshots_anew import build_anew
from treue.loop.rights.whose import keys_of
from treue.warehouse.arrow import literal

VALUES, SAID = "values", "judgements"
_OF_THEM = (ANSWERS, "calm")
"""Tables of a snapshot that hold it."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was deleted.

    Args:
        answers: of theirs, in the facts.
        snapshots: that were built anew without them.
        said: about them, in the facts.
    """

    answers: int
    snapshots: int
    said: int = 0


def forget_values(home: Home, who: str) -> Forgotten:
    """Delete one person's answers on values and what was said about them: everywhere.

    That is from the facts, from every snapshot kept, and from rows set aside.

    It is safe to do twice, and finishes what a killed one began. Orders, consents and everything else stay.
    Means of groups stay as well: they hold nobody who could be found.

    Args:
        home: of the shop.
        who: the shop's own customer number, a mail address, or a key as `treue person` lists it.

    Raises:
        InputError: a load or a night is at work.
    """
    with alone(home), home.facts.writing(), duckdb.connect() as con:
        keys = keys_of(con, home, who)
        answers, said = (home.facts.remove(con, table, "customer", keys) for table in (VALUES, SAID))
        _forget_set_aside(con, home, who.strip())
        return Forgotten(answers, build_anew(home, keys, _OF_THEM), said)


def _forget_set_aside(con: duckdb.DuckDBPyConnection, home: Home, who: str) -> None:
    """Such rows that were set aside hold the number or address as it was written."""
    for path in sorted(home.quarantine.glob("load-*.parquet")):
        source = f"read_parquet({literal(str(path))})"
        theirs = f"input IN ('{VALUES}', '{SAID}') AND list_contains(string_split(text, ' | '), $who)"
        found = con.execute(f"SELECT count(*) FROM {source} WHERE {theirs}", {"who": who}).fetchall()
        if found[0][0]:
            draft = path.with_suffix(".tmp")
            kept = f"SELECT * FROM {source} WHERE NOT coalesce({theirs}, false)"
            con.execute(f"COPY ({kept}) TO {literal(str(draft))} (FORMAT parquet)", {"who": who})
            settle(draft, path)
