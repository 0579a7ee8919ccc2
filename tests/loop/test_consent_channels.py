"""A channel of a consent in the shop's words is ours: a no by E-Mail turns the light of mails red."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from treue.consent.records import Evidence
from treue.loop.home import Home, open_home
from treue.loop.intake.loading import Wanted, load


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    yield open_home(tmp_path / "home", create=True)
    connection.close()


def test_channels_are_read_in_the_shops_words(home: Home, tmp_path: Path) -> None:
    told = {"E-Mail": "mail", "Newsletter": "mail", "Telefon": "call", "Post": "letter", "Alle Kanäle": "all",
            "SMS": "sms", "WhatsApp": "whatsapp"}  # fmt: skip
    rows = [
        f"K{place};{channel};Newsletter;widersprochen;01.02.2026"
        for place, channel in enumerate(told, start=1)
    ]
    path = tmp_path / "einwilligungen.csv"
    path.write_text("\n".join(["Kundennummer;Kanal;Zweck;Art;Datum", *rows, ""]), encoding="utf-8")
    load(Wanted(path), home, lambda _: None)
    number = home.keyring().number
    keys = {number("shop", f"K{place}"): ours for place, ours in enumerate(told.values(), start=1)}
    assert dict(Evidence.objects.values_list("key", "channel")) == keys
