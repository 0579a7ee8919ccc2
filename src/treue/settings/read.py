"""Reading treue.toml and the environment; the environment wins."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from treue.errors import BadSetting
from treue.settings.editing import line_of, unread_line
from treue.settings.sections import Settings

DEFAULT_ORIGIN = "default"


@dataclass(frozen=True, slots=True)
class Described:
    """One setting as `treue settings` prints it."""

    key: str
    value: str
    origin: str
    meaning: str


SECTIONS = ("shop", "vat", "value", "tiers", "costs", "values_profile", "engine", "web", "backup", "secret")


def described(settings: Settings) -> list[Described]:
    """Every setting with its value (secrets masked), its origin and what it means."""
    return [
        Described(
            key,
            "" if value is None else _shown(key, value),
            settings.origins.get(key, DEFAULT_ORIGIN),
            meaning,
        )
        for key, value, meaning in _walk(settings)
    ]


def _walk(settings: Settings) -> Iterator[tuple[str, object, str]]:
    for section in SECTIONS:
        part = getattr(settings, section)
        for each in fields(part):
            yield f"{section}.{each.name}", getattr(part, each.name), each.metadata["meaning"]


def _shown(key: str, value: object) -> str:
    if key.startswith("secret."):
        return "********" if value else ""
    if key == "vat.rates" and isinstance(value, tuple):
        return ", ".join(f"{country}={rate / 100:g}" for country, rate in value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def read_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read treue.toml (if given and there) and the environment.

    Raises:
        BadSetting: an unknown key or a value outside what is allowed; the message names file and line, key,
            value and what is allowed.
    """
    environ = os.environ if environ is None else environ
    document = _document(path)
    lists = {name: _list(document.pop(name, []), name, path) for name in ("files", "sources")}
    settings = Settings(files=lists["files"], sources=lists["sources"])
    for key, text, origin in (*_from_document(document, path), *_from_environment(environ)):
        try:
            settings = with_setting(settings, key, text, origin)
        except BadSetting:
            if path is None or origin != str(path):
                raise
            with_setting(settings, key, text, _place(path, *key.split(".", 1)))  # says the same, and the line
    return settings


def _place(path: Path | None, section: str, name: str = "") -> str:
    """The file, and the line where one can be told."""
    line = None if path is None else line_of(path.read_text(encoding="utf-8"), section, name)
    return str(path) if line is None else f"{path}, line {line}"


def _list(entries: object, name: str, path: Path | None) -> tuple[Mapping[str, object], ...]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadSetting(f"{path}: {name} is not a list of tables; write each one below [[{name}]].")
    return tuple(entries)


def _document(path: Path | None) -> dict[str, object]:
    if path is None or not path.exists():
        return {}
    try:
        told = path.read_bytes()
        return tomllib.loads(told.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = told.count(b"\n", 0, error.start) + 1
        raise BadSetting(f"{path}, line {line}: not written in UTF-8; save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        open_at = unread_line(told.decode("utf-8")) if "end of document" in str(error) else None
        where = str(path) if open_at is None else f"{path}, line {open_at},"
        raise BadSetting(f"{where} is not valid TOML: {error}. Mend the line it names.") from None
    except OSError as error:
        raise BadSetting(f"{path} cannot be read ({error.strerror}).") from None


def _from_document(document: Mapping[str, object], path: Path | None) -> Iterator[tuple[str, str, str]]:
    for section, entries in document.items():
        if section == "secret":
            where = _place(path, section)
            raise BadSetting(f"{where}: secrets do not belong in a file; set TREUE_SECRET_KEY_FILE instead.")
        if section not in SECTIONS or not isinstance(entries, dict):
            where = _place(path, section) if isinstance(entries, dict) else _place(path, "", section)
            raise BadSetting(f"{where}: [{section}] is not a section.{_nearest(section, SECTIONS)}")
        for name, value in entries.items():
            listed = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield f"{section}.{name}", listed, str(path)


def variable_of(key: str) -> str:
    """The environment variable of a setting: shop.currency is TREUE_SHOP_CURRENCY."""
    return "TREUE_" + key.upper().replace(".", "_")


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for key, _, _ in _walk(Settings()):
        name = variable_of(key)
        if name in environ:
            yield key, environ[name], name
        elif key.startswith("secret.") and f"{name}_FILE" in environ:
            yield key, _secret(Path(environ[f"{name}_FILE"]), f"{name}_FILE"), f"{name}_FILE"


def secret_of_source(name: str, environ: Mapping[str, str] | None = None) -> str:
    """The address of a source's database: never in treue.toml, never shown; empty where nobody told it.

    Args:
        name: of the source; "web-shop" is asked as TREUE_SECRET_SOURCE_WEB_SHOP, or as a path in ..._FILE.
        environ: of this process unless given.

    Raises:
        BadSetting: the file that is named cannot be read.
    """
    environ = os.environ if environ is None else environ
    variable = variable_of_source(name)
    if variable in environ:
        return environ[variable]
    path = environ.get(f"{variable}_FILE")
    return "" if path is None else _secret(Path(path), f"{variable}_FILE")


def variable_of_source(name: str) -> str:
    """The environment variable that holds the address of a source's database."""
    return "TREUE_SECRET_SOURCE_" + "".join(each if each.isalnum() else "_" for each in name.upper())


def _secret(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{name} names {path}, which cannot be read: {error}.") from None


def with_setting(settings: Settings, key: str, text: str, origin: str) -> Settings:
    """The settings with one key set from text.

    Args:
        settings: to start from.
        key: as in shop.currency.
        text: as a person writes it.
        origin: named in `treue settings` and in errors.

    Raises:
        BadSetting: no such key, or not allowed there.
    """
    section, _, name = key.partition(".")
    part = getattr(settings, section)
    known = {each.name: each for each in fields(part)}
    if name not in known:
        raise BadSetting(f"{origin}: {key} is not a setting.{_nearest(name, known)}")
    try:
        value = known[name].metadata["read"](text)
    except ValueError as error:
        shown = "(hidden)" if section == "secret" else repr(text)
        # Whoever wrote an option need not know which setting it stands for.
        where = origin if origin.startswith("--") else f"{origin}: {key}"
        raise BadSetting(f"{where} is {shown}; allowed is {error}.") from None
    changed: dict[str, object] = {section: replace(part, **{name: value})}
    return replace(settings, **changed, origins={**settings.origins, key: origin})  # type: ignore[arg-type]  # keys are sections


def _nearest(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {close[0]}?" if close else f" There are: {', '.join(known)}."
