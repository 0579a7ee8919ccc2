"""Looking at pages as people do: both widths, light and dark, in Chromium; what disturbs is told in words.

Other pages' tests call `look(page, name)` after they went somewhere with `visit(...)`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, Request

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WIDTHS = (360, 1360)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MOVED_AT_MOST = 0.1
"""The cumulative layout shift below which a page counts as calm."""

_GRAVE = ("serious", "critical")
_WATCH_MOVES = """window.moved = 0;
new PerformanceObserver(list => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
}).observe({type: "layout-shift", buffered: true});"""


@dataclass
class Visit:
    """An open page and whatever it complained about."""

    page: Page
    noise: list[str] = field(default_factory=list)

    def look(self, name: str) -> None:
        """Keep a picture in every width and scheme; fail on what disturbs.

        Args:
            name: of the page, with its language: login-de.
        """
        PICTURES.mkdir(exist_ok=True)
        moved = self.page.evaluate("moved")
        assert moved <= MOVED_AT_MOST, f"{name}: what one reads moves while it loads ({moved:.2f})"
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme)
                self.page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
                across = self.page.evaluate("document.documentElement.scrollWidth")
                assert across <= width, f"{name} is {across} wide at {width}"
                found = grave(self.page)
                assert not found, f"{name}, {width}, {scheme}: {found}"
        assert not self.noise, f"{name}: {self.noise}"


@contextmanager
def visit(
    browser: Browser, language: Literal["de", "en"], *, width: int = 1360, scripts: bool = True
) -> Iterator[Visit]:
    """A browser of one person; words on the console and broken policies are collected."""
    context = browser.new_context(
        locale={"de": "de-DE", "en": "en-GB"}[language],
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.add_init_script(_WATCH_MOVES)
    page = context.new_page()
    page.set_default_timeout(20_000)
    made = Visit(page)
    page.on("console", lambda message: made.noise.append(message.text))
    page.on("pageerror", lambda error: made.noise.append(str(error)))
    page.on("requestfailed", lambda request: made.noise.extend(_failed(request)))
    try:
        yield made
    finally:
        context.close()


def _failed(request: Request) -> list[str]:
    """A request that did not come through; one that was left behind by going on is none."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url}: {request.failure}"]


def grave(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using the page: rule and place."""
    page.evaluate(_axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for each in found["violations"]
        if each["impact"] in _GRAVE
        for node in each["nodes"]
    ]


def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
