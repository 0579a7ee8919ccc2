"""Starting the pages: the first way in is told once, secrets never."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from treue.web.serving import threads

PASSWORD = "geheim-4711"


def told_by(arguments: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, env=surroundings(**more)
    )


def surroundings(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TREUE_", "DJANGO_"))}
    return {**kept, **more}


def first_words(home: Path, until: str) -> str:
    """What `treue serve` says until it says that, or for a minute."""
    told = home.parent / "serve.txt"
    command = [sys.executable, "-m", "treue", "serve", "--home", str(home), "--port", "18423", "--no-worker"]
    with told.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=surroundings())
        for _ in range(600):
            if until in told.read_text(encoding="utf-8") or process.poll() is not None:
                break
            time.sleep(0.1)
        process.terminate()
        process.wait(timeout=30)
    return told.read_text(encoding="utf-8")


def test_an_empty_home_tells_a_first_admin_their_way_in_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    told = first_words(home, "Started worker-1")
    assert "http://localhost:18423/" in told
    assert "WARNING" not in told.upper()
    assert "threads" not in told
    assert "admin@localhost" in told
    assert re.search(r"\b\w{4}-\w{4}-\w{4}-\w{4}\b", told)
    again = first_words(home, "Started worker-1")
    assert "Started worker-1" in again
    assert "admin@localhost" not in again


@pytest.mark.parametrize(("processors", "beside"), [(1, 3), (2, 5), (4, 8), (64, 8)])
def test_a_small_machine_answers_fewer_at_once(processors: int, beside: int) -> None:
    assert threads(processors) == beside


def test_users_are_let_in_listed_and_shut_out_at_the_terminal(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    Path(home).mkdir()
    made = told_by(
        ["-m", "treue", "user", "invite", "anna@laden.example", "--role", "admin", "--json", "--home", home]
    )
    assert json.loads(made.stdout)["mail"] == "anna@laden.example"
    last = told_by(["-m", "treue", "user", "deactivate", "anna@laden.example", "--home", home])
    assert (last.returncode, "last admin" in last.stderr) == (2, True)
    told_by(["-m", "treue", "user", "invite", "ben@laden.example", "--home", home])
    assert told_by(["-m", "treue", "user", "deactivate", "ben@laden.example", "--home", home]).returncode == 0
    listed = json.loads(told_by(["-m", "treue", "user", "--json", "--home", home]).stdout)
    assert [(each["role"], each["state"]) for each in listed] == [("admin", "invited"), ("viewer", "off")]
    nobody = told_by(["-m", "treue", "user", "deactivate", "carl@laden.example", "--home", home])
    assert (nobody.returncode, "is no user here" in nobody.stderr) == (2, True)


def test_a_wrong_address_of_database_or_mail_server_tells_no_password(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    Path(home).mkdir()
    for name, address in (
        ("TREUE_SECRET_DATABASE", f"mysql://treue:{PASSWORD}@host/treue"),
        ("TREUE_SECRET_DATABASE", f"postgresql://treue:{PASSWORD}@127.0.0.1:1/treue"),
        ("TREUE_SECRET_MAIL", f"http://treue:{PASSWORD}@host"),
    ):
        done = told_by(["-m", "treue", "user", "--home", home], **{name: address})
        assert done.returncode != 0
        assert PASSWORD not in done.stdout + done.stderr


def test_behind_tls_cookies_are_secure_and_whom_to_lock_out_is_what_the_proxy_says(tmp_path: Path) -> None:
    code = (
        "import json; from treue.web import django_settings as s; print(json.dumps([s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.ALLAUTH_TRUSTED_PROXY_COUNT]))"
    )
    for https, expected in (("yes", [True, True, True, 1]), ("no", [False, False, False, 0])):
        done = told_by(["-c", code], TREUE_HOME=str(tmp_path / "home"), TREUE_WEB_HTTPS=https)
        assert json.loads(done.stdout) == expected, done.stderr
