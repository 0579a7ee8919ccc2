"""`treue backup`: all of a shop that cannot be made again, in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from treue.cli.terminal import print_json, silent
from treue.cli.voice import voice_of
from treue.loop.backup.backing import Made, Wanted, back_up
from treue.loop.backup.forgotten import beside_of
from treue.loop.backup.names import drop_old, target_of
from treue.loop.far import of_bytes
from treue.loop.home import Home, open_home


def backup(
    *,
    to: Path | None = None,
    key: bool = True,
    snapshot: bool = True,
    home: Path = Path("treue-home"),
    json: bool = False,
    asked_by: Annotated[str, Parameter(show=False)] = "terminal",
) -> None:
    """Copy facts, operational database, settings, secret and rows set aside into one file, as of now.

    Pages, worker and programs go on working meanwhile. Names and addresses are in it: guard it like the home.
    Beside it lies forgotten.jsonl, the list of who was forgotten, as keyed hashes.

    Args:
        to: a file ending in .zip, or a folder; [backup] folder unless told, else where you are.
        key: whether secret.key goes into it; without, keep a copy elsewhere, for a restored home needs it.
        snapshot: whether the published snapshot does; without, pages show figures after the next night.
        home: the shop's folder.
        json: for programs.
        asked_by: as the log names who asked.
    """
    opened = open_home(home)
    voice, now = voice_of(opened.settings), datetime.now(UTC)
    target = target_of(opened, to, now)
    if opened.settings.secret.database:
        _set_up(opened)
    wanted = Wanted(target, with_key=key, with_snapshot=snapshot)
    made = back_up(opened, wanted, now, silent if json else voice.pass_on)
    gone = drop_old(made, opened, opened.settings.backup.keep) if _is_ours(opened, target) else []
    if opened.has_database:
        # Only now: tables of an earlier Treue go into the backup as they were.
        _set_up(opened)
        from treue.loop.backup.backed_up import note

        note(made, asked_by)
    if json:
        print_json(_plain(made))
        return
    voice.say("backup.done", file=made.path, size=of_bytes(made.size), files=len(made.manifest.entries))
    voice.say("backup.names" if made.manifest.about.has_key else "backup.names_without_key")
    if opened.has_database:
        voice.say("backup.list", file=beside_of(made.path))
    if gone:
        voice.say("backup.dropped", count=len(gone), keep=opened.settings.backup.keep)


def _is_ours(home: Home, target: Path) -> bool:
    """Whether it lies where the worker puts them, so that old ones go."""
    folder = home.settings.backup.folder
    return bool(folder) and target.parent.resolve() == Path(folder).resolve()


def _set_up(home: Home) -> None:
    from treue.web.serving import set_up

    set_up(home)


def _plain(made: Made) -> dict[str, object]:
    about = made.manifest.about
    return {
        "file": str(made.path.absolute()),
        "bytes": made.size,
        "made_at": about.made_at.isoformat(),
        "files": len(made.manifest.entries),
        "has_key": about.has_key,
    }
