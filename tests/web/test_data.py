"""The page Data: who may come, what arrives, what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from treue.loop.delivery.arrivals import clean_name, files_of
from treue.loop.home import Home
from treue.loop.records import Arrival, Job
from treue.loop.work.jobs import LOOK

CSV = b"Bestellnummer;Kundennummer;Bestelldatum;Gesamtbetrag\n1;K1;01.05.2026;20,90\n"


def test_a_viewer_neither_sees_nor_brings_data(viewer: Client) -> None:
    assert viewer.get("/data/").status_code == 403
    files = {"files": SimpleUploadedFile("a.csv", CSV)}
    assert viewer.post("/data/upload/", files).status_code == 403
    assert not Arrival.objects.exists()


def test_files_arrive_under_names_of_ours_and_are_looked_at(admin: Client, home: Home) -> None:
    file = SimpleUploadedFile("bestellungen.csv", CSV)
    answer = admin.post("/data/upload/", {"files": file})
    arrival = Arrival.objects.get()
    assert answer.headers["Location"] == f"/data/{arrival.pk}/"
    assert (files_of(home, arrival) / "bestellungen.csv").read_bytes() == CSV
    assert Job.objects.get(kind=LOOK).arguments == {"arrival": arrival.pk}
    admin.post(f"/data/{arrival.pk}/drop/")
    assert not files_of(home, arrival).exists()


def test_a_picture_is_refused_whatever_it_is_called(admin: Client) -> None:
    file = SimpleUploadedFile("kunden.csv", b"\x89PNG\r\n\x1a\n" + b"0" * 40)
    answer = admin.post("/data/upload/", {"files": file}, follow=True)
    assert "ein Bild" in answer.content.decode()
    assert not Arrival.objects.exists()


def test_a_folder_of_the_home_is_not_read(admin: Client, home: Home) -> None:
    answer = admin.post("/data/folder/", {"folder": str(home.folder / "quarantine")}, follow=True)
    assert "Ordner" in answer.content.decode()
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("told", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", ".ssh", "a\0b.csv"])
def test_a_name_never_leads_out_of_its_folder(told: str, tmp_path: Path) -> None:
    name = clean_name(told)
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert not name.startswith(".")
