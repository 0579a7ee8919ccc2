"""Blocks drawn for an app: fit for a strict policy, the same as on the page, and nobody named in them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest
from pages import QUESTIONS, Language, Published, outline, shrunk, written

from treue.errors import BrokenHome
from treue.report.blocks import PERSONAL, write_blocks
from treue.report.figures import read_figures
from treue.report.kept_blocks import are_drawn, pages_of, read_blocks
from treue.report.manifest import read_manifest
from treue.report.words import read_words

RUN = "r"
TEMPLATES = sorted(
    (each.name, each.read_text(encoding="utf-8"))
    for each in files("treue.report").joinpath("templates").iterdir()
    if each.name.endswith(".j2")
)
FORBIDDEN = re.compile(r"\sstyle\s*=|<style|<script|<link|\son\w+\s*=|javascript:|<iframe|@import|url\(")


@pytest.fixture(scope="module")
def folder(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    snapshots = tmp_path_factory.mktemp("snapshots")
    write_blocks(read_figures(published[0]), read_manifest(published[1]), pages_of(snapshots, RUN), "shop")
    return snapshots


LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])


@LANGUAGES
def test_every_question_but_the_personal_ones_is_drawn_in_order(folder: Path, language: str) -> None:
    blocks = read_blocks(folder, RUN, language)
    assert list(blocks) == [name for name in QUESTIONS if name not in PERSONAL]
    words = read_words(language)
    for name, block in blocks.items():
        assert (block.title, block.short) == (words.say(f"{name}.title"), words.say(f"{name}.short"))
        assert block.finding[0].isalnum()
        assert not re.search(r"[{}]|\bNone\b|Undefined", block.finding)


@LANGUAGES
def test_a_policy_without_inline_code_shows_them(folder: Path, language: str) -> None:
    for name, block in read_blocks(folder, RUN, language).items():
        assert not FORBIDDEN.search(block.html), name


FILES = ("report.html.j2", "access.html.j2")


@pytest.mark.parametrize(("name", "text"), TEMPLATES, ids=[name for name, _ in TEMPLATES])
def test_no_template_has_looks_of_its_own(name: str, text: str) -> None:
    sheet = re.compile(r'<style>\n({% include "\w+\.css" %}\n)+</style>')
    assert bool(sheet.search(text)) == (name in FILES), "only what is handed over as a file has one"
    assert not FORBIDDEN.search(sheet.sub("", text))


def test_every_colour_by_name_is_in_the_sheet(folder: Path) -> None:
    sheet = files("treue.report").joinpath("templates", "style.css").read_text(encoding="utf-8")
    used = {
        found
        for block in read_blocks(folder, RUN, "de").values()
        for found in re.findall(r'class="((?:of|heat)-[\w-]+)"', block.html)
    }
    assert {"of-accent", "of-platinum", "heat-6"} <= used
    assert [each for each in used if f".{each} {{ background: var(--" not in sheet] == []


@LANGUAGES
def test_headings_begin_below_a_title_and_tags_nest(folder: Path, language: str) -> None:
    ids: list[str] = []
    for name, block in read_blocks(folder, RUN, language).items():
        found = outline(block.html)
        assert found.headings[0] == 2, name
        assert found.headings.count(2) == 1, name
        assert max(found.headings) <= 3, name
        assert "<details>" in block.html
        ids += found.ids
    assert len(set(ids)) == len(ids)


@LANGUAGES
def test_they_say_what_the_page_says(
    folder: Path, published: Published, tmp_path: Path, language: Language
) -> None:
    page = written(published, tmp_path, language)
    for name, block in read_blocks(folder, RUN, language).items():
        if name not in ("worth", "tiers", "needs", "data", "history"):  # a level lower, lists, other home
            assert block.html.replace("--home shop", "--home treue-home") in page, name


def test_no_single_customer_is_in_them(published: Published, tmp_path: Path) -> None:
    waiting = shrunk(
        published,
        tmp_path / "waits.duckdb",
        """create table waiting as select 'zammad:T7041' as ticket_id, customer, tier,
            timestamp '2026-11-02 10:00' as opened_at,
            timestamp '2026-11-04 12:00' as answered_at, 50 as hours, 3 as served_before
            from customers where tier = 'platinum' limit 1""",
    )
    assert "T7041" in written((waiting, published[1]), tmp_path)
    write_blocks(read_figures(waiting), read_manifest(published[1]), pages_of(tmp_path, RUN), "shop")
    with duckdb.connect(str(waiting), read_only=True) as con:
        codes = {code for (code,) in con.execute("select code from customers").fetchall()}
    for language in ("de", "en"):
        told = " ".join(block.html for block in read_blocks(tmp_path, RUN, language).values())
        assert set(re.findall(r"[\w-]+", told)).isdisjoint({*codes, "T7041"})


def test_drawing_again_changes_nothing(folder: Path, published: Published) -> None:
    before = [path.read_bytes() for path in sorted(pages_of(folder, RUN).iterdir())]
    write_blocks(read_figures(published[0]), read_manifest(published[1]), pages_of(folder, RUN), "shop")
    assert [path.read_bytes() for path in sorted(pages_of(folder, RUN).iterdir())] == before
    assert {path.name for path in pages_of(folder, RUN).iterdir()} == {"de.json", "en.json"}


def test_a_run_without_blocks_says_how_to_get_them(folder: Path, tmp_path: Path) -> None:
    assert are_drawn(folder, RUN)
    assert not are_drawn(tmp_path, RUN)
    with pytest.raises(BrokenHome, match=r"pages-gone.de\.json: the page of this run was not drawn"):
        read_blocks(folder, "gone", "de")


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"format": 2, "blocks": {}}',
        '{"blocks": {}}',
        '{"format": 1}',
        '{"format": 1, "blocks": {"worth": {"title": "t", "short": "s", "finding": "f"}}}',
    ],
)
def test_what_another_version_wrote_is_refused(tmp_path: Path, text: str) -> None:
    pages_of(tmp_path, RUN).mkdir()
    (pages_of(tmp_path, RUN) / "en.json").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenHome, match=r"expected blocks of format 1 .* Run `treue run` again\."):
        read_blocks(tmp_path, RUN, "en")


def test_a_block_nobody_knows_yet_is_read_too(tmp_path: Path) -> None:
    pages_of(tmp_path, RUN).mkdir()
    block = {"title": "t", "short": "s", "finding": "f", "html": "<h2>t</h2>"}
    kept = {"format": 1, "blocks": {"new": block}}
    (pages_of(tmp_path, RUN) / "de.json").write_text(json.dumps(kept), encoding="utf-8")
    assert read_blocks(tmp_path, RUN, "de")["new"].html == "<h2>t</h2>"


@pytest.mark.parametrize(
    "name",
    [
        "words", "numerals", "voice", "unfolding", "warned", "customer_rows", "customer_reading", "manifest",
        "figures", "kept_blocks",
    ],
)  # fmt: skip
def test_reading_and_speaking_load_nothing_heavy(name: str) -> None:
    code = f"import sys, treue.report.{name}; print(*sorted({{each.split('.')[0] for each in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"altair", "vl_convert", "scipy", "sklearn", "ibis", "pandas", "lightgbm", "numpy", "pyarrow"}
    assert not heavy & set(loaded.stdout.split())
