"""What a restored operational database needs before anybody works with it again."""

from __future__ import annotations

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from treue.errors import InputError, Keyed
from treue.loop.backup.archive import Manifest
from treue.loop.backup.table_by_table import FILE, HERE, beside, copy_all, is_empty
from treue.loop.home import DATABASE, Home
from treue.loop.passing import Say
from treue.loop.records import Job
from treue.loop.work.worker import CLOCK
from treue.people.forgotten import merge
from treue.people.gone import Gone
from treue.people.log import log


def take_up(home: Home, manifest: Manifest, gone: Gone, say: Say) -> int:
    """Bring it to where it belongs, and forget again who was forgotten since.

    Args:
        home: restored, its database open with all tables as of today.
        manifest: of the backup.
        gone: who was forgotten, as far as anybody still knows.
        say: told what passes.

    Returns:
        How many persons were forgotten since the backup.

    Raises:
        InputError: a newer Treue wrote it, or PostgreSQL holds another shop.
    """
    if home.settings.secret.database:
        _bring_to_server(home, say)
    else:
        _refuse_newer(HERE)
    # Before anything else: from here on nobody sees them.
    forgotten = merge(gone)
    _begin_jobs_again()
    detail = {"made": manifest.about.made_at.isoformat(), "forgotten": forgotten}
    log("terminal", "restored", detail=detail)
    return forgotten


def _bring_to_server(home: Home, say: Say) -> None:
    if not is_empty(HERE):
        raise InputError(
            "The PostgreSQL database that TREUE_SECRET_DATABASE names holds a shop already; nothing was "
            "changed. Make an empty one and name that."
        )
    path = home.folder / DATABASE
    if not path.exists():
        return
    with beside(path):
        _refuse_newer(FILE)
        copy_all(FILE, HERE, lambda name: say(Keyed("backup_table", "Copying {table}.", table=name)))
    for each in home.folder.glob(f"{DATABASE}*"):
        each.unlink()


def _refuse_newer(database: str) -> None:
    """A database with steps of which we know nothing is of a Treue after ours."""
    done = MigrationRecorder(connections[database]).applied_migrations()
    known = MigrationLoader(None).disk_migrations
    if strange := sorted(set(done) - set(known)):
        room, step = strange[0]
        raise InputError(
            f"The backup was made by a newer Treue (its database knows {room} {step}). Nothing was changed; "
            "bring Treue up to date first."
        )


def _begin_jobs_again() -> None:
    """What the clock asked for it asks for again at its time; what people asked for waits for the worker."""
    unfinished = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.AT_WORK))
    unfinished.filter(asked_by=CLOCK).delete()
    unfinished.update(state=Job.State.WAITING, pid=None, again_at=None)
