"""PostgreSQL: one read-only transaction, a cursor on the server, a time limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from treue.errors import InputError, Keyed
from treue.sources.databases.rows import Answered

_HELD = 5_000
_CONNECT_SECONDS = 20


@contextmanager
def postgres_rows(address: str, source: str, table: str, query: str, seconds: int) -> Iterator[Answered]:
    """The rows of a query.

    Args:
        address: as postgresql://user:password@host/name.
        source: name, for errors.
        table: that is asked for.
        query: one SELECT.
        seconds: after which the server gives up.

    Raises:
        InputError: not reachable, or the query is refused; without the address, which holds a password.
    """
    try:
        import psycopg  # noqa: PLC0415 - only where a shop has such a source
    except ImportError:
        raise InputError(
            'psycopg is not installed; install Treue with it: pip install "treue[postgres]".'
        ) from None
    try:
        with psycopg.connect(address, connect_timeout=_CONNECT_SECONDS, autocommit=False) as connection:
            connection.read_only = True
            connection.execute(f"SET LOCAL statement_timeout = {int(seconds) * 1000}")
            with connection.cursor(name="treue") as cursor:
                cursor.itersize = _HELD
                cursor.execute(query.strip().rstrip(";").encode())
                yield Answered([each.name for each in cursor.description or ()], iter(cursor))
            connection.rollback()
    except psycopg.OperationalError as error:
        if isinstance(error, psycopg.errors.QueryCanceled):
            raise InputError(too_long(source, table, seconds)) from None
        raise InputError(unreachable(source)) from None
    except psycopg.Error as error:
        told = error.diag.message_primary or type(error).__name__
        raise InputError(refused(source, table, told)) from None


def unreachable(source: str) -> Keyed:
    """The database does not answer."""
    return Keyed(
        "unreachable",
        "The database of {source} does not answer or does not let us in; check address, user, password and "
        "whether this server may reach it.",
        source=source,
    )


def refused(source: str, table: str, told: str) -> Keyed:
    """The database does not like the query."""
    return Keyed(
        "query_refused",
        "The database of {source} refuses the query for {table}: {told}. Mend the query; it may only read.",
        source=source,
        table=table,
        told=told.strip().rstrip("."),
    )


def too_long(source: str, table: str, seconds: int) -> Keyed:
    """It took longer than it may."""
    return Keyed(
        "query_too_long",
        "The query for {table} takes the database of {source} over {minutes} minutes; ask for less, or "
        "give it an index.",
        source=source,
        table=table,
        minutes=str(max(1, seconds // 60)),
    )
