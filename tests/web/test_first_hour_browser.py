"""From an empty folder to Heute: files, what we understood, a mistake, questions, waiting, figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from looks import CHROMIUM
from playwright.sync_api import Browser, expect
from served import Served, serving
from walking import LANGUAGES, Language, count_in, walking

from treue.loop.invented.demo import DAYS, PRESET, SHAPE, UNTIL
from treue.simulation.exporting.books import books_of
from treue.simulation.exporting.shapes import SHAPES
from treue.simulation.exporting.writing import write_exports
from treue.simulation.world.play import Plan
from treue.simulation.world.terms import preset
from treue.simulation.writing import history

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
]

_A_NIGHT = 180_000
"""Milliseconds within which files are looked at, and a small shop is computed, on a busy machine."""


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a small shop brings: everything its system exports, blemishes included."""
    folder = tmp_path_factory.mktemp("small") / "exports"
    plan = Plan(seed=11, customers=600, until=UNTIL, days=DAYS, before=0)
    write_exports(books_of(history(preset(PRESET), plan)), SHAPES[SHAPE], folder)
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """A folder in which nothing is yet, served with its worker."""
    with serving(tmp_path / "home", with_worker=True) as made:
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_an_empty_folder_to_heute(
    browser: Browser, empty: Served, exports: Path, language: Language
) -> None:
    with walking(browser, empty, language, f"neu-{language}@laden.example") as walk:
        page = walk.page
        walk.go("/")
        expect(page.locator("h1")).to_have_text(walk.say("data.welcome"))
        expect(page.get_by_text(walk.say("data.upload.choose"), exact=True)).to_be_visible()
        walk.shown.look(f"welcome-{language}")
        files = sorted(exports.glob("*.csv"))
        page.set_input_files("#files", files)
        expect(page.locator("#chosen")).to_contain_text(str(len(files)))
        walk.press("data.upload.send")

        title = page.get_by_role("heading", name=walk.say("delivery.title"), exact=True)
        expect(title).to_be_visible(timeout=_A_NIGHT)
        walk.shown.look(f"delivery-{language}")
        aside = page.locator("section.aside")
        assert count_in(aside.locator(".finding").inner_text()) > 0
        with page.expect_download() as leaving:
            walk.press("data.aside.download")
        rows = Path(leaving.value.path()).read_text(encoding="utf-8-sig").splitlines()
        assert len(rows) > 1

        orders = page.locator("details.file", has=page.get_by_text("bestellungen.csv", exact=True))
        orders.locator("> summary").click()
        means = orders.get_by_label(walk.say("delivery.files.means_of", column="Bestellnummer"))
        right = means.input_value()
        means.select_option("-")
        customer = orders.get_by_label(walk.say("delivery.files.means_of", column="Kundennummer"))
        understood = customer.input_value()
        walk.press("delivery.look")
        expect(orders.locator(".wrong")).to_be_visible(timeout=_A_NIGHT)
        expect(customer).to_have_value(understood)
        means.select_option(right)
        walk.press("delivery.look")
        expect(title).to_be_visible(timeout=_A_NIGHT)
        expect(page.locator("details.file .wrong")).to_have_count(0)
        page.get_by_label(walk.say("delivery.asks.prices_gross"), exact=True).check()
        page.fill("#service_hour", "32")
        page.fill("#name", "Fadenlauf")
        walk.press("delivery.load")

        done = page.get_by_role("link", name=walk.say("progress.to_today"))
        expect(page.locator("ol.steps li").first).to_be_visible(timeout=_A_NIGHT)
        walk.shown.look(f"progress-{language}")
        expect(done).to_be_visible(timeout=_A_NIGHT)
        done.click()
        expect(page.locator("h1")).to_have_text(walk.say("place.today"))
        expect(page.locator(".figure")).to_contain_text("€")
        expect(page.locator(".shop")).to_have_text("Fadenlauf")
        expect(page.locator(".needing > li").first).to_be_visible()
        walk.go("/data/")
        expect(page.locator("table.loads tbody tr")).to_have_count(1)
