"""Where one tier ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass

from treue.errors import BadOption


@dataclass(frozen=True, slots=True)
class TierRule:
    """Shares of the active customers, by profit of the last 24 and the next 12 months.

    Args:
        platinum: the most profitable, in per cent of the active customers.
        gold: the next, in per cent.
        iron: the next, in per cent; the rest is lead.

    Source:
        Zeithaml, Rust & Lemon (2001), California Management Review 43(4), for the pyramid by
        profitability; the shares are common practice.
    """

    platinum: int = 20
    gold: int = 30
    iron: int = 30

    def __post_init__(self) -> None:
        shares = (self.platinum, self.gold, self.iron)
        if min(shares) < 0 or sum(shares) > 100:
            raise BadOption(
                f"The tiers' shares are {', '.join(map(str, shares))} %; each is zero or more and "
                "together they are at most 100. Lower one of them."
            )
