from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from treue.loop.home import Home
from treue.loop.work.jobs import NIGHT, ask
from treue.people.records import Event
from treue.settings import with_setting
from treue.web.exposition import Standing, exposed
from treue.web.site import shelf
from treue.web.tally import BOUNDS, Tally

TOKEN = "ein-langes-zeichen"
LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? -?[\d.e+-]+')


@pytest.mark.usefixtures("home")
def test_health_needs_nobody_to_sign_in() -> None:
    answer = Client(SERVER_NAME="localhost").get("/health")
    opened = shelf().latest()
    assert opened is not None
    told = answer.json()
    assert (answer.status_code, told["status"], told["database"], told["worker"]) == (200, "ok", "ok", False)
    assert told["snapshot"]["name"] == opened.name
    age = (datetime.now(UTC) - opened.made_at).total_seconds()
    assert told["snapshot"]["age_seconds"] == pytest.approx(age, abs=5)
    assert answer.headers["Server-Timing"].startswith("page;dur=")


@pytest.mark.usefixtures("home")
def test_metrics_count_pages_and_tell_what_waits(admin: Client) -> None:
    before = value(scraped(), 'treue_requests_total{page="customer",method="GET",status="404"}')
    admin.get("/customers/ZZZZZ-ZZZZZ/")
    ask(NIGHT, "test")
    for key in ("a", "b"):
        Event.objects.create(source="shop", key=key, kind="order", body={}, arrived_at=datetime.now(UTC))
    text = scraped()
    after = value(text, 'treue_requests_total{page="customer",method="GET",status="404"}')
    assert after - before == 1
    assert value(text, 'treue_jobs{state="waiting"}') == 1
    assert value(text, "treue_events_waiting") == 2
    assert value(text, "process_resident_memory_bytes") > 10e6
    assert value(text, "treue_snapshot_age_seconds") > 0
    assert "ZZZZZ" not in text  # pages are counted by name, never by address
    for line in text.splitlines():
        assert line.startswith("# ") or LINE.fullmatch(line), line


def test_metrics_are_for_this_machine_or_who_shows_the_token(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(SERVER_NAME="localhost")
    away, proxied = {"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    shown = {"headers": {"Authorization": f"Bearer {TOKEN}"}}
    assert client.get("/metrics").status_code == 200
    for extra in (away, proxied, {"REMOTE_ADDR": ""}):
        assert client.get("/metrics", **extra).status_code == 403
        assert client.get("/metrics", **extra, **shown).status_code == 403  # no token is set
    monkeypatch.setattr(
        settings, "HOME", Home(home.folder, with_setting(home.settings, "secret.metrics", TOKEN, "test"))
    )
    for extra in (away, proxied):
        assert client.get("/metrics", **extra, **shown).status_code == 200
        assert client.get("/metrics", **extra).status_code == 403
    assert client.post("/metrics").status_code == 405


def test_a_histogram_sums_up_to_its_count() -> None:
    tally = Tally()
    for seconds in (0.001, 0.01, 0.02, 0.3, 99.0):
        tally.count("today", "GET", 200, seconds)
    tally.count("today", "BREW", 405, 0.001)
    text = exposed(tally.now(), Standing(None, {}, None, None, None))
    bounds = [value(text, f'treue_request_seconds_bucket{{page="today",le="{bound}"}}') for bound in BOUNDS]
    assert bounds == sorted(bounds)
    assert bounds[:2] == [3, 4]  # a bound is in its bucket
    assert bounds[-1] == 5
    assert value(text, 'treue_request_seconds_bucket{page="today",le="+Inf"}') == 6
    assert value(text, 'treue_request_seconds_count{page="today"}') == 6
    assert value(text, 'treue_request_seconds_sum{page="today"}') == pytest.approx(99.332)
    assert value(text, 'treue_requests_total{page="today",method="other",status="405"}') == 1


def scraped() -> str:
    answer = Client(SERVER_NAME="localhost").get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return answer.content.decode()


def value(text: str, name: str) -> float:
    return next(
        (float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(f"{name} ")), 0.0
    )
