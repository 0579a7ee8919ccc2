"""The page as people see it: in Chromium, in both languages, narrow and wide, light and dark.

Pictures of every case are left in tests/pictures for a look.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from treue.report.page import write_report

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
LANGUAGES: tuple[Literal["de", "en"], ...] = ("de", "en")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
]

# Relative luminance and contrast by WCAG 2.2; looks at every visible text against what lies under it.
_FAINT_TEXT = """() => {
    const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
    const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const ground = element => {
        for (let each = element; each; each = each.parentElement) {
            const [r, g, b, a] = parse(getComputedStyle(each).backgroundColor);
            if (a === undefined || a > 0) return [r, g, b];
        }
        return [255, 255, 255];
    };
    const faint = [];
    for (const element of document.querySelectorAll('main *:not(svg *), header *, footer *')) {
        const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if (!own || !element.getClientRects().length) continue;
        const [one, other] = [parse(getComputedStyle(element).color), ground(element)].map(luminance);
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < 4.5) faint.push(`${element.tagName} ${element.textContent.trim()} ${contrast}`);
    }
    return faint;
}"""


@pytest.fixture(scope="module")
def reports(published: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for language in LANGUAGES:
        write_report(published[0], published[1], folder / f"{language}.html", language)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


def opened(
    browser: Browser, report: Path, width: int, scheme: Literal["light", "dark"]
) -> tuple[Page, list[str]]:
    """The open page and whatever it complained about or asked the network for."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on(
        "request", lambda request: noise.append(request.url) if not request.url.startswith("file:") else None
    )
    page.goto(report.as_uri())
    return page, noise


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [360, 1360])
def test_it_opens_quietly_fits_and_can_be_read(
    browser: Browser,
    reports: Path,
    language: Literal["de", "en"],
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    page, noise = opened(browser, reports / f"{language}.html", width, scheme)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"report-{language}-{width}-{scheme}.png", full_page=True)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(_FAINT_TEXT) == []
    page.close()
    assert noise == []


@pytest.mark.parametrize(("width", "shown"), [(360, "narrow"), (1360, "wide")])
def test_one_drawing_of_each_picture_is_shown(
    browser: Browser, reports: Path, width: int, shown: str
) -> None:
    page, _ = opened(browser, reports / "de.html", width, "light")
    visible = page.locator(".picture svg:visible")
    assert (
        visible.count()
        == page.locator(".picture").count()
        == page.locator(f".picture .{shown} svg:visible").count()
    )
    widths = page.locator(".picture").evaluate_all(
        "all => all.map(each => each.scrollWidth - each.clientWidth)"
    )
    page.close()
    assert max(widths) <= 2


@pytest.mark.parametrize("scheme", SCHEMES)
def test_drawings_change_their_colours_with_the_page(
    browser: Browser, reports: Path, scheme: Literal["light", "dark"]
) -> None:
    page, _ = opened(browser, reports / "de.html", 1360, scheme)
    bar = page.locator('#history .wide [fill="var(--accent)"]').first
    colour = bar.evaluate("each => getComputedStyle(each).fill")
    page.close()
    assert colour == {"light": "rgb(12, 114, 102)", "dark": "rgb(69, 196, 176)"}[scheme]


def test_the_keyboard_reaches_the_content_and_the_explanations(browser: Browser, reports: Path) -> None:
    page, _ = opened(browser, reports / "de.html", 1360, "light")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.url.endswith("#worth")
    page.locator("#worth summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#worth details p").first.is_visible()
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_parameters_have_room_on_a_phone(
    browser: Browser, reports: Path, language: Literal["de", "en"]
) -> None:
    page, _ = opened(browser, reports / f"{language}.html", 360, "light")
    page.evaluate("document.querySelectorAll('#worth details').forEach(each => each.open = true)")
    name = page.locator("#worth .small tbody th", has_text="Log-")
    assert name.evaluate("each => each.clientWidth") > 110
    page.close()


@pytest.mark.parametrize("width", [360, 1360])
def test_a_customer_unfolds_below_its_row(browser: Browser, reports: Path, width: int) -> None:
    page, _ = opened(browser, reports / "de.html", width, "light")
    fold = page.locator("#best .unfold").first
    assert not fold.locator("dl").is_visible()
    fold.locator("summary").click()
    assert fold.locator("dl").is_visible()
    assert fold.locator("dt").first.inner_text() == "Bisher"
    PICTURES.mkdir(exist_ok=True)
    page.locator("#best").screenshot(path=PICTURES / f"report-unfolded-{width}.png")
    page.close()


def test_customers_keep_their_table_for_screen_readers_on_a_phone(browser: Browser, reports: Path) -> None:
    page, _ = opened(browser, reports / "de.html", 360, "light")
    table = page.get_by_role("table", name="Die wertvollsten Kunden")
    assert table.get_by_role("row").count() == 41  # each customer's own and how we got there
    assert table.get_by_role("columnheader").count() == 7
    page.close()


def test_it_prints(browser: Browser, reports: Path) -> None:
    page, _ = opened(browser, reports / "de.html", 1360, "dark")
    printed = page.pdf(format="A4")
    page.emulate_media(media="print", color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    hidden = [page.locator(each).first.is_hidden() for each in ("nav", "details")]
    page.close()
    assert ground == "rgb(255, 255, 255)"
    assert hidden == [True, True]
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 5
