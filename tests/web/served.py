"""The pages served as in a shop: a process of its own, a port of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PATIENCE_SECONDS = 90
_START = "import sys; from pathlib import Path; from treue.loop.home import open_home; from treue.web.serving import serve; serve(open_home(Path(sys.argv[1]), create=True), port=int(sys.argv[2]), with_worker=sys.argv[3] == 'yes')"  # noqa: E501 - one line of Python


@dataclass(frozen=True)
class Served:
    """A running server.

    Args:
        address: without a slash at the end; under a name, so that passkeys work.
        home: whose pages these are.
        told: file of what the server said.
        more: what it has in its environment besides.
    """

    address: str
    home: Path
    told: Path
    more: Mapping[str, str] = field(default_factory=dict)

    def invite(self, mail: str, role: str) -> str:
        """Let somebody in, as an admin does at the terminal; the one-time password."""
        command = [sys.executable, "-m", "treue", "user", "invite", mail, "--role", role, "--json"]
        done = subprocess.run(
            [*command, "--home", str(self.home)],
            capture_output=True,
            text=True,
            check=True,
            env=surroundings(self.more),
        )
        return str(json.loads(done.stdout)["password"])


def surroundings(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that knows nothing of this one's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TREUE_", "DJANGO_"))}
    return {**kept, **more}


@contextmanager
def serving(
    home: Path, *, with_worker: bool = False, more: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve a home until the block ends.

    Args:
        home: whose pages; made where nothing is yet.
        with_worker: whether loads and nights are done beside.
        more: variables of its environment.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = home.parent / "server.log"
    with told.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, str(home), str(port), "yes" if with_worker else "no"],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=surroundings(more or {}),
        )
        try:
            _wait(f"http://127.0.0.1:{port}/account/login/", process, told)
            yield Served(f"http://localhost:{port}", home, told, more or {})
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(address: str, process: subprocess.Popen[bytes], told: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not answer: {told.read_text(encoding='utf-8')[-2000:]}")
