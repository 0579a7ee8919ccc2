"""What is laid over the models: laid on by `appraise`, and nothing where nothing was learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_appraisal import SETTLED, table_of

from treue.value.adjustment import Adjustment
from treue.value.appraisal import Appraisal, appraise, learn
from treue.value.distribution.pit_map import KNOTS, PitMap
from treue.value.forecast import CALM, Models, Shock
from treue.value.past import Past


@pytest.fixture(scope="module")
def past() -> Past:
    return Past.of(table_of(900, 5), 2)


@pytest.fixture(scope="module")
def models(past: Past) -> Models:
    return learn(past, SETTLED)


def told(past: Past, models: Models, adjustment: Adjustment) -> Appraisal:
    return appraise(past, models, SETTLED, adjustment, np.random.default_rng(1))


def test_none_leaves_every_customer_and_chance_alone() -> None:
    none = Adjustment.none(3)
    assert (none.pace == 1).all()
    assert none.pace.shape == (3,)
    assert none.chances == PitMap.plain()
    assert (none.shock, none.moved) == (CALM, None)
    assert Adjustment.none(3, Shock(0.2)).shock == Shock(0.2)


def test_a_pace_moves_orders_and_value_of_its_customer_alone(past: Past, models: Models) -> None:
    none = Adjustment.none(len(past))
    pace = np.where(np.arange(len(past)) == 7, 2.0, 1.0)
    plain, moved = (told(past, models, each).outlook for each in (none, replace(none, pace=pace)))
    assert moved.orders == pytest.approx(plain.orders * pace, rel=1e-12)
    assert moved.value == pytest.approx(plain.value * pace, rel=1e-12)


def test_a_shock_widens_totals_and_moves_no_mean(past: Past, models: Models) -> None:
    plain, shaken = (told(past, models, Adjustment.none(len(past), shock)) for shock in (CALM, Shock(0.3)))
    assert (shaken.outlook.orders == plain.outlook.orders).all()
    assert shaken.totals.orders.mean == plain.totals.orders.mean
    narrow, wide = (each.totals.orders.high - each.totals.orders.low for each in (plain, shaken))
    assert wide > 2 * narrow


def test_chances_move_no_mean_and_reach_the_intervals(past: Past, models: Models) -> None:
    wider = PitMap(tuple((0.5 + 0.6 * (np.array(KNOTS) - 0.5)).tolist()))
    plain, moved = (
        told(past, models, replace(Adjustment.none(len(past)), chances=chances))
        for chances in (PitMap.plain(), wider)
    )
    assert (moved.outlook.value == plain.outlook.value).all()
    assert moved.redrawn.chances is wider
    assert moved.adjustment.chances is wider
