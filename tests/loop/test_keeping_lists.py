"""Entries of treue.toml that pages write: beside what people wrote by hand, whole or not at all."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from treue.errors import BadSetting
from treue.loop.delivery.sources_said import sources_of
from treue.loop.home import SETTINGS, Home, open_home
from treue.loop.keeping_lists import keep_entries, kept_entries, merged_entries

BY_HAND = """# ours
[shop]
name = "Laden"

[[sources]]  # by hand
name = "alt"
kind = "folder"
path = "/srv/alt"
"""
FOLDER = {"name": "neu", "kind": "folder", "path": "/srv/neu"}
DATABASE = {
    "name": "laden", "kind": "postgres", "every": "hour",
    "queries": {"orders": 'SELECT "id" AS order_id\nFROM o WHERE x = \'ä\\n\' -- [[sources]]'},
}  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Home:
    (tmp_path / SETTINGS).write_text(BY_HAND, encoding="utf-8")
    (tmp_path / SETTINGS).chmod(0o640)
    return open_home(tmp_path)


def text_of(shop: Home) -> str:
    return (shop.folder / SETTINGS).read_text(encoding="utf-8")


def test_ours_stand_before_those_by_hand_which_stay_to_the_letter(shop: Home) -> None:
    after = keep_entries(shop, "sources", [FOLDER, DATABASE])
    assert [each.name for each in sources_of(after.settings)] == ["neu", "laden", "alt"]
    assert sources_of(after.settings)[1].queries == DATABASE["queries"]
    by_hand = BY_HAND[BY_HAND.index("[[sources]]") :]
    assert text_of(shop).endswith(by_hand)
    assert text_of(shop).startswith('# ours\n[shop]\nname = "Laden"\n')
    assert (shop.folder / SETTINGS).stat().st_mode & 0o777 == 0o640


def test_they_are_read_back_without_those_by_hand_and_written_anew(shop: Home) -> None:
    keep_entries(shop, "sources", [FOLDER, DATABASE])
    assert kept_entries(shop, "sources") == [FOLDER, DATABASE]
    once = text_of(shop)
    keep_entries(shop, "sources", kept_entries(shop, "sources"))
    assert text_of(shop) == once
    keep_entries(shop, "sources", [])
    assert kept_entries(shop, "sources") == []
    assert tomllib.loads(text_of(shop)) == tomllib.loads(BY_HAND)


def test_two_lists_do_not_disturb_each_other(shop: Home) -> None:
    files = [{"match": "orders*.csv", "table": "orders", "unused": ["x", "y"]}]
    keep_entries(shop, "sources", [FOLDER])
    keep_entries(shop, "files", files)
    keep_entries(shop, "sources", [DATABASE])
    assert (kept_entries(shop, "files"), kept_entries(shop, "sources")) == (files, [DATABASE])


def test_a_home_without_a_file_gets_one(tmp_path: Path) -> None:
    shop = open_home(tmp_path / "new", create=True)
    (shop.folder / SETTINGS).unlink(missing_ok=True)
    assert kept_entries(shop, "sources") == []
    assert sources_of(keep_entries(shop, "sources", [FOLDER]).settings)[0].path == "/srv/neu"


@pytest.mark.parametrize(
    "text",
    [
        '[shop\nname = "x"\n',
        'sources = [{name = "alt", kind = "folder", path = "/srv/alt"}]\n',
    ],
)
def test_a_file_we_do_not_understand_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    shop = open_home(tmp_path / "new", create=True)
    (shop.folder / SETTINGS).write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting, match=r"treue\.toml"):
        keep_entries(shop, "sources", [FOLDER])
    assert text_of(shop) == text
    assert not list(shop.folder.glob(".treue.toml.tmp"))


def test_of_two_about_the_same_files_the_new_one_holds() -> None:
    old = [{"match": "a.csv", "table": "orders"}, {"match": "b.csv", "table": "refunds"}]
    new = [{"match": "a.csv", "table": "skip"}]
    assert merged_entries(old, new) == [
        {"match": "a.csv", "table": "skip"},
        {"match": "b.csv", "table": "refunds"},
    ]
