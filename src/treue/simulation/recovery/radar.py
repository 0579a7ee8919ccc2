"""What customers say matters and how they try new things, beside what truly does and how they truly are."""

from __future__ import annotations

import numpy as np

from treue.simulation.recovery.figures import NONE, Figure, Topic, mean_of
from treue.simulation.recovery.night import Night, Truth
from treue.simulation.recovery.scores import pearson, share_of
from treue.simulation.world.chance import BoolArray, FloatArray, IntArray
from treue.simulation.world.people import VALUES


def values(night: Night, truth: Truth) -> list[Figure]:
    """The six values of who answered on all of them, each less the person's own mean, and everybody's mean.

    Naive: the mean without weights.
    """
    told = np.column_stack([night.number(name, "radar_customers") for name in VALUES])
    is_known, rows = _places(night, "radar_customers")
    full = ~np.isnan(told).any(axis=1) & is_known
    rows, own = rows[full], _centred(told[full])
    if not len(own):
        return []
    real = _centred(np.column_stack([truth.number(f"value_{name}") for name in VALUES]))
    by_value = [pearson(own[:, place], real[rows, place]) for place in range(len(VALUES))]
    weighted, low, high = _everybody(night)
    mean, topic = real.mean(axis=0), Topic("Values, each less the person's own mean")
    held = share_of((low <= mean) & (mean <= high))
    off = _off(weighted, mean), _off(own.mean(axis=0), mean), 0.0
    return [
        topic("answers", float(len(own)), form="0"),
        topic("correlation with what truly matters, mean of six", mean_of(by_value), NONE, 1.0),
        topic("mean of all customers: off by, points", *off, form="3"),
        topic("true mean of who answers less that of all", _off(real[rows].mean(axis=0), mean), form="3"),
        topic("80 % interval holds the mean of all", held, NONE, 0.8, form="%"),
    ]


def appetite(night: Night, truth: Truth) -> list[Figure]:
    """Who likes to try things: by what they do, and by what they say; naive: how early they buy, alone."""
    topic = Topic("Appetite for the new")
    trait, told = truth.number("trait_novelty"), night.tables["radar_risk"]
    said, (is_known, who) = night.number("risk", "radar_customers"), _places(night, "radar_customers")
    asked = ~np.isnan(said) & is_known
    word = topic(
        "by answers: correlation with the true one", pearson(said[asked], trait[who[asked]]), NONE, 1.0
    )
    if not len(told):
        return [word]
    done, true = night.number("appetite", "radar_risk"), trait[_places(night, "radar_risk")[1]]
    early = np.nan_to_num(night.number("early_adoption", "radar_risk"))
    kind = np.array([each or "" for each in told.column("kind").to_pylist()], str)
    likeness = pearson(done, true), pearson(early, true), 1.0
    return [
        word,
        topic("by behaviour: correlation with the true one", *likeness),
        topic("called bold, truly above the mean", share_of(true > 0, kind == "bold"), 0.5, 1.0, form="%"),
        topic("called careful, truly below", share_of(true < 0, kind == "careful"), 0.5, 1.0, form="%"),
    ]


def _centred(profiles: FloatArray) -> FloatArray:
    """Less each person's own mean; shape (n, 6)."""
    return np.asarray(profiles - profiles.mean(axis=1, keepdims=True), np.float64)


def _off(believed: FloatArray, true: FloatArray) -> float:
    return float(np.abs(believed - true).mean())


def _everybody(night: Night) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, low and high of all customers, value by value; NaN where it is not shown."""
    table = night.tables["radar_groups"]
    found = {each["scale"]: each for each in table.to_pylist() if each["grouping"] == "all"}
    ends = [[found.get(name, {}).get(end) for name in VALUES] for end in ("mean", "low", "high")]
    mean, low, high = np.array(ends, np.float64)
    return mean, low, high


def _places(night: Night, table: str) -> tuple[BoolArray, IntArray]:
    """Whether each of a table's people is a customer of the night, and where: some only ordered long ago."""
    keys = night.tables[table].column("customer").to_numpy()
    place = np.minimum(np.searchsorted(night.customer, keys), len(night.customer) - 1).astype(np.int64)
    return np.asarray(night.customer[place] == keys, np.bool_), place
