"""The pages as somebody uses them on a working day: in Chromium, on a shop with names, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from looks import CHROMIUM, MOVED_AT_MOST, visit
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, expect
from served import Served
from walking import LANGUAGES, OWN, Language, Walk, come_in, count_in, plain, walking

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
]

EVERY_PAGE = {
    "today": "/",
    "customers": "/customers/",
    "filtered": "/customers/?tier=platinum&at_stake_from=10",
    "groups": "/groups/",
    "forecast": "/forecast/",
    "audiences": "/audiences/",
    "tasks": "/tasks/",
    "task-new": "/tasks/new/",
    "reconciliation": "/reconciliation/",
    "data": "/data/",
    "source": "/data/sources/",
    "log": "/log/",
}
"""Where one can go without knowing anybody; settings and sign-in have their own walk."""


def first_needing(walk: Walk) -> Locator:
    return walk.page.locator(".needing > li").first


def open_first(walk: Walk) -> str:
    """From Heute to whoever stands first there; their name."""
    walk.go("/")
    name = first_needing(walk).locator("a.name").inner_text()
    first_needing(walk).locator("a.name").click()
    expect(walk.page.locator("h1")).to_contain_text(name)
    return name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_a_pleasure_to_look_at(browser: Browser, shop: Served, language: Language) -> None:
    with walking(browser, shop, language, f"blick-{language}@laden.example") as walk:
        for name, path in EVERY_PAGE.items():
            walk.go(path)
            walk.shown.look(f"{name}-{language}")
        open_first(walk)
        walk.shown.look(f"customer-{language}")
        walk.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        walk.shown.look(f"customer-unfolded-{language}")


def test_a_page_that_jumps_is_seen(browser: Browser, shop: Served) -> None:
    with visit(browser, "de") as shown:
        shown.page.goto(f"{shop.address}/account/login/")
        assert shown.page.evaluate("moved") <= MOVED_AT_MOST
        shown.page.evaluate(
            """() => new Promise(done => {
                const late = document.createElement("div");
                late.append("Was noch dazukam");
                Object.assign(late.style, {height: "700px"});
                document.body.prepend(late);
                requestAnimationFrame(() => requestAnimationFrame(done));
            })"""
        )
        shown.page.wait_for_function(f"moved > {MOVED_AT_MOST}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_morning_at_heute(browser: Browser, shop: Served, language: Language) -> None:
    with walking(browser, shop, language, f"morgen-{language}@laden.example") as walk:
        page = walk.page
        walk.go("/")
        expect(page.locator("h1")).to_have_text(walk.say("place.today"))
        expect(page.locator(".figure")).to_contain_text("€")
        gone = []
        for key in ("act.later", "act.calm"):
            gone.append(first_needing(walk).locator("a.name").get_attribute("href"))
            walk.press(key, first_needing(walk))
            expect(page.get_by_role("status")).to_be_visible()
        walk.told("done.calm")
        gone.append(first_needing(walk).locator("a.name").get_attribute("href"))
        why = plain(first_needing(walk).locator(".why").inner_text())
        who = first_needing(walk).locator("a.name").inner_text()
        walk.press("act.task", first_needing(walk))
        expect(page.locator("h1")).to_have_text(walk.say("tasks.new"))
        expect(page.locator(".finding")).to_have_text(who)
        assert plain(page.locator("#id_reason").input_value()) == why
        page.fill("#id_title", f"{who}: anrufen")
        walk.press("act.task")
        walk.told("done.task")
        shown = [each.get_attribute("href") for each in page.locator(".needing a.name").all()]
        assert shown
        assert not set(shown) & set(gone)

        walk.go("/tasks/?view=mine")
        task = page.locator("li.task", has_text=f"{who}: anrufen")
        task.locator("summary").click()
        task.get_by_label(walk.say("outcome.reached"), exact=True).check()
        task.get_by_label(walk.say("tasks.remark")).fill("freut sich")
        walk.press("act.done", task)
        walk.told("done.task_done")
        walk.go("/tasks/?view=done")
        done = page.locator("li.task", has_text=f"{who}: anrufen")
        expect(done).to_contain_text(walk.say("outcome.reached"))
        expect(done).to_contain_text("freut sich")
        walk.press("act.reopen", done)
        walk.told("done.task_reopen")


@pytest.mark.parametrize("language", LANGUAGES)
def test_finding_people_and_keeping_them_as_an_audience(
    browser: Browser, shop: Served, language: Language, tmp_path: Path
) -> None:
    with walking(browser, shop, language, f"suche-{language}@laden.example") as walk:
        page = walk.page
        walk.go("/customers/")
        everybody = count_in(page.locator("#found").inner_text())
        name = page.locator("tbody th a").nth(3).inner_text()
        page.fill("#find", name)
        page.press("#find", "Enter")
        found = page.locator("h1").or_(page.locator("tbody th a")).filter(has_text=name)
        expect(found.first).to_be_visible()

        walk.go("/customers/")
        page.get_by_text(walk.say("filter.title"), exact=True).click()
        page.get_by_label(walk.words.name("tier", "platinum"), exact=True).check()
        page.get_by_text(walk.say("filter.more"), exact=True).click()
        stake = page.get_by_role("group", name=walk.say("filter.at_stake"), exact=True)
        stake.get_by_label(walk.say("filter.from")).fill("1")
        stake.get_by_label(walk.say("filter.from")).press("Enter")
        platinum = count_in(page.locator("#found").inner_text())
        assert 0 < platinum < everybody
        tiers = page.locator("tbody .tier").all_inner_texts()
        assert {each.strip() for each in tiers} == {walk.words.name("tier", "platinum")}

        page.get_by_role("link", name=walk.say("customers.orders")).click()
        sorted_by = page.locator("th[aria-sort]")
        expect(sorted_by).to_have_attribute("aria-sort", "descending")
        label = walk.say("customers.orders")
        orders = [int(each) for each in page.locator(f'td[data-label="{label}"]').all_inner_texts()]
        assert orders == sorted(orders, reverse=True)
        sorted_by.get_by_role("link").click()
        expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")

        with page.expect_download() as leaving:
            walk.press("act.excel")
        leaving.value.save_as(tmp_path / "list.xlsx")
        assert load_workbook(tmp_path / "list.xlsx").active.max_row == platinum + 1

        kept = f"Platin in Gefahr {language}"
        page.get_by_text(walk.say("audiences.keep"), exact=True).click()
        page.get_by_label(walk.say("audiences.name"), exact=True).fill(kept)
        walk.press("act.keep")
        walk.told("done.audience", name=kept)
        audience = page.locator("section", has=page.get_by_role("heading", name=kept, exact=True))
        assert count_in(audience.locator(".finding").inner_text()) == platinum
        walk.press("audiences.open", audience)
        assert count_in(page.locator("#found").inner_text()) == platinum
        walk.go("/audiences/")
        walk.press("act.delete", audience)
        walk.told("done.audience_ended", name=kept)
        expect(audience).to_have_count(0)
        walk.press("act.undo")
        walk.told("done.audience_back", name=kept)
        expect(audience).to_have_count(1)
        walk.press("act.delete", audience)
        expect(audience).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_about_one_customer(browser: Browser, shop: Served, language: Language) -> None:
    with walking(browser, shop, language, f"person-{language}@laden.example") as walk:
        page = walk.page
        name = open_first(walk)
        address = page.url
        expect(page.locator(".light").first).to_be_visible()
        for light in page.locator(".light").all():
            expect(light).to_contain_text(re.compile(r"\w"))
        newest = page.locator("details.year").first
        expect(newest).to_have_attribute("open", "")
        expect(newest.locator(".timeline li").first).to_be_visible()
        newest.locator("summary").click()
        expect(newest.locator(".timeline li").first).to_be_hidden()

        ledger = page.locator('section[aria-labelledby="ledger-title"]')
        told = ledger.locator("summary").inner_text()
        expect(ledger.locator("details tbody tr").first).to_be_hidden()
        ledger.locator("summary").click()
        expect(ledger.locator("details tbody tr").first).to_be_visible()
        assert ledger.locator("details tbody tr").count() == count_in(told)

        page.fill("#text", "ruft <b>lieber</b> abends an")
        walk.press("act.note")
        note = page.locator(".note", has_text="ruft <b>lieber</b> abends an")
        expect(note).to_be_visible()
        walk.press("act.delete", page.locator("li", has=note))
        expect(note).to_have_count(0)

        walk.go("/")
        page.fill("#find", address.rstrip("/").rpartition("/")[2].lower())
        page.press("#find", "Enter")
        page.wait_for_url(address)
        expect(page.locator("h1")).to_contain_text(name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_forecast_and_the_shops_own_figures(
    browser: Browser, shop: Served, language: Language
) -> None:
    with walking(browser, shop, language, f"blicke-{language}@laden.example") as walk:
        page = walk.page
        walk.go("/groups/")
        cell = page.locator("table.matrix td a").first
        told = count_in(cell.inner_text())
        cell.click()
        assert count_in(page.locator("#found").inner_text()) == told

        walk.go("/forecast/")
        how = page.locator("main section").first.locator("details").last
        how.locator("summary").click()
        expect(how.locator("p").first).to_be_visible()
        with page.expect_download() as leaving:
            walk.press("forecast.monthly")
        assert Path(leaving.value.path()).read_bytes().startswith(b"%PDF")
        assert leaving.value.suggested_filename.endswith(".pdf")

        walk.go("/reconciliation/")
        row = page.locator('section[aria-labelledby="months-title"] tbody tr').first
        ours = count_in(row.locator("td").first.inner_text())
        page.get_by_label(walk.say("match.own_orders"), exact=True).fill(str(ours + 7))
        walk.press("match.compare")
        expect(row.locator(".tag.bad")).to_have_text("7")
        page.get_by_label(walk.say("match.own_orders"), exact=True).fill(str(ours))
        walk.press("match.compare")
        expect(row.locator(".tag.good")).to_have_text("0")

        walk.go("/log/")
        expect(page.locator("table.log tbody tr").first).to_contain_text(walk.say("logged.own figures"))


def reach(walk: Walk, wanted: Locator) -> None:
    """Tab until that has the focus, which is seen wherever it goes."""
    for _ in range(60):
        walk.page.keyboard.press("Tab")
        focused = walk.page.locator("*:focus")
        if not focused.count():
            continue
        seen = focused.evaluate(
            "each => getComputedStyle(each).outlineStyle !== 'none'"
            " || getComputedStyle(each.closest('label') || each).boxShadow !== 'none'"
        )
        assert seen, f"the focus is not seen: {focused.evaluate('each => each.outerHTML')[:200]}"
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"not reached by keyboard: {wanted}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_leads_from_the_door_to_one_customer(
    browser: Browser, shop: Served, language: Language
) -> None:
    mail = f"tasten-{language}@laden.example"
    with walking(browser, shop, language, mail) as walk:
        page, keys = walk.page, walk.page.keyboard
        reach(walk, page.locator("nav.ways form button"))
        keys.press("Enter")
        page.wait_for_url("**/login/**")
        for field, typed in (("#id_login", mail), ("#id_password", OWN)):
            if not page.locator(field).evaluate("each => each === document.activeElement"):
                reach(walk, page.locator(field))
            keys.type(typed)
        keys.press("Enter")
        page.wait_for_url(f"{shop.address}/")
        keys.press("Tab")
        expect(page.locator("a.skip")).to_be_focused()
        keys.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        first = first_needing(walk).locator("a.name")
        name = first.inner_text()
        reach(walk, first)
        keys.press("Enter")
        expect(page.locator("h1")).to_contain_text(name)
        year = page.locator("details.year summary").first
        reach(walk, year)
        keys.press("Enter")
        expect(page.locator("details.year").first).not_to_have_attribute("open", "")


def read(walk: Walk) -> str:
    """All that a page says, but for two things a script brings: a chooser of files in our words, copying."""
    walk.page.evaluate("document.querySelectorAll('.choose, button.copy').forEach(each => each.remove())")
    return plain(walk.page.locator("main").inner_text())


def test_without_a_script_every_page_says_the_same(browser: Browser, shop: Served) -> None:
    mail = "ohne-skript@laden.example"
    with walking(browser, shop, "de", mail) as walk:
        texts = {}
        for path in EVERY_PAGE.values():
            walk.go(path)
            texts[path] = read(walk)
    with visit(browser, "de", scripts=False) as shown:
        come_in(shown, shop, mail, "admin")
        walk = Walk(shown, shop, walk.words)
        for path, text in texts.items():
            if path == "/log/":  # it has grown by this very visit
                continue
            walk.go(path)
            assert read(walk) == text, path
        open_first(walk)
        ledger = walk.page.locator('section[aria-labelledby="ledger-title"]')
        ledger.locator("summary").click()
        expect(ledger.locator("details tbody tr").first).to_be_visible()
