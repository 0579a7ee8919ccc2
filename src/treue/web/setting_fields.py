"""Which settings the page shows, how their text is written for people and read from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from treue.errors import BadSetting
from treue.settings import Settings, with_setting

Kind = Literal["text", "choice", "percent", "amount", "time", "limits", "score", "zone"]
LIMITS = "tiers.limits"
_PARTS = ("kind", "platinum", "gold", "iron")


@dataclass(frozen=True, slots=True)
class Field:
    """One setting as a person changes it.

    Args:
        key: as in value.margin.
        kind: how it is typed.
        choices: what a choice may be, as treue.toml writes it.
    """

    key: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """Where its words stand: [setting] value_margin."""
        return self.key.replace(".", "_")


_SCORES = ("", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5")
VALUES = ("quality", "price", "sustainability", "novelty", "tradition", "service")
GROUPS: Mapping[str, tuple[Field, ...]] = {
    "shop": (
        Field("shop.name"),
        Field("shop.language", "choice", ("de", "en")),
        Field("shop.zone", "zone"),
    ),
    "worth": (
        Field("vat.prices", "choice", ("unknown", "gross", "net")),
        Field("shop.country"),
        Field("value.margin", "percent"),
        Field("value.horizon", "choice", ("3mo", "6mo", "12mo", "24mo", "36mo")),
        Field("costs.service_hour", "amount"),
    ),
    "tiers": (
        Field(LIMITS, "limits", ("share", "from", "most")),
        Field("tiers.losses_are_lead", "choice", ("yes", "no")),
    ),
    "profile": tuple(Field(f"values_profile.{name}", "score", _SCORES) for name in VALUES),
    "night": (
        Field("web.night_at", "time"),
        Field("web.mail_at", "time"),
        Field("web.mail_to"),
    ),
    "backup": (
        Field("backup.folder"),
        Field("backup.at", "time"),
        Field("backup.keep"),
    ),
}
FIELDS = {each.key: each for group in GROUPS.values() for each in group}


def shown(field: Field, settings: Settings, language: str) -> str:
    """What stands in the field before anybody types: 40, 36,50, 12mo."""
    section, _, name = field.key.partition(".")
    value = getattr(getattr(settings, section), name)
    if value is None:
        return ""
    if field.kind == "percent":
        return written(f"{100 * value:.10g}", language)
    if field.kind == "amount":
        return written(str(value), language)
    if field.kind == "score":
        return f"{value:g}"  # the value of a choice; the page writes it as people do
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def shown_limits(settings: Settings, language: str) -> dict[str, str]:
    """The parts of the tier limits, each for a field of its own."""
    limits = settings.tiers.limits
    told = (limits.kind, *(written(f"{each:f}", language) for each in limits.limits))
    return dict(zip(_PARTS, told, strict=True))


def written(number: str, language: str) -> str:
    """A number as people of that language write it."""
    return number.replace(".", ",") if language == "de" else number


def typed(field: Field, posted: Mapping[str, str]) -> str:
    """What was typed, as treue.toml writes it; empty for the usual value.

    >>> typed(FIELDS["value.margin"], {"value.margin": "37,5 %"})
    '37.5%'
    >>> typed(FIELDS["costs.service_hour"], {"costs.service_hour": "1.036,50 €"})
    '1036.50'
    >>> typed(FIELDS["costs.service_hour"], {"costs.service_hour": "1.036"})
    '1036'
    """
    if field.kind == "limits":
        kind, *parts = (posted.get(f"{field.key}.{part}", "").strip() for part in _PARTS)
        return " ".join((kind, *(_number(part, is_share=kind == "share") for part in parts)))
    text = posted.get(field.key, "").strip()
    if field.kind == "percent" and text:
        return f"{_number(text.rstrip('%'), is_share=True)}%"
    if field.kind == "amount":
        return _number(text)
    if field.key == "shop.country":
        return text.upper()
    return text


_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")


def _number(text: str, *, is_share: bool = False) -> str:
    """Digits with a point, whichever mark was typed and whichever currency behind it.

    A mark with three digits behind it separates thousands, as no amount has three decimals; a share has no
    thousands.
    """
    plain = re.sub(r"[\s€$£]|EUR|CHF|%", "", text)
    if "," in plain and "." in plain:
        thousands = "." if plain.rindex(",") > plain.rindex(".") else ","
        plain = plain.replace(thousands, "")
    elif not is_share and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "").replace(".", "")
    return plain.replace(",", ".")


def differing(settings: Settings, posted: Mapping[str, str]) -> tuple[dict[str, str | None], set[str]]:
    """What a form would change.

    Args:
        settings: as they hold.
        posted: what was typed; a field that is not there was not shown.

    Returns:
        Key -> new text, None for the usual value; and the keys whose text is not allowed.
    """
    changes: dict[str, str | None] = {}
    wrong: set[str] = set()
    for key, field in FIELDS.items():
        if key not in posted and f"{key}.kind" not in posted:
            continue
        text = typed(field, posted)
        if not text:
            if key in settings.origins:
                changes[key] = None
            continue
        try:
            if _differs(settings, key, text):
                changes[key] = text
        except BadSetting:
            wrong.add(key)
    return changes, wrong


def _differs(settings: Settings, key: str, text: str) -> bool:
    section, _, name = key.partition(".")
    after = with_setting(settings, key, text, "the page")
    return bool(getattr(getattr(after, section), name) != getattr(getattr(settings, section), name))
