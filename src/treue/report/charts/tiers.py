"""The tiers' share of customers above their share of margin and of the shop's time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import altair as alt

from treue.report.charts.frame import CARD, FONT, MUTED, Row, Size, data, framed, layered
from treue.report.rows import Group
from treue.report.voice import Voice

GIVEN: Mapping[str, Callable[[Group], int]] = {
    "time": lambda tier: tier.minutes,
    "discounts": lambda tier: tier.discount_minor,
    "messages": lambda tier: tier.messages,
}
"""What tiers get, where it is known: service time, discounts, messages."""

_BARS = alt.Scale(paddingInner=0.52, paddingOuter=0.25, align=1)  # room for a name above each


def tier_chart(tiers: Sequence[Group], voice: Voice, size: Size) -> alt.LayerChart:
    """A bar of shares each for customers, margin and service; a tier that costs money lies left of zero."""
    bars = [("customers_bar", [float(tier.customers) for tier in tiers])]
    if any(tier.profit_minor for tier in tiers):
        bars.append(("profit_bar", [float(tier.profit_minor or 0) for tier in tiers]))
    for bar, given in GIVEN.items():
        if any(given(tier) for tier in tiers):
            bars.append((f"{bar}_bar", [float(given(tier)) for tier in tiers]))
    pieces = [piece for bar, values in bars for piece in _pieces(bar, tiers, values, voice, size)]
    y = alt.Y("bar:O", sort=[bar for bar, _ in bars], axis=None, scale=_BARS)
    low, high = min(_at(piece, "start") for piece in pieces), max(_at(piece, "end") for piece in pieces)
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[low, high], nice=False))
    rest = alt.Chart(data(pieces)).mark_bar(stroke=CARD, strokeWidth=2, cornerRadius=4)
    names: list[Row] = [
        {"bar": bar, "name": voice.words.say(f"tiers.{bar}"), "start": low} for bar, _ in bars
    ]
    return framed(
        layered(
            rest.encode(y=y, x=x, x2="end:Q", color=_tier_colour("", tiers)),
            alt.Chart(data(pieces)).mark_text(fontSize=FONT, fontWeight=600).encode(
                y=y, x=alt.X("middle:Q"), text="text:N", color=_tier_colour("-ink", tiers)
            ),
            alt.Chart(data(names)).mark_text(align="left", dy=-33, fontSize=FONT + 1, color=MUTED).encode(
                y=y, x="start:Q", text="name:N"
            ),
        ),
        size,
        80 * len(bars),
    )  # fmt: skip


def _pieces(bar: str, tiers: Sequence[Group], values: Sequence[float], voice: Voice, size: Size) -> list[Row]:
    """Each tier's stretch of the bar, in shares of the bar's sum; negative ones run left from zero."""
    whole = sum(values) or 1.0
    right = left = 0.0
    pieces: list[Row] = []
    for tier, value in zip(tiers, values, strict=True):
        share = value / whole
        start = right if share >= 0 else left + share
        right, left = (right + share, left) if share >= 0 else (right, start)
        text = _text(tier.name, share, voice, size)
        middle = start + abs(share) / 2
        pieces.append(
            {
                "bar": bar,
                "tier": tier.name,
                "start": start,
                "end": start + abs(share),
                "middle": middle,
                "text": text,
            }
        )
    return pieces


def _text(tier: str, share: float, voice: Voice, size: Size) -> str:
    """Name and share where both fit, the share alone where only that does."""
    short = voice.figures.share(share)
    both = f"{voice.words.name('tier', tier)} {short}"
    room = abs(share) * size.width / (FONT * 0.58)
    return both if room > len(both) + 2 else short if room > len(short) + 1 else ""


def _at(piece: Row, field: str) -> float:
    return float(piece[field] or 0)


def _tier_colour(ending: str, tiers: Sequence[Group]) -> alt.Color:
    names = [tier.name for tier in tiers]
    scale = alt.Scale(domain=names, range=[f"var(--{name}{ending})" for name in names])
    return alt.Color("tier:N", scale=scale, legend=None)
