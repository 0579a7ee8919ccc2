"""What a tournament decided: plain data that a night uses until the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from treue.errors import BrokenHome
from treue.value.distribution.pit_map import PitMap
from treue.value.forecast import Shock
from treue.value.purchases import MODELS
from treue.value.tournament.strength import USUAL_SHOCK, shock_degrees

FORMAT = 3
DEFAULT = "pareto-nbd"
COMBINED = "combined"
RETURNING = 0.01
"""What models leave out: of a hundred customers who are gone by them, one comes back all the same."""
Why = Literal["best", "tie", "thin", "named"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one forecast did, pooled over the origins; lower is better.

    Args:
        name: a model, "combined", or a naive forecast.
        crps: mean continuous ranked probability score, orders; a naive forecast's is its absolute error.
        rmse: of the mean, orders.
        mae_median: mean absolute error of the median, orders.
    """

    name: str
    crps: float
    rmse: float
    mae_median: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which model forecasts this shop, and what is laid over it.

    Args:
        model: as `--model` takes it.
        phases: the k of MBG/CNBD-k; None for other models.
        by_day: whether the model reads days with an order as such.
        first_orders: "keep", or "drop" from the fit who may have ordered before the file begins.
        has_clock: whether the model runs by the shop's business clock, which won at earlier origins.
        why: best beyond chance; no other better beyond chance; too little to compare; named by a person.
        strength: share of the learned correction to follow, 0 for none.
        log_level: what to add to the logarithm of every expectation.
        shock: size of what all customers share, on the log scale.
        chances: sets the chances of the distribution right.
        returning: chance that who is gone by the model comes back all the same; 0 where a person named it.
        naive: a naive forecast that was better beyond chance and gives the means instead; empty for none.
        origins: how many earlier days were tried.
        since: the first day after the earliest origin, days since 1970-01-01: what came from here on judged.
        standings: of all that took part.
    """

    model: str = DEFAULT
    phases: int | None = None
    by_day: bool = False
    first_orders: str = "keep"
    has_clock: bool = False
    why: Why = "thin"
    strength: float = 0.0
    log_level: float = 0.0
    shock: float = USUAL_SHOCK
    chances: PitMap = field(default_factory=PitMap.plain)
    returning: float = RETURNING
    naive: str = ""
    origins: int = 0
    since: int = 0
    standings: tuple[Standing, ...] = ()

    @property
    def shock_ahead(self) -> Shock:
        """What all customers share, as sure of its size as its origins make us."""
        return Shock(self.shock, shock_degrees(self.origins))

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number; `read_verdict` gives the same object back."""
        return {
            "format": FORMAT,
            "model": self.model,
            "phases": self.phases,
            "by_day": self.by_day,
            "first_orders": self.first_orders,
            "has_clock": self.has_clock,
            "why": self.why,
            "strength": self.strength,
            "log_level": self.log_level,
            "shock": self.shock,
            "chances": self.chances.to_json(),
            "returning": self.returning,
            "naive": self.naive,
            "origins": self.origins,
            "since": self.since,
            "standings": [
                {"name": each.name, "crps": each.crps, "rmse": each.rmse, "mae_median": each.mae_median}
                for each in self.standings
            ],
        }


def read_verdict(stored: Mapping[str, object]) -> Verdict:
    """What `to_json` gave.

    Raises:
        BrokenHome: another format, or a part is missing.
    """
    if stored.get("format") != FORMAT:
        raise BrokenHome(
            f"Stored choice of a forecast: got format {stored.get('format')!r}; this version reads {FORMAT}. "
            "Delete the file; the next run tries the forecasts again."
        )
    try:
        rows = cast("Sequence[Mapping[str, object]]", stored["standings"])
        return Verdict(
            model=MODELS[str(stored["model"])].name,
            phases=cast("int | None", stored["phases"]),
            by_day=bool(stored["by_day"]),
            first_orders=str(stored["first_orders"]),
            has_clock=bool(stored["has_clock"]),
            why=cast("Why", stored["why"]),
            strength=float(cast("float", stored["strength"])),
            log_level=float(cast("float", stored["log_level"])),
            shock=float(cast("float", stored["shock"])),
            chances=PitMap.read(stored["chances"]),
            returning=float(cast("float", stored["returning"])),
            naive=str(stored["naive"]),
            origins=int(cast("int", stored["origins"])),
            since=int(cast("int", stored["since"])),
            standings=tuple(
                Standing(
                    str(row["name"]),
                    *(float(cast("float", row[name])) for name in ("crps", "rmse", "mae_median")),
                )
                for row in rows
            ),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenHome(
            f"Stored choice of a forecast: {wrong} cannot be read. Delete the file; the next run tries again."
        ) from wrong
