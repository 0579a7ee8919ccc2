"""The house stands as docs/house.md draws it: imports run down, arithmetic loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "treue"

# From top to bottom; rooms on one line never import each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("cli",),
    ("web",),
    ("api",),
    ("loop",),
    ("report",),
    ("loyalty", "feedback", "service", "content", "measurement"),
    ("engagement",),
    ("decisions",),
    ("consent",),
    ("people",),
    ("offers", "segments"),
    ("value", "sources", "simulation"),
    ("facts",),
    ("warehouse",),
    ("units", "settings"),
    ("errors",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# Settings are made of units, and only of units.
WITHIN_A_FLOOR = {("settings", "units")}
FILES = sorted(SRC.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions and behind TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports from treue, not relative ones"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (str(each.value) for each in node.args if isinstance(each, ast.Constant))


def named(path: Path) -> Iterator[str]:
    """Modules a file names in text, as lazily loaded commands do: "treue.cli.value:value"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("treue."):
            yield node.value.partition(":")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_run_down(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    assert room in FLOOR_OF, f"{room} has no floor yet; give it one in DESIGN, docs/house.md and here"
    for module in (*imported(path), *named(path)):
        parts = module.split(".")
        if parts[0] != "treue" or len(parts) == 1 or parts[1] in (room, "__init__"):
            continue
        other = parts[1]
        if other not in FLOOR_OF:
            continue  # a sentence that begins with the product's name
        below = FLOOR_OF[other] > FLOOR_OF[room] or (room, other) in WITHIN_A_FLOOR
        assert below, f"{path.relative_to(SRC)} imports {module}, which is not below it"


def test_only_tables_import_ibis() -> None:
    for path in FILES:
        heavy = [module for module in imported(path) if module.split(".")[0] in ("ibis", "sqlglot")]
        assert not heavy or path.name == "tables.py", f"{path.relative_to(SRC)} imports {heavy}"


def test_no_room_below_people_imports_django() -> None:
    for path in FILES:
        if FLOOR_OF.get(room_of(path), 0) > FLOOR_OF["people"]:
            assert not [module for module in imported(path) if module.split(".")[0] == "django"], path


def test_no_homeless_names() -> None:
    homeless = {"utils", "helpers", "common", "core", "misc", "base", "manager"}
    ours = (path for path in SRC.rglob("*") if path.is_dir() or path.suffix == ".py")
    assert not [path for path in ours if path.stem in homeless]


def test_every_room_says_what_it_is_for() -> None:
    for folder in (path.parent for path in FILES):
        first = folder / "__init__.py"
        assert first.exists(), f"{folder.relative_to(SRC)} has no __init__.py"
        assert ast.get_docstring(ast.parse(first.read_text(encoding="utf-8"))), first


def test_importing_treue_loads_nothing_heavy() -> None:
    code = "import sys, treue; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"ibis", "duckdb", "scipy", "pyarrow", "altair", "django", "pyspark"} & set(
        loaded.stdout.split()
    )
