"""Limits of phases read back from plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from treue.errors import BrokenHome
from treue.segments.phases.limits import FORMAT, Limit, PhaseLimits, PhaseRule
from treue.segments.phases.rhythm import Rhythm
from treue.segments.warned import read_warnings


def read_limits(stored: Mapping[str, object]) -> PhaseLimits:
    """What `PhaseLimits.to_json` gave.

    Raises:
        BrokenHome: another format, or a part is missing.
    """
    if stored.get("format") != FORMAT:
        raise BrokenHome(
            f"Stored limits of phases: got format {stored.get('format')!r}; this version reads {FORMAT}. "
            "Learn them again."
        )
    try:
        return PhaseLimits(
            rule=PhaseRule(**cast("dict[str, Any]", stored["rule"])),
            until=int(cast("int", stored["until"])),
            rhythm=Rhythm(**cast("dict[str, Any]", stored["rhythm"])),
            cuts=tuple(cast("Sequence[float]", stored["cuts"])),
            limits=tuple(Limit(**each) for each in cast("Sequence[dict[str, Any]]", stored["limits"])),
            warnings=read_warnings(stored["warnings"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenHome(f"Stored limits of phases: {wrong} cannot be read. Learn them again.") from wrong
