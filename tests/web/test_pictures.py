"""The pictures in docs/pictures, small: the report, every page of the app in both languages, light and dark.

`TREUE_PICTURES=write pytest tests/web/test_pictures.py` takes them anew, of the demo on the morning after its
last day. For that the server's clock is turned by libfaketime (Debian's package of that name).
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import Literal

from looks import ARGUMENTS, CHROMIUM, Visit, visit
from playwright.sync_api import Browser, Page, expect, sync_playwright
from served import Served, serving, surroundings
from walking import LANGUAGES, Language, Walk, come_in, speak_english

from treue.loop.home import SETTINGS, open_home
from treue.loop.invented.demo import UNTIL
from treue.loop.work.alive import holding
from treue.loop.work.worker import WORKER
from treue.web.voice import words_of

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
MORNING = UNTIL + timedelta(days=1)
MOST_BYTES, MOST_BYTES_TOGETHER = 80_000, 3_600_000
Mode = Literal["light", "dark"]
MODES: tuple[Mode, ...] = ("light", "dark")
UNFOLDED, UNFOLDED_HIGH = "#worry .unfold details", 700
WIDE, PHONE = (1280, 960), (360, 1100)
_QUALITY = 62
_PATIENCE = 300_000

EMPTY = ("welcome", "delivery")
"""Before anything is loaded."""
PAGES = {
    "login": "/account/login/",
    "today": "/",
    "customers": "/customers/?tier=platinum&tier=gold&at_stake_from=50",
    "groups": "/groups/",
    "forecast": "/forecast/",
    "audiences": "/audiences/",
    "tasks": "/tasks/",
    "reconciliation": "/reconciliation/",
    "data": "/data/",
    "settings": "/settings/",
    "log": "/log/",
}
ON_PHONES = ("today", "customers", "customer", "groups")
REPORT_WIDE, REPORT_PHONE = (1360, 1130), (360, 1400)
REPORTS: Mapping[str, tuple[Language, Mode, str]] = {
    "report-de": ("de", "light", ""),
    "report-de-dark": ("de", "dark", ""),
    "report-en": ("en", "light", ""),
    "report-groups-de": ("de", "light", "#rfm"),
    "report-growth-de": ("de", "light", "#growth"),
    "report-radar-de": ("de", "light", "#radar"),
    "report-returning-en-dark": ("en", "dark", "#cohorts"),
    "report-unfolded-de": ("de", "light", UNFOLDED),
    "report-phone-de": ("de", "light", ""),
    "report-phone-en-dark": ("en", "dark", ""),
}
"""Picture of the report -> language, mode, and the block it shows; where none is named, the beginning."""


@dataclass(frozen=True)
class Told:
    """What somebody typed in the week before."""

    audiences: Mapping[str, str]
    tasks: tuple[str, ...]
    note: str


TOLD: Mapping[Language, Told] = {
    "de": Told(
        {
            "Platin, länger still": "tier=platinum&phase=reactivation",
            "Gute Kunden, viel auf dem Spiel": "tier=gold&tier=platinum&at_stake_from=100",
        },
        ("Anrufen: drei Retouren, was passte nicht?", "Karte mit Gutschein schicken", "Paket nachverfolgen"),
        "Bestellt gern telefonisch, am liebsten vormittags.",
    ),
    "en": Told(
        {
            "Platinum, silent for longer": "tier=platinum&phase=reactivation",
            "Good customers, much at stake": "tier=gold&tier=platinum&at_stake_from=100",
        },
        ("Call: three returns, what did not fit?", "Send a card with a voucher", "Trace the parcel"),
        "Likes to order by phone, best in the morning.",
    ),
}


def wanted() -> set[str]:
    """Names of all pictures there are to be."""
    wide = {
        f"app-{page}-{language}-{mode}.webp"
        for page, language, mode in product((*EMPTY, *PAGES, "customer"), LANGUAGES, MODES)
    }
    return (
        {f"{name}.webp" for name in REPORTS}
        | wide
        | {
            f"app-{page}-phone-{language}-{mode}.webp"
            for page, (language, mode) in product(ON_PHONES, zip(LANGUAGES, MODES, strict=True))
        }
    )


def test_every_page_has_its_pictures_and_they_are_small(tmp_path: Path) -> None:
    if os.environ.get("TREUE_PICTURES") == "write":
        take_all(tmp_path)
    there = {path.name: path.stat().st_size for path in FOLDER.glob("*.webp")}
    assert set(there) == wanted()
    assert not {name: size for name, size in there.items() if size > MOST_BYTES}
    assert sum(there.values()) <= MOST_BYTES_TOGETHER


def take_all(folder: Path) -> None:
    """The demo, its report, a week of work in it, and a picture of every page."""
    invented = folder / "fadenlauf"
    command = [sys.executable, "-m", "treue", "demo", "--folder", str(invented), "--until", str(UNTIL)]
    subprocess.run(command, check=True, env=surroundings(at_clock("05:40")), stdout=subprocess.DEVNULL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        take_report(browser, folder, invented / "home")
        for language in LANGUAGES:
            home = folder / language / "home"
            shutil.copytree(invented / "home", home)
            before = datetime.combine(UNTIL, time(), UTC).timestamp()  # libfaketime turns no file's clock
            os.utime(home / SETTINGS, (before, before))
            with (
                serving(home, more=at_clock("06:02")) as served,
                # Nobody sleeps under libfaketime, and a worker by the real clock would begin a night at once.
                holding(open_home(home), WORKER),
                at_work(browser, served, language) as walk,
            ):
                take_pages(walk, language)
            new = folder / f"new-{language}"
            new.mkdir()
            with (
                serving(new / "home", with_worker=True) as served,
                at_work(browser, served, language) as walk,
            ):
                take_first_hour(walk, language, invented / "exports")
        browser.close()


def take_report(browser: Browser, folder: Path, home: Path) -> None:
    """Of the file that anybody can open."""
    for language in LANGUAGES:
        out = ("--out", str(folder / f"{language}.html"), "--language", language)
        named = str(home.relative_to(folder))  # as its commands stand on the page
        command = [sys.executable, "-m", "treue", "report", "--home", named, *out]
        subprocess.run(command, check=True, cwd=folder, env=surroundings({}), stdout=subprocess.DEVNULL)
    for name, (language, mode, block) in REPORTS.items():
        page = browser.new_page()
        page.goto((folder / f"{language}.html").as_uri())
        if block == UNFOLDED:
            page.locator(f"{block} > summary").first.click()
        size = REPORT_PHONE if "phone" in name else REPORT_WIDE
        shoot(page, name, size, mode, block)
        page.close()


def at_clock(hour: str) -> dict[str, str]:
    """The environment of a process that begins at that time of the morning, UTC."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    assert library is not None, "turning the clock back takes Debian's libfaketime"
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"@{MORNING} {hour}:00",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


@contextmanager
def at_work(browser: Browser, served: Served, language: Language) -> Iterator[Walk]:
    """An admin of the shop, with a name."""
    with visit(browser, language, width=WIDE[0]) as shown:
        come_in(shown, served, "anna.berg@fadenlauf.example", "admin")
        shown.page.goto(f"{served.address}/me/")
        shown.page.fill("#id_name", "Anna Berg")
        shown.page.locator("main form .actions button").first.click()
        if language == "en":
            speak_english(shown, served)
        yield Walk(shown, served, words_of(language))


def take_pages(walk: Walk, language: Language) -> None:
    work_a_week(walk, TOLD[language])
    for page, path in PAGES.items():
        if page != "login":
            walk.go(path)
            take(walk.shown, page, language)
    walk.go("/")
    walk.page.locator(".needing a.name").first.click()
    walk.page.fill("#text", TOLD[language].note)
    walk.press("act.note")
    take(walk.shown, "customer", language)
    walk.go("/")
    walk.page.locator("nav.ways form button").click()
    walk.page.wait_for_url("**/login/")
    walk.go("/account/login/")
    take(walk.shown, "login", language)


def work_a_week(walk: Walk, told: Told) -> None:
    page = walk.page
    for name, query in told.audiences.items():
        walk.go(f"/customers/?{query}")
        page.get_by_text(walk.say("audiences.keep"), exact=True).click()
        page.get_by_label(walk.say("audiences.name"), exact=True).fill(name)
        walk.press("act.keep")
    for days, title in enumerate(told.tasks, start=2):
        walk.go("/")
        walk.press("act.task", page.locator(".needing > li").nth(3))
        page.fill("#id_title", title)
        page.fill("#id_due", str(MORNING + timedelta(days=days)))
        walk.press("act.task")
    walk.go("/reconciliation/")
    cells = [
        row.locator("td").all_inner_texts()
        for row in page.locator('section[aria-labelledby="months-title"] tbody tr').all()
    ]
    for place, more in ((1, 0), (2, 4), (3, 0)):
        page.get_by_label(walk.say("match.month"), exact=True).select_option(index=place)
        orders, revenue = digits(cells[place][0]), digits(cells[place][-2])
        page.get_by_label(walk.say("match.own_orders"), exact=True).fill(str(orders + more))
        page.get_by_label(walk.say("match.own_revenue"), exact=True).fill(str(revenue))
        walk.press("match.compare")


def digits(text: str) -> int:
    """A whole number, whatever groups its digits."""
    return int("".join(sign for sign in text if sign.isdigit()))


def take_first_hour(walk: Walk, language: Language, exports: Path) -> None:
    walk.go("/data/")
    take(walk.shown, "welcome", language)
    walk.page.set_input_files("#files", sorted(exports.glob("*.csv")))
    walk.press("data.upload.send")
    expect(walk.page.get_by_role("heading", name=walk.say("delivery.title"), exact=True)).to_be_visible(
        timeout=_PATIENCE
    )
    take(walk.shown, "delivery", language)


def take(shown: Visit, name: str, language: Language) -> None:
    """The first view of a page in every mode; on a phone in one."""
    for mode in MODES:
        shoot(shown.page, f"app-{name}-{language}-{mode}", WIDE, mode)
    if name in ON_PHONES:
        mode = dict(zip(LANGUAGES, MODES, strict=True))[language]
        shoot(shown.page, f"app-{name}-phone-{language}-{mode}", PHONE, mode)
        shown.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def shoot(page: Page, name: str, size: tuple[int, int], mode: Mode, block: str = "") -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=mode)
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(0, 0)
    device = page.context.new_cdp_session(page)
    asked: dict[str, object] = {"format": "webp", "quality": _QUALITY, "captureBeyondViewport": bool(block)}
    if block:
        asked["clip"] = clip(page, block)
    taken = device.send("Page.captureScreenshot", asked)
    device.detach()
    FOLDER.joinpath(f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))


def clip(page: Page, block: str) -> dict[str, float]:
    """Where a block lies on the page; what is unfolded together with the customer's row above it."""
    box = page.locator(block).first.bounding_box()
    assert box is not None
    if block != UNFOLDED:
        return {**box, "scale": 1.0}
    row = page.locator("#worry .person").first.bounding_box()
    assert row is not None
    return {
        "x": row["x"] - 40,
        "y": row["y"],
        "width": row["width"] + 80,
        "height": UNFOLDED_HIGH,
        "scale": 1.0,
    }
