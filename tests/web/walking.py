"""The first steps of everybody who uses the pages in a browser: in at the door, in their own language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from looks import Visit, visit
from playwright.sync_api import Browser, Locator, Page, expect
from served import Served

from treue.report.numerals import NBSP
from treue.report.words import Words
from treue.web.voice import words_of

OWN = "ein eigener kurzer Satz"
Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")


@dataclass(frozen=True)
class Walk:
    """Somebody at the pages: what they see, and the words they read it in."""

    shown: Visit
    served: Served
    words: Words

    @property
    def page(self) -> Page:
        return self.shown.page

    def say(self, key: str, **values: object) -> str:
        """A sentence of the pages in this person's language."""
        return self.words.say(f"web.{key}", values)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.served.address}{path}")

    def press(self, key: str, within: Locator | None = None) -> None:
        """Click the first button or link that is called so."""
        called = {"name": self.say(key), "exact": True}
        place = within or self.page.locator("main")
        place.get_by_role("button", **called).or_(place.get_by_role("link", **called)).first.click()

    def told(self, key: str, **values: object) -> None:
        """The page answers with that sentence."""
        expect(self.page.get_by_role("status").first).to_have_text(self.say(key, **values))


def sign_in(shown: Visit, served: Served, mail: str, password: str) -> None:
    shown.page.goto(f"{served.address}/account/login/")
    shown.page.fill("#id_login", mail)
    shown.page.fill("#id_password", password)
    shown.page.locator("form .actions button").first.click()


def come_in(shown: Visit, served: Served, mail: str, role: str) -> None:
    """With a one-time password, then with one's own."""
    sign_in(shown, served, mail, served.invite(mail, role))
    shown.page.fill("#id_password1", OWN)
    shown.page.fill("#id_password2", OWN)
    shown.page.locator("form .actions button").first.click()
    shown.page.wait_for_url(re.compile(rf"{served.address}/(data/)?$"))


def speak_english(shown: Visit, served: Served) -> None:
    shown.page.goto(f"{served.address}/me/")
    shown.page.select_option("select[name=language]", "en")
    shown.page.locator("main form .actions button").first.click()
    expect(shown.page.locator("h1")).to_have_text("My account")


@contextmanager
def walking(browser: Browser, served: Served, language: Language, mail: str) -> Iterator[Walk]:
    """An admin who has come in and reads the pages in that language."""
    with visit(browser, language) as shown:
        come_in(shown, served, mail, "admin")
        if language == "en":
            speak_english(shown, served)
        yield Walk(shown, served, words_of(language))


def count_in(text: str) -> int:
    """The first number of a sentence, as both languages write it: 1.234 Kunden, 1,234 customers."""
    found = re.search(r"\d[\d.,\u00a0]*", text)
    assert found, text
    return int(re.sub(r"\D", "", found[0]))


def plain(text: str) -> str:
    """What is read, whatever keeps words together on the page."""
    return " ".join(text.replace(NBSP, " ").split())
