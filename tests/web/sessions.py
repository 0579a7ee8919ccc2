"""Sessions of people at a real server, made beside it, for tests that are not about signing in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_MAKE = """
import sys
from pathlib import Path
from treue.loop.home import open_home
from treue.web.serving import set_up
set_up(open_home(Path(sys.argv[1]), create=True))
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from treue.web.accounts import invite
user, _ = invite(sys.argv[2], sys.argv[3], "test")
user.must_choose_password = False
user.save()
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.create()
print(session.session_key)
"""
_FORM = "x" * 32
"""What a form and its cookie have in common."""


def headers_of(home: Path, mail: str, role: str) -> dict[str, str]:
    """What the browser of somebody sends who signed in to this home."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("TREUE_", "DJANGO_"))}
    made = subprocess.run(
        [sys.executable, "-c", _MAKE, str(home), mail, role],
        capture_output=True, text=True, check=True, env=plain,
    )  # fmt: skip
    cookies = f"treue_session={made.stdout.strip()}; treue_csrf={_FORM}"
    return {"Cookie": cookies, "X-CSRFToken": _FORM, "Host": "localhost"}
