"""Changing one line of a treue.toml that people wrote by hand: comments, order and layout stay theirs."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from treue.errors import BadSetting

_DELETE = "\x7f"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A header or a key with its value, as lines.

    Args:
        section: it belongs to; empty above the first header.
        name: the key; empty for a header.
        begin: first line.
        end: one past the last line.
    """

    section: str
    name: str
    begin: int
    end: int


def edited(text: str, key: str, value: str | None) -> str:
    """The file with one setting changed.

    A line that is there is replaced where it stands, its comment kept; an open one (`# margin = "40%"`) is
    filled in; else the line goes to the end of its section, which is made where there is none.

    Args:
        text: of the file.
        key: as in value.margin.
        value: as a person writes it; None puts the line behind a `#`, so that the usual value holds again.

    Raises:
        BadSetting: the file is no TOML, or is written in a way in which one line cannot be changed for sure.
    """
    section, _, name = key.partition(".")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(
            f"treue.toml is not valid TOML: {error}. Mend the line it names, then set {key} again."
        ) from None
    entries = list(_entries(lines))
    mine = next((each for each in entries if (each.section, each.name) == (section, name)), None)
    if value is None:
        if mine is not None:
            lines[mine.begin : mine.end] = [f"# {line}" for line in lines[mine.begin : mine.end]]
    elif mine is not None:
        comment = _comment(lines[mine.end - 1])
        lines[mine.begin : mine.end] = [_line(name, value) + (f"  {comment}" if comment else "")]
    else:
        _add(lines, entries, section, name, _line(name, value))
    changed = newline.join(lines)
    if not _is_the_only_change(before, changed, key, value):
        raise BadSetting(
            f"treue.toml writes {key} in a way that we do not change by ourselves. "
            f"Write it by hand as {name} = ... below [{section}]."
        )
    return changed


def line_of(text: str, section: str, name: str = "") -> int | None:
    """The line, from 1 on, where a key stands, or the header of a section; None where that cannot be told."""
    lines = text.replace("\r\n", "\n").split("\n")
    found = (each.begin for each in _entries(lines) if (each.section, each.name) == (section, name))
    return next((begin + 1 for begin in found), None)


def unread_line(text: str) -> int | None:
    """The line of the first key whose value does not end: TOML itself says only that the file ends before."""
    lines = text.replace("\r\n", "\n").split("\n")
    with suppress(tomllib.TOMLDecodeError):  # the file is broken, which is why we look: then no line is told
        for each in _entries(lines):
            if not each.name and not lines[each.begin].lstrip().startswith("["):
                return each.begin + 1
    return None


def _line(name: str, value: str) -> str:
    return f"{name} = {json.dumps(value, ensure_ascii=False).replace(_DELETE, chr(92) + 'u007f')}"


def _entries(lines: list[str]) -> Iterator[_Entry]:
    """Headers and keys in order; a value may go over several lines."""
    section, at = "", 0
    while at < len(lines):
        line = lines[at].strip()
        end = at + 1
        if line.startswith("["):
            section = _header(line)
            yield _Entry(section, "", at, end)
        elif line and not line.startswith("#"):
            end, name = _value(lines, at)
            yield _Entry(section, name, at, end)
        at = end


def _header(line: str) -> str:
    """Name of a plain section; of a list of tables or a nested one something that no section is called."""
    if line.startswith("[["):
        return line
    found = tomllib.loads(line)
    name = next(iter(found))
    return name if found[name] == {} else line


def _value(lines: list[str], at: int) -> tuple[int, str]:
    """Where the entry that begins at a line ends, and its key."""
    for end in range(at + 1, len(lines) + 1):
        try:
            found = tomllib.loads("\n".join(lines[at:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end, next(iter(found), "")
    return at + 1, ""


def _comment(line: str) -> str:
    """What stands behind the value on its last line."""
    return next((line[at:] for at, sign in enumerate(line) if sign == "#" and _is_comment(line, at)), "")


def _is_comment(line: str, at: int) -> bool:
    """A `#` begins a comment where the line says the same without it."""
    try:
        return tomllib.loads(line[:at]) == tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        # The last line of a value over several lines: behind the bracket or the quotes that close it.
        return line[:at].rstrip().endswith(("]", '"""', "'''"))


def _add(lines: list[str], entries: list[_Entry], section: str, name: str, line: str) -> None:
    mine = [each for each in entries if each.section == section]
    if not mine:
        while lines and not lines[-1].strip():
            lines.pop()
        lines += ([""] if lines else []) + [f"[{section}]", line, ""]
        return
    after = next((each.begin for each in entries if each.begin > mine[-1].begin), len(lines))
    inside = {at for each in mine for at in range(each.begin, each.end)}
    place = next(
        (
            at
            for at in range(mine[0].begin, after)
            if at not in inside and lines[at].startswith(f"# {name} = ")
        ),
        None,
    )
    if place is not None:
        lines[place] = line
    else:
        lines.insert(mine[-1].end, line)


def _is_the_only_change(before: Mapping[str, object], changed: str, key: str, value: str | None) -> bool:
    """Whatever the layout was: this one setting has changed, and nothing else."""
    section, _, name = key.partition(".")
    try:
        after = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        return False
    found = before.get(section, {})
    wanted = dict(found) if isinstance(found, dict) else {}
    if value is None:
        wanted.pop(name, None)
    else:
        wanted[name] = value
    return {**before, section: wanted} == {section: {}, **after}
