"""A page as tests read it: written, outlined, cut into blocks."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import duckdb

from treue.report.page import write_report

Published = tuple[Path, dict[str, Any]]
Language = Literal["de", "en"]
QUESTIONS = (
    "worth", "history", "tiers", "rfm", "phases", "kinds", "cohorts", "frictions", "check", "best", "worry",
    "needs", "data",
)  # fmt: skip
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """Headings, ids and links of a page; fails where tags do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.images: list[str] = []
        self.loose_tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.images += [given.get("aria-label") or ""] if given.get("role") == "img" else []
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        self.loose_tables += tag == "table"
        self.loose_tables -= tag == "caption"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stays open."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(html: str) -> Outline:
    found = Outline()
    found.feed(html)
    assert not found.open
    return found


def written(published: Published, folder: Path, language: Language = "de", **changes: Any) -> str:
    write_report(published[0], published[1] | changes, folder / "report.html", language)
    return (folder / "report.html").read_text(encoding="utf-8")


def shrunk(published: Published, path: Path, *statements: str) -> Path:
    """A copy of the snapshot after some statements."""
    path.write_bytes(published[0].read_bytes())
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def block_of(html: str, name: str) -> str:
    """One section of the page."""
    return html.split(f'<section id="{name}"')[1].split("</section>", maxsplit=1)[0]
