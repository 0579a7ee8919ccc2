"""What was to be expected against futures played on."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import FASHION, plan

from treue.simulation.recovery.future import NEVER, chance_of_order, due_of, play_on, worth_today
from treue.simulation.world.expecting import expect, order_chance
from treue.simulation.world.play import World, another_future
from treue.simulation.writing import history

RATE, AHEAD = 0.1, 91


@pytest.fixture(scope="module")
def world() -> World:
    return history(FASHION, plan(3000, shocks=False)).world


def test_chances_of_an_order_are_those_of_many_futures(world: World) -> None:
    """By sixths of who has a chance; the scene is theirs, stock and all."""
    chance = order_chance(world.scene, world.people, world.state, world.today, AHEAD)
    futures = [play_on(another_future(world, 100 + luck), AHEAD, RATE) for luck in range(30)]
    came = np.mean([each.next_day < AHEAD for each in futures], axis=0)
    order = np.argsort(chance)[(chance == 0).sum() :]
    for part in np.array_split(order, 6):
        error = np.sqrt((chance[part] * (1 - chance[part])).sum() / len(futures)) / len(part)
        assert came[part].mean() == pytest.approx(chance[part].mean(), abs=4 * error)
    assert came[chance == 0].max() == 0


def test_a_chance_is_below_the_expected_number_and_near_it_where_that_is_small(world: World) -> None:
    number = expect(world.scene, world.people, world.state, world.today, 5).orders
    chance = order_chance(world.scene, world.people, world.state, world.today, 5)
    assert (chance <= number + 1e-12).all()
    rare = (number > 0) & (number < 0.02)
    assert rare.sum() > 50
    np.testing.assert_allclose(chance[rare], number[rare], rtol=0.05)


def test_discounting_takes_off_what_the_days_ask(world: World) -> None:
    """Without a rate the sums are those of `expect`."""
    plain = due_of(world, 365, 0.0, shocks=True)
    usual = expect(world.scene, world.people, world.state, world.today, 365)
    np.testing.assert_allclose(plain.profit, usual.profit, atol=1e-6)
    np.testing.assert_allclose(plain.orders, usual.orders)
    less = due_of(world, 365, RATE, shocks=True)
    earns = usual.profit > 100
    ratio = less.profit[earns].sum() / plain.profit[earns].sum()
    assert float(worth_today(250, RATE)) < ratio < float(worth_today(100, RATE))


def test_expected_and_played_profit_agree_with_discount(world: World) -> None:
    due = due_of(world, AHEAD, RATE, shocks=True)
    futures = [play_on(another_future(world, 500 + luck), AHEAD, RATE).profit.sum() for luck in range(40)]
    error = np.std(futures, ddof=1) / np.sqrt(len(futures))
    assert np.mean(futures) == pytest.approx(due.profit.sum(), abs=4 * error)


def test_playing_on_leaves_the_world_and_counts_nobody_who_comes_later(world: World) -> None:
    before = world.state.copy()
    came = play_on(world, AHEAD, RATE)
    again = play_on(world, AHEAD, RATE)
    np.testing.assert_array_equal(came.orders, again.orders)
    np.testing.assert_array_equal(world.state.left, before.left)
    assert len(came.orders) == len(world.people)
    assert came.orders.sum() == len(came.sold) > 0
    np.testing.assert_array_equal(came.next_day == NEVER, came.orders == 0)
    assert came.next_day[came.orders > 0].max() < AHEAD


def test_chances_leave_shocks_at_their_mean() -> None:
    moved = history(FASHION, plan(600)).world
    scene = chance_of_order(moved, AHEAD)
    as_will_be = order_chance(moved.scene, moved.people, moved.state, moved.today, AHEAD)
    assert np.abs(scene - as_will_be).max() > 0.001
    assert np.corrcoef(scene, as_will_be)[0, 1] > 0.99
