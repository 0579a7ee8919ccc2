"""A backup as a file: whole or not there, and nothing of a damaged, foreign or hostile one is believed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from backups import NOW, facts_of, kept_shop, made, quiet
from django.db import connection

from treue.errors import BadOption, BrokenHome, Busy, InputError, UnreadableFile
from treue.loop.backup.archive import MANIFEST, opened
from treue.loop.backup.backing import SCRATCH, forget_scratch
from treue.loop.backup.names import drop_old, target_of
from treue.loop.backup.restoring import Wanted, look_through, restore
from treue.loop.home import Home
from treue.loop.work.alive import BACKUP, holding

Rewrite = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = kept_shop(tmp_path_factory.mktemp("shop") / "home")
    yield home
    connection.close()


@pytest.fixture(scope="module")
def whole(shop: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    return made(shop, tmp_path_factory.mktemp("whole") / "backup.zip").path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """One that a test may damage."""
    return Path(shutil.copy(whole, tmp_path / "copy.zip"))


def never(_: Home) -> None:
    pytest.fail("the database was opened although the backup cannot be used")


def refused(file: Path, tmp_path: Path) -> str:
    """What is said; nothing is written, neither looking through nor restoring."""
    home = tmp_path / "new"
    with pytest.raises(UnreadableFile) as told:
        restore(Wanted(file, home), never, NOW, quiet)
    assert sorted(path.name for path in tmp_path.iterdir() if "restoring" in path.name or path == home) == []
    with pytest.raises(UnreadableFile):
        look_through(file, quiet)
    return str(told.value)


def rewritten(file: Path, change: Rewrite) -> Path:
    """The same archive with other files in it."""
    with zipfile.ZipFile(file) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return file


def telling(**more: object) -> Rewrite:
    def change(held: dict[str, bytes]) -> None:
        held[MANIFEST] = json.dumps(json.loads(held[MANIFEST]) | more).encode()

    return change


def holding_also(name: str) -> Rewrite:
    """Another file, which the manifest names as well."""

    def change(held: dict[str, bytes]) -> None:
        told = json.loads(held[MANIFEST])
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        told["files"].append({"name": name, "size": 0, "sha256": empty})
        held[MANIFEST] = json.dumps(told).encode()
        held[name] = b""

    return change


def test_a_backup_says_what_it_is(shop: Home, whole: Path) -> None:
    manifest = look_through(whole, quiet)
    assert (manifest.about.made_at, manifest.about.name, manifest.about.has_key) == (NOW, "Shop", True)
    names = {each.name for each in manifest.entries}
    assert {"treue.db", "treue.toml", "secret.key", "arrivals/3/kunden.csv", "facts/loads.jsonl"} <= names
    assert [each for each in names if each.startswith("facts/orders/orders-")]
    assert [each for each in names if each.startswith("quarantine/load-")]
    assert not [each for each in names if each.startswith("work/") or ".lock" in each]
    assert whole.stat().st_mode & 0o777 == 0o600
    assert not (shop.folder / SCRATCH).exists()
    assert subprocess.run(["unzip", "-tqq", whole], check=False).returncode in (0, 127)


def test_what_is_no_file_of_ours_is_told_from_a_backup(tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_bytes(b"Sehr geehrte Damen und Herren" * 50)
    assert "not a backup of Treue" in refused(tmp_path / "letter.zip", tmp_path)
    assert "cannot be opened (No such file" in refused(tmp_path / "none.zip", tmp_path)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("orders.csv", "Kunde;Betrag\n")
    assert "not a backup of Treue" in refused(tmp_path / "other.zip", tmp_path)


@pytest.mark.parametrize("left", [0, 1, 100, 0.5, 0.999])
def test_a_cut_one_is_refused(copy: Path, tmp_path: Path, left: float) -> None:
    size = copy.stat().st_size
    os.truncate(copy, int(left * size) if 0 < left < 1 else int(left))
    assert "cut or damaged" in refused(copy, tmp_path)


def test_no_flipped_bit_gets_through(shop: Home, copy: Path, tmp_path: Path) -> None:
    """Either it is refused by a sentence, or it was in what nobody reads: then all files are as they were."""
    content, chance, refusals = copy.read_bytes(), np.random.default_rng(7), 0
    with opened(copy) as backup:
        expected = backup.manifest.entries
    for turn in range(400):
        place = int(chance.integers(len(content)))
        wrong = bytes([content[place] ^ (1 << int(chance.integers(8)))])
        copy.write_bytes(content[:place] + wrong + content[place + 1 :])
        folder = tmp_path / str(turn)
        folder.mkdir()
        try:
            with opened(copy) as backup:
                backup.unpack(folder, lambda _: None)
                assert backup.manifest.entries == expected
        except UnreadableFile:
            refusals += 1
        shutil.rmtree(folder)
    assert refusals > 300
    assert facts_of(shop)


def test_one_of_a_newer_treue_is_refused_by_what_is_newer(copy: Path, tmp_path: Path) -> None:
    rewritten(copy, telling(format=2, version="9.1.0"))
    assert "written by Treue 9.1.0 in format 2" in refused(copy, tmp_path)
    rewritten(copy, telling(format=1, version="9.1.0"))
    with pytest.raises(InputError, match=r"was made by Treue 9\.1\.0"):
        restore(Wanted(copy, tmp_path / "new"), never, NOW, quiet)


@pytest.mark.parametrize(
    "name",
    ["../above.txt", "/etc/above", "facts/../../above", "a/b", "facts\\..\\x", "C:x", "snapshots/./x"],
)
def test_names_that_lead_elsewhere_are_refused(copy: Path, tmp_path: Path, name: str) -> None:
    rewritten(copy, holding_also(name))
    assert "is no file of a home" in refused(copy, tmp_path)
    assert not list(tmp_path.rglob("above*"))


def test_files_that_the_manifest_does_not_know_or_misses_are_refused(copy: Path, tmp_path: Path) -> None:
    kept = copy.read_bytes()
    rewritten(copy, lambda held: held.update({"facts/orders/more.parquet": b"x"}))
    assert "does not hold the files that its manifest names" in refused(copy, tmp_path)
    copy.write_bytes(kept)
    rewritten(copy, lambda held: held.pop("treue.toml") and None)
    assert "does not hold the files that its manifest names" in refused(copy, tmp_path)


def test_a_file_that_was_exchanged_is_refused_by_its_name(copy: Path, tmp_path: Path) -> None:
    rewritten(copy, lambda held: held.update({"treue.toml": b'[shop]\nname = "X"\n'}))
    assert "treue.toml in it is not what was put in" in refused(copy, tmp_path)


def test_a_place_that_will_not_do_is_refused_before_anything_is_read(shop: Home, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        made(shop, tmp_path / "none" / "b.zip")
    with pytest.raises(InputError, match="lies within"):
        made(shop, shop.folder / "b.zip")
    (tmp_path / "b.zip").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="is there already"):
        made(shop, tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]
    assert (tmp_path / "b.zip").read_text(encoding="utf-8") == "mine"


def test_there_is_one_backup_at_a_time_and_a_killed_one_leaves_nothing_for_long(
    shop: Home, tmp_path: Path
) -> None:
    left = shop.folder / SCRATCH / "treue.db"
    left.parent.mkdir()
    left.write_text("names", encoding="utf-8")
    with holding(shop, BACKUP):
        with pytest.raises(Busy):
            made(shop, tmp_path / "b.zip")
        forget_scratch(shop)
        assert left.exists()
    forget_scratch(shop)
    assert not left.parent.exists()


def test_damaged_data_are_told_and_no_backup_is_made_of_them(tmp_path: Path) -> None:
    home = kept_shop(tmp_path / "home")
    connection.close()
    (orders,) = home.facts.files("orders")
    aside = orders.rename(tmp_path / "orders.parquet")
    assert "is missing" in broken(home, tmp_path)
    aside.rename(orders)
    database = home.folder / "treue.db"
    content = bytearray(database.read_bytes())
    content[4096 * 3 : 4096 * 40] = np.random.default_rng(1).bytes(4096 * 37)
    database.write_bytes(bytes(content))
    assert "cannot be copied whole" in broken(home, tmp_path)


def broken(home: Home, tmp_path: Path) -> str:
    with pytest.raises(BrokenHome) as told:
        made(home, tmp_path / "b.zip")
    assert not list(tmp_path.glob("*b.zip*"))
    return str(told.value)


def test_the_newest_stay_and_other_shops_and_files_do_too(shop: Home, tmp_path: Path) -> None:
    for day in ("01", "02", "03", "04"):
        at = NOW.replace(day=int(day))
        last = made(shop, target_of(shop, tmp_path, at))
    assert last.path.name == "treue-home-20261104-093000.zip"
    other = kept_shop(tmp_path / "other" / "home")
    connection.close()
    stranger = made(other, target_of(other, tmp_path, NOW.replace(day=1, hour=1)))
    (tmp_path / "treue-home-notes.zip").write_text("mine", encoding="utf-8")
    (tmp_path / "treue-home-20200101-000000.zip").write_text("damaged", encoding="utf-8")
    gone = drop_old(last, shop, 2)
    assert [path.name[11:19] for path in gone] == ["20261101", "20261102"]
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == [
        "treue-home-20200101-000000.zip", stranger.path.name, "treue-home-20261103-093000.zip",
        "treue-home-20261104-093000.zip", "treue-home-notes.zip",
    ]  # fmt: skip


def test_two_backups_of_one_second_are_two_files(shop: Home, tmp_path: Path) -> None:
    first = target_of(shop, tmp_path, NOW)
    first.touch()
    second = target_of(shop, tmp_path, NOW)
    assert (second.parent, second.exists(), second > first) == (tmp_path, False, True)


def test_a_folder_that_is_not_there_becomes_no_file(shop: Home, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="there is no such folder"):
        target_of(shop, tmp_path / "backups", NOW)
    assert target_of(shop, tmp_path / "mine.zip", NOW) == tmp_path / "mine.zip"
