"""Access, correction, objection and being forgotten, as the shop's people do it on a customer's page."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from treue.consent.keeping import keep, suppress
from treue.consent.records import Evidence, ProfilingObjection
from treue.facts.codes import code_of
from treue.loop.database import open_database
from treue.loop.home import Home, open_home
from treue.loop.records import Job
from treue.loop.rights.hidden import hidden
from treue.people.contacts import persons_called
from treue.people.keeping import Reached
from treue.people.keeping import keep as keep_contacts
from treue.people.records import Contact, Forgotten, Logged, Note, Task
from treue.segments.filters import Condition, Filter
from treue.web import site
from treue.web.customer_rows import Wanted, listed, sums_of
from treue.web.today import looked_after
from treue.web.today_rows import Needing, needing
from visitors import opened, signed_in

NOW = datetime.now(UTC) - timedelta(days=30)
RED, GREEN = 'class="light red"', 'class="light green"'
MADE_BY_HAND = {"last_name": "Zweigelt", "mail": "Neu@Example.org", "town": "Köln"}


@pytest.fixture
def who(home: Home) -> Needing:  # noqa: ARG001 - the pages' home
    """Whom Heute names first, under one number with a name nobody else has."""
    found = needing(opened(), set())[0]
    Contact.objects.filter(person=found.customer).delete()
    told = {"number": "N-1", "first_name": "Xaver", "last_name": "Quittenbaum", "mail": "xaver@example.org"}
    keep_contacts([Reached(found.customer, found.customer, "shop", NOW, mailbox=42, **told)])
    return found


def page(client: Client, code: str) -> str:
    answer = client.get(f"/customers/{code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def form(key: int, **told: str) -> dict[str, object]:
    row = Contact.objects.get(key=key)
    names = (
        "first_name", "last_name", "company", "mail", "phone", "street", "postcode", "town", "country",
    )  # fmt: skip
    return {"contact": key, **{name: getattr(row, name) for name in names}, **told}


def consented(key: int, at: datetime = NOW) -> None:
    for kind in (Evidence.Kind.GIVEN, Evidence.Kind.CONFIRMED):
        keep([Evidence(key=key, channel="mail", purpose="newsletter", kind=kind, at=at, source="shop")])


def test_the_pack_is_handed_over_and_written_down(admin: Client, who: Needing) -> None:
    answer = admin.post(f"/customers/{who.code}/pack/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="auskunft-{who.code}.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        data = json.loads(archive.read("data.json"))
        assert "Quittenbaum" in archive.read("auskunft.html").decode()
    assert data["about"]["customer"] == who.code
    assert data["tables"]["beliefs.customers"]["rows"][0]["at_stake_minor"] == who.at_stake_minor
    assert Logged.objects.get(what="pack").customer == who.customer
    assert "Auskunft erstellt" in admin.get("/log/").content.decode()


def test_a_pack_waits_for_a_load(admin: Client, who: Needing, home: Home) -> None:
    with home.facts.writing():
        answer = admin.post(f"/customers/{who.code}/pack/", follow=True)
    assert "Gerade werden Daten geladen" in answer.content.decode()
    assert not Logged.objects.filter(what="pack").exists()


@pytest.mark.parametrize("what", ["pack", "contacts", "contacts/follow", "object", "unobject", "forget"])
def test_a_viewer_exercises_nobodys_rights(viewer: Client, who: Needing, what: str) -> None:
    assert viewer.post(f"/customers/{who.code}/{what}/").status_code == 403
    assert 'id="rights"' not in page(viewer, who.code)


def test_only_an_admin_forgets(who: Needing) -> None:
    marketer = signed_in("marketer")
    assert marketer.get(f"/customers/{who.code}/forget/").status_code == 403
    told = page(marketer, who.code)
    assert "Vergessen kann einen Menschen nur die Verwaltung." in told
    assert f"/customers/{who.code}/forget/" not in told


@pytest.mark.parametrize("what", ["pack", "contacts/follow", "object", "unobject"])
def test_a_look_changes_nothing(admin: Client, who: Needing, what: str) -> None:
    assert admin.get(f"/customers/{who.code}/{what}/").status_code == 405


def test_what_a_hand_corrected_is_found_kept_and_told(admin: Client, who: Needing) -> None:
    address = f"/customers/{who.code}/contacts/"
    assert "Quittenbaum" in admin.get(address).content.decode()
    admin.post(address, form(who.customer, **MADE_BY_HAND))
    row = Contact.objects.get(key=who.customer)
    assert (row.last_name, row.mail, row.town, row.first_name) == (
        "Zweigelt",
        "neu@example.org",
        "Köln",
        "Xaver",
    )
    assert row.mailbox == site.home().keyring().address("neu@example.org")
    assert row.corrected_at is not None
    assert persons_called("zweig koeln", 5) == [who.customer]
    assert persons_called("quittenbaum", 5) == []
    keep_contacts(
        [Reached(who.customer, who.customer, "shop", datetime.now(UTC), "N-1", "Xaver", "Quittenbaum")]
    )
    assert Contact.objects.get(key=who.customer).last_name == "Zweigelt"
    assert "Xaver Zweigelt" in page(admin, who.code)
    line = Logged.objects.get(what="corrected")
    assert (line.customer, line.detail) == (who.customer, {"fields": ["last_name", "mail", "town"]})
    assert "Felder: Nachname, E-Mail, Ort" in admin.get("/log/").content.decode()


def test_saving_what_stands_there_changes_nothing(admin: Client, who: Needing) -> None:
    admin.post(f"/customers/{who.code}/contacts/", form(who.customer))
    assert Contact.objects.get(key=who.customer).corrected_at is None
    assert not Logged.objects.filter(what="corrected").exists()


def test_an_entry_follows_its_source_again(admin: Client, who: Needing) -> None:
    address = f"/customers/{who.code}/contacts/"
    admin.post(address, form(who.customer, **MADE_BY_HAND))
    assert "von Hand berichtigt" in admin.get(address).content.decode()
    for _ in "twice":
        admin.post(f"{address}follow/", {"contact": who.customer})
    assert "von Hand berichtigt" not in admin.get(address).content.decode()
    keep_contacts([Reached(who.customer, who.customer, "shop", NOW, "N-1", "Xaver", "Quittenbaum")])
    assert Contact.objects.get(key=who.customer).last_name == "Quittenbaum"
    assert Logged.objects.filter(what="followed").count() == 1


@pytest.mark.parametrize(
    ("told", "wrong"),
    [({"mail": "kein-at"}, "gültige E-Mail-Adresse"), ({"postcode": "1" * 21}, "höchstens 20 Zeichen")],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    admin: Client, who: Needing, told: dict[str, str], wrong: str
) -> None:
    answer = admin.post(f"/customers/{who.code}/contacts/", form(who.customer, **told))
    assert answer.status_code == 400
    assert wrong in answer.content.decode()
    assert next(iter(told.values())) in answer.content.decode()
    assert Contact.objects.get(key=who.customer).corrected_at is None


def test_nobody_corrects_another_persons_entry(admin: Client, who: Needing) -> None:
    other = Contact.objects.exclude(person=who.customer).first()
    assert other is not None
    for way in ("contacts", "contacts/follow"):
        assert admin.post(f"/customers/{who.code}/{way}/", form(other.key, town="X")).status_code == 404
    assert admin.post(f"/customers/{who.code}/contacts/", {"contact": "x"}).status_code == 404


@pytest.mark.parametrize("given_for", ["address", "number"])
def test_a_corrected_address_takes_no_consent_along(admin: Client, who: Needing, given_for: str) -> None:
    consented(42 if given_for == "address" else who.customer)
    assert GREEN in page(admin, who.code)
    admin.post(f"/customers/{who.code}/contacts/", form(who.customer, mail="neu@example.org"))
    assert RED in page(admin, who.code)
    assert "Es liegt keine Einwilligung vor" in page(admin, who.code)
    consented(site.home().keyring().address("neu@example.org"), datetime.now(UTC))
    assert GREEN in page(admin, who.code)


def test_an_address_that_comes_back_has_its_consent_again(admin: Client, who: Needing) -> None:
    address = f"/customers/{who.code}/contacts/"
    own = site.home().keyring().address("xaver@example.org")
    Contact.objects.filter(key=who.customer).update(mailbox=own)
    consented(own)
    admin.post(address, form(who.customer, mail="neu@example.org"))
    assert RED in page(admin, who.code)
    admin.post(address, form(who.customer, mail="xaver@example.org"))
    assert GREEN in page(admin, who.code)


@pytest.mark.parametrize("said", ["objected", "suppressed"])
def test_a_no_of_the_former_address_stays(admin: Client, who: Needing, said: str) -> None:
    admin.post(f"/customers/{who.code}/contacts/", form(who.customer, mail="neu@example.org"))
    consented(site.home().keyring().address("neu@example.org"))
    later = datetime.now(UTC)
    if said == "suppressed":
        suppress(42, "complaint", "user:1", later)
    else:
        kind = Evidence.Kind.OBJECTED
        keep([Evidence(key=42, channel="mail", purpose="newsletter", kind=kind, at=later, source="shop")])
    assert RED in page(admin, who.code)


def test_an_objection_takes_figures_off_every_page_at_once(admin: Client, who: Needing) -> None:
    Task.objects.create(customer=who.customer, title="Anrufen", made_at=NOW, made_by="user:1")
    before, everybody = page(admin, who.code), sums_of(opened(), Wanted(Filter())).customers
    assert "So kommt die Prognose zustande" in before
    admin.post(f"/customers/{who.code}/object/")
    told = page(admin, who.code)
    assert "Widerspricht der Auswertung seit" in told
    for gone in ("So kommt die Prognose zustande", "Was jetzt?", "Ergebnisrechnung", 'class="tier"'):
        assert gone not in told
    for shown in ("Xaver Quittenbaum", "Anrufen", 'class="light', "Notizen", "Widerspruch zurücknehmen"):
        assert shown in told
    Task.objects.all().delete()
    assert who.customer not in {row.customer for row in needing(opened(), looked_after(opened()))}
    assert who.code not in admin.get("/").content.decode()
    assert who.code not in admin.get("/groups/").content.decode()
    wanted = Wanted(Filter(), but=hidden())
    assert sums_of(opened(), wanted).customers == everybody - 1
    assert who.customer not in {row.customer for row in listed(opened(), wanted)}
    assert admin.get("/customers/", {"q": "quittenb"}).headers["Location"] == f"/customers/{who.code}/"
    assert admin.get("/customers/", {"q": who.code}).headers["Location"] == f"/customers/{who.code}/"


def test_what_somebody_bought_stays_to_be_seen_and_nothing_is_worked_out_of_it(
    viewer: Client, who: Needing
) -> None:
    before = page(viewer, who.code)
    timeline = before[before.index('id="time-title"') : before.index('id="forecast-title"')]
    ProfilingObjection.objects.create(key=who.customer, at=NOW, by="user:1")
    told = page(viewer, who.code)
    orders = re.findall(r"Bestellung \d[\w-]*", timeline)
    assert orders
    assert re.findall(r"Bestellung \d[\w-]*", told) == orders
    assert set(re.findall(r"Retoure zu [\w-]+", told)) == set(re.findall(r"Retoure zu [\w-]+", timeline))
    assert "Ausgewertet wird davon hier nichts." in told
    for gone in ("Deckungsbeitrag", "Kundentyp", "RFM", "auf dem Spiel", 'class="is-phase"', 'class="tag"'):
        assert gone not in told


def test_while_data_are_loaded_the_history_says_so(viewer: Client, who: Needing, home: Home) -> None:
    ProfilingObjection.objects.create(key=who.customer, at=NOW, by="user:1")
    with home.facts.writing():
        assert "Die Bestellungen stehen gleich wieder hier." in page(viewer, who.code)


def test_cells_of_the_matrix_count_whom_their_lists_show(viewer: Client, who: Needing) -> None:
    for reads in ("before", "after"):
        told = viewer.get("/groups/").content.decode()
        cells = re.findall(r'href="(/customers/\?tier=(\w+)&amp;phase=(\w+))">([\d.]+)</a>', told)
        assert cells
        for address, tier, phase, count in cells:
            asked = Filter((Condition("tier", (tier,)), Condition("phase", (phase,))))
            listed_there = sums_of(opened(), Wanted(asked, but=hidden())).customers
            assert (address, int(count.replace(".", ""))) == (address, listed_there), reads
        tiers = re.findall(r'href="/customers/\?tier=(\w+)">.*?</th><td>([\d.]+)</td>', told)
        assert tiers
        for tier, count in tiers:
            asked = Filter((Condition("tier", (tier,)),))
            assert int(count.replace(".", "")) == sums_of(opened(), Wanted(asked, but=hidden())).customers
        ProfilingObjection.objects.get_or_create(key=who.customer, defaults={"at": NOW, "by": "user:1"})


def test_an_objection_is_taken_back_under_whatever_key_it_was_taken_down(admin: Client, who: Needing) -> None:
    ProfilingObjection.objects.create(key=42, at=NOW, by="user:1")
    assert "Widerspricht der Auswertung seit" in page(admin, who.code)
    admin.post(f"/customers/{who.code}/unobject/")
    assert "So kommt die Prognose zustande" in page(admin, who.code)
    assert [line.what for line in Logged.objects.filter(what="unobjected")] == ["unobjected"]


def test_who_is_in_no_snapshot_has_a_page(admin: Client) -> None:
    key = 77 << 13
    keep_contacts([Reached(key, key, "list", NOW, "L-7", "Eva", "Nordlicht", mailbox=43)])
    code = code_of(key)
    assert admin.get("/customers/", {"q": "nordl"}).headers["Location"] == f"/customers/{code}/"
    told = page(admin, code)
    assert "Zu diesem Menschen gibt es noch keine Zahlen." in told
    assert "Eva Nordlicht" in told
    admin.post(f"/customers/{code}/notes/", {"text": "ruft an"})
    assert Note.objects.get().customer == key
    admin.post("/tasks/new/", {"title": "Begrüßen", "owner": "", "customer": code})
    assert Task.objects.get().customer == key
    assert f"/customers/{code}/" in admin.get("/tasks/").content.decode()
    admin.post(f"/customers/{code}/object/")
    assert "Widerspricht der Auswertung seit" in page(admin, code)


def test_several_without_figures_are_listed_beside_those_with(admin: Client, who: Needing) -> None:
    for number in (78, 79):
        key = number << 13
        keep_contacts([Reached(key, key, "list", NOW, f"L-{number}", "Eva", "Quittenhof")])
    told = admin.get("/customers/", {"q": "quitten"}).content.decode()
    assert "Dazu passen 2 Menschen ohne Zahlen:" in told
    assert code_of(78 << 13) in told
    assert who.code in told


@pytest.mark.parametrize("typed", ["", "ja", "ZZZZZ-ZZZZZ"])
def test_nobody_is_forgotten_by_mistake(admin: Client, who: Needing, typed: str) -> None:
    answer = admin.get(f"/customers/{who.code}/forget/").content.decode()
    for sentence in ("nicht rückgängig", "anonyme Verkäufe", "ausgesteuerten Zeilen", "nicht erreicht"):
        assert sentence in answer
    answer = admin.post(f"/customers/{who.code}/forget/", {"code": typed})
    assert answer.status_code == 400
    assert f"Er lautet {who.code}." in answer.content.decode()
    assert not Forgotten.objects.exists()
    assert Contact.objects.filter(person=who.customer).exists()


def test_whoever_types_the_code_forgets_and_the_person_is_nowhere(admin: Client, who: Needing) -> None:
    answer = admin.post(
        f"/customers/{who.code}/forget/", {"code": who.code.lower().replace("-", " ")}, follow=True
    )
    assert answer.redirect_chain == [("/customers/", 302)]
    assert "ist ab sofort nirgends mehr zu sehen" in answer.content.decode()
    assert Job.objects.get().kind == "forget"
    for path in ("", "contacts/", "forget/"):
        assert admin.get(f"/customers/{who.code}/{path}").status_code == 404
    assert admin.post(f"/customers/{who.code}/pack/").status_code == 404
    for text in ("quittenbaum", who.code):
        assert "Auf diese Suche passt niemand" in admin.get("/customers/", {"q": text}).content.decode()
    assert who.code not in admin.get("/").content.decode()
    assert not Logged.objects.filter(customer=who.customer).exists()


@pytest.fixture
def own_home(shop_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A copy whose files may change."""
    shutil.copytree(shop_folder, tmp_path / "home", ignore=shutil.ignore_patterns("treue.db*"))
    opened_home = open_home(tmp_path / "home")
    monkeypatch.setattr(settings, "HOME", opened_home)
    site.shelf.cache_clear()
    open_database(opened_home)
    yield opened_home
    site.shelf.cache_clear()


def outside() -> dict[str, str]:
    """As the worker's process has it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("TREUE_", "DJANGO_"))}


def test_files_follow_who_was_forgotten_on_the_page(own_home: Home) -> None:
    found, admin = needing(opened(), set())[0], signed_in("admin")
    orders = own_home.facts.rows("orders")
    admin.post(f"/customers/{found.code}/forget/", {"code": found.code})
    command = [sys.executable, "-m", "treue", "forget", "--again", "--home", str(own_home.folder)]
    subprocess.run(command, check=True, capture_output=True, env=outside())
    assert found.code not in {row.code for row in needing(opened(), set(), most=1_000)}
    assert own_home.facts.rows("orders") == orders
    assert admin.get(f"/customers/{found.code}/").status_code == 404


def test_english(who: Needing) -> None:
    client = signed_in("admin", "en")
    assert "access, correction, objection, erasure" in page(client, who.code)
    assert (
        "Correct the data of Xaver Quittenbaum"
        in client.get(f"/customers/{who.code}/contacts/").content.decode()
    )
    assert "Forget Xaver Quittenbaum?" in client.get(f"/customers/{who.code}/forget/").content.decode()
