"""The recipe tells the truth: every rule has its row, and its treue.toml is understood."""

from __future__ import annotations

import tomllib
from pathlib import Path
from textwrap import dedent

from treue.sources.files import RULES, file_mappings

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "recipes" / "load-files.md").read_text(
    encoding="utf-8"
)


def test_every_rule_is_explained() -> None:
    assert not [rule for rule, sentence in RULES.items() if f"| `{rule}` | {sentence} |" not in PAGE]


def test_the_mapping_on_the_page_is_understood() -> None:
    start = PAGE.index("    [[files]]")
    snippet = dedent(PAGE[start : PAGE.index("`columns` names", start)])
    mapping = file_mappings(tomllib.loads(snippet)["files"])[0]
    assert (mapping.table, mapping.columns["time"]) == ("order_lines", 3)
    assert mapping.rules.adjustment == ("KORR",)
