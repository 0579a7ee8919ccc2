"""A delivery that did not come is the first line of Heute, by a real folder and a clock."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from treue.errors import UnreadableFile
from treue.loop.delivery.fetching import fetch
from treue.loop.home import Home, open_home
from treue.loop.keeping_lists import keep_entries
from treue.web.morning import morning_of
from visitors import opened, signed_in

CSV = "Bestellnummer;Kundennummer;Bestelldatum;Gesamtbetrag\n{number};K1;01.05.2026;20,90\n"
CAME = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


@pytest.fixture
def shop_folder(shop_folder: Path, tmp_path: Path) -> Path:
    """A copy: what a source brings changes the facts."""
    return shutil.copytree(shop_folder, tmp_path / "home", ignore=shutil.ignore_patterns("treue.db*"))


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    return folder


@pytest.fixture
def kept(home: Home, watched: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The home with a source that is asked every day."""
    entry = {"name": "webshop", "kind": "folder", "path": str(watched), "every": "day", "at": "02:00"}
    kept = keep_entries(home, "sources", [entry])
    monkeypatch.setattr(settings, "HOME", kept)
    return kept


def deliver(folder: Path, name: str, number: int) -> None:
    """A file that came to rest long ago."""
    path = folder / name
    path.write_text(CSV.format(number=number), encoding="utf-8")
    os.utime(path, (CAME.timestamp() - 3600, CAME.timestamp() - 3600))


def quiet(_: str) -> None:
    return None


def test_the_first_line_of_the_page_is_the_missing_delivery(admin: Client, kept: Home, watched: Path) -> None:
    deliver(watched, "montag.csv", 900_001)
    fetch(kept, "webshop", quiet, datetime.now(UTC) - timedelta(hours=40))
    page = admin.get("/").content.decode()
    told = page.index("Die Lieferung von webshop fehlt seit")
    assert page.index("</h1>") < told < page.index("Ihr Kundenstamm ist wert")
    assert 'href="/data/#sources"' in page[told : page.index("</p>", told)]
    deliver(watched, "dienstag.csv", 900_002)
    fetch(kept, "webshop", quiet, datetime.now(UTC))
    assert "Die Lieferung von" not in admin.get("/").content.decode()


def test_a_source_entered_wrongly_is_said_there_and_the_page_stands(
    admin: Client, kept: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept.folder / "treue.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('every = "day"', 'every = "moon"'), encoding="utf-8"
    )
    monkeypatch.setattr(settings, "HOME", open_home(kept.folder))
    page = admin.get("/").content.decode()
    assert "Eine Quelle in treue.toml ist falsch eingetragen" in page
    assert "moon" in page


def test_settings_written_wrongly_are_said_there_with_file_and_line(admin: Client, kept: Home) -> None:
    path = kept.folder / "treue.toml"
    right = path.read_text(encoding="utf-8")
    path.write_text(right + "\n[web]\nnight_at = 'noon'\n", encoding="utf-8")
    page = admin.get("/").content.decode()
    assert "Mit treue.toml stimmt etwas nicht." in page
    assert f"{path}, line {right.count(chr(10)) + 3}: web.night_at is" in page
    assert admin.get("/data/").status_code == 400
    path.write_text(right, encoding="utf-8")
    assert "stimmt etwas nicht" not in admin.get("/").content.decode()
    assert "Ihr Kundenstamm ist wert" in page


def test_who_may_not_open_the_data_reads_the_line_without_path_and_link(kept: Home, watched: Path) -> None:
    shutil.rmtree(watched)
    with pytest.raises(UnreadableFile):
        fetch(kept, "webshop", quiet, CAME)
    marketers = signed_in("marketer").get("/").content.decode()
    assert "Von webshop ist noch keine Lieferung gekommen" in marketers
    assert str(watched) not in marketers
    assert "/data/#sources" not in marketers
    assert str(watched) in signed_in("admin").get("/").content.decode()


def test_the_mail_says_it_first_and_only_once_it_is_late(kept: Home, watched: Path) -> None:
    deliver(watched, "montag.csv", 900_001)
    fetch(kept, "webshop", quiet, CAME)
    assert "webshop" not in morning_of(kept, opened(), CAME + timedelta(hours=30)).text
    late = morning_of(kept, opened(), CAME + timedelta(hours=30, seconds=1)).text
    assert late.startswith("Die Lieferung von webshop fehlt seit 27.11.2026, 02:00.\n")
    assert late.splitlines()[1].endswith("/data/")


def test_an_unchanged_file_is_no_delivery(kept: Home, watched: Path) -> None:
    deliver(watched, "montag.csv", 900_001)
    fetch(kept, "webshop", quiet, CAME)
    again = fetch(kept, "webshop", quiet, CAME + timedelta(hours=24))
    assert (again.files, dict(again.rows)) == (0, {})
    assert "fehlt seit" in morning_of(kept, opened(), CAME + timedelta(hours=31)).text
