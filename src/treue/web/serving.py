"""Starting the pages: the tables as of today, somebody who can come in, one process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.apps import apps
from granian import Granian
from granian.constants import Interfaces

from treue.errors import Busy, InputError
from treue.loop.home import Home
from treue.loop.work.alive import PAGES, holding

THREADS = 8
"""Requests answered beside each other, most of them waiting for a disk or a slow line."""


def set_up(home: Home) -> None:
    """Make this process one of the web: its settings, its tables; one that is already points to the home."""
    if apps.ready:
        from treue.loop.database import open_database  # noqa: PLC0415 - the same

        open_database(home)
        return
    os.environ["TREUE_HOME"] = str(home.folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "treue.web.django_settings")
    django.setup()
    from treue.loop.database import bring_up_to_date  # noqa: PLC0415 - records need Django to be set up

    bring_up_to_date(home)


def address_of(home: Home, port: int | None = None) -> str:
    """Where a browser on this machine finds the pages; under a name, as passkeys need one."""
    web = home.settings.web
    if web.hosts:
        return f"{'https' if web.https == 'yes' else 'http'}://{web.hosts[0]}/"
    here = "localhost" if web.address in ("127.0.0.1", "0.0.0.0", "::1", "::") else web.address  # noqa: S104 - compared
    return f"http://{here}:{port or web.port}/"


def threads(processors: int) -> int:
    """How many answer beside each other: with more than two a processor they wait for each other."""
    return min(THREADS, 2 * processors + 1)


def serve(home: Home, *, port: int | None = None, with_worker: bool = True) -> None:
    """Listen until stopped.

    Args:
        home: the shop's.
        port: to listen on instead of the setting's.
        with_worker: whether a worker runs beside.
    """
    settings = home.settings.web
    _refuse_taken(settings.address, port or settings.port)
    set_up(home)
    server = Granian(
        "treue.web.wsgi:application",
        address=settings.address,
        port=port or settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads(os.cpu_count() or 1),
        respawn_failed_workers=True,
        websockets=False,
        log_access=False,
    )
    with _alone(home), _worker(home, wanted=with_worker):
        server.serve()


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Two on one home would each keep their own count of who asks too often, and of everything else.

    Raises:
        Busy: another process serves this home.
    """
    try:
        with holding(home, PAGES):
            yield
    except Busy as error:
        raise Busy(
            f"{home.folder}: its pages are served already, by another `treue serve`; stop that one first."
        ) from error


def _refuse_taken(address: str, port: int) -> None:
    """Granian shares a port with whoever has it, and half of all clicks would go elsewhere.

    Raises:
        InputError: somebody listens there already.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise InputError(
                f"{address}, port {port}: nobody can listen there ({error.strerror}); another program may "
                "have it. Name another port: treue serve --port 8421"
            ) from None


@contextmanager
def _worker(home: Home, *, wanted: bool) -> Iterator[None]:
    """A process of its own, ended with ours."""
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "treue", "worker", "--home", str(home.folder)]
    process = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)
