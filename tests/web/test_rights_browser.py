"""A person asks for their rights, and somebody of the shop does what they ask, in Chromium."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from looks import CHROMIUM
from playwright.sync_api import Browser, Locator, expect
from served import Served
from walking import LANGUAGES, Language, Walk, walking

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
]


def rights(walk: Walk) -> Locator:
    """The last section of a customer's page, unfolded."""
    section = walk.page.locator("#rights")
    if section.locator("details[open]").count() == 0:
        section.locator("summary").click()
    return section


@pytest.mark.parametrize("language", LANGUAGES)
def test_access_correction_objection_and_being_forgotten(
    browser: Browser, shop: Served, language: Language, tmp_path: Path
) -> None:
    with walking(browser, shop, language, f"rights-{language}@laden.example") as walk:
        page = walk.page
        walk.go("/customers/?tier=iron&page=2")
        first = page.locator("table.list tbody a").first
        name = first.inner_text()
        first.click()
        expect(page.locator("h1")).to_contain_text(name)
        address = page.url

        with page.expect_download() as coming:
            walk.press("rights.access_do", rights(walk))
        coming.value.save_as(tmp_path / "pack.zip")
        with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
            # The pack speaks the shop's language, whoever asks for it.
            assert set(pack.namelist()) == {"auskunft.html", "data.json"}
            assert name in pack.read("auskunft.html").decode()

        walk.press("rights.correct_do", rights(walk))
        page.locator("input[name=street]").first.fill("Neue Straße 12")
        page.locator("input[name=street]").first.press("Enter")
        walk.told("rights.corrected")
        expect(page.locator("main")).to_contain_text("Neue Straße 12")

        expect(page.locator(".timeline").first).to_be_visible()
        walk.press("rights.object_do", rights(walk))
        walk.told("rights.objected")
        expect(page.locator(".top-line .finding")).to_contain_text(
            walk.say("customer.objected", at="").rstrip(". ")
        )
        expect(page.locator("#forecast-title, #steps-title, #ledger-title, main .tier")).to_have_count(0)
        expect(page.locator(".timeline .is-order").first).to_be_visible()
        walk.press("rights.unobject_do", rights(walk))
        walk.told("rights.unobjected")
        expect(page.locator(".timeline").first).to_be_visible()

        walk.press("rights.forget_do", rights(walk))
        code = address.rstrip("/").rpartition("/")[2]
        page.fill("#code", "00000-00000")
        walk.press("rights.forget_now")
        expect(page.locator("#code_error")).to_be_visible()
        page.fill("#code", code.lower())
        walk.press("rights.forget_now")
        walk.told("rights.forgotten")
        gone = page.goto(address)
        assert gone is not None
        assert gone.status == 404
