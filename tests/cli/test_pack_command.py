"""`treue person WHO --pack FILE.zip`: all that is held of somebody, as the operator hands it over."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from spoken import Spoken

from treue.people.records import Logged

Treue = Callable[..., Spoken]


@pytest.fixture
def home(treue: Treue, tmp_path: Path) -> Path:
    path, folder = tmp_path / "orders.csv", tmp_path / "shop"
    path.write_text(
        "order,customer,email,first name,last name,date,amount\n"
        "1,10023,ana@example.org,Ana,Berg,2026-01-05,10.00\n"
        "2,,Ana@Example.org ,Ana,Berg,2026-02-05,20.00\n"
        "3,10024,ben@example.org,Ben,Tal,2026-03-06,40.00\n",
        encoding="utf-8",
    )
    assert treue("load", path, "--home", folder).code == 0
    return folder


def test_a_pack_is_written_for_its_owner_alone(treue: Treue, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "ana.zip"
    answer = treue("person", "10023", "--pack", file, "--home", home, "--json")
    told = answer.json()
    assert (answer.code, told["file"]) == (0, str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as archive:
        data = json.loads(archive.read("data.json"))["tables"]
        texts = [archive.read(name).decode() for name in archive.namelist()]
    assert len(data) == told["tables"]
    assert {row["order_id"] for row in data["facts.orders"]["rows"]} == {"shop:1", "shop:2"}
    assert not [text for text in texts if "ben@example.org" in text or "10024" in text]
    assert Logged.objects.get(what="pack").by == "terminal"
    assert [path.name for path in tmp_path.glob("*.tmp")] == []


def test_the_same_by_address_over_an_earlier_one(treue: Treue, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "ana.zip"
    file.write_text("an earlier pack", encoding="utf-8")
    answer = treue("person", "ana@example.org", "--pack", file, "--home", home)
    assert (answer.code, answer.out) == (0, "")
    assert "delete it afterwards" in answer.err
    assert zipfile.is_zipfile(file)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("10023",), "needs a person and a file"),
        (("--pack", "x.zip"), "needs a person and a file"),
        (("4711", "--pack", "x.zip"), "nobody is known by that"),
        (("10023", "--pack", "nowhere/x.zip"), "there is no such folder"),
    ],
)
def test_what_cannot_be_packed_is_said(
    treue: Treue, home: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    answer = treue("person", *arguments, "--home", home)
    assert answer.code == 2
    assert sentence in answer.err
    assert not Path("x.zip").exists()
