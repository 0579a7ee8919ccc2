"""A delivery from upload to load and back: looked at, corrected on the page, loaded, taken back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from treue.loop.database import open_database
from treue.loop.delivery.arrivals import files_of
from treue.loop.home import SETTINGS, Home, open_home
from treue.loop.intake.load_log import read_loads
from treue.loop.records import Arrival, Job
from treue.loop.work.doing import do
from treue.loop.work.jobs import LOAD, LOOK, NIGHT, UNDO
from treue.people.records import Logged
from treue.web import site
from visitors import signed_in

ORDERS = "Nr;Wer;Wann;Summe\n1;K1;03.04.2026;20,90\n2;K2;05.06.2026;1.000,00\n3;K1;07.08.2026;kaputt\n"
Work = Callable[[], list[str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """An empty one, with the pages pointed to it."""
    opened = open_home(tmp_path / "home", create=True)
    monkeypatch.setattr(settings, "HOME", opened)
    # Django looked it up once, for the home of the whole session.
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(opened.work))
    opened.work.mkdir(exist_ok=True)
    site.shelf.cache_clear()
    open_database(opened)
    with transaction.atomic():
        yield opened
        transaction.set_rollback(True)
    connection.close()
    site.shelf.cache_clear()


@pytest.fixture
def work(home: Home) -> Work:
    """Does what waits, but no night, as the worker would; the kinds that were done."""

    def done() -> list[str]:
        kinds = []
        for job in Job.objects.filter(state=Job.State.WAITING).exclude(kind=NIGHT).order_by("id"):
            job.result = dict(do(job, open_home(home.folder), lambda _: None, datetime.now(UTC)))
            job.state, job.ended_at = Job.State.DONE, datetime.now(UTC)
            job.save()
            kinds.append(job.kind)
        return kinds

    return done


@pytest.fixture
def client(home: Home) -> Client:  # noqa: ARG001 - the pages' home
    return signed_in("admin")


def brought(client: Client, work: Work, text: str = ORDERS, name: str = "verkauf.csv") -> Arrival:
    """A file that was uploaded and looked at."""
    client.post("/data/upload/", {"files": SimpleUploadedFile(name, text.encode())})
    assert work() == [LOOK]
    return Arrival.objects.latest("pk")


def form_of(client: Client, arrival: Arrival) -> dict[str, str]:
    """What the page would send if nothing were touched."""
    page = client.get(f"/data/{arrival.pk}/").content.decode()
    form = {}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        form[name] = chosen[1] if chosen else re.findall(r'<option value="([^"]*)"', options)[0]
    return form


def amounts(home: Home) -> list[tuple[str, int]]:
    files = [str(path) for path in home.facts.files("orders")]
    asked = "SELECT order_id, amount_minor FROM read_parquet(?) ORDER BY order_id"
    return duckdb.execute(asked, [files]).fetchall() if files else []


def column(form: dict[str, str], meaning: str) -> str:
    return next(name for name, chosen in form.items() if name.startswith("column-") and chosen == meaning)


def test_a_column_that_was_taken_for_something_else_is_put_right_and_stays_so(
    client: Client, work: Work, home: Home
) -> None:
    text = ORDERS.replace("Summe", "Betrag").replace("Nr;", "Bestellnummer;").replace("Wer;", "Kundennummer;")
    text = text.replace("Wann", "Bestelldatum")
    arrival = brought(client, work, text)
    form = form_of(client, arrival)
    wrong = {**form, column(form, "amount"): "shipping_charged"}
    client.post(f"/data/{arrival.pk}/say/", {**wrong, "do": "look"})
    assert work() == [LOOK]
    assert column(form_of(client, arrival), "shipping_charged") == column(form, "amount")
    client.post(f"/data/{arrival.pk}/say/", {**form, "do": "load"})
    assert work() == [LOOK], "what was corrected is looked at once more before it is loaded"
    client.post(f"/data/{arrival.pk}/say/", {**form_of(client, arrival), "do": "load"})
    assert work() == [LOAD]
    assert amounts(home) == [("shop:1", 2_090), ("shop:2", 100_000)]
    kept = tomllib.loads((home.folder / SETTINGS).read_text(encoding="utf-8"))
    assert kept["files"][0]["columns"]["amount"] == "Betrag"


def test_headers_nobody_knows_are_told_by_hand(client: Client, work: Work, home: Home) -> None:
    arrival = brought(client, work, ORDERS)
    form = form_of(client, arrival)
    place = next(name for name in form if name.startswith("table-")).removeprefix("table-")
    meanings = ("order_id", "customer", "ordered_at", "amount")
    if form[f"table-{place}"] != "orders":
        client.post(f"/data/{arrival.pk}/say/", {**form, f"table-{place}": "orders", "do": "look"})
        work()
    told = form_of(client, arrival) | {f"column-{place}-{at}": field for at, field in enumerate(meanings)}
    client.post(f"/data/{arrival.pk}/say/", {**told, "do": "look"})
    work()
    client.post(f"/data/{arrival.pk}/say/", {**form_of(client, arrival), "do": "load"})
    work()
    assert amounts(home) == [("shop:1", 2_090), ("shop:2", 100_000)]


def test_columns_of_names_and_addresses_are_not_called_unused(client: Client, work: Work) -> None:
    text = "Kundennummer;E-Mail;Vorname;Nachname;Ort;Lieblingstier\nK1;a@example.org;Ada;Birke;Aue;Igel\n"
    page = client.get(f"/data/{brought(client, work, text, 'kunden.csv').pk}/").content.decode()
    assert page.count('<option value="-">Kontaktdaten') == 3
    assert "eine Spalte nicht verwendet" in page


def test_one_meaning_for_two_columns_is_refused_and_nothing_changes(client: Client, work: Work) -> None:
    arrival = brought(client, work, "Bestellnummer;Kundennummer;Bestelldatum;Betrag\n1;K1;03.04.2026;20,90\n")
    form = form_of(client, arrival)
    twice = {**form, column(form, "customer"): "order_id"}
    page = client.post(f"/data/{arrival.pk}/say/", {**twice, "do": "load"}, follow=True).content.decode()
    assert "told error" in page
    assert form_of(client, arrival) == form
    assert not Job.objects.filter(kind=LOAD).exists()


def test_rows_set_aside_are_shown_with_their_reason_before_and_after(client: Client, work: Work) -> None:
    head = "Bestellnummer;Kundennummer;Bestelldatum;Betrag\n"
    arrival = brought(client, work, head + "1;K1;03.04.2026;20,90\n2;K2;nie;5,00\n=3;K3;nie;5,00\n")
    told = b"".join(client.get(f"/data/{arrival.pk}/aside.csv").streaming_content).decode("utf-8-sig")
    assert told.count("\r\n") == 3
    assert "nie" in told
    client.post(f"/data/{arrival.pk}/say/", {**form_of(client, arrival), "do": "load"})
    work()
    (load,) = read_loads(site.home())
    kept = b"".join(client.get(f"/data/loads/{load.number}/aside.csv").streaming_content).decode("utf-8-sig")
    assert kept.splitlines()[1:] == told.splitlines()[1:]


def test_a_load_is_taken_back_on_the_page_once_and_only_the_last(
    client: Client, work: Work, home: Home
) -> None:
    head = "Bestellnummer;Kundennummer;Bestelldatum;Betrag\n"
    for text in ("1;K1;03.04.2026;20,90\n", "1;K1;03.04.2026;99,00\n2;K2;05.06.2026;5,00\n"):
        arrival = brought(client, work, head + text)
        client.post(f"/data/{arrival.pk}/say/", {**form_of(client, arrival), "do": "load"})
        assert work() == [LOAD]
        assert not files_of(home, arrival).exists()
    assert amounts(home) == [("shop:1", 9_900), ("shop:2", 500)]
    assert client.get("/data/").content.decode().count('action="/data/undo/"') == 1
    for _ in range(2):
        client.post("/data/undo/")
    assert Job.objects.filter(kind=UNDO).count() == 1
    assert work() == [UNDO]
    assert amounts(home) == [("shop:1", 2_090)]
    page = client.get("/data/").content.decode()
    assert 'action="/data/undo/"' not in page
    assert Logged.objects.filter(what="load taken back").exists()
    assert [load.number for load in read_loads(home)] == [1]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("role", ["viewer", "marketer"])
def test_only_an_admin_corrects_loads_and_takes_back(role: str, home: Home) -> None:
    (home.arrivals / "x").mkdir(parents=True)
    arrival = Arrival.objects.create(made_at=datetime.now(UTC), made_by="user:1")
    client = signed_in(role)
    for address in (f"/data/{arrival.pk}/say/", f"/data/{arrival.pk}/drop/", "/data/undo/", "/data/night/"):
        assert client.post(address).status_code == 403
    assert client.get(f"/data/{arrival.pk}/").status_code == 403
    assert not Job.objects.exists()
