"""What became of the input: rows and money read, accepted, set aside, by kind of input."""

from __future__ import annotations

import duckdb

from treue.sources.contract import Account, Tally
from treue.sources.files.gathered import Gathered
from treue.sources.files.setting_aside import SET_ASIDE


def account(con: duckdb.DuckDBPyConnection, rows: Gathered) -> Account:
    """Count one kind of input after its bad rows were set aside."""
    read, accepted = con.execute(
        f"SELECT count(*), count(*) FILTER (rule IS NULL) FROM {rows.relation}"
    ).fetchall()[0]
    aside = con.execute(
        f"SELECT rule, count(*) FROM {SET_ASIDE} WHERE input = ? GROUP BY rule ORDER BY rule", [rows.kind]
    ).fetchall()
    broken = sum(count for _, count in aside) - (read - accepted)
    money = con.execute(
        f"""SELECT money_currency, sum(money)::HUGEINT, coalesce(sum(money) FILTER (rule IS NULL), 0)::HUGEINT
        FROM {rows.relation} WHERE money IS NOT NULL GROUP BY money_currency ORDER BY money_currency"""
    ).fetchall()
    return Account(
        Tally(read + broken, accepted, read - accepted + broken),
        {code: Tally(int(all_), int(good), int(all_) - int(good)) for code, all_, good in money},
        dict(aside),
    )
