"""`treue restore`: a home out of a backup."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from treue.cli.terminal import print_json, say, silent
from treue.cli.voice import Voice, voice_of
from treue.loop.backup.restoring import Restored, Wanted, look_through
from treue.loop.backup.restoring import restore as put_back
from treue.loop.far import of_bytes
from treue.loop.home import Home
from treue.settings import read_settings


def restore(
    file: Path,
    *,
    home: Path = Path("treue-home"),
    replace: bool = False,
    forgotten: Path | None = None,
    key: Path | None = None,
    check: bool = False,
    json: bool = False,
) -> None:
    """Make a home of a backup: every byte is compared first, then the home stands there as a whole.

    Who was forgotten since stays forgotten: the list beside the backup and the home that is replaced tell.
    Where TREUE_SECRET_DATABASE names a PostgreSQL database, which must be empty, the operational database
    goes there, wherever it came from.

    Args:
        file: the backup.
        home: where to; a new or an empty folder.
        replace: move a home that stands there aside; nothing of it is deleted.
        forgotten: another list of who was forgotten, or a home that has one.
        key: your copy of secret.key, where the backup was made without.
        check: only look whether it is whole, and what it is.
        json: for programs.
    """
    voice = voice_of(read_settings())
    told = silent if json else voice.pass_on
    if check:
        manifest = look_through(file, told)
        done = Restored(manifest, None, 0)
    else:
        done = put_back(Wanted(file, home, replace, forgotten, key), _set_up, datetime.now(UTC), told)
    if json:
        print_json(_plain(done))
    elif check:
        voice.say("restore.whole", file=file, **_told(done, voice))
    else:
        _tell(done, home, voice)


def _tell(done: Restored, home: Path, voice: Voice) -> None:
    voice.say("restore.done", home=home, **_told(done, voice))
    if done.aside is not None:
        voice.say("restore.aside", folder=done.aside)
    if done.forgotten:
        told = {"count": str(done.forgotten), "home": home}
        say(voice.words.count("restore.forgotten", done.forgotten, told))
    voice.say("restore.since", home=home)


def _told(done: Restored, voice: Voice) -> dict[str, object]:
    about = done.manifest.about
    return {
        "name": about.name,
        "day": voice.day(about.made_at.date()),
        "time": f"{about.made_at:%H:%M} UTC",
        "size": of_bytes(done.manifest.size),
        "files": voice.number(len(done.manifest.entries)),
    }


def _set_up(home: Home) -> None:
    from treue.web.serving import set_up

    set_up(home)


def _plain(done: Restored) -> dict[str, object]:
    about = done.manifest.about
    return {
        "made_at": about.made_at.isoformat(),
        "version": about.version,
        "name": about.name,
        "files": len(done.manifest.entries),
        "bytes": done.manifest.size,
        "has_key": about.has_key,
        "moved_aside": str(done.aside) if done.aside else None,
        "forgotten": done.forgotten,
    }
