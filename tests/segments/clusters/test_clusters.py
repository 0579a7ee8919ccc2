"""Kinds of customers: found, and kept from run to run."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import KINDS, NAMES, cloud, kinds_of, plain_past, rows
from sklearn.metrics import adjusted_rand_score

from treue.errors import BrokenHome, InputError, PoorFit, ThinData
from treue.segments.clusters import (
    Ahead,
    Features,
    Speech,
    features_of,
    group,
    read_clusters,
)
from treue.segments.clusters.choosing import Agreement, adjusted_rand, choose
from treue.segments.clusters.features import FAMILIES
from treue.segments.clusters.matching import matched
from treue.segments.clusters.means import nearest
from treue.segments.clusters.scaling import Scale

NBSP = "\u00a0"
HIGH, LOW = True, False


def seeded(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


# Recovery


@pytest.mark.parametrize("many", [3, 4])
def test_kinds_that_are_there_are_found(many: int) -> None:
    shop = kinds_of(seeded(), 800, many)
    found = group(shop.features, seeded())
    assert len(found.clusters.clusters) == many
    assert adjusted_rand(found.cluster, shop.kind) > 0.98
    assert found.clusters.agreement[many] > 0.95
    assert not found.clusters.warnings
    assert [each.customers for each in found.clusters.clusters] == sorted(
        (each.customers for each in found.clusters.clusters), reverse=True
    )


def test_a_kind_is_described_by_what_sets_it_apart() -> None:
    shop = kinds_of(seeded(2), 800)
    found = group(shop.features, seeded())
    by_kind = {}
    for each in found.clusters.clusters:
        members = shop.kind[found.cluster == each.id]
        by_kind[int(np.bincount(members).argmax())] = each
        assert len(each.traits) == 3
        assert len({FAMILIES[trait.feature] for trait in each.traits}) == 3
        for trait in each.traits:
            assert (trait.typical > trait.elsewhere) == trait.is_high
    assert ("silence_days", True) in [(trait.feature, trait.is_high) for trait in by_kind[0].traits]
    assert ("silence_days", False) in [(trait.feature, trait.is_high) for trait in by_kind[1].traits]
    basket = next(trait for trait in by_kind[2].traits if trait.feature == "basket")
    assert basket.is_high
    assert basket.typical == pytest.approx(KINDS[2, 3], rel=0.05)
    assert any(trait.feature == "margin_rate" and not trait.is_high for trait in by_kind[3].traits)
    assert len({Speech("de", "EUR").name(each) for each in by_kind.values()}) == 4


def test_a_cloud_is_called_a_cloud() -> None:
    found = group(cloud(seeded(3), 3000), seeded())
    assert max(found.clusters.clearness.values()) < 0.3
    said = [type(each) for each in found.clusters.warnings]
    assert said == [PoorFit]


# From run to run


def test_five_per_cent_changed_keep_numbers_and_names() -> None:
    rng = seeded(4)
    shop = kinds_of(rng, 800, noise=0.35)
    first = group(shop.features, seeded(1))
    others = kinds_of(rng, 800, noise=0.35)
    table = shop.features.table.copy()
    changed = rng.permutation(800)[:40]
    table[changed] = others.features.table[changed]
    second = group(Features(shop.features.customer, NAMES, table), seeded(2), first.clusters)
    speech = Speech("en", "EUR")
    assert [each.id for each in second.clusters.clusters] == [each.id for each in first.clusters.clusters]
    assert [speech.name(each) for each in second.clusters.clusters] == [
        speech.name(each) for each in first.clusters.clusters
    ]
    same = np.delete(second.cluster == first.cluster, changed)
    assert same.mean() > 0.98


def test_without_the_last_run_numbers_may_move() -> None:
    """The largest group is 1, so two groups of one size change places: what inheritance is there for."""
    shop = kinds_of(seeded(5), 800)
    few = rows(shop.features, np.flatnonzero((shop.kind != 0) | (np.arange(800) % 2 == 0)))
    first = group(shop.features, seeded(1))
    heirs = group(few, seeded(2), first.clusters)
    kept = dict(zip(first.customer, first.cluster, strict=True))
    assert np.mean([kept[key] == new for key, new in zip(few.customer, heirs.cluster, strict=True)]) > 0.99


def test_a_new_kind_gets_a_number_nobody_had() -> None:
    three = kinds_of(seeded(6), 800, 3)
    four = kinds_of(seeded(7), 800, 4)
    first = group(three.features, seeded(1))
    second = group(four.features, seeded(2), first.clusters)
    assert [each.id for each in first.clusters.clusters] == [1, 2, 3]
    assert [each.id for each in second.clusters.clusters] == [1, 2, 3, 4]
    new = four.kind[second.cluster == 4]
    assert (new == 3).mean() > 0.95
    third = group(three.features, seeded(3), second.clusters)
    assert [each.id for each in third.clusters.clusters] == [1, 2, 3]
    fourth = group(four.features, seeded(3), third.clusters)
    assert [each.id for each in fourth.clusters.clusters] == [1, 2, 3, 5]


def test_numbers_outlive_a_figure_that_comes_new() -> None:
    shop = kinds_of(seeded(8), 800)
    known = [0, 1, 2, 3]
    first = group(Features(shop.features.customer, NAMES[:4], shop.features.table[:, known]), seeded(1))
    second = group(shop.features, seeded(1), first.clusters)
    assert set(second.clusters.scale.names) > set(first.clusters.scale.names)
    assert (first.cluster == second.cluster).mean() > 0.95


def test_between_runs_customers_are_assigned_as_in_the_run() -> None:
    shop = kinds_of(seeded(9), 800)
    found = group(shop.features, seeded())
    stored = read_clusters(json.loads(json.dumps(found.clusters.to_json())))
    ids, clearness = stored.assign(shop.features)
    assert (ids == found.cluster).all()
    assert (clearness == found.clearness).all()
    assert ((clearness >= 0) & (clearness <= 1)).all()
    assert stored.to_json() == found.clusters.to_json()


@pytest.mark.parametrize("far", [False, True])
def test_pairs_are_nearest_and_strangers_are_new(far: bool) -> None:
    before = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
    centres = before[[2, 0, 1]] + 0.3
    if far:
        centres[0] += 9.0
    assert matched(centres, before, (5, 7, 9), 12) == ((12, 5, 7) if far else (9, 5, 7))


# Agreement


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40))
def test_rand_index_is_that_of_the_library(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(each) for each in zip(*pairs, strict=True))
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))


def test_nearest_is_that_of_the_plain_way() -> None:
    rng = seeded(10)
    points, centres = rng.standard_normal((50, 3)), rng.standard_normal((4, 3))
    found = nearest(points, centres)
    apart = ((points[:, None] - centres) ** 2).sum(axis=2)
    assert (found.centre == apart.argmin(axis=1)).all()
    assert found.distance == pytest.approx(apart.min(axis=1))
    assert found.second == pytest.approx(np.sort(apart, axis=1)[:, 1])


@pytest.mark.parametrize(
    ("rand", "clearness", "before", "chosen"),
    [
        ([0.9, 0.95, 0.92, 0.7, 0.7, 0.7], [0.5] * 6, None, 5),
        ([0.9, 0.95, 0.92, 0.7, 0.7, 0.7], [0.5, 0.5, 0.4, 0.9, 0.9, 0.9], None, 4),
        ([0.99, 0.7, 0.7, 0.7, 0.7, 0.7], [0.5] * 6, None, 3),
        ([0.95, 0.85, 0.7, 0.7, 0.7, 0.7], [0.5] * 6, 4, 4),
        ([0.95, 0.79, 0.7, 0.7, 0.7, 0.7], [0.5] * 6, 4, 3),
        ([0.95, 0.93, 0.7, 0.7, 0.7, 0.7], [0.8, 0.7, 0.5, 0.5, 0.5, 0.5], 4, 3),
        ([0.95, 0.79, 0.7, 0.7, 0.7, 0.7], [0.5] * 6, 9, 3),
    ],
)
def test_as_many_as_are_stable_and_clear(
    rand: list[float], clearness: list[float], before: int | None, chosen: int
) -> None:
    told = enumerate(zip(rand, clearness, strict=True), 3)
    assert choose({many: Agreement(*each, 0.1) for many, each in told}, before) == chosen


def test_oddities_are_no_kind() -> None:
    found = {3: Agreement(0.8, 0.5, 0.1), 4: Agreement(0.99, 0.5, 0.001)}
    assert choose(found) == 3
    assert choose({3: Agreement(0.8, 0.5, 0.001)}) == 3


# Invariants


def test_a_new_currency_unit_changes_no_group() -> None:
    shop = kinds_of(seeded(11), 1200)
    table = shop.features.table.copy()
    table[:, [NAMES.index("basket"), NAMES.index("profit")]] *= 100
    first = group(shop.features, seeded(1))
    second = group(Features(shop.features.customer, NAMES, table), seeded(1))
    assert (first.cluster == second.cluster).all()
    assert [each.title for each in first.clusters.clusters] == [
        each.title for each in second.clusters.clusters
    ]


def test_the_order_of_customers_changes_nothing() -> None:
    past = plain_past(300)
    mixed = seeded(12).permutation(300)
    histories = past.histories
    other = replace(
        past,
        **{name: getattr(past, name)[mixed] for name in past.__dataclass_fields__ if name != "histories"},
        histories=replace(
            histories,
            **{
                name: getattr(histories, name)[mixed]
                for name in ("frequency", "recency_days", "tenure_days", "weight")
            },
        ),
    )
    one, two = features_of(past), features_of(other)
    assert (one.customer == two.customer).all()
    np.testing.assert_array_equal(one.table, two.table)


def test_the_same_seed_gives_the_same_groups() -> None:
    shop = kinds_of(seeded(13), 800, noise=0.6)
    assert (
        group(shop.features, seeded(5)).clusters.to_json()
        == group(shop.features, seeded(5)).clusters.to_json()
    )


def test_one_giant_moves_no_scale() -> None:
    shop = kinds_of(seeded(14), 1200)
    table = shop.features.table.copy()
    table[0] = [5000, 0.1, 0, 1e7, 1e9, 0.3]
    first = group(shop.features, seeded(1))
    second = group(Features(shop.features.customer, NAMES, table), seeded(1))
    assert adjusted_rand(first.cluster[1:], second.cluster[1:]) > 0.99


# Features


def test_features_are_plain_figures() -> None:
    past = plain_past(10)
    told = features_of(past, Ahead(np.full(10, 2.0), np.full(10, 9.0)))
    assert told.names == tuple(FAMILIES)
    wanted = {
        "orders": 3, "gap_days": 1, "expected_orders": 2, "silence_days": 28, "tenure_days": 30, "basket": 10,
        "profit": 9, "expected_value": 9, "margin_rate": 0.4, "care_cost": 1,
    }  # fmt: skip
    assert dict(zip(told.names, told.table[2], strict=True)) == pytest.approx(wanted)
    assert np.isnan(told.column("gap_days")[0])


def test_without_amounts_money_is_no_feature() -> None:
    told = features_of(plain_past(10, amounts=False))
    assert told.names == ("orders", "gap_days", "silence_days", "tenure_days")


def test_what_is_the_same_for_all_counts_for_nobody() -> None:
    shop = kinds_of(seeded(15), 500, many=3)
    assert "margin_rate" not in Scale.learned(shop.features).names
    assert "orders" in Scale.learned(shop.features).names


def test_a_forecast_of_other_customers_is_refused() -> None:
    with pytest.raises(InputError, match="one value per customer"):
        features_of(plain_past(10), Ahead(np.zeros(9)))


# Odd data


@pytest.mark.parametrize("people", [0, 1, 2, 199])
def test_few_customers_are_one_group_with_a_word(people: int) -> None:
    found = group(features_of(plain_past(people)), seeded())
    assert [type(said) for said in found.clusters.warnings] == [ThinData]
    assert found.cluster.tolist() == [1] * people
    (everybody,) = found.clusters.clusters
    assert Speech("de", "EUR").name(everybody) == "Alle Kunden"
    assert Speech("en", "EUR").sentence(everybody).startswith("All customers together")
    stored = read_clusters(json.loads(json.dumps(found.clusters.to_json())))
    assert stored.assign(features_of(plain_past(3)))[0].tolist() == [1, 1, 1]


@pytest.mark.parametrize("many", [5000, 300])
def test_customers_who_are_all_alike_are_one_group(many: int) -> None:
    found = group(features_of(plain_past(many)), seeded())  # five kinds of rows
    assert [type(said) for said in found.clusters.warnings] == [ThinData]


def test_groups_follow_a_shop_that_grows() -> None:
    shop = kinds_of(seeded(16), 800)
    small = group(rows(shop.features, np.arange(100)), seeded())
    grown = group(shop.features, seeded(), small.clusters)
    assert [each.id for each in grown.clusters.clusters] == [2, 3, 4, 5]
    again = group(rows(shop.features, np.arange(100)), seeded(), grown.clusters)
    assert [each.id for each in again.clusters.clusters] == [6]


@pytest.mark.parametrize("change", [{"format": 7}, {"clusters": [{}]}, {"scale": None}, {"next_id": "x"}])
def test_groups_that_cannot_be_read_are_refused(change: dict[str, object]) -> None:
    stored = group(features_of(plain_past(3)), seeded()).clusters.to_json()
    with pytest.raises(BrokenHome, match="Stored customer groups"):
        read_clusters({**stored, **change})
