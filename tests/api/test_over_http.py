"""The interface of a real server: its examples run, and what the schema promises holds."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from servers import Server, free_port, new_key, serving

DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"
AUDIENCE = '{"conditions": [{"column": "tier", "values": ["gold"]}]}'


@pytest.fixture(scope="module")
def server(shop_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Of a copy of the small shop, with one audience."""
    home = tmp_path_factory.mktemp("over-http") / "home"
    shutil.copytree(shop_folder, home)
    new_key(home, "read")
    with closing(sqlite3.connect(home / "treue.db")) as con, con:
        con.execute(
            "INSERT INTO people_audience (id, name, filter, made_at, made_by)"
            " VALUES (1, 'Gold', ?, ?, 'test')",
            (AUDIENCE, "2026-11-01 00:00:00"),
        )
    with serving(home, free_port(), TREUE_WEB_CALLS="1000000") as started:
        yield started


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    return new_key(server.home, "read", "persons", "events")


EXAMPLES = re.findall(r"^    (curl .+)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_example_of_the_docs_runs(server: Server, token: str) -> None:
    asked = ["curl", "-s", "-H", f"Authorization: Bearer {token}", f"{address(server)}/api/v1/values?limit=1"]
    told = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    known = {"TREUE": address(server), "KEY": token, "CODE": told["items"][0]["code"], "AUDIENCE": "1"}
    for example in EXAMPLES:
        command = example.replace("curl ", "curl -sS --fail-with-body ", 1)
        done = subprocess.run(
            ["bash", "-c", command], env=os.environ | known, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{example}\n{done.stdout}{done.stderr}"
        assert json.loads(done.stdout)
    assert len(EXAMPLES) == 10


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("schemathesis") is None, reason="schemathesis is not installed")
def test_whatever_is_asked_the_schema_holds(server: Server, token: str) -> None:
    """Every operation, with data as described and not: never a 500, never another shape."""
    start = "from schemathesis.cli import schemathesis; schemathesis()"
    options = ["--checks", "all", "--max-examples", "50", "--seed", "1", "--no-color"]
    done = subprocess.run(
        [sys.executable, "-c", start, "run", f"{address(server)}/api/v1/openapi.json",
         "-H", f"Authorization: Bearer {token}", *options],
        capture_output=True, text=True, check=False, cwd=server.home,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"
