"""Reading treue.toml and the environment; the environment wins."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from treue.errors import BadSetting
from treue.settings.sections import Settings

DEFAULT_ORIGIN = "default"


@dataclass(frozen=True, slots=True)
class Described:
    """One setting as `treue settings` prints it."""

    key: str
    value: str
    origin: str
    meaning: str


SECTIONS = ("shop", "vat", "value", "tiers", "costs", "values_profile", "engine", "secret")


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
        BadSetting: an unknown key or a value outside what is allowed; the message names key, value
            and what is allowed.
    """
    environ = os.environ if environ is None else environ
    document = _document(path)
    files = document.pop("files", [])
    if not isinstance(files, list) or not all(isinstance(entry, dict) for entry in files):
        raise BadSetting(f"{path}: files is not a list of tables; write each one below [[files]].")
    settings = Settings(files=tuple(files))
    for key, text, origin in (*_from_document(document, path), *_from_environment(environ)):
        settings = with_setting(settings, key, text, origin)
    return settings


def _document(path: Path | None) -> dict[str, object]:
    if path is None or not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSetting(f"{path} is not valid TOML: {error}. Mend the line it names.") from None


def _from_document(document: Mapping[str, object], path: Path | None) -> Iterator[tuple[str, str, str]]:
    for section, entries in document.items():
        if section == "secret":
            raise BadSetting(f"{path}: secrets do not belong in a file; set TREUE_SECRET_KEY_FILE instead.")
        if section not in SECTIONS or not isinstance(entries, dict):
            raise BadSetting(f"{path}: [{section}] is not a section.{_nearest(section, SECTIONS)}")
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
        raise BadSetting(f"{origin}: {key} is {shown}; allowed is {error}.") from None
    changed: dict[str, object] = {section: replace(part, **{name: value})}
    return replace(settings, **changed, origins={**settings.origins, key: origin})  # type: ignore[arg-type]  # keys are sections


def _nearest(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {close[0]}?" if close else f" There are: {', '.join(known)}."
