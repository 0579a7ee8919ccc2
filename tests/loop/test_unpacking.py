"""Archives are taken apart beside each other under names of ours, never further than the disk can bear."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from treue.errors import UnreadableFile
from treue.loop.delivery import unpacking
from treue.loop.delivery.unpacking import is_archive, unpack

ROWS = b"Bestellnummer;Kundennummer\n1;K1\n"


def packed(folder: Path, files: dict[str, bytes], name: str = "export.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, content in files.items():
            archive.writestr(inside, content)
    return path


@pytest.fixture
def arrived(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "arrivals" / "1"
    folder.mkdir(parents=True)
    return folder


def test_files_of_folders_lie_beside_each_other_and_the_archive_goes(arrived: Path) -> None:
    path = packed(arrived, {"a/orders.csv": ROWS, "b/orders.csv": ROWS + b"2;K2\n", "leer/": b""})
    names = unpack(path, arrived)
    assert len(set(names)) == 2
    assert {each.name for each in arrived.iterdir()} == set(names)
    assert {(arrived / name).read_bytes() for name in names} == {ROWS, ROWS + b"2;K2\n"}
    assert all((arrived / name).stat().st_mode & 0o777 == 0o600 for name in names)


@pytest.mark.parametrize(
    "name",
    [
        "../../secret.key",
        "../treue.toml",
        "/etc/cron.d/x",
        "..\\..\\boot.ini",
        "C:\\x.csv",
        "a/../../../b.csv",
        "~/x",
    ],
)
def test_no_name_leads_out_of_the_folder(arrived: Path, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.rglob("*"))
    path = packed(arrived, {name: ROWS})
    written = unpack(path, arrived)
    assert set(tmp_path.rglob("*")) - before == {arrived / each for each in written}
    assert all((arrived / each).parent == arrived for each in written)


def test_what_systems_put_beside_files_stays_away(arrived: Path) -> None:
    path = packed(arrived, {"__MACOSX/._o.csv": b"x", ".DS_Store": b"x", "~$o.xlsx": b"x", "o.csv": ROWS})
    assert unpack(path, arrived) == ["o.csv"]


def test_an_archive_inside_an_archive_is_not_opened(arrived: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"0" * 10_000_000)
    (name,) = unpack(packed(arrived, {"inner.zip": inner.getvalue()}), arrived)
    assert (arrived / name).stat().st_size == len(inner.getvalue())


def test_a_bomb_ends_at_the_limit_whatever_it_says_of_its_size(arrived: Path) -> None:
    path = packed(arrived, {"bomb.csv": b"0" * 20_000_000, "more.csv": ROWS})
    liar = path.read_bytes().replace(struct.pack("<I", 20_000_000), struct.pack("<I", 10))
    assert liar != path.read_bytes()
    path.write_bytes(liar)
    with pytest.raises(UnreadableFile):
        unpack(path, arrived, most_bytes=1_000_000)
    assert sum(each.stat().st_size for each in arrived.iterdir() if each != path) <= 1_000_000
    honest = packed(arrived, {"bomb.csv": b"0" * 20_000_000}, "honest.zip")
    with pytest.raises(UnreadableFile, match="bring it in parts"):
        unpack(honest, arrived, most_bytes=1_000_000)


def test_all_files_together_count(arrived: Path) -> None:
    path = packed(arrived, {f"{place}.csv": b"0" * 400_000 for place in range(3)})
    with pytest.raises(UnreadableFile, match="more than"):
        unpack(path, arrived, most_bytes=1_000_000)


def test_too_many_files_are_refused_before_one_is_written(
    arrived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 5)
    path = packed(arrived, {f"{place}.csv": ROWS for place in range(6)})
    with pytest.raises(UnreadableFile, match="more than 5 files"):
        unpack(path, arrived)
    assert list(arrived.iterdir()) == [path]


def test_what_is_broken_or_locked_says_so(arrived: Path) -> None:
    whole = packed(arrived, {"o.csv": bytes(range(256)) * 400}).read_bytes()
    locked = bytearray(whole)
    at = whole.rindex(b"PK\x01\x02")
    locked[6] |= 1
    locked[at + 8] |= 1
    for content in (whole[: len(whole) // 2], bytes(locked), b"PK\x03\x04" + b"0" * 100):
        path = arrived / "broken.zip"
        path.write_bytes(content)
        assert is_archive(path)
        with pytest.raises(UnreadableFile, match="not a whole archive"):
            unpack(path, arrived)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@pytest.mark.parametrize("at", [48, 60, 70])
def test_a_flipped_bit_is_a_broken_archive_however_it_was_packed(arrived: Path, method: int, at: int) -> None:
    path = arrived / "export.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("o.csv", np.random.default_rng(7).bytes(5_000))
    flipped = bytearray(path.read_bytes())
    flipped[at] ^= 0x5A
    path.write_bytes(flipped)
    with pytest.raises(UnreadableFile, match="not a whole archive"):
        unpack(path, arrived)


def test_a_workbook_is_no_archive_to_take_apart(arrived: Path) -> None:
    assert not is_archive(packed(arrived, {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
    assert not is_archive(packed(arrived, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))
    plain = arrived / "orders.csv"
    plain.write_bytes(ROWS)
    assert not is_archive(plain)
