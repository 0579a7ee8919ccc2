"""Settings, users and the log as an admin uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from treue.api.keys import caller_of, make_key
from treue.api.records import ApiKey
from treue.facts.codes import code_of
from treue.loop.home import SETTINGS, Home, open_home
from treue.loop.records import Job
from treue.people.log import log
from treue.people.records import Forgotten, Logged
from treue.settings import edited
from treue.web import site
from treue.web.log_lines import Line, Sought, logged, page_of
from treue.web.records import User
from treue.web.setting_fields import FIELDS, differing, shown, shown_limits, typed
from treue.web.voice import words_of
from visitors import opened, signed_in


@pytest.fixture
def _kept(home: Home) -> Iterator[None]:
    path = home.folder / SETTINGS
    before = path.read_bytes()
    yield
    path.write_bytes(before)


@pytest.mark.usefixtures("_kept")
def test_a_change_is_kept_logged_and_told(admin: Client, home: Home) -> None:
    page = admin.post("/settings/", {"costs.service_hour": "1.036,50 €", "value.margin": "37,5"}, follow=True)
    text = (home.folder / SETTINGS).read_text(encoding="utf-8")
    assert 'service_hour = "1036.50"' in text
    assert 'margin = "37.5%"' in text
    assert "ab dem nächsten Nachtlauf" in page.content.decode()
    (line,) = Logged.objects.filter(what="setting changed")
    assert line.detail == {"keys": ["costs.service_hour", "value.margin"]}


@pytest.mark.usefixtures("_kept")
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_kept(admin: Client, home: Home) -> None:
    before = (home.folder / SETTINGS).read_bytes()
    page = admin.post("/settings/", {"value.margin": "viel", "shop.name": "Neu"}).content.decode()
    assert "Ein Anteil von 0 bis 100 Prozent" in page
    assert 'value="viel"' in page
    assert (home.folder / SETTINGS).read_bytes() == before


def test_a_field_that_was_not_touched_changes_nothing(home: Home) -> None:
    for language in ("de", "en"):
        posted = {key: shown(field, home.settings, language) for key, field in FIELDS.items()}
        posted |= {
            f"tiers.limits.{part}": text for part, text in shown_limits(home.settings, language).items()
        }
        posted.pop("tiers.limits")
        assert differing(home.settings, posted) == ({}, set())


def test_numbers_are_read_as_both_languages_write_them() -> None:
    assert typed(FIELDS["costs.service_hour"], {"costs.service_hour": "1,036.50"}) == "1036.50"
    assert typed(FIELDS["value.margin"], {"value.margin": " 40 % "}) == "40%"
    assert typed(FIELDS["value.margin"], {"value.margin": ""}) == ""


@pytest.mark.parametrize(
    ("kind", "typed_in", "kept"),
    [
        ("from", "1.500 400 99,5", "from 1500 400 99.5"),
        ("from", "1,500 400 99.5", "from 1500 400 99.5"),
        ("share", "2,125 20 40", "share 2.125 20 40"),
        ("share", "2.125 20 40", "share 2.125 20 40"),
        ("most", "1.200 2.400 4.800", "most 1200 2400 4800"),
    ],
)
def test_limits_as_both_languages_type_them(kind: str, typed_in: str, kept: str) -> None:
    parts = dict(zip(("platinum", "gold", "iron"), typed_in.split(), strict=True))
    posted = {"tiers.limits.kind": kind, **{f"tiers.limits.{part}": text for part, text in parts.items()}}
    assert typed(FIELDS["tiers.limits"], posted) == kept


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("language", "written"), [("de", "99,5"), ("en", "99.5")])
def test_a_preview_says_limits_in_the_readers_language(language: str, written: str) -> None:
    limits = {"kind": "from", "platinum": "1.500", "gold": "400", "iron": "99,5"}
    posted = {f"tiers.limits.{part}": text for part, text in limits.items()}
    page = signed_in("admin", language).post("/settings/limits/", posted).content.decode()
    assert f"{written} " in page.partition('class="more"')[2].partition("</p>")[0]
    assert 'value="1500"' in page
    assert 'value="99.5"' in page


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize(("language", "written"), [("de", "3,8"), ("en", "3.8")])
def test_a_decimal_is_written_in_the_readers_language(home: Home, language: str, written: str) -> None:
    path = home.folder / SETTINGS
    path.write_text(with_profile(path.read_text(encoding="utf-8"), "3.8"), encoding="utf-8")
    site.renew(open_home(home.folder))
    page = signed_in("admin", language).get("/settings/").content.decode()
    assert f'<option value="3.8" selected>{written}</option>' in page


def with_profile(text: str, quality: str) -> str:
    """Settings in which the shop stands for quality so much."""
    told = edited(text, "values_profile.quality", quality)
    assert quality in told
    return told


@pytest.mark.usefixtures("home")
def test_computing_now_puts_a_night_in_line(admin: Client) -> None:
    admin.post("/settings/", {"now": "1"})
    assert [(job.kind, job.asked_by[:5]) for job in Job.objects.all()] == [("night", "user:")]


def test_every_setting_on_the_page_has_its_words() -> None:
    for language in ("de", "en"):
        words = words_of(language).sentences
        for field in FIELDS.values():
            assert {f"web.setting.{field.word}{end}" for end in ("", "_help", "_wrong")} <= set(words)


@pytest.mark.usefixtures("home")
def test_an_invitation_shows_its_password_once(admin: Client) -> None:
    told = {"mail": "neu@laden.example", "name": "Neu", "role": "marketer"}
    page = admin.post("/settings/users/", told).content.decode()
    made = User.objects.get(mail="neu@laden.example")
    password = page.split('class="secret">')[1].split("<")[0]
    assert made.check_password(password)
    assert password not in admin.get("/settings/users/").content.decode()
    assert "schon ein Konto" in admin.post("/settings/users/", told).content.decode()


@pytest.mark.usefixtures("home")
def test_the_last_admin_cannot_be_shut_out(admin: Client) -> None:
    me = User.objects.get(role="admin")
    page = admin.post(f"/settings/users/{me.pk}/", {"do": "deactivate"}, follow=True).content.decode()
    assert "Das geht nicht" in page
    assert admin.get("/settings/").status_code == 200


@pytest.mark.usefixtures("home")
def test_the_log_finds_by_customer_user_and_kind_with_names_of_today(admin: Client) -> None:
    me = User.objects.get(role="admin")
    key = 4711 << 40
    log(me.actor, "viewed", key)
    log("night", "exported", detail={"list": "log"})
    me.name = "Jana"
    me.save()
    page = admin.get("/log/", {"code": code_of(key).lower()}).content.decode()
    assert "Jana</td>" in page
    assert page.count("<tr><td") == 1
    assert admin.get("/log/", {"user": me.pk, "kind": "viewed"}).content.decode().count("<tr><td") == 1
    assert "kein Kundencode" in admin.get("/log/", {"code": "abc"}).content.decode()
    assert "Lieferung 1" in admin.get("/log/").content.decode()


@pytest.mark.usefixtures("home")
def test_a_line_leads_to_the_customer_as_long_as_there_is_a_page_of_theirs(admin: Client) -> None:
    key, gone = (int(str(each)) for (each,) in opened().rows("SELECT customer FROM customers LIMIT 2"))
    Forgotten.objects.create(key=gone, at=datetime.now(UTC))
    for customer in (key, gone, 1):
        log("night", "viewed", customer)
    page = admin.get("/log/").content.decode()
    assert f'href="/customers/{code_of(key)}/"' in page
    for customer in (gone, 1):
        assert code_of(customer) in page
        assert f"/customers/{code_of(customer)}/" not in page
    assert admin.get(f"/customers/{code_of(key)}/").status_code == 200


def test_the_log_as_a_table_computes_nothing_in_a_spreadsheet(admin: Client) -> None:
    me = User.objects.get(role="admin")
    me.name = "=1+1"
    me.save()
    log(me.actor, "viewed", 1)
    answer = admin.get("/log/export/")
    table = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    assert table.startswith("Wann;Wer;Was;Kunde;Näheres")
    assert ";'=1+1;" in table
    assert Logged.objects.filter(what="exported", by=me.actor).count() == 1


@pytest.mark.usefixtures("home")
def test_pages_of_the_log_hold_each_line_once_in_order() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    Logged.objects.bulk_create(
        Logged(at=start + timedelta(hours=at), by="night", what="viewed") for at in range(0, 60, 2)
    )
    others = [Line(start + timedelta(hours=at), "", "run", None, {}) for at in (59, 31, 30, 7, -3)]
    found = logged(Sought(since=start.date(), until=start.date() + timedelta(days=9)), "UTC")
    whole = page_of(found, others, 0, 100)
    assert [each.at for each in whole] == sorted((each.at for each in whole), reverse=True)
    assert len(whole) == 35
    for size in (1, 4, 7):
        assert [line for at in range(0, 35, size) for line in page_of(found, others, at, size)] == whole


@pytest.mark.usefixtures("home")
def test_whoever_speaks_english_reads_english() -> None:
    client = signed_in("admin", "en")
    for page, title in (("/settings/", "Settings"), ("/log/", "Log"), ("/me/", "My account")):
        assert f"<h1>{title}</h1>" in client.get(page).content.decode()


def made(admin: Client, **told: object) -> tuple[str, ApiKey]:
    """A key by the page, and its token as the answer shows it."""
    page = admin.post("/settings/keys/", {"name": "Warenlager", "scopes": ["read"], "days": "90", **told})
    token = re.search(r"treue_[0-9a-f]{10}_[\w-]{40,}", page.content.decode())
    assert token is not None
    return token[0], ApiKey.objects.latest("pk")


def test_a_key_is_shown_once_and_lets_its_program_in_until_it_is_withdrawn(admin: Client) -> None:
    token, key = made(admin, scopes=["persons", "events"])
    assert key.scopes == ["events", "persons", "read"]
    assert key.expires_at is not None
    assert abs(key.expires_at - datetime.now(UTC) - timedelta(days=90)) < timedelta(minutes=1)
    listed = admin.get("/settings/keys/").content.decode()
    assert key.prefix in listed
    assert token not in listed
    assert "noch nie" in listed
    assert caller_of(token, datetime.now(UTC)) is not None
    assert "noch nie" not in admin.get("/settings/keys/").content.decode()
    for told in ("öffnet nichts mehr", "gibt es nicht mehr"):
        page = admin.post(f"/settings/keys/{key.pk}/end/", follow=True).content.decode()
        assert told in page
    assert caller_of(token, datetime.now(UTC)) is None
    assert "zurückgezogen" in page
    lines = Logged.objects.filter(what__startswith="key ").order_by("pk")
    assert [(each.what, each.detail["key"]) for each in lines] == [
        ("key made", key.pk),
        ("key ended", key.pk),
    ]
    assert token not in str([each.detail for each in lines])


def test_a_key_holds_as_long_as_it_was_made_for(admin: Client) -> None:
    token, key = made(admin, days="30")
    assert key.expires_at is not None
    assert caller_of(token, key.expires_at - timedelta(seconds=1)) is not None
    assert caller_of(token, key.expires_at) is None
    ApiKey.objects.filter(pk=key.pk).update(expires_at=datetime.now(UTC) - timedelta(days=1))
    page = admin.get("/settings/keys/").content.decode()
    assert "abgelaufen" in page
    assert f"/settings/keys/{key.pk}/end/" not in page
    forever, _ = made(admin, days="0")
    assert caller_of(forever, datetime.now(UTC) + timedelta(days=36_500)) is not None


@pytest.mark.parametrize(
    "told", [{"name": ""}, {"name": "x" * 81}, {"scopes": []}, {"scopes": ["all"]}, {"days": "7"}]
)
def test_a_key_that_cannot_be_is_told_beside_the_field(admin: Client, told: dict[str, object]) -> None:
    wanted = {"name": "Warenlager", "scopes": ["read"], "days": "90", **told}
    assert 'class="wrong"' in admin.post("/settings/keys/", wanted).content.decode()
    assert not ApiKey.objects.exists()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("role", ["viewer", "marketer"])
def test_only_an_admin_sees_makes_and_withdraws_keys(role: str) -> None:
    key, token = make_key("Warenlager", ["read"], "test")
    client = signed_in(role)
    assert client.get("/settings/keys/").status_code == 403
    asked = {"name": "x", "scopes": ["read"], "days": "90"}
    assert client.post("/settings/keys/", asked).status_code == 403
    assert client.post(f"/settings/keys/{key.pk}/end/").status_code == 403
    assert ApiKey.objects.count() == 1
    assert caller_of(token, datetime.now(UTC)) is not None
