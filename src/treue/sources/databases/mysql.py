"""MySQL and MariaDB: one read-only transaction, rows as they come, a time limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from treue.errors import InputError, Keyed
from treue.sources.databases.postgres import refused, too_long, unreachable
from treue.sources.databases.rows import Answered

if TYPE_CHECKING:
    from pymysql.cursors import SSCursor

_CONNECT_SECONDS = 20
_TOO_LONG = (1969, 3024)  # MariaDB's and MySQL's number for a statement that took too long
_NOT_LET_IN = (1044, 1045, 1049, 1130, 2002, 2003, 2006, 2013)


@contextmanager
def mysql_rows(address: str, source: str, table: str, query: str, seconds: int) -> Iterator[Answered]:
    """The rows of a query.

    Args:
        address: as mysql://user:password@host:3306/name; `?socket=/path` for one on this machine, and
            `?tls=yes` where it must be encrypted.
        source: name, for errors.
        table: that is asked for.
        query: one SELECT.
        seconds: after which the server gives up.

    Raises:
        InputError: no driver, not reachable, or the query is refused; without the address.
    """
    try:
        import pymysql  # noqa: PLC0415 - only where a shop has such a source
        from pymysql.cursors import SSCursor  # noqa: PLC0415 - the same
    except ImportError:
        raise InputError(
            'PyMySQL is not installed; install Treue with it: pip install "treue[mysql]".'
        ) from None
    try:
        connection = pymysql.connect(
            **_told(address, source), cursorclass=SSCursor, read_timeout=seconds + 60
        )
        try:
            with connection.cursor() as cursor:
                _limit(cursor, seconds)
                cursor.execute("START TRANSACTION READ ONLY")
                cursor.execute(query.strip().rstrip(";"))
                columns = [each[0] for each in cursor.description or ()]
                yield Answered(columns, iter(cursor.fetchone, None))
        finally:
            connection.close()
    except pymysql.err.Error as error:
        number, told = (*error.args, 0, "")[:2]
        if number in _TOO_LONG:
            raise InputError(too_long(source, table, seconds)) from None
        if number in _NOT_LET_IN:
            raise InputError(unreachable(source)) from None
        raise InputError(refused(source, table, str(told))) from None


def _limit(cursor: SSCursor, seconds: int) -> None:
    """The two systems have different names for the same limit."""
    cursor.execute("SELECT version()")
    version = str(cursor.fetchone()[0])
    cursor.fetchall()
    if "mariadb" in version.lower():
        cursor.execute(f"SET SESSION max_statement_time = {int(seconds)}")
    else:
        cursor.execute(f"SET SESSION max_execution_time = {int(seconds) * 1000}")


def _told(address: str, source: str) -> dict[str, object]:
    parts = urlsplit(address)
    if parts.scheme not in ("mysql", "mariadb") or not parts.path.strip("/"):
        raise InputError(
            Keyed(
                "bad_address",
                "The address of {source} is not one of its kind of database; write it as "
                "mysql://user:password@host/name or postgresql://user:password@host/name.",
                source=source,
            )
        )
    options = dict(parse_qsl(parts.query))
    told: dict[str, object] = {
        "host": parts.hostname or "localhost",
        "port": parts.port or 3306,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "database": unquote(parts.path.strip("/")),
        "charset": "utf8mb4",
        "connect_timeout": _CONNECT_SECONDS,
    }
    if "socket" in options:
        told["unix_socket"] = options["socket"]
    if options.get("tls") == "yes":
        told["ssl"] = {"check_hostname": True}
    return told
