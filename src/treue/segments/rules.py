"""Where one tier ends and the next begins, and how sure a move between them must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from treue.errors import BadOption

Kind = Literal["share", "from", "most"]

SURE = 0.8
"""The chance a move between tiers needs: who is near a limit would else move to and fro."""


@dataclass(frozen=True, slots=True)
class TierRule:
    """Limits among the active customers, by profit of the last 24 and the next 12 months.

    Args:
        platinum: by kind: "share", the most profitable in per cent; "from", the least profit in minor units;
            "most", how many the shop can personally care for.
        gold: the same; shares and numbers are of customers below platinum.
        iron: the same; the rest is lead.
        kind: what the limits are.
        losses_are_lead: whether who brings less than nothing is lead in any case.

    Source:
        Zeithaml, Rust & Lemon (2001), California Management Review 43(4), for the pyramid by
        profitability; the shares are common practice.
    """

    platinum: int = 20
    gold: int = 30
    iron: int = 30
    kind: Kind = "share"
    losses_are_lead: bool = True

    def __post_init__(self) -> None:
        limits = (self.platinum, self.gold, self.iron)
        told = f"The tiers' limits are {self.kind} {', '.join(map(str, limits))}"
        if self.kind == "share" and (min(limits) < 0 or sum(limits) > 100):
            raise BadOption(
                f"{told} %; each is zero or more and together they are at most 100. Lower one of them."
            )
        if self.kind == "from" and not self.platinum >= self.gold >= self.iron:
            raise BadOption(f"{told}; platinum begins highest, then gold, then iron. Change their order.")
        if self.kind == "most" and min(limits) < 0:
            raise BadOption(f"{told}; a number of customers is zero or more.")

    @property
    def cumulative(self) -> dict[str, int]:
        """Tier -> share or number of the customers in it and in better ones."""
        gold = self.platinum + self.gold
        return {"platinum": self.platinum, "gold": gold, "iron": gold + self.iron}
