"""The folder in which one shop lives: settings, secret, facts, rows set aside, snapshots."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from treue.errors import InputError
from treue.facts.keys import Keyring
from treue.facts.store import FactsStore
from treue.settings import Settings, read_settings, with_setting

SETTINGS = "treue.toml"
KEY = "secret.key"
_OPEN_PRICES = '# prices = "gross"'
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

    def keyring(self) -> Keyring:
        """Keys under this installation's secret, which is made and kept here unless it is set."""
        return Keyring((self.settings.secret.key or _kept_secret(self.folder / KEY)).encode())


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


def remember_prices(home: Home, prices: str) -> Home:
    """Keep the answer to "gross or net?" in the home's settings, so that it is asked once.

    A settings file that a person has rewritten is left alone; the answer then holds for this load.
    """
    path = home.folder / SETTINGS
    text = path.read_text(encoding="utf-8")
    if _OPEN_PRICES in text:
        path.write_text(text.replace(_OPEN_PRICES, f'prices = "{prices}"', 1), encoding="utf-8")
    return Home(home.folder, with_setting(home.settings, "vat.prices", prices, "your answer"))


def _kept_secret(path: Path) -> str:
    """The stored secret; a lost one would make every known customer a stranger, so it is never replaced."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_hex(32) + "\n")
    return path.read_text(encoding="utf-8").strip()
