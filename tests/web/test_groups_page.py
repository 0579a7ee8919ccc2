"""Kundengruppen as a first night and later ones leave it."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("home")


def test_after_a_first_night_nobody_is_said_to_have_stayed(
    viewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = viewer.get("/groups/").content.decode()
    assert "Das sehen Sie ab dem zweiten Nachtlauf" in told
    assert "Niemand hat im letzten Monat die Klasse gewechselt." not in told
    monkeypatch.setattr("treue.web.groups.runs", lambda _: ["20261031-020000", "20261101-020000"])
    assert "Niemand hat im letzten Monat die Klasse gewechselt." in viewer.get("/groups/").content.decode()
