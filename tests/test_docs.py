"""The docs tell the truth: every table, setting, command and warning has its place, snippets run.

`TREUE_DOCS=write pytest tests/test_docs.py` rewrites the parts that follow from the code.
"""

from __future__ import annotations

import doctest
import importlib
import os
import re
from pathlib import Path

import pytest

from treue import errors
from treue.api.interface import api
from treue.api.problems import CODES
from treue.cli import app
from treue.facts import TABLES, Table
from treue.settings import Settings, described, variable_of

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
BEGIN, END = "<!-- from the code: {} -->", "<!-- end -->"


def part(page: Path, name: str, expected: str) -> None:
    """Compare the part of a page between its marks with what the code says, or write it."""
    text = page.read_text(encoding="utf-8")
    begin = BEGIN.format(name)
    head, found, rest = text.partition(begin)
    assert found, f"{page} lacks the mark {begin}"
    inside, _, tail = rest.partition(END)
    if os.environ.get("TREUE_DOCS") == "write":
        page.write_text(f"{head}{begin}\n{expected}\n{END}{tail}", encoding="utf-8")
        return
    assert inside.strip() == expected.strip(), f"{page} is behind the code; TREUE_DOCS=write mends it"


def described_table(table: Table) -> str:
    rows = "\n".join(
        f"| `{each.name}` | {each.kind.value} | {'yes' if each.required else ''} | {each.meaning}"
        f"{'; one of ' + ', '.join(each.choices) if each.choices else ''} |"
        for each in table.columns
    )
    owner = f" Replaced whole with its row in `{table.owner}`." if table.owner else ""
    return (
        f"### {table.name}\n"
        f"One row is {table.one_row}. Key: {', '.join(f'`{key}`' for key in table.key)}.{owner}\n\n"
        f"| column | kind | required | meaning |\n|---|---|---|---|\n{rows}\n"
    )


def test_every_table_is_explained() -> None:
    part(DOCS / "facts.md", "tables", "\n".join(described_table(table) for table in TABLES.values()))


def test_every_setting_is_explained() -> None:
    rows = "\n".join(
        f"| `{row.key}` | `{variable_of(row.key)}` | {row.value or '(unset)'} | {row.meaning} |"
        for row in described(Settings())
    )
    part(
        DOCS / "settings.md",
        "settings",
        f"| setting | environment | default | meaning |\n|---|---|---|---|\n{rows}",
    )


def test_every_address_of_the_interface_is_explained() -> None:
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    described = {
        f"{method.upper()} {path}"
        for path, operations in api.get_openapi_schema()["paths"].items()
        for method in operations
    }
    told = set(re.findall(r"^### (.+)$", page, re.MULTILINE))
    assert told == described


def test_every_problem_of_the_interface_is_explained() -> None:
    rows = "\n".join(f"| `{code}` | {status} | {title} |" for code, (status, title) in CODES.items())
    part(DOCS / "api.md", "problems", f"| code | status | meaning |\n|---|---|---|\n{rows}")


def test_every_command_is_explained() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    commands = [name for name in app if not name.startswith("-")]
    assert len(commands) > 5
    assert not [name for name in commands if f"## treue {name}\n" not in page]


def test_every_warning_is_explained() -> None:
    page = (DOCS / "numbers" / "warnings.md").read_text(encoding="utf-8")
    kinds = [kind.__name__ for kind in errors.TreueWarning.__subclasses__()]
    assert not [kind for kind in kinds if f"## {kind}\n" not in page]


def test_every_link_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_python_snippets_run(page: Path) -> None:
    failed, _ = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert failed == 0


MODULES = sorted(
    str(path.relative_to(ROOT / "src").with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for path in (ROOT / "src" / "treue").rglob("*.py")
    if path.stem != "__main__" and ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_run(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert (failed, tried > 0) == (0, True)
