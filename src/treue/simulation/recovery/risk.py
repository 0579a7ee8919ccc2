"""Early warning, the chance of an order soon, and what is due: chances against what truly comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from treue.simulation.recovery.figures import NONE, Figure, Topic
from treue.simulation.recovery.groups import silent_days
from treue.simulation.recovery.night import SOON_DAYS, Night, Truth
from treue.simulation.recovery.scores import auc, off_by_tenths, pearson, share_of, spearman
from treue.simulation.world.chance import BoolArray, FloatArray

DUE_DAYS = 14
"""Days within which an article of the list `due` is expected to be bought."""

FEWEST_TOLD = 30
"""Of a shorter list no share is held beside the truth: one article more or less would move it by points."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances of one thing, and whether it came; shape (n,) each.

    Args:
        said: by the night.
        naive: what sorts customers by it roughly, on any scale.
        true: by who knows all but luck, what moves all alike at its mean.
        came: in the year played on.
    """

    said: FloatArray
    naive: FloatArray
    true: FloatArray
    came: BoolArray

    @property
    def known(self) -> Chances:
        """Of whom the night says one."""
        some = ~np.isnan(self.said)
        return Chances(self.said[some], self.naive[some], self.true[some], self.came[some])


def chances(night: Night, truth: Truth) -> list[Figure]:
    """Silence as far as early warning looks, and an order within four weeks; naive: the last order's day."""
    silence, said = silent_days(night, truth), night.number
    silent = Chances(said("silent"), silence, 1 - truth.orders, truth.next_day >= night.silent_days)
    soon = Chances(said("order_chance_28"), -silence, truth.soon, truth.next_day < SOON_DAYS)
    return [
        *_judged(Topic("Early warning: no order in 91 days, or 28 where orders come often"), silent.known),
        *_judged(Topic(f"An order within {SOON_DAYS} days"), soon.known),
    ]


def due(night: Night, truth: Truth) -> list[Figure]:
    """Who is told to need an article soon, and whether they bought it; empty where nobody is.

    Of a list shorter than `FEWEST_TOLD` only its length: over nights it would count like a long one.
    """
    rows, topic = night.tables["due"], Topic(f"Due within {DUE_DAYS} days")
    if not len(rows):
        return []
    length = topic("customers and articles told", float(len(rows)), form="0")
    if len(rows) < FEWEST_TOLD:
        return [length]
    chance, bought = night.number("chance", "due"), _bought(truth)
    told = zip(rows.column("customer").to_pylist(), rows.column("product").to_pylist(), strict=True)
    came = np.array([pair in bought for pair in told], bool)
    return [
        length,
        topic("of these, bought", share_of(came), form="%"),
        topic("chance: said less what came", _gap(chance, came), NONE, 0.0, form="+%"),
        topic("AUC against what came", auc(chance, came)),
    ]


def _judged(topic: Topic, each: Chances) -> Iterator[Figure]:
    said, naive, true, came = each.said, each.naive, each.true, each.came
    yield topic("AUC against what came", *(auc(one, came) for one in (said, naive, true)))
    yield topic("rank correlation with the true chance", spearman(said, true), spearman(naive, true), 1.0)
    yield topic("correlation with the true chance", pearson(said, true), NONE, 1.0)
    yield topic("said less what was to be expected", _gap(said, true), NONE, 0.0, form="+%")
    yield topic("said less what came", _gap(said, came), NONE, _gap(true, came), form="+%")
    yield topic(
        "off by tenths (ECE), what was to be expected", off_by_tenths(said, true), NONE, 0.0, form="%"
    )
    happened = came.astype(np.float64)
    errors = off_by_tenths(said, happened), NONE, off_by_tenths(true, happened)
    yield topic("off by tenths (ECE), what came", *errors, form="%")


def _bought(truth: Truth) -> set[tuple[int, str]]:
    """Customer and article, of the days for which the list speaks."""
    sold = truth.came.sold
    lines = sold.lines
    soon = sold.day[lines.order] < truth.today + DUE_DAYS
    article = lines.model[soon] * truth.terms.range.variants + lines.variant[soon]
    who, what = sold.person[lines.order[soon]], truth.articles.take(pa.array(article))
    return set(zip(who.tolist(), what.to_pylist(), strict=True))


def _gap(said: FloatArray, true: FloatArray | BoolArray) -> float:
    return float(said.mean() - true.mean()) if len(true) else NONE
