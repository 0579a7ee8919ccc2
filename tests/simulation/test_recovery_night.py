"""Planted believers: one who knows the truth, one who deals it out at random; and a real night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from worlds import FASHION, plan

from treue.errors import BadOption
from treue.loop.home import open_home
from treue.loop.invented.inventing import invent
from treue.loop.nightly import nightly
from treue.simulation.recovery import groups, risk, value
from treue.simulation.recovery.figures import Figure, Topic, means, shown, table
from treue.simulation.recovery.frictions import driven_by_returns, said_of
from treue.simulation.recovery.frictions import table as friction_table
from treue.simulation.recovery.measured import Measured, measure
from treue.simulation.recovery.night import Night, Truth, read_night, truth_of
from treue.simulation.recovery.scores import tiers_by

PLAN = plan(2000, seed=1, days=730, before=365)
KINDS = ("orders", "value")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recovery") / "shop"
    invent(FASHION, PLAN, folder, 1, lambda _: None)
    nightly(open_home(folder), lambda _: None)
    return folder


@pytest.fixture(scope="module")
def night(home: Path) -> Night:
    return read_night(home)


@pytest.fixture(scope="module")
def truth(home: Path, night: Night) -> Truth:
    return truth_of(FASHION, PLAN, home, night)


@pytest.fixture(scope="module")
def real(night: Night, truth: Truth) -> Measured:
    return measure(night, truth)


def believing(night: Night, truth: Truth, row: np.ndarray) -> Night:
    """The same night, each customer believed to be what is true of the one at `row`."""
    tier = np.array(groups.TIERS)[tiers_by(truth.number("earned_minor") + truth.usual.profit, groups.LIMITS)]
    phase = np.where(truth.is_customer, "retention", "farewell")
    columns: Mapping[str, np.ndarray] = {
        "expected_orders": truth.usual.orders,
        "value_minor": truth.usual.profit,
        "tier": tier,
        "p_alive": truth.is_customer.astype(np.float64),
        "silent": 1 - truth.orders,
        "order_chance_28": truth.soon,
    }
    customers = night.tables["customers"]
    for name, cells in columns.items():
        customers = customers.set_column(customers.schema.get_field_index(name), name, pa.array(cells[row]))
    phases = pa.table({"customer": night.customer, "phase": pa.array(phase[row])})
    totals = {
        name: {"mean": sum_, "low": sum_ * 0.8, "high": sum_ * 1.2}
        for name, sum_ in (
            ("orders", float(truth.usual.orders.sum())),
            ("value_minor", float(truth.usual.profit.sum())),
        )
    }
    return replace(night, tables={**night.tables, "customers": customers, "phases": phases}, totals=totals)


def found(figures: list[Figure], topic: str, name: str) -> Figure:
    return next(each for each in figures if each.topic.startswith(topic) and each.name.startswith(name))


@pytest.mark.slow
def test_who_believes_the_truth_gets_what_is_possible(night: Night, truth: Truth) -> None:
    knowing = believing(night, truth, np.arange(len(night.customer)))
    figures = [
        figure
        for each in (value.totals, value.customers, groups.tiers, groups.phases, risk.chances)
        for figure in each(knowing, truth)
    ]
    best = [each for each in figures if not np.isnan(each.possible)]
    assert len(best) > 35
    for each in best:
        assert each.ours == pytest.approx(each.possible, abs=1e-9), each.key


@pytest.mark.slow
def test_who_deals_the_truth_out_at_random_gets_the_totals_and_nothing_else(
    night: Night, truth: Truth
) -> None:
    dealt = np.random.default_rng(2).permutation(len(night.customer))
    guessing = believing(night, truth, dealt)
    each = [
        *value.customers(guessing, truth),
        *groups.tiers(guessing, truth),
        *groups.phases(guessing, truth),
    ]
    for kind in KINDS:
        assert abs(found(each, f"Each customer: {kind}", "rank correlation with what is").ours) < 0.1
        assert found(each, f"Each customer: {kind}", "what our best tenth").ours < 0.35
    assert abs(found(each, "Tiers", "agreement").ours) < 0.1
    assert found(each, "Phases", "chance to be active: AUC").ours == pytest.approx(0.5, abs=0.06)
    assert found(
        value.totals(guessing, truth), "All customers together: orders", "off"
    ).ours == pytest.approx(0)


@pytest.mark.slow
def test_a_real_night_knows_more_than_last_year(real: Measured, night: Night) -> None:
    """Only what cannot be luck: by far more than the two would differ in another world of the same kind."""
    figures = list(real.figures)
    for kind in KINDS:
        one = found(figures, f"Each customer: {kind}", "rank correlation with what is")
        assert one.naive - 0.05 < one.ours < 1
        assert one.ours > 0.3
        held = found(figures, f"Each customer: {kind}", "80 % intervals hold")
        assert held.ours > 0.7
    tiers = found(figures, "Tiers", "agreement")
    assert tiers.ours > tiers.naive
    assert found(figures, "Phases", "of farewell").ours > found(figures, "Phases", "of all customers").ours
    early = found(figures, "Early warning", "AUC")
    assert 0.7 < early.ours <= early.possible + 0.01
    assert found(figures, "Appetite", "by answers").ours > 0.75
    answers = found(figures, "Values", "answers").ours
    assert answers < len(night.tables["radar_customers"]), "who ordered only before the facts is left out"
    assert found(figures, "Values", "correlation").ours > 0.65


def listing(night: Night, customer: list[int], product: list[str]) -> Night:
    """The same night, sure of these due articles."""
    due = pa.table({"customer": customer, "product": product, "chance": np.ones(len(product))})
    return replace(night, tables={**night.tables, "due": due})


@pytest.mark.slow
def test_a_due_list_is_held_beside_what_was_bought_if_it_is_long_enough(night: Night, truth: Truth) -> None:
    sold = truth.came.sold
    soon = sold.day[sold.lines.order] < truth.today + risk.DUE_DAYS
    article = sold.lines.model[soon] * truth.terms.range.variants + sold.lines.variant[soon]
    who = sold.person[sold.lines.order[soon]].tolist()[: risk.FEWEST_TOLD]
    what = truth.articles.take(pa.array(article)).to_pylist()[: risk.FEWEST_TOLD]
    right = risk.due(listing(night, who, what), truth)
    assert [each.ours for each in right[:3]] == [risk.FEWEST_TOLD, 1.0, 0.0]
    wrong = risk.due(listing(night, [-1] * len(who), what), truth)
    assert [each.ours for each in wrong[:3]] == [risk.FEWEST_TOLD, 0.0, 1.0]
    short = risk.due(listing(night, who[1:], what[1:]), truth)
    assert [each.ours for each in short] == [risk.FEWEST_TOLD - 1]
    assert risk.due(listing(night, [], []), truth) == []


@pytest.mark.slow
def test_tiers_are_drawn_as_a_night_draws_them(night: Night) -> None:
    """What is held against the truth differs in profits, not in limits."""
    again = np.array(groups.TIERS)[tiers_by(night.number("profit_minor"), groups.LIMITS)]
    assert again.tolist() == night.tables["customers"].column("tier_by_limits").to_pylist()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_table(home: Path, real: Measured, tmp_path: Path) -> None:
    again = tmp_path / "again"
    invent(FASHION, PLAN, again, 1, lambda _: None)
    nightly(open_home(again), lambda _: None)
    believed = read_night(again)
    other = measure(believed, truth_of(FASHION, PLAN, again, believed))
    assert table({"fashion": [other.figures]}) == table({"fashion": [real.figures]})
    assert friction_table({"fashion": [other.frictions]}) == friction_table({"fashion": [real.frictions]})
    with pytest.raises(BadOption, match="another world than that of seed 9"):
        truth_of(FASHION, replace(PLAN, seed=9), home, read_night(home))


@pytest.mark.slow
def test_frictions_stand_beside_what_they_truly_do(night: Night, truth: Truth) -> None:
    said = said_of(night, truth)
    late = next(each for each in said if each.kind == "late_delivery")
    row = next(each for each in night.tables["frictions"].to_pylist() if each["kind"] == "late_delivery")
    assert late.drives_away == FASHION.effects.late
    assert late.expected == pytest.approx(-FASHION.effects.late * row["retention_like_them"])
    assert late.holds == (row["retention_change_low"] <= late.expected <= row["retention_change_high"])
    assert {each.holds for each in said if each.kind in ("checkout", "out_of_stock")} <= {None}
    assert {each.drives_away for each in said if each.kind.startswith("first_")} <= {0.0}


def test_returns_drive_away_by_what_was_broken_and_by_money_that_is_late() -> None:
    calm = replace(FASHION, service=replace(FASHION.service, defect=0.0))
    late = FASHION.service.slow_refund * FASHION.effects.slow_refund
    assert driven_by_returns(calm, 0.4) == pytest.approx(late)
    assert driven_by_returns(calm, 0.0) == 0
    quick = replace(FASHION, service=replace(FASHION.service, slow_refund=0.0))
    assert driven_by_returns(quick, 0.0) == pytest.approx(FASHION.effects.defect)
    assert late < driven_by_returns(FASHION, 0.4) < driven_by_returns(FASHION, 0.01) < 0.3


def test_a_home_without_a_night_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="Run one: treue run"):
        read_night(tmp_path)


def test_means_leave_out_what_a_world_does_not_have() -> None:
    topic = Topic("Tiers")
    worlds = [[topic("a", 0.2, 0.4)], [topic("a", 0.6), topic("b", 3.0, form="0")], []]
    first, second = means(worlds)
    assert (first.ours, first.naive) == pytest.approx((0.4, 0.4))
    assert np.isnan(first.possible)
    assert second.ours == 3
    lines = table({"fashion": worlds[:1], "grocery": worlds[1:]})
    assert lines[0] == "**Tiers**"
    assert lines[2] == "| figure | fashion | grocery | **mean** | naive | possible |"
    assert lines[4] == "| a | 0.20 | 0.60 | **0.40** | 0.40 | - |"
    assert lines[5] == "| b | - | 3 | **3** | - | - |"


def test_figures_are_printed_as_they_are_read() -> None:
    assert shown(0.128, "%") == "13 %"
    assert shown(-0.031, "+%") == "-3.1 %"
    assert shown(0.5, "+%") == "+50 %"
    assert shown(float("nan"), "%") == "-"
    assert shown(0.12345, "3") == "0.123"
