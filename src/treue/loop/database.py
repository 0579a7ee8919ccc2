"""The operational database of a home: opened, pointed to, brought up to date."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from treue.errors import BadSetting, BrokenHome
from treue.facts.manifest import settle as put
from treue.loop.home import DATABASE as FILE
from treue.loop.home import Home

ROOMS = ("treue.people", "treue.consent", "treue.loop")
"""Rooms with tables below the faces."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA busy_timeout=20000;"
)


def database_of(home: Home) -> dict[str, object]:
    """How Django reaches it: SQLite in the home's folder, or PostgreSQL where `secret.database` names one.

    Raises:
        BadSetting: an address that is none of PostgreSQL.
    """
    url = home.settings.secret.database
    if not url:
        return sqlite_at(home.folder.resolve() / FILE)
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise BadSetting(
            "secret.database: this is not the address of a PostgreSQL database; write "
            "postgresql://user:password@host/name into TREUE_SECRET_DATABASE, or leave it unset for SQLite."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def sqlite_at(path: Path) -> dict[str, object]:
    """How Django reaches a SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS},
    }


def open_database(home: Home) -> None:
    """Point this process to a home's database, made if it is not there, with all its tables as of today.

    A web process is set up by its own settings; then only the database is pointed to. Safe to repeat.

    Raises:
        BrokenHome: it cannot be opened or brought up to date.
    """
    database = database_of(home)
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=ROOMS,
            DATABASES={"default": database},
            USE_TZ=True,
            TIME_ZONE="UTC",
            USE_I18N=False,
        )
    if not apps.ready:
        django.setup()
    _point_to(database)
    bring_up_to_date(home)


def bring_up_to_date(home: Home) -> None:
    """Apply what was not applied yet; one process at a time, the others wait.

    Raises:
        BrokenHome: a step failed; what was there before still is.
    """
    home.work.mkdir(parents=True, exist_ok=True)
    try:
        with _tables_locked(home) if not (home.folder / FILE).exists() else nullcontext():
            is_new = _begin_with_template(home)
        if is_new or not _steps_left():
            return
        with _tables_locked(home):
            if _steps_left():
                _migrate()
                _keep_template(home)
        _guard(home)
    except DatabaseError as error:
        raise BrokenHome(
            f"{home.folder}: the operational database cannot be opened or brought up to date "
            f"({str(error).strip()}). Nothing was changed; mend it, or put your copy of it back."
        ) from error


@contextmanager
def _tables_locked(home: Home) -> Iterator[None]:
    with (home.work / ".tables").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


_templates: dict[tuple[str, ...], bytes] = {}
"""Rooms -> an empty SQLite file with all their tables: a process that opens a second new home copies it."""


def _rooms() -> tuple[str, ...]:
    return tuple(sorted(each.name for each in apps.get_app_configs()))


def _begin_with_template(home: Home) -> bool:
    """Whether a new file was begun as a copy of the one this process made before."""
    made, path = _templates.get(_rooms()), home.folder / FILE
    if made is None or home.settings.secret.database or path.exists():
        return False
    draft = path.with_name(f".{FILE}.tmp")
    draft.touch(mode=0o600)
    draft.write_bytes(made)
    put(draft, path)
    return True


def _keep_template(home: Home) -> None:
    """Remember a file that holds tables and nothing else yet."""
    if home.settings.secret.database or _rooms() in _templates:
        return
    connection = connections["default"]
    if all(
        not model._default_manager.exists()  # noqa: SLF001 - a name of Django's
        for room in ROOMS
        for model in apps.get_app_config(_label(room)).get_models()
    ):
        connection.ensure_connection()
        _templates[_rooms()] = connection.connection.serialize()


def _label(room: str) -> str:
    return room.rpartition(".")[2]


def _migrate() -> None:
    """All steps or none: a database half of which is of today would be of no version at all."""
    connection = connections["default"]
    are_off = connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            call_command("migrate", interactive=False, verbosity=0)
            if are_off:
                connection.check_constraints()
    finally:
        if are_off:
            connection.enable_constraint_checking()


def _steps_left() -> bool:
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _guard(home: Home) -> None:
    """Names and addresses are nobody else's on this machine."""
    for path in home.folder.glob(f"{FILE}*"):
        Path(path).chmod(0o600)


def _point_to(database: Mapping[str, object]) -> None:
    known = connections.settings["default"]
    if any(known.get(name) != value for name, value in database.items()):
        connections.close_all()
        known.clear()
        known.update(connections.configure_settings({"default": dict(database)})["default"])
        with suppress(AttributeError):  # of a thread or loop that never asked
            del connections["default"]
