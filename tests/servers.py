"""A real server process with a home of its own, to be talked to over HTTP and killed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

_MAKE_KEY = """
import sys
from pathlib import Path
from treue.loop.home import open_home
from treue.web.serving import set_up
set_up(open_home(Path(sys.argv[1]), create=True))
from treue.api.keys import make_key
print(make_key("test", sys.argv[2:], "test")[1])
"""


def new_key(home: Path, *scopes: str) -> str:
    """A token of a home."""
    made = subprocess.run(
        [sys.executable, "-c", _MAKE_KEY, str(home), *scopes], capture_output=True, text=True, check=True
    )
    return made.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`treue serve` without its worker, in a process group of its own."""

    def __init__(self, home: Path, port: int, **settings: str) -> None:
        self.home, self.port = home, port
        environment = os.environ | {"TREUE_HOME": str(home)} | settings
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [
            sys.executable,
            "-m",
            "treue",
            "serve",
            "--home",
            str(home),
            "--port",
            str(port),
            "--no-worker",
        ]
        self.process = subprocess.Popen(
            command,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self, seconds: float = 60) -> None:
        """Until it answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
                    connection.request("GET", "/api/v1/openapi.json")
                    if connection.getresponse().status == 200:
                        return
            except OSError:
                assert self.process.poll() is None, "the server ended by itself"
                time.sleep(0.05)
        raise AssertionError(f"no answer within {seconds} s")

    def kill(self) -> None:
        """As if the power went: nothing of it runs a line more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(home: Path, port: int, **settings: str) -> Iterator[Server]:
    """A server that answers, and is gone at the end."""
    server = Server(home, port, **settings)
    try:
        server.wait()
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


class Sender:
    """One connection that brings batches."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def send(self, events: Sequence[object]) -> dict:
        """What became of them; whoever asked too often waits as long as he is told.

        Raises:
            OSError, HTTPException: no answer came; they may be there or not.
        """
        while True:
            self._connection.request("POST", "/api/v1/events", json.dumps({"events": events}), self._headers)
            answer = self._connection.getresponse()
            body = answer.read()
            if answer.status != 429:
                assert answer.status == 200, body
                return json.loads(body)
            time.sleep(float(answer.headers["Retry-After"]))


def order(key: str) -> dict[str, object]:
    """An order as a shop tells it: two lines, a customer."""
    lines = [{"product": f"A{place}", "quantity_milli": 1000, "amount_minor": 1990} for place in (1, 2)]
    body = {
        "number": key, "customer": f"c{hash(key) % 9973}", "currency": "EUR", "prices": "gross",
        "amount_minor": 3980, "shipping_charged_minor": 490, "channel": "web", "country": "DE",
        "lines": lines,
    }  # fmt: skip
    return {"source": "shop", "key": key, "kind": "order", "at": "2026-11-20T10:00:00+01:00", "body": body}
