"""What pages say of backups: when the last one was, to whom it is said that it is late, and the button."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from treue.loop.backup.backed_up import WHAT
from treue.loop.home import SETTINGS, Home
from treue.loop.records import Job
from treue.loop.work.jobs import BACKUP, ask
from treue.people.records import Logged
from visitors import signed_in


@pytest.fixture
def kept(home: Home) -> Iterator[None]:
    """What a test writes into the settings is taken back."""
    path = home.folder / SETTINGS
    before = path.read_bytes()
    yield
    path.write_bytes(before)


def backed_up(days: int) -> None:
    Logged.objects.create(
        at=datetime.now(UTC) - timedelta(days=days), by="clock", what=WHAT,
        detail={"file": "/backups/treue-shop.zip", "bytes": 5},
    )  # fmt: skip


@pytest.mark.usefixtures("home")
def test_today_says_when_it_was_and_warns_after_a_week_who_can_do_something(admin: Client) -> None:
    assert "Noch gibt es keine Sicherung." in admin.get("/").content.decode()
    assert 'href="/data/#backup">So machen Sie eine' in admin.get("/").content.decode()
    assert "So machen Sie eine" not in signed_in("marketer").get("/").content.decode()
    assert "Jetzt sichern" not in admin.get("/").content.decode()
    backed_up(8)
    page = admin.get("/").content.decode()
    assert "Letzte Sicherung: " in page
    assert 'href="/data/#backup">Jetzt sichern' in page
    viewer = signed_in("viewer").get("/").content.decode()
    assert "Letzte Sicherung: " in viewer
    assert "Jetzt sichern" not in viewer
    backed_up(1)
    assert "Jetzt sichern" not in admin.get("/").content.decode()


@pytest.mark.usefixtures("kept")
def test_data_says_how_and_has_a_button_once_a_folder_is_named(
    admin: Client, home: Home, tmp_path: Path
) -> None:
    page = admin.get("/data/").content.decode()
    assert f"treue backup --to /backups --home {home.folder}</code>" in page
    assert 'href="/settings/#backup">Ordner nennen' in page
    assert 'action="/data/backup/"' not in page
    admin.post("/data/backup/")
    assert not Job.objects.filter(kind=BACKUP).exists()
    refused = admin.post("/settings/", {"backup.folder": "backups", "backup.keep": "0"}).content.decode()
    assert "Nennen Sie den ganzen Weg" in refused
    assert "Eine ganze Zahl von 1 bis 1000." in refused
    admin.post("/settings/", {"backup.folder": str(tmp_path), "backup.at": "01:15"})
    backed_up(9)
    page = admin.get("/data/").content.decode()
    assert f"Jeden Tag um 01:15 kommt eine neue nach {tmp_path}" in page
    assert "/backups/treue-shop.zip" in page
    assert "Was seit einer Woche oder länger hier geschieht, steht in keiner Sicherung" in page
    assert "Die Sicherung wird gemacht" in admin.post("/data/backup/", follow=True).content.decode()
    assert [(job.kind, job.asked_by[:5]) for job in Job.objects.filter(kind=BACKUP)] == [(BACKUP, "user:")]
    assert "gesichert" in admin.get("/log/").content.decode()


@pytest.mark.usefixtures("home")
def test_one_that_failed_is_told_in_the_readers_language(admin: Client) -> None:
    job = ask(BACKUP, "clock")
    told = {"key": "backup_failed", "values": {"told": "/backups: there is no such folder."}, "error": "x"}
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, result=told)
    assert "Es wurde keine Sicherung gemacht. /backups:" in admin.get("/data/").content.decode()


@pytest.mark.usefixtures("home")
def test_machines_read_how_old_the_last_one_is(admin: Client) -> None:
    assert "treue_backup_age_seconds" not in admin.get("/metrics").content.decode()
    backed_up(2)
    (age,) = re.findall(
        r"^treue_backup_age_seconds (\d+)", admin.get("/metrics").content.decode(), re.MULTILINE
    )
    assert 2 * 86_400 <= int(age) < 2 * 86_400 + 600


@pytest.mark.usefixtures("home")
def test_only_an_admin_has_one_made(viewer: Client) -> None:
    assert viewer.post("/data/backup/").status_code == 403
    assert signed_in("marketer").post("/data/backup/").status_code == 403
    assert not Job.objects.filter(kind=BACKUP).exists()
