from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path


def key(home: Path, *told: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "treue", "key", *told, "--home", str(home)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_key_is_made_listed_and_ended(tmp_path: Path) -> None:
    (tmp_path / "treue.toml").write_text("[shop]\n")
    made = key(tmp_path, "make", "warehouse", "--scope", "read", "--scope", "events")
    token = made.stdout.strip()
    assert (made.returncode, token.startswith("treue_")) == (0, True)
    prefix = token.split("_")[1]
    assert prefix in made.stderr
    assert token not in made.stderr
    listed = key(tmp_path, "list")
    assert prefix in listed.stdout
    assert token not in listed.stdout
    assert key(tmp_path, "end", prefix).returncode == 0
    (told,) = json.loads(key(tmp_path, "list", "--json").stdout)
    assert (told["prefix"], told["scopes"]) == (prefix, ["events", "read"])
    assert told["ended_at"]
    assert told["expires_at"] is None


def test_a_key_may_hold_for_some_days_only(tmp_path: Path) -> None:
    (tmp_path / "treue.toml").write_text("[shop]\n")
    assert key(tmp_path, "make", "warehouse", "--scope", "read", "--days", "30").returncode == 0
    (told,) = json.loads(key(tmp_path, "list", "--json").stdout)
    held = datetime.fromisoformat(told["expires_at"]) - datetime.fromisoformat(told["made_at"])
    assert held == timedelta(days=30)
    assert "holds until" in key(tmp_path, "list").stdout


def test_what_cannot_be_made_or_ended_says_why(tmp_path: Path) -> None:
    (tmp_path / "treue.toml").write_text("[shop]\n")
    for told, said in (
        (("make", "x"), "without a scope"),
        (("make", "x", "--scope", "all"), "no such scope"),
        (("make", "x", "--scope", "read", "--days", "0"), "from 1 to 3,650 days"),
        (("end",), "Which key?"),
        (("end", "nothing"), "no key that still holds"),
    ):
        answer = key(tmp_path, *told)
        assert (answer.returncode, said in answer.stderr) == (2, True), answer.stderr
