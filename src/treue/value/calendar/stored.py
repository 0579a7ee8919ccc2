"""A clock read back from plain data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from treue.errors import BrokenHome, InputError
from treue.value.calendar.almanac import Almanac
from treue.value.calendar.clock import FORMAT, Clock

_EPOCH = date(1970, 1, 1).toordinal()


def load(stored: Mapping[str, object]) -> Clock:
    """What `Clock.to_json` gave.

    Raises:
        BrokenHome: another format, or a part is missing.
    """
    if stored.get("format") != FORMAT:
        raise BrokenHome(
            f"Stored calendar: got format {stored.get('format')!r}; this version reads format {FORMAT}. "
            "Learn it again."
        )
    try:
        return _read(stored)
    except (AttributeError, KeyError, TypeError, ValueError, InputError) as wrong:
        raise BrokenHome(f"Stored calendar: {wrong} cannot be read. Learn it again.") from wrong


def _read(stored: Mapping[str, object]) -> Clock:
    almanac = Almanac(
        _day(stored["first_day"]),
        _day(stored["last_day"]),
        cast("str | None", stored["country"]),
        tuple(_day(day) for day in cast("list[str]", stored["promotion_days"])),
        bool(stored["is_daring"]),
    )
    effects = cast("Mapping[str, list[float]]", stored["effects"])
    return Clock(
        almanac,
        tuple(float(effect) for part in almanac.parts for effect in effects[part]),
        float(cast("float", stored["level"])),
        str(stored["fingerprint"]),
    )


def _day(iso: object) -> int:
    return date.fromisoformat(cast("str", iso)).toordinal() - _EPOCH
