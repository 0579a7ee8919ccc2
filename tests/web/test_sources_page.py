"""Sources on the page Daten: set up, asked, taken away; what is secret is neither asked nor told."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from django.test import Client

from treue.loop.delivery.sources_said import sources_of
from treue.loop.home import SETTINGS, Home, open_home
from treue.loop.records import FetchedFile, Job, SourceState
from treue.loop.work.jobs import FETCH
from treue.people.records import Logged
from treue.settings import variable_of_source
from treue.web import site
from visitors import signed_in

QUERY = "SELECT id AS order_id, who AS customer FROM o"
SECRET = "postgresql://leser:geheim77@db.intern:5432/laden"


@pytest.fixture
def shop_folder(shop_folder: Path, tmp_path: Path) -> Path:
    """A copy: its treue.toml is written."""
    return shutil.copytree(shop_folder, tmp_path / "home", ignore=shutil.ignore_patterns("treue.db*"))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    return folder


def told(**more: str) -> dict[str, str]:
    return {
        "kind": "postgres",
        "name": "laden",
        "every": "hour",
        "table-1": "orders",
        "query-1": QUERY,
        **more,
    }


def test_a_folder_is_watched_from_the_moment_it_is_set_up(admin: Client, home: Home, export: Path) -> None:
    asked = {"kind": "folder", "name": "Mein Export!", "path": str(export), "every": "day", "at": "04:15"}
    page = admin.post("/data/sources/", asked, follow=True).content.decode()
    (made,) = sources_of(open_home(home.folder).settings)
    assert (made.name, made.kind, made.path, made.at) == ("mein-export", "folder", str(export), "04:15")
    assert sources_of(site.home().settings) == (made,), "pages know it without being started anew"
    assert "mein-export ist eingerichtet" in page
    assert "Jeden Tag um 04:15 Uhr." in page
    assert Logged.objects.get(what="source set up").detail == {"source": "mein-export"}


def test_a_database_is_set_up_without_its_address_and_the_page_says_where_that_goes(
    admin: Client, home: Home
) -> None:
    form = admin.get("/data/sources/?kind=postgres").content.decode()
    for field in ("host", "user", "password", "address"):
        assert f'name="{field}"' not in form
    page = admin.post("/data/sources/", told(), follow=True).content.decode()
    assert variable_of_source("laden") in page
    (made,) = sources_of(open_home(home.folder).settings)
    assert dict(made.queries) == {"orders": QUERY}


def test_what_is_secret_is_in_no_file_page_log_or_record(
    admin: Client, home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(variable_of_source("laden"), SECRET)
    with caplog.at_level(logging.DEBUG):
        pages = [
            admin.post("/data/sources/", told(password="geheim77", host="db.intern"), follow=True),  # noqa: S106 - invented
            admin.post("/data/sources/laden/fetch/", follow=True),
            admin.get("/data/"),
            admin.get("/log/"),
        ]
    seen = "".join(page.content.decode() for page in pages)
    kept = (home.folder / SETTINGS).read_text(encoding="utf-8")
    records = str([*Logged.objects.values(), *Job.objects.values(), *SourceState.objects.values()])
    for secret in ("geheim77", "db.intern", "leser"):
        assert secret not in seen + kept + records + caplog.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "eigenen Namen"),
        ({"query-1": ""}, "mindestens eine Abfrage"),
        ({"every": "minute"}, "every"),
        ({"every": "day", "at": "25:00"}, "at is"),
        ({"kind": "oracle"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    admin: Client, home: Home, wrong: dict[str, str], said: str
) -> None:
    before = (home.folder / SETTINGS).read_bytes()
    answer = admin.post("/data/sources/", told(**wrong))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert (home.folder / SETTINGS).read_bytes() == before
    if "query-1" not in wrong and "kind" not in wrong:
        assert QUERY in answer.content.decode()


def test_a_folder_of_ours_or_none_at_all_is_refused(admin: Client, home: Home) -> None:
    for path in (str(home.folder), str(home.folder / "facts"), "relativ", "/gibt/es/nicht", ""):
        page = admin.post("/data/sources/", {"kind": "folder", "name": "x", "path": path, "every": "hour"})
        assert "told error" in page.content.decode()
    assert sources_of(open_home(home.folder).settings) == ()


def test_a_name_is_given_once(admin: Client, home: Home) -> None:
    admin.post("/data/sources/", told())
    assert "eigenen Namen" in admin.post("/data/sources/", told()).content.decode()
    assert len(sources_of(open_home(home.folder).settings)) == 1


def test_it_is_asked_now_and_taken_away_with_what_was_remembered(admin: Client, home: Home) -> None:
    admin.post("/data/sources/", told())
    for _ in range(2):
        admin.post("/data/sources/laden/fetch/")
    assert Job.objects.get(kind=FETCH).arguments == {"source": "laden"}
    SourceState.objects.create(name="laden", known_since="2026-11-01T00:00Z")
    FetchedFile.objects.create(source="laden", name="a.csv", size=1, changed_ns=1)
    page = admin.post("/data/sources/laden/remove/", follow=True).content.decode()
    assert "laden wird nicht mehr gefragt" in page
    assert sources_of(open_home(home.folder).settings) == sources_of(site.home().settings) == ()
    assert not SourceState.objects.exists()
    assert not FetchedFile.objects.exists()


def test_one_by_hand_is_left_to_whoever_wrote_it(admin: Client, home: Home, export: Path) -> None:
    path = home.folder / SETTINGS
    by_hand = f'\n[[sources]]\nname = "alt"\nkind = "folder"\npath = "{export}"\n'
    path.write_text(path.read_text(encoding="utf-8") + by_hand, encoding="utf-8")
    page = admin.post("/data/sources/alt/remove/", follow=True).content.decode()
    assert "von Hand in treue.toml" in page
    assert len(sources_of(open_home(home.folder).settings)) == 1


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("role", ["viewer", "marketer"])
def test_only_an_admin_sets_up_asks_and_takes_away(role: str) -> None:
    client = signed_in(role)
    assert client.get("/data/sources/").status_code == 403
    for address in ("/data/sources/", "/data/sources/x/fetch/", "/data/sources/x/remove/"):
        assert client.post(address, told()).status_code == 403
    assert not Job.objects.exists()
