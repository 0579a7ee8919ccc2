"""Days and instants as people and programs write them, German and English."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january jaenner jänner",
            "feb februar february",
            "mar mär mrz märz maerz march",
            "apr april",
            "mai may",
            "jun juni june",
            "jul juli july",
            "aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dez dec dezember december",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK = (
    r"(?:[T ,]\s*(?:um |at )?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"(?:\s*Uhr)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?)?"
)
_WEEKDAY = r"(?:[A-Za-zäöü]{2,10}\.?,?\s+)?"
_SHAPES = tuple(
    re.compile(shape + _CLOCK, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d\d)",
        r"(?P<first>\d{1,2})(?P<sign>[/-])(?P<other>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)",
        _WEEKDAY + r"(?P<day>\d{1,2})\.?[ -]?(?P<word>[A-Za-zä]{3,9})\.?[ ,-]*(?P<year>\d{4}|\d\d)",
        _WEEKDAY + r"(?P<word>[A-Za-zä]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    )
)


def reads_as_time(text: str) -> bool:
    """Whether the text has the shape of a day or an instant, be it impossible (30.02.2024) or not."""
    return any(shape.fullmatch(text) for shape in _SHAPES) and not _far_off(text)


def _far_off(text: str) -> bool:
    """Eight digits that are no day: an article or customer number."""
    return text.isdigit() and not (
        "1900" <= text[:4] <= "2100" and "01" <= text[4:6] <= "12" and text[6:] <= "31"
    )


def read_time(text: str, *, day_first: bool = True) -> datetime | None:
    """The day or instant a text means; None if it has no such shape or does not exist.

    Args:
        text: trimmed.
        day_first: whether 03/04/2024 is the third of April.
    """
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            return _built(found.groupdict(), day_first=day_first)
    return None


def open_parts(text: str) -> tuple[int, int] | None:
    """The two leading numbers of 03/04/2024, whose order the text does not tell; else None."""
    found = _SHAPES[4].fullmatch(text)
    return (int(found["first"]), int(found["other"])) if found else None


def _built(parts: dict[str, str | None], *, day_first: bool) -> datetime | None:
    if parts.get("first") is not None:
        first, other = int(parts["first"] or 0), int(parts["other"] or 0)
        day, month = (first, other) if day_first else (other, first)
    else:
        day = int(parts["day"] or 0)
        word = parts.get("word")
        month = _MONTHS.get(word.lower(), 0) if word else int(parts["month"] or 0)
    try:
        built = datetime(_year(parts["year"] or ""), month, day, *_clock(parts))  # noqa: DTZ001  # local to the shop
        return built if parts["zone"] is None else built.replace(tzinfo=_zone(parts["zone"]))
    except (ValueError, OverflowError):
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int, int]:
    hour = int(parts["hour"] or 0)
    if half := parts["half"]:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    part = (parts["part"] or "0")[:6].ljust(6, "0")
    return hour, int(parts["minute"] or 0), int(parts["second"] or 0), int(part)


def _zone(text: str) -> timezone:
    digits = re.sub(r"[^0-9]", "", text)
    if not digits:
        return UTC
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if "-" in text else offset)
