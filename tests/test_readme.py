"""What the README shows is what the commands print; TREUE_DOCS=write mends it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from treue.cli import main
from treue.loop.invented.demo import UNTIL

README = Path(__file__).resolve().parents[1] / "README.md"


def shown(name: str, printed: str) -> None:
    text = README.read_text(encoding="utf-8")
    head, found, rest = text.partition(f"<!-- {name} -->\n")
    assert found
    inside, _, tail = rest.partition("<!-- end -->")
    block = "\n".join(f"    {line}".rstrip() for line in printed.splitlines()) + "\n"
    if os.environ.get("TREUE_DOCS") == "write":
        README.write_text(f"{head}<!-- {name} -->\n{block}<!-- end -->{tail}", encoding="utf-8")
        return
    assert inside == block


def test_the_readme_shows_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--until", str(UNTIL)]) == 0
    shown("demo", capsys.readouterr().out)
    assert main(["value", "treue-demo/exports", "--prices", "gross", "--margin", "52%"]) == 0
    shown("value", capsys.readouterr().out)
