"""The operational database from one system to another, record by record: PostgreSQL to SQLite and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction

from treue.errors import InputError
from treue.loop.database import sqlite_at

HERE, FILE = "default", "file"
"""The home's database, and the file beside it."""
_GROUP = 2_000
_FILLED = ("auth", "contenttypes")
"""What making tables fills by itself."""
Records = type[models.Model]


@contextmanager
def beside(path: Path) -> Iterator[None]:
    """A SQLite file as a second database of this process, with all tables as of today; `FILE` names it."""
    known = connections.settings
    known[FILE] = connections.configure_settings({HERE: dict(known[HERE]), FILE: sqlite_at(path)})[FILE]
    try:
        call_command("migrate", database=FILE, interactive=False, verbosity=0)
        yield
    finally:
        connections[FILE].close()
        del connections[FILE]
        del known[FILE]


def is_empty(database: str) -> bool:
    """Whether nothing is in any table but what making them fills."""
    return not any(
        records._base_manager.using(database).exists()  # noqa: SLF001 - a name of Django's
        for records in _all_records()
        if records._meta.app_label not in _FILLED  # noqa: SLF001 - the same
    )


def copy_all(source: str, target: str, tell: Callable[[str], None]) -> None:
    """Put every record of one database into another, in place of all that is there; whole or not at all.

    Args:
        source: read as of one moment.
        target: with tables as of today.
        tell: told the table that is next.

    Raises:
        InputError: the other system cannot hold something.
    """
    every = _all_records()
    with transaction.atomic(using=source), transaction.atomic(using=target):
        if connections[source].vendor == "postgresql":
            with connections[source].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for records in every:
            records._base_manager.using(target).all()._raw_delete(target)  # noqa: SLF001 - deletes rows, asks no questions
        for records in every:
            tell(records._meta.db_table)  # noqa: SLF001 - a name of Django's
            _copy(records, source, target)
        with connections[target].cursor() as cursor:
            for statement in connections[target].ops.sequence_reset_sql(no_style(), every):
                cursor.execute(statement)


def _all_records() -> list[Records]:
    return [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]  # noqa: SLF001 - a name of Django's


def _copy(records: Records, source: str, target: str) -> None:
    meta, there = records._meta, connections[target]  # noqa: SLF001 - a name of Django's
    columns = [(each.column, each) for each in meta.concrete_fields if each.column is not None]
    listed = ", ".join(there.ops.quote_name(name) for name, _ in columns)
    insert = (
        f"INSERT INTO {there.ops.quote_name(meta.db_table)} ({listed})"
        f" VALUES ({', '.join(['%s'] * len(columns))})"
    )
    found: Iterable[tuple[object, ...]] = (
        records._base_manager.using(source)  # noqa: SLF001 - the same
        .order_by()
        .values_list(*(each.attname for _, each in columns))
        .iterator(chunk_size=_GROUP)
    )
    rows = (
        [each.get_db_prep_save(value, there) for (_, each), value in zip(columns, row, strict=True)]
        for row in found
    )
    try:
        with there.cursor() as cursor:
            while group := list(islice(rows, _GROUP)):
                cursor.executemany(insert, group)
    except DatabaseError as error:
        raise InputError(
            f"{meta.db_table}: the database cannot take what the backup holds ({str(error).strip()}). "
            "Nothing was changed."
        ) from error
