from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import treue.web
from treue.people.records import Task
from treue.web.voice import words_of

GERMAN, ENGLISH = words_of("de").sentences, words_of("en").sentences
SOURCES = sorted(Path(treue.__file__).parent.rglob("*.py"))
TEMPLATES = Path(treue.web.__file__).parent / "account_templates"


def blanks(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def test_both_languages_say_the_same_with_the_same_blanks() -> None:
    told = [
        {key: blanks(said) for key, said in each.items() if key.startswith("web.")}
        for each in (GERMAN, ENGLISH)
    ]
    assert told[0] == told[1]


def logged_in(source: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """What a file writes into the log: kinds, and the names of their detail with the text beside them."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    constants = {
        target.id: each.value.value
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
        for target in each.targets
        if isinstance(target, ast.Name)
    }

    def text(node: ast.expr | None) -> object:
        return constants.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)

    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) in ("log", "write_down")):
            continue
        told = next((each for each in call.args[2:] if isinstance(each, ast.Dict)), None)
        told = next((each.value for each in call.keywords if each.arg == "detail"), told)
        pairs = zip(told.keys, told.values, strict=True) if isinstance(told, ast.Dict) else ()
        detail = {str(text(name)): text(value) for name, value in pairs if text(name)}
        what = call.args[1]
        if isinstance(what, ast.JoinedStr):
            yield from ((f"task {state}", detail) for state in Task.State.values)
        elif text(what):
            yield str(text(what)), detail


def test_whatever_is_logged_has_words() -> None:
    lines = [each for path in SOURCES for each in logged_in(path)]
    assert len(lines) > 30
    assert not {what for what, _ in lines if f"web.logged.{what}" not in GERMAN}
    shown_by_themselves = {"user", "role", "audience", "task"}
    names = {name for _, detail in lines for name in detail} - shown_by_themselves - {"keys"}
    texts = {text for _, detail in lines for text in detail.values() if isinstance(text, str)}
    assert not {each for each in names | texts if f"web.logged_detail.{each}" not in GERMAN}


def test_nobody_is_addressed_as_du() -> None:
    familiar = re.compile(r"\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir)\b")
    assert not [key for key, said in GERMAN.items() if key.startswith("web.") and familiar.search(said)]


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")) + sorted(TEMPLATES.rglob("*.txt")), ids=lambda path: path.name
)
def test_pages_at_the_door_say_only_what_is_in_both_files(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for tag, key in re.findall(r'{% (said|counted) "(\w+)"', text):
        for end in ("",) if tag == "said" else (".one", ".many"):
            assert f"web.account.{key}{end}" in GERMAN, key
