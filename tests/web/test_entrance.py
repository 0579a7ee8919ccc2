"""Coming in: what a person at the door meets, and what somebody who should not come in meets."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from treue.loop.home import Home
from treue.people.records import Logged
from treue.web.accounts import change_role, deactivate, invite, reset
from treue.web.records import User
from visitors import PASSWORD, signed_in, user

OWN = "mein eigenes Wort"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _nobody_is_locked_out() -> None:
    cache.clear()


def at_the_door(language: str = "de", **more: str) -> Client:
    return Client(SERVER_NAME="localhost", headers={"accept-language": language}, **more)


def tries(client: Client, address: str, password: str, where: str = LOGIN) -> str:
    """What the page says, or where it leads."""
    answer = client.post(where, {"login": address, "password": password})
    return answer.headers.get("Location") or answer.content.decode()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "<h1>Anmelden</h1>"), ("en-GB,de;q=0.5", "<h1>Sign in</h1>"), ("fr", "Anmelden")],
)
def test_the_door_speaks_as_the_browser_does_else_as_the_shop(language: str, title: str) -> None:
    assert title in at_the_door(language).get(LOGIN).content.decode()


@pytest.mark.usefixtures("home")
def test_a_one_time_password_opens_once() -> None:
    made, password = invite("neu@laden.example", "viewer", "test")
    first = at_the_door()
    assert tries(first, made.mail, password) == "/"
    assert "passen nicht zusammen" in tries(at_the_door(), made.mail, password)
    assert first.get("/").headers["Location"] == "/account/password/set/"
    assert "Wählen Sie Ihr Passwort" in first.get("/account/password/set/").content.decode()
    answer = first.post("/account/password/set/", {"password1": OWN, "password2": OWN})
    assert answer.headers["Location"] == "/"
    assert first.get("/me/").status_code == 200
    assert tries(at_the_door(), made.mail, OWN) == "/"


@pytest.mark.usefixtures("home")
def test_without_an_own_password_no_page_opens() -> None:
    made, password = invite("neu@laden.example", "admin", "test")
    client = at_the_door()
    tries(client, made.mail, password)
    for page in ("/", "/me/", "/settings/", "/log/", "/log/export/"):
        assert client.get(page).headers["Location"] == "/account/password/set/"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("own", "told"), [("kurz", "zu kurz"), ("123456789012", "numerisch"), ("passwordpassword1", "")]
)
def test_a_weak_password_is_refused_beside_the_field(own: str, told: str) -> None:
    made, password = invite("neu@laden.example", "viewer", "test")
    client = at_the_door()
    tries(client, made.mail, password)
    answer = client.post("/account/password/set/", {"password1": own, "password2": own})
    assert (answer.status_code == 200) == bool(told)
    assert told in answer.content.decode()


@pytest.mark.usefixtures("home")
def test_two_different_passwords_are_told_politely() -> None:
    client = signed_in("viewer")
    told = {"oldpassword": PASSWORD, "password1": OWN, "password2": f"{OWN}!"}
    assert (
        "Beide Male dasselbe Passwort, bitte."
        in client.post("/account/password/change/", told).content.decode()
    )


@pytest.mark.usefixtures("home")
def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    made = user("marketer")
    here, there = at_the_door(), at_the_door()
    tries(here, made.mail, PASSWORD)
    tries(there, made.mail, PASSWORD)
    told = {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN}
    assert here.post("/account/password/change/", told).headers["Location"] == "/me/"
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


@pytest.mark.usefixtures("home")
def test_five_failed_attempts_lock_also_the_right_password_out_and_say_for_how_long() -> None:
    made = user("viewer")
    client = at_the_door()
    for _ in range(5):
        assert "passen nicht zusammen" in tries(client, made.mail, "falsch")
    told = tries(client, made.mail, PASSWORD)
    assert "fünf Minuten" in told
    assert "Passwort vergessen?" in told
    assert "fünf Minuten" in tries(at_the_door(), made.mail.upper(), PASSWORD)
    refused = Logged.objects.filter(what="sign-in refused")
    assert [each.detail for each in refused] == [{"user": made.pk}] * 5


@pytest.mark.usefixtures("home")
def test_a_locked_address_locks_nobody_else_elsewhere_out() -> None:
    made, other = user("viewer"), user("marketer")
    for _ in range(6):
        tries(at_the_door(), made.mail, "falsch")
    assert tries(at_the_door(REMOTE_ADDR="10.0.0.9"), other.mail, PASSWORD) == "/"


@pytest.mark.usefixtures("home")
def test_a_stranger_learns_not_who_has_an_account() -> None:
    made = user("viewer")
    known = tries(at_the_door(), made.mail, "falsch").replace(made.mail, "")
    unknown = tries(at_the_door(), "niemand@laden.example", "falsch").replace("niemand@laden.example", "")
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", known) == token.sub("", unknown)


@pytest.mark.usefixtures("home")
def test_signing_in_takes_a_new_session() -> None:
    made = user("viewer")
    client = at_the_door()
    client.get(LOGIN)
    client.session.save()
    before = client.session.session_key
    tries(client, made.mail, PASSWORD)
    assert client.session.session_key != before
    assert client.cookies["treue_session"].value != before


@pytest.mark.usefixtures("home")
def test_signing_out_ends_the_session_on_the_server() -> None:
    client = signed_in("viewer")
    stolen = client.cookies["treue_session"].value
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/me/").status_code == 200
    client.post("/account/logout/")
    thief = at_the_door()
    thief.cookies["treue_session"] = stolen
    assert thief.get("/me/").status_code == 302


@pytest.mark.usefixtures("home")
def test_cookies_are_for_this_server_alone() -> None:
    client = at_the_door()
    tries(client, user("viewer").mail, PASSWORD)
    session = client.cookies["treue_session"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    client.get("/me/")
    assert client.cookies["treue_csrf"]["httponly"]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "next_", ["https://boese.example/", "//boese.example", "javascript:alert(1)", "/\\boese.example"]
)
def test_signing_in_leads_nowhere_else(next_: str) -> None:
    made = user("viewer")
    where = (
        at_the_door()
        .post(LOGIN, {"login": made.mail, "password": PASSWORD, "next": next_})
        .headers["Location"]
    )
    assert where == "/"


@pytest.mark.usefixtures("home")
def test_signing_in_leads_to_the_page_that_was_asked_for() -> None:
    client = at_the_door()
    asked = client.get("/me/?a=1")
    assert asked.headers["Location"] == f"{LOGIN}?next=/me/%3Fa%3D1"
    page = client.get(asked.headers["Location"]).content.decode()
    assert 'name="next" value="/me/?a=1"' in page


@pytest.mark.usefixtures("home")
def test_a_form_from_elsewhere_ends_on_our_page() -> None:
    made = user("viewer")
    client = at_the_door(enforce_csrf_checks=True)  # type: ignore[arg-type]  # passed on to Client
    answer = client.post(LOGIN, {"login": made.mail, "password": PASSWORD})
    assert answer.status_code == 403
    assert "Diese Seite war zu lange offen" in answer.content.decode()


@pytest.mark.usefixtures("home")
def test_another_host_is_not_served() -> None:
    answer = Client(SERVER_NAME="boese.example").get(LOGIN)
    assert answer.status_code == 400
    assert "boese.example" not in answer.content.decode()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", [LOGIN, "/", "/me/", "/account/password/reset/"])
def test_other_methods_are_no_way_in(page: str) -> None:
    client = at_the_door()
    get = client.get(page)
    assert client.head(page).status_code == get.status_code
    assert client.head(page).content == b""
    answer = client.options(page)
    assert answer.status_code == (302 if get.status_code == 302 else 200)
    assert client.trace(page).status_code in (302, 405)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "page", ["signup/", "email/", "confirm-email/", "login/code/confirm/", "reauthenticate/code/"]
)
def test_what_we_do_not_offer_is_closed(page: str) -> None:
    assert signed_in("viewer").get(f"/account/{page}").status_code == 404


@pytest.mark.usefixtures("home")
def test_passwords_are_kept_as_scrypt() -> None:
    assert user("viewer").password.startswith("scrypt$")


@pytest.mark.usefixtures("home")
def test_who_is_shut_out_is_out_at_the_next_click() -> None:
    user("admin")
    client = signed_in("marketer")
    assert client.get("/me/").status_code == 200
    made = User.objects.get(role="marketer")
    assert deactivate(made, "test")
    assert client.get("/me/").status_code == 302
    assert (
        "stillgelegt"
        in at_the_door().post(LOGIN, {"login": made.mail, "password": PASSWORD}, follow=True).content.decode()
    )


@pytest.mark.usefixtures("home")
def test_a_reset_signs_out_everywhere() -> None:
    client = signed_in("marketer")
    password = reset(User.objects.get(role="marketer"), "test")
    assert client.get("/me/").status_code == 302
    assert tries(at_the_door(), "marketer@laden.example", password) == "/"


@pytest.mark.usefixtures("home")
def test_the_last_admin_stays() -> None:
    User.objects.all().delete()
    last = user("admin")
    assert not deactivate(last, "test")
    assert not change_role(last, "viewer", "test")
    invite("zweite@laden.example", "admin", "test")
    assert change_role(last, "viewer", "test")


@pytest.fixture
def _mailing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop that has a mail server; what it takes is in `mail.outbox`."""
    held = replace(home.settings, secret=replace(home.settings.secret, mail="smtp://localhost:25"))
    monkeypatch.setattr(settings, "HOME", replace(home, settings=held))
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []


@pytest.mark.usefixtures("_mailing")
@pytest.mark.parametrize(
    ("language", "subject"), [("de", "Neues Passwort für Treue"), ("en", "New password for Treue")]
)
def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(language: str, subject: str) -> None:
    made = user("viewer")
    client = at_the_door(language)
    sent = client.post("/account/password/reset/", {"email": made.mail})
    assert sent.headers["Location"] == "/account/password/reset/done/"
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == (subject, [made.mail])
    link = re.search(r"http://localhost(/account/\S+)", letter.body)
    assert link
    page = client.get(link[1], follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": OWN, "password2": OWN})
    assert tries(at_the_door(), made.mail, OWN) == "/"
    assert "/account/password/reset/" in at_the_door().get(link[1], follow=True).content.decode()
    again = at_the_door(language).get(link[1], follow=True).content.decode()
    assert ("gilt nicht mehr" if language == "de" else "no longer works") in again


@pytest.mark.usefixtures("_mailing")
def test_nobody_is_written_to_who_has_no_account() -> None:
    answer = at_the_door().post("/account/password/reset/", {"email": "niemand@laden.example"})
    assert answer.headers["Location"] == "/account/password/reset/done/"
    assert mail.outbox == []


@pytest.mark.usefixtures("home")
def test_without_a_mail_server_the_page_says_who_helps() -> None:
    page = at_the_door().get("/account/password/reset/").content.decode()
    assert "kein Mailserver" in page
    assert "<form" not in page


@pytest.mark.usefixtures("home")
def test_a_mail_server_that_is_away_breaks_no_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", 1)
    made = user("viewer")
    assert at_the_door().post("/account/password/reset/", {"email": made.mail}).status_code == 302
    assert "not handed over: ConnectionRefusedError" in caplog.text
    assert made.mail not in caplog.text


@pytest.mark.usefixtures("home")
def test_no_secret_gets_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made, password = invite("neu@laden.example", "viewer", "test")
    client = at_the_door()
    tries(client, made.mail, "falsches Wort 99")
    tries(client, made.mail, password)
    client.post("/account/password/set/", {"password1": OWN, "password2": OWN})
    client.get("/gibt-es-nicht/")
    session = client.cookies["treue_session"].value
    told = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    for secret in (password, OWN, "falsches Wort 99", session, made.mail, settings.SECRET_KEY):
        assert str(secret) not in told
    assert not [
        each for each in Logged.objects.all() if password in str(each.detail) or OWN in str(each.detail)
    ]


@pytest.mark.usefixtures("home")
def test_every_page_at_the_door_is_under_the_strict_policy() -> None:
    pages = [LOGIN, "/account/password/reset/", "/account/password/reset/done/", "/account/inactive/"]
    answers = [at_the_door().get(page) for page in pages]
    client = signed_in("viewer")
    answers += [
        client.get(f"/account/{page}")
        for page in ("password/change/", "2fa/", "sessions/", "logout/", "reauthenticate/")
    ]
    for answer in answers:
        assert answer.status_code == 200, answer.request["PATH_INFO"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
        text = answer.content.decode()
        assert not re.search(r"<style| style=| on\w+=|https?://(?!localhost)", text), answer.request[
            "PATH_INFO"
        ]
        for script in re.findall(r"<script([^>]*)>", text):
            assert "src=" in script or 'type="application/json"' in script
        assert urlsplit(answer.request["PATH_INFO"]).path
