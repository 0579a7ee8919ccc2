"""The way in as people go it: in Chromium, against a real server, in both languages, at every width."""

from __future__ import annotations

from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from looks import CHROMIUM, Visit, visit
from playwright.sync_api import Browser, expect
from served import Served
from walking import LANGUAGES, OWN, Language, come_in, sign_in, speak_english

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def confirm(shown: Visit) -> None:
    """What is about safety asks once more for the password."""
    if "reauthenticate" in shown.page.url:
        shown.page.fill("#id_password", OWN)
        shown.page.locator("form .actions button").first.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_one_time_password_to_a_second_factor(  # noqa: PLR0915 - one way, step by step
    browser: Browser, served: Served, language: Language
) -> None:
    mail = f"weg-{language}@laden.example"
    password = served.invite(mail, "admin")
    with visit(browser, language) as shown:
        page = shown.page
        page.goto(f"{served.address}/")
        shown.look(f"login-{language}")
        sign_in(shown, served, mail, "falsch")
        shown.look(f"login-wrong-{language}")
        sign_in(shown, served, mail, password)
        page.wait_for_url("**/password/set/")
        shown.look(f"password-set-{language}")
        page.fill("#id_password1", OWN)
        page.fill("#id_password2", "etwas anderes")
        page.locator("form .actions button").first.click()
        expect(page.locator(".wrong")).to_be_visible()
        shown.look(f"password-differs-{language}")
        page.fill("#id_password1", OWN)
        page.fill("#id_password2", OWN)
        page.locator("form .actions button").first.click()
        page.wait_for_url(f"{served.address}/")
        page.goto(f"{served.address}/me/")
        if language == "en":
            page.select_option("select[name=language]", "en")
            page.locator("main form .actions button").first.click()
            expect(page.locator("h1")).to_have_text("My account")
        shown.look(f"account-{language}")
        page.goto(f"{served.address}/account/2fa/")
        shown.look(f"second-factor-{language}")
        page.goto(f"{served.address}/account/2fa/totp/activate/")
        confirm(shown)
        page.locator("details summary").click()
        secret = page.locator("#authenticator_secret").inner_text().strip()
        page.locator("details summary").click()
        shown.look(f"totp-{language}")
        page.fill("#id_code", code_of(secret))
        page.locator("form .actions button").first.click()
        page.wait_for_url("**/recovery-codes/**")
        expect(page.locator("#recovery_codes li")).to_have_count(10)
        spare = page.locator("#recovery_codes li").first.inner_text()
        shown.look(f"recovery-codes-{language}")
        for name, path in (
            ("sessions", "sessions/"),
            ("logout", "logout/"),
            ("password-change", "password/change/"),
            ("reauthenticate", "reauthenticate/"),
            ("totp-off", "2fa/totp/deactivate/"),
            ("codes-new", "2fa/recovery-codes/generate/"),
            ("passkeys", "2fa/webauthn/"),
        ):
            page.goto(f"{served.address}/account/{path}")
            shown.look(f"{name}-{language}")
        page.goto(f"{served.address}/account/logout/")
        page.locator("section form button").click()
        page.wait_for_url("**/login/**")
        sign_in(shown, served, mail, OWN)
        page.wait_for_url("**/2fa/authenticate/**")
        page.fill("#id_code", "000000")
        page.locator("form .actions button").first.click()
        expect(page.locator(".wrong")).to_be_visible()
        shown.look(f"second-step-{language}")
        page.fill("#id_code", spare)
        page.locator("form .actions button").first.click()
        page.wait_for_url(f"{served.address}/")
    told = served.told.read_text(encoding="utf-8")
    assert password not in told
    assert OWN not in told


def test_a_passkey_lets_in_without_a_password(browser: Browser, served: Served) -> None:
    mail = "schluessel@laden.example"
    with visit(browser, "de") as shown:
        page = shown.page
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                }
            },
        )
        come_in(shown, served, mail, "viewer")
        page.goto(f"{served.address}/account/2fa/webauthn/add/")
        confirm(shown)
        shown.look("passkey-add-de")
        page.check("#id_passwordless")
        page.click("#mfa_webauthn_add")
        page.wait_for_url("**/recovery-codes/**")
        page.goto(f"{served.address}/account/2fa/webauthn/")
        shown.look("passkeys-one-de")
        page.goto(f"{served.address}/account/logout/")
        page.locator("section form button").click()
        page.wait_for_url("**/login/**")
        page.click("#passkey_login")
        page.wait_for_url(f"{served.address}/")
        assert shown.noise == []


def test_everything_but_passkeys_works_without_a_script(browser: Browser, served: Served) -> None:
    with visit(browser, "de", scripts=False) as shown:
        come_in(shown, served, "ohne@laden.example", "admin")
        shown.page.goto(f"{served.address}/settings/")
        shown.page.fill("#shop_name", "Ohne Skript")
        shown.page.locator("form.set .stick button").click()
        expect(shown.page.locator(".told").first).to_contain_text("Gespeichert")
        assert 'name = "Ohne Skript"' in (served.home / "treue.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_admin_sets_things_up(browser: Browser, served: Served, language: Language) -> None:
    with visit(browser, language) as shown:
        page = shown.page
        come_in(shown, served, f"chefin-{language}@laden.example", "admin")
        if language == "en":
            speak_english(shown, served)
        page.goto(f"{served.address}/settings/")
        shown.look(f"settings-{language}")
        page.fill("#value_margin", "viel")
        page.locator("form.set .stick button").click()
        expect(page.locator(".wrong")).to_be_visible()
        shown.look(f"settings-wrong-{language}")
        page.goto(f"{served.address}/settings/")
        page.fill("input[name='tiers.limits.platinum']", "10")
        page.locator("button[formaction]").click()
        page.wait_for_url("**/settings/limits/")
        shown.look(f"limits-{language}")
        page.goto(f"{served.address}/settings/users/")
        shown.look(f"users-{language}")
        page.fill("#id_mail", f"neu-{language}@laden.example")
        page.locator("form.narrow button").click()
        expect(page.locator(".secret")).to_be_visible()
        shown.look(f"invited-{language}")
        page.goto(f"{served.address}/settings/users/")
        page.locator("table a").first.click()
        shown.look(f"user-{language}")
        page.goto(f"{served.address}/log/")
        shown.look(f"log-{language}")
