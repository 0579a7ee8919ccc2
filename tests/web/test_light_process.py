from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HEAVY = {"altair", "ibis", "lightgbm", "pandas", "scipy", "sklearn", "sqlglot", "vl_convert"}
SCRIPT = """
import re
import sys
from pathlib import Path
from treue.loop.home import open_home
from treue.web.serving import set_up
set_up(open_home(Path(sys.argv[1])))
from django.test import Client
from treue.web.accounts import invite
from treue.web.navigation import PLACES
from django.urls import reverse
user, _ = invite("chefin@laden.example", "admin", "test")
user.must_choose_password = False
user.save()
client = Client(SERVER_NAME="localhost")
client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
code = re.search(r"/customers/([0-9A-Z]{5}-[0-9A-Z]{5})/", client.get("/customers/").content.decode())[1]
for path in [*(reverse(place.name) for place in PLACES), "/me/", f"/customers/{code}/"]:
    assert client.get(path).status_code == 200, path
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_the_process_that_serves_pages_holds_nothing_that_draws_or_reckons(
    shop_folder: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(shop_folder, home, ignore=shutil.ignore_patterns("treue.db*"))
    command = [sys.executable, "-c", SCRIPT, str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert not HEAVY & set(done.stdout.split())
