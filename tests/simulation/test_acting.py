from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc
import pytest
from worlds import FASHION, plan, terms

from treue.simulation.playing import Played, advance
from treue.simulation.telling.orders import VOUCHER
from treue.simulation.telling.sold import main_key
from treue.simulation.world.acting import ACTIONS, Actions, factor_of
from treue.simulation.world.arrivals import arrivals_of, marginal_newcomers
from treue.simulation.world.days import days_of
from treue.simulation.world.play import World
from treue.simulation.writing import history


@pytest.fixture(scope="module")
def world() -> World:
    return history(FASHION, plan(6000)).world


def test_vouchers_are_used_once_within_their_days_by_those_who_take_them(world: World) -> None:
    played = Played(world)
    used: list[int] = []
    for day in range(world.today, world.today + 45):
        actions = Actions.all("voucher", world.people.number) if day == world.today else Actions.none()
        passed, played = advance(played, day, actions)
        if "orders" not in passed.facts:
            continue
        orders = passed.facts["orders"]
        fresh = pc.equal(orders["status"], "shipped")
        ours = orders.filter(
            pc.and_(fresh, pc.fill_null(pc.equal(orders["voucher_code"], VOUCHER), fill_value=False))
        )
        if day >= world.today + ACTIONS["voucher"].days:
            assert len(ours) == 0
        used += [_number(each) for each in ours["order_id"].to_pylist()]
    people = world.people
    assert len(used) == len(set(used)) > 20
    assert people.takes[np.searchsorted(people.number, used)].all()


def _number(order_id: str) -> int:
    """Whose order it is: its last eight digits."""
    return int(order_id[1:]) % 100_000_000


def test_actions_are_told_as_touches_with_their_cost(world: World) -> None:
    numbers = world.people.number[:50]
    passed, _ = advance(Played(world), world.today, Actions.all("letter", numbers))
    rows = passed.facts["touches"].filter(pc.equal(passed.facts["touches"]["channel"], "letter"))
    assert sorted(rows["customer"].to_pylist()) == sorted(main_key(world.people)[:50].tolist())
    assert set(rows["cost_minor"].to_pylist()) == {95}
    assert set(rows["campaign"].to_pylist()) == {"letter"}


def test_whom_it_helps_it_lifts_whom_it_annoys_it_does_not(world: World) -> None:
    lift = world.people.lift
    for kind in ACTIONS.values():
        factor = factor_of(kind, world.people)
        needs = world.people.voucher_lift > 0 if kind.has_voucher else np.zeros(len(lift), bool)
        assert (factor[lift > 0] > 1).all()
        assert (factor[(lift == 0) & ~needs] == 1).all()
        assert (factor[(lift < 0) & ~needs] < 1).all()
        assert factor.min() >= 0.1


def test_playing_on_leaves_the_world_as_it_was(world: World) -> None:
    before = world.state.copy()
    advance(Played(world), world.today, Actions.all("call", world.people.number))
    for name in before.__slots__:
        np.testing.assert_array_equal(getattr(before, name), getattr(world.state, name))


def test_luck_is_shared_where_nothing_is_done(world: World) -> None:
    """Customers who are left alone live the same day whatever is done to the others."""
    some, others = world.people.number[::2], world.people.number[1::2]
    acted, _ = advance(Played(world), world.today, Actions.all("call", some))
    alone, _ = advance(Played(world), world.today)
    mine = [np.isin(each.buyers, others) for each in (acted, alone)]
    np.testing.assert_array_equal(acted.buyers[mine[0]], alone.buyers[mine[1]])
    np.testing.assert_array_equal(acted.earned[mine[0]], alone.earned[mine[1]])


def test_spend_brings_newcomers_less_and_less() -> None:
    shop = terms()
    days = days_of(shop, 1, 20_000, 900)

    def share(factor: float) -> float:
        """Of newcomers who come by search, its usual effect multiplied."""
        richer = tuple(
            replace(each, paid=each.paid * factor**each.saturation) if each.name == "search" else each
            for each in shop.channels
        )
        upto = arrivals_of(replace(shop, channels=richer), 1, days, 20_729, 1000).channels
        return float(upto[:, 0].mean())

    gains = np.diff([share(factor) for factor in (1.0, 2.0, 3.0)])
    assert gains[0] > gains[1] > 0
    search = shop.channels[0]
    slope = marginal_newcomers(search, np.array([1.0, 4.0]))
    assert slope[0] == pytest.approx(search.paid * search.saturation)
    assert slope[1] < slope[0]


def test_what_is_spent_stands_in_the_facts() -> None:
    lived = history(FASHION, plan(3000))
    rows = lived.facts["spend"]
    assert set(rows["channel"].to_pylist()) == {"search", "social", "marketplace"}
    a_day = pc.sum(rows["cost_minor"]).as_py() / 100 / 500
    usual = sum(each.daily for each in FASHION.channels) * 3
    assert a_day == pytest.approx(usual, rel=0.2)
