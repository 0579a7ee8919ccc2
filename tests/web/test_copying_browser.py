"""What the radar says on tone and offer, to be copied: by a button, or by one click without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from looks import CHROMIUM, visit
from playwright.sync_api import Browser, Page, expect
from served import Served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
]
OWN = "ein eigener kurzer Satz"
CARRIED = "Geben Sie ihnen Testberichte"


@pytest.fixture(scope="module")
def cookies(served: Served, browser: Browser) -> list[object]:
    """Of somebody who signed in, with scripts or without."""
    password = served.invite("abschrift@laden.example", "marketer")
    with visit(browser, "de") as shown:
        page = shown.page
        page.goto(f"{served.address}/account/login/")
        page.fill("#id_login", "abschrift@laden.example")
        page.fill("#id_password", password)
        page.locator("form .actions button").first.click()
        page.fill("#id_password1", OWN)
        page.fill("#id_password2", OWN)
        page.locator("form .actions button").first.click()
        page.wait_for_url(f"{served.address}/")
        return list(page.context.cookies())


def at_groups(page: Page, served: Served, cookies: list[object]) -> Page:
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # as another context gave them
    page.goto(f"{served.address}/groups/")
    return page


@pytest.fixture
def clicked(served: Served, browser: Browser, cookies: list[object]) -> Iterator[Page]:
    with visit(browser, "de") as shown:
        shown.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.address)
        yield at_groups(shown.page, served, cookies)
        assert not shown.noise


def sentence(page: Page) -> str:
    return page.locator(".to-copy", has_text=CARRIED).inner_text()


def test_one_click_copies_the_whole_sentence_and_says_so(clicked: Page) -> None:
    button = clicked.locator("dd", has_text=CARRIED).locator("button.copy")
    expect(button).to_have_text("Kopieren")
    button.click()
    expect(button).to_have_text("Kopiert")
    assert clicked.evaluate("navigator.clipboard.readText()") == sentence(clicked)


def test_where_browsers_hand_out_no_clipboard_it_is_copied_the_old_way(clicked: Page) -> None:
    """As under an address without https."""
    clicked.evaluate("navigator.clipboard.writeText('before')")
    clicked.evaluate("window.kept = navigator.clipboard")
    clicked.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    button = clicked.locator("dd", has_text=CARRIED).locator("button.copy")
    button.click()
    expect(button).to_have_text("Kopiert")
    assert clicked.evaluate("kept.readText()") == sentence(clicked)


def test_without_a_script_one_click_marks_the_sentence(
    served: Served, browser: Browser, cookies: list[object]
) -> None:
    with visit(browser, "de", scripts=False) as shown:
        page = at_groups(shown.page, served, cookies)
        expect(page.locator("button.copy")).to_have_count(0)
        found = page.locator(".to-copy", has_text=CARRIED)
        assert found.evaluate("each => getComputedStyle(each).userSelect") == "all"
