"""The inbox on PostgreSQL: the same answers, each event once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_SEND = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from treue.loop.home import open_home
from treue.loop.database import open_database
home = open_home(Path(sys.argv[1]), create=True)
open_database(home)
from treue.loop.events.draining import drain
from treue.people.inbox import Arrived, keep
from treue.people.records import Event
now = datetime(2026, 11, 29, 9, tzinfo=UTC)
order = {"number": "1", "currency": "EUR", "amount_minor": 100}
body = json.dumps({"at": "2026-11-20T10:00:00Z", "body": order})
sent = [Arrived("shop", key, "order", body) for key in ("a", "b", "a")]
answers = [keep(sent, now), keep(sent, now)]
kept = list(Event.objects.order_by("id").values_list("key", "body__body__currency"))
drained = drain(home, now, lambda _: None)
left = Event.objects.filter(taken_at=None).count()
print(json.dumps([answers, kept, drained, home.facts.rows("orders"), left]))
"""


@pytest.mark.postgres
def test_events_are_kept_once_and_taken(postgres_url: str, tmp_path: Path) -> None:
    environment = os.environ | {"TREUE_SECRET_DATABASE": postgres_url}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", _SEND, str(tmp_path / "home")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        [[True, True, False], [False, False, False]], [["a", "EUR"], ["b", "EUR"]], 2, 1, 0,
    ]  # fmt: skip
