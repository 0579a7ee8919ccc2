"""Kinds of customers as tables, and that they keep their numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from treue.loop.night.kinds import CLUSTERS, Kinds, kinds_of
from treue.segments.clusters.features import Features
from treue.segments.clusters.words import Speech

SPEECHES = {language: Speech(language, "EUR") for language in ("de", "en")}
NAMES = ("orders", "gap_days", "silence_days", "tenure_days")


def features(seed: int, customers: int = 900) -> Features:
    """Three plain kinds: many orders, few orders, long gone."""
    rng = np.random.default_rng(seed)
    kind = np.arange(customers) % 3
    middle = np.array([[20.0, 15.0, 10.0, 400.0], [2.0, 90.0, 60.0, 200.0], [3.0, 60.0, 700.0, 900.0]])
    return Features(np.arange(customers), NAMES, middle[kind] * rng.lognormal(0.0, 0.15, (customers, 4)))


def kinds(folder: Path, seed: int) -> Kinds:
    return kinds_of(folder, features(seed), np.random.default_rng(1), SPEECHES)


def test_every_customer_is_of_a_kind_with_words(tmp_path: Path) -> None:
    told = kinds(tmp_path, 1)
    clusters = told.clusters.to_pylist()
    assert sum(row["customers"] for row in clusters) == len(told.members) == 900
    assert {row["cluster"] for row in clusters} == set(told.members.column("cluster").to_pylist())
    for row in clusters:
        assert row["sentence_de"].startswith("Diese Kunden ")
        assert row["sentence_en"].startswith("These customers ")
        assert row["name_de"] != row["name_en"]


def test_groups_keep_their_numbers_from_night_to_night(tmp_path: Path) -> None:
    first = kinds(tmp_path, 1)
    assert (tmp_path / CLUSTERS).is_file()
    second = kinds(tmp_path, 2)
    same = np.asarray(first.members.column("cluster")) == np.asarray(second.members.column("cluster"))
    assert same.mean() > 0.95
    names = [
        {row["cluster"]: row["name_de"] for row in told.clusters.to_pylist()} for told in (first, second)
    ]
    assert names[0] == names[1]
