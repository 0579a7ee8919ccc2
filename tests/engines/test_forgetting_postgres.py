"""Forgetting where PostgreSQL holds names: the same rows go, and the tables are written anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_FORGET = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from treue.loop.home import open_home
from treue.loop.database import open_database
home = open_home(Path(sys.argv[1]), create=True)
open_database(home)
from django.db import connection
from treue.loop.rights.forgetting import finish, hide
from treue.loop.rights.personal_keys import own_keys, person_meant
from treue.people.keeping import Reached, keep
from treue.people.records import Contact, ContactWord, Note
now = datetime(2026, 11, 1, tzinfo=UTC)
for number, name in (("1", "Xyzzymann"), ("2", "Quuxfrau")):
    key = home.keyring().number("shop", number)
    keep([Reached(key, key, "shop", now, number, "Anna", name)])
    Note.objects.create(customer=key, text=name, made_at=now, made_by="user:1")
def place():
    with connection.cursor() as cursor:
        names = "'people_contact', 'people_note', 'consent_evidence', 'loop_job'"
        cursor.execute(f"SELECT pg_relation_filepath(name::regclass) FROM unnest(ARRAY[{names}]) AS name")
        return {row[0] for row in cursor.fetchall()}
before = place()
hide(home, own_keys(home, person_meant(home, "1")), "terminal", now)
done = finish(home, lambda _: None)
left = [list(each.objects.values_list(name, flat=True).order_by(name)) for each, name in
    ((Contact, "last_name"), (Note, "text"), (ContactWord, "word"))]
print(json.dumps([left, done is not None, not before & place(), finish(home, lambda _: None)]))
"""


@pytest.mark.postgres
def test_rows_go_and_their_files_are_written_anew(postgres_url: str, tmp_path: Path) -> None:
    environment = os.environ | {"TREUE_SECRET_DATABASE": postgres_url}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", _FORGET, str(tmp_path / "home")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        [["Quuxfrau"], ["Quuxfrau"], ["anna", "quuxfrau"]],
        True,
        True,
        None,
    ]
