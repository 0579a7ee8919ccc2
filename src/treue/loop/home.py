"""The folder in which one shop lives: settings, secret, facts, rows set aside, snapshots."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from treue.errors import BrokenHome, InputError
from treue.facts.keys import Keyring
from treue.facts.manifest import settle
from treue.facts.store import FactsStore
from treue.settings import Settings, read_settings, with_setting

SETTINGS = "treue.toml"
KEY = "secret.key"
DATABASE = "treue.db"
"""The only file with names and addresses, unless PostgreSQL holds them."""
_FIRST_SETTINGS = """\
# Settings of this shop; `treue settings --config treue.toml` lists them all with their meaning.

[shop]
# name = "Shop"
# currency = "EUR"
# country = "DE"

[vat]
# prices = "gross"

[value]
# margin = "40%"
"""


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything of one shop is kept.

    Args:
        folder: made by `open_home`.
        settings: read from the folder's treue.toml and the environment.
    """

    folder: Path
    settings: Settings

    @property
    def facts(self) -> FactsStore:
        """What happened."""
        return FactsStore(self.folder / "facts")

    @property
    def loads(self) -> Path:
        """The log of loads, one JSON object a line."""
        return self.folder / "facts" / "loads.jsonl"

    @property
    def quarantine(self) -> Path:
        """Rows set aside, one file a load."""
        return self.folder / "quarantine"

    @property
    def snapshots(self) -> Path:
        """What we believe, one database a run."""
        return self.folder / "snapshots"

    @property
    def work(self) -> Path:
        """Drafts of a run that is not published; safe to delete when none is running."""
        return self.folder / "work"

    @property
    def has_database(self) -> bool:
        """Whether there is an operational database: who only looks or deletes makes none."""
        return bool(self.settings.secret.database) or (self.folder / DATABASE).exists()

    @property
    def arrivals(self) -> Path:
        """Files that were brought through the pages or by a source, not loaded yet, one folder each."""
        return self.folder / "arrivals"

    def keyring(self) -> Keyring:
        """Keys under this installation's secret, which is made and kept here unless it is set."""
        return Keyring((self.settings.secret.key or _kept_secret(self.folder)).encode())


def open_home(folder: Path, *, create: bool = False) -> Home:
    """Find a home, or make one.

    Raises:
        InputError: it is not there and was not to be made, or cannot be made.
    """
    if not folder.is_dir():
        if not create:
            raise InputError(
                f"{folder} is not a home of Treue: there is no such folder. Load something into it first: "
                f"treue load orders.csv --home {folder}"
            )
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise InputError(
                f"{folder} cannot be made ({error.strerror}); name another folder with --home."
            ) from None
    settings = folder / SETTINGS
    if create and not settings.exists():
        settings.write_text(_FIRST_SETTINGS, encoding="utf-8")
    return Home(folder, read_settings(settings))


def remember(home: Home, key: str, value: str) -> Home:
    """Keep an answer in the home's settings, so that it holds for the next load too.

    Only a line that is still open is filled in; a settings file that says otherwise is left alone,
    and the answer holds for this load.
    """
    path, name = home.folder / SETTINGS, key.partition(".")[2]
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next((at for at, line in enumerate(lines) if line.startswith(f"# {name} = ")), None)
    if place is not None:
        lines[place] = f'{name} = "{value}"'
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Home(home.folder, with_setting(home.settings, key, value, "your answer"))


def _kept_secret(home: Path) -> str:
    """The stored secret, made once; another one would make every known customer a stranger.

    Raises:
        BrokenHome: it is gone or empty although facts were keyed with it.
    """
    path, keyed = home / KEY, (home / "facts").is_dir() and any((home / "facts").glob("*/MANIFEST.json"))
    if not path.exists() and not keyed:
        draft = path.with_name(f".{KEY}.tmp")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
        settle(draft, path)
    secret = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    if not secret:
        raise BrokenHome(
            f"{path} is missing or empty, but the facts were keyed with it; put your copy back. "
            "With a new secret every known customer would be a stranger."
        )
    return secret
