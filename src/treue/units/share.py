"""Shares are numbers from 0 to 1; people write them as 40 % or 0.4."""

from __future__ import annotations

import math

from treue.errors import BadOption


def parse_share(text: str) -> float:
    """Read "40%", "40 %", "0.4" or "0,4" as 0.4.

    Raises:
        BadOption: not a number, or outside 0 to 1 ("40" alone is 40 times the whole; write 40 %).
    """
    plain = text.strip().replace(",", ".")
    percent = plain.endswith("%")
    try:
        share = float(plain.removesuffix("%")) / (100 if percent else 1)
    except ValueError:
        raise BadOption(f"{text!r} is not a share; write 40% or 0.4.") from None
    if not percent and 1 < share <= 100:
        raise BadOption(f"{text!r} is more than the whole; write {share:g}% or {share / 100:g}.")
    if not math.isfinite(share) or not 0 <= share <= 1:
        raise BadOption(f"{text!r} is outside 0 to 1; write 40% or 0.4.")
    return share
