"""Keeping `[[files]]` and `[[sources]]` entries in treue.toml: ours in a part of its own."""

from __future__ import annotations

import fcntl
import json
import re
import tomllib
from collections.abc import Mapping, Sequence

from treue.errors import BadSetting
from treue.facts.manifest import settle
from treue.loop.home import SETTINGS, Home, open_home
from treue.settings import read_settings

_BEGIN = "# Said on the pages about {name}; they write this part anew."
_END = "# End of what was said on the pages about {name}."
Entry = Mapping[str, object]


def kept_entries(home: Home, name: str) -> list[dict[str, object]]:
    """The entries that the pages keep, without those that people wrote by hand.

    Args:
        home: the shop's.
        name: files or sources.
    """
    path = home.folder / SETTINGS
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    _, inside, _ = _parts(text, name)
    found: list[dict[str, object]] = tomllib.loads(inside).get(name, [])
    return found


def keep_entries(home: Home, name: str, entries: Sequence[Entry]) -> Home:
    """Write the pages' entries anew; they go before those people wrote by hand, as the first that fits holds.

    Args:
        home: the shop's.
        name: files or sources.
        entries: keys with texts, numbers, lists of texts or tables of texts.

    Returns:
        The home as it is from now on.

    Raises:
        BadSetting: treue.toml would not be readable any more; then nothing was changed.
    """
    path = home.folder / SETTINGS
    home.work.mkdir(parents=True, exist_ok=True)
    with (home.work / ".settings").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        changed = _with(text, name, entries)
        _check(text, changed, name, entries)
        draft = path.with_name(f".{SETTINGS}.tmp")
        draft.write_text(changed, encoding="utf-8")
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        read_settings(draft)
        settle(draft, path)
    return open_home(home.folder)


def merged_entries(old: Sequence[Entry], new: Sequence[Entry]) -> list[dict[str, object]]:
    """New entries before the old ones; of two about the same files the new one holds."""
    said = {str(entry["match"]) for entry in new}
    return [*map(dict, new), *(dict(entry) for entry in old if str(entry["match"]) not in said)]


def _parts(text: str, name: str) -> tuple[str, str, str]:
    """What stands before our part, in it, and behind it."""
    begin, end = _BEGIN.format(name=name), _END.format(name=name)
    before, found, rest = text.partition(begin)
    if not found:
        return text, "", ""
    inside, _, after = rest.partition(end)
    return before, inside, after.lstrip("\n")


def _with(text: str, name: str, entries: Sequence[Entry]) -> str:
    before, _, after = _parts(text, name)
    if not after:
        # Below hand-written sections, above hand-written entries of the same kind.
        lines = before.split("\n")
        head = re.compile(rf"\s*\[\[\s*{name}\s*\]\]")
        place = next((at for at, line in enumerate(lines) if head.match(line)), len(lines))
        before, after = "\n".join(lines[:place]), "\n".join(lines[place:])
    if not entries:
        return before.rstrip("\n") + "\n" + (f"\n{after}" if after else "")
    told = "\n\n".join(_entry(name, entry) for entry in entries)
    ours = f"{_BEGIN.format(name=name)}\n{told}\n{_END.format(name=name)}\n"
    return f"{before.rstrip(chr(10))}\n\n{ours}" + (f"\n{after}" if after else "")


def _entry(name: str, entry: Entry) -> str:
    plain = [f"{key} = {_value(value)}" for key, value in entry.items() if not isinstance(value, Mapping)]
    for key, value in entry.items():
        if isinstance(value, Mapping):
            plain.append(f"[{name}.{key}]")
            plain += [f"{_key(inner)} = {_value(told)}" for inner, told in value.items()]
    return "\n".join([f"[[{name}]]", *plain])


def _key(name: object) -> str:
    return _text(str(name))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_text(str(each)) for each in value)}]"
    return _text(str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _check(before: str, after: str, name: str, entries: Sequence[Entry]) -> None:
    """Nothing but the list of that name has changed, and it begins with ours."""
    try:
        old, new = tomllib.loads(before), tomllib.loads(after)
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(
            f"treue.toml is not valid TOML: {error}. Mend the line it names, then try again."
        ) from None
    listed = new.pop(name, [])
    old.pop(name, None)
    if old != new or [dict(each) for each in listed[: len(entries)]] != json.loads(json.dumps([*entries])):
        raise BadSetting(
            f"treue.toml writes [[{name}]] in a way that we do not change by ourselves; write it by hand."
        )
