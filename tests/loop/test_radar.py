"""The radar of a night: what is planted is found, what may not be used is not, little data stays quiet."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from treue.loop.night.radar import Radar, company_of, radar_of
from treue.loop.night.radar_reading import Told
from treue.segments.radar.answers import FloatArray, IntArray, Sheets
from treue.segments.radar.questionnaire import VALUES, questionnaire
from treue.settings import ValuesProfile
from treue.value.histories import Histories
from treue.value.past import Past

COMPANY = np.array([4.5, 2.0, 4.0, 3.0, 2.5, 4.0])
SIGNS = ("lines", "early", "watched", "early_ppm", "fresh", "later", "discount", "discount_ppm", "returned")
NOBODY = np.zeros(0, np.int64)


def past_of(orders: IntArray) -> Past:
    """Customers 0, 1, 2 ... who ordered so often."""
    nothing = np.zeros(len(orders))
    seen = Histories(
        (orders - 1.0), np.where(orders > 1, 200.0, 0.0), np.full(len(orders), 400.0), nothing + 1
    )
    whole = nothing.astype(np.int64)
    return Past(
        *(np.arange(len(orders)), whole, whole, orders, seen),
        *(nothing for _ in range(5)),
        margin=10.0 * orders,
        **dict.fromkeys(("order_cost", "service", "contact", "acquisition", "reserve"), nothing),
        margin_12m=nothing,
        margin_24m=nothing,
    )  # fmt: skip


def sheets_of(customer: IntArray, truth: FloatArray, rng: np.random.Generator) -> Sheets:
    scales = [*VALUES, "risk"]
    meant = np.column_stack([truth[:, scales.index(each.scale)] for each in questionnaire().statements])
    return Sheets(customer, np.clip(np.rint(meant + rng.normal(0, 0.6, meant.shape)), 1, 5))


def shop(customers: int, share: float, seed: int = 1) -> tuple[Told, Past, pa.Table, FloatArray]:
    """Who orders often cares for what is proven, and answers more often."""
    rng = np.random.default_rng(seed)
    orders = rng.geometric(0.3, customers)
    truth = np.clip(rng.normal(3.0, 0.5, (customers, 7)), 1, 5)
    truth[:, 4] += 0.3 * np.minimum(orders, 6) - 0.8
    answers = np.flatnonzero(rng.random(customers) < share * np.minimum(orders, 8) / 3)
    trials = 5 * orders
    early = rng.binomial(trials, np.clip(0.2 + 0.15 * (truth[:, 6] - 3), 0, 1))
    signs = dict.fromkeys(SIGNS, np.zeros(customers, np.int64)) | {
        "lines": trials, "watched": trials, "early": early, "early_ppm": trials * 200_000
    }  # fmt: skip
    tiers = pa.array(np.where(orders >= 5, "platinum", "iron"))
    sheet = pa.table({"customer": np.arange(customers), "tier": tiers}).take(
        pa.array(rng.permutation(customers))
    )
    told = Told(sheets_of(answers, truth[answers], rng), 3, np.arange(customers), signs)
    return told, past_of(orders), sheet, truth


def figures(radar: Radar) -> dict[tuple[str, str], dict[str, float]]:
    return {(row["name"], row["scale"]): row for row in radar.groups.to_pylist()}


def test_what_customers_care_for_is_found_by_tier_and_stands_for_all() -> None:
    told, past, sheet, truth = shop(6000, 0.1)
    radar = radar_of(told, past, sheet, COMPANY)
    found = figures(radar)
    assert found["platinum", "tradition"]["low"] > found["iron", "tradition"]["high"] + 0.3
    everybody = truth[:, :6] - truth[:, :6].mean(axis=1, keepdims=True)
    answered = everybody[told.sheets.customer]
    mean = everybody[:, 4].mean()
    assert abs(found["all", "tradition"]["mean"] - mean) < 0.5 * abs(answered[:, 4].mean() - mean)
    assert found["all", "tradition"]["customers"] == 6000
    assert sum(found[tier, "price"]["answers"] for tier in ("platinum", "iron")) == len(told.sheets)


def test_who_says_they_try_things_and_does_so_agrees() -> None:
    told, past, sheet, _ = shop(6000, 0.1)
    radar = radar_of(told, past, sheet, None)
    row = radar.overview.to_pylist()[0]
    assert row["correlation_low"] > 0.1
    assert row["compared"] == len(told.sheets)
    assert row["refused"] == 3
    assert 0 < row["bold"] < row["seen"] == 6000
    assert radar.risk.column("kind").to_pylist().count("bold") == row["bold"]


def test_without_a_profile_nothing_is_held_against_it() -> None:
    told, past, sheet, _ = shop(2000, 0.1)
    radar = radar_of(told, past, sheet, None)
    assert "alignment" not in radar.groups.column("scale").to_pylist()
    assert radar.customers.column("alignment").null_count == len(radar.customers)
    assert radar.scales.column("company").null_count == 7
    with_one = radar_of(told, past, sheet, COMPANY)
    aligned = with_one.customers.column("alignment").to_numpy()
    assert ((aligned >= 0) & (aligned <= 1)).all()
    assert with_one.scales.column("company_centred").to_pylist()[0] == pytest.approx(4.5 - COMPANY.mean())


def test_nineteen_answers_show_no_group_and_no_correlation() -> None:
    told, past, sheet, _ = shop(500, 0.2)
    few = Told(Sheets(told.sheets.customer[:19], told.sheets.items[:19]), 0, told.sign_customer, told.signs)
    radar = radar_of(few, past, sheet, COMPANY)
    assert len(radar.groups) == 0
    row = radar.overview.to_pylist()[0]
    assert (row["answered"], row["correlation"]) == (19, None)
    assert radar.scales.column("alpha").null_count == 7
    assert len(radar.customers) == 19


def test_no_answers_no_lines_and_one_customer_make_empty_tables() -> None:
    nothing = Told(Sheets(NOBODY, np.zeros((0, 22))), 0, NOBODY, dict.fromkeys(SIGNS, NOBODY))
    sheet = pa.table({"customer": [0], "tier": pa.array([None], pa.string())})
    radar = radar_of(nothing, past_of(np.array([1])), sheet, COMPANY)
    assert [len(table) for table in radar.tables().values()] == [1, 7, 0, 0, 0]
    assert radar.overview.column("bold").to_pylist() == [None]


def test_who_never_ordered_answers_for_nobody_and_keeps_the_answers() -> None:
    told, past, sheet, _ = shop(800, 0.2)
    stranger = Sheets(np.r_[told.sheets.customer, 10**6], np.vstack([told.sheets.items, np.full(22, 5.0)]))
    radar = radar_of(Told(stranger, 0, told.sign_customer, told.signs), past, sheet, COMPANY)
    assert figures(radar)["all", "price"]["answers"] == len(told.sheets)
    assert radar.customers.column("customer").to_pylist()[-1] == 10**6


def test_a_profile_needs_all_six() -> None:
    six = dict.fromkeys(VALUES, 3.5)
    assert company_of(ValuesProfile(**six)) == pytest.approx([3.5] * 6)
    assert company_of(ValuesProfile(**{**six, "price": None})) is None
