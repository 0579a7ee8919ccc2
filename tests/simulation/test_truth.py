from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from worlds import FASHION, plan

from treue.simulation.telling.sold import sell
from treue.simulation.telling.telling import tell
from treue.simulation.truth import YEAR_DAYS, true_customers
from treue.simulation.world.acting import ACTIONS, Actions, act
from treue.simulation.world.chance import FloatArray
from treue.simulation.world.expecting import expect
from treue.simulation.world.people import TRAITS
from treue.simulation.world.play import World, another_future, live, open_world
from treue.simulation.world.terms import Terms
from treue.simulation.writing import history

PEOPLE = 2500


def after_history(terms: Terms, customers: int = PEOPLE, **more: object) -> World:
    world = open_world(terms, plan(customers, **more))
    return live(world, world.plan.first + world.plan.days - 1)[0]


@dataclass
class Year:
    orders: FloatArray
    profit: FloatArray


def lived_on(world: World, action: Actions | None = None, days: int = YEAR_DAYS) -> Year:
    """What came of each customer who is there this morning, letters and the action paid."""
    known = world.copy()
    count, subscribed = len(known.people), known.state.subscribed.copy()
    cost = np.zeros(count)
    if action is not None:
        act(known.scene, known.people, known.state, known.today, action)
        prices = np.array([float(kind.cost) for kind in ACTIONS.values()])
        cost[np.searchsorted(known.people.number, action.number)] = prices[action.kind]
    after, lived = live(known, world.today + days - 1)
    orders = lived.intents.orders
    orders = orders.where(world.people.joined[np.minimum(orders.row, count - 1)] < world.today)
    orders = orders.where(orders.row < count)
    withdrew = after.state.withdrew[:count]
    for day in range(world.today, world.today + days):
        if world.days.mailed[day - world.days.first] == 1:
            cost += (subscribed & ((withdrew < 0) | (withdrew >= day))) * world.terms.contact.mail_cost * 100
    earned = sell(after, orders).earned
    return Year(np.bincount(orders.row, minlength=count), np.bincount(orders.row, earned, count) - cost)


def holds(expected: FloatArray, came: list[FloatArray]) -> bool:
    """Whether sums over all customers, and over those of whom much is expected, lie within chance."""
    for some in (expected > -np.inf, expected > np.quantile(expected, 0.8)):
        sums = np.array([each[some].sum() for each in came])
        if abs(sums.mean() - expected[some].sum()) > 3.5 * sums.std(ddof=1) / np.sqrt(len(sums)):
            return False
    return True


@pytest.mark.slow
def test_the_expectation_is_the_mean_of_many_played_futures() -> None:
    world = after_history(FASHION)
    expected = expect(world.scene, world.people, world.state, world.today, YEAR_DAYS)
    years = [lived_on(another_future(world, 100 + luck)) for luck in range(40)]
    assert holds(expected.orders, [each.orders for each in years])
    assert holds(expected.profit, [each.profit for each in years])
    # The test has teeth: a tenth more or less would be seen.
    assert not holds(expected.orders * 1.1, [each.orders for each in years])


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTIONS)
def test_the_effect_of_an_action_is_what_playing_both_shows(name: str) -> None:
    strong = replace(FASHION, contact=replace(FASHION.contact, drive_away=0.2, lift=2.0))
    world = after_history(strong, 4000)
    expected = expect(world.scene, world.people, world.state, world.today, 120).effects[name]
    added = []
    for luck in range(24):
        future = another_future(world, luck)
        both = (Actions.all(name, world.people.number), None)
        with_it, without = (lived_on(future, each, 120).profit for each in both)
        added.append(with_it - without)
    sums = np.array([each.sum() for each in added])
    error = sums.std(ddof=1) / np.sqrt(len(sums))
    assert abs(sums.mean() - expected.sum()) < 3.5 * error
    by_kind = [world.people.lift < 0, world.people.voucher_lift > 0, world.people.lift > 0]
    for some in by_kind:
        each = np.array([difference[some].sum() for difference in added])
        assert abs(each.mean() - expected[some].sum()) < 4 * each.std(ddof=1) / np.sqrt(len(each))


def randomised(terms: Terms, name: str) -> tuple[float, float, float]:
    """Orders a head in 30 days, treated less others: found by a coin for each, its error; and the truth."""
    world = after_history(terms, 40_000, days=200)
    treated = np.random.default_rng(1).random(len(world.people)) < 0.5
    there = world.people.joined < world.today
    came = lived_on(world, Actions.all(name, world.people.number[treated]), 30).orders
    one, other = came[treated & there], came[~treated & there]
    error = float(np.sqrt(one.var() / len(one) + other.var() / len(other)))
    every = lived_on(world, Actions.all(name, world.people.number), 30).orders
    truth = (every - lived_on(world, None, 30).orders)[there].mean()
    return float(one.mean() - other.mean()), error, float(truth)


def test_a_planted_voucher_effect_is_found_by_a_plain_randomised_comparison() -> None:
    found, error, truth = randomised(
        replace(FASHION, contact=replace(FASHION.contact, needs=0.5, voucher_lift=3.0)), "voucher"
    )
    assert truth > 5 * error
    assert abs(found - truth) < 3 * error


def test_where_nothing_is_planted_nothing_is_found() -> None:
    idle = replace(FASHION.contact, helped=0.0, annoyed=0.0, needs=0.0)
    found, error, truth = randomised(replace(FASHION, contact=idle), "voucher")
    assert truth == 0.0
    assert abs(found) < 3 * error


def test_annoyed_customers_are_sleeping_dogs_and_vouchers_cost_where_they_are_taken_anyway() -> None:
    told = true_customers(*_lived())
    effect = {name: told.column(f"effect_{name}_minor").to_numpy() for name in ACTIONS}
    here = told.column("is_customer").to_numpy()
    contact, voucher = (np.array(told.column(name).to_pylist()) for name in ("contact", "voucher"))
    assert (effect["mail"][here & (contact == "annoyed")] < 0).mean() > 0.95
    assert (effect["mail"][here & (contact == "helped")] > 0).mean() > 0.8
    takes = here & (voucher == "takes") & (contact == "indifferent")
    assert (effect["voucher"][takes] < 0).mean() > 0.9
    gone = ~here
    np.testing.assert_allclose(effect["letter"][gone], -ACTIONS["letter"].cost)


def test_what_a_shop_can_see_explains_the_stated_share() -> None:
    told = true_customers(*_lived())
    for name in TRAITS:
        trait, seen = (told.column(f"{kind}_{name}").to_numpy() for kind in ("trait", "seen"))
        known = FASHION.contact.known if name in ("contact", "voucher") else FASHION.people.known
        assert np.corrcoef(trait, seen)[0, 1] ** 2 == pytest.approx(known, abs=0.05), name
        assert trait.std() == pytest.approx(1, abs=0.06), name


def test_shares_of_reactions_are_those_of_the_preset() -> None:
    told = true_customers(*_lived())
    counts = {name: pc.mean(pc.equal(told.column("contact"), name)).as_py() for name in ("annoyed", "helped")}
    assert counts["annoyed"] == pytest.approx(FASHION.contact.annoyed, abs=0.03)
    assert counts["helped"] == pytest.approx(FASHION.contact.helped, abs=0.04)
    takes = pc.mean(pc.equal(told.column("voucher"), "takes")).as_py()
    assert takes == pytest.approx(FASHION.contact.takes, abs=0.04)


def _lived(customers: int = PEOPLE) -> tuple[World, object]:
    lived = history(FASHION, plan(customers))
    return lived.world, lived.sold


def test_what_orders_earn_adds_up_from_the_facts() -> None:
    """The second way: from tables alone, all of them known, every purchase price told."""
    terms = replace(FASHION, range=replace(FASHION.range, cost_unknown=0.0))
    world = open_world(terms, plan(1200))
    world, lived = live(world, world.plan.first + 400)
    told, sold = tell(world, lived, range(world.plan.first, world.today), world.today + 600)
    tables = {name: rows.rows for name, rows in told.items()}

    def column(table: str, name: str) -> FloatArray:
        return tables[table].column(name).to_numpy(zero_copy_only=False).astype(float)

    vat = 1.19
    lines = column("order_lines", "amount_minor") / vat
    costs = column("order_lines", "unit_cost_minor") * column("order_lines", "quantity_milli") / 1000
    vouchers = sold.charges.voucher.sum() / vat  # those of points are booked when earned
    shipping = column("orders", "shipping_charged_minor").sum() / vat
    paid = column("orders", "shipping_paid_minor").sum() + column("orders", "payment_fee_minor").sum()
    refunds = column("refunds", "amount_minor").sum() / vat + column("refunds", "handling_minor").sum()
    broken = column("refunds", "unit_cost_minor") == 0
    key = list(
        zip(tables["refunds"]["order_id"].to_pylist(), tables["refunds"]["position"].to_pylist(), strict=True)
    )
    places = {
        each: place
        for place, each in enumerate(
            zip(
                tables["order_lines"]["order_id"].to_pylist(),
                tables["order_lines"]["position"].to_pylist(),
                strict=True,
            )
        )
    }
    back = sum(costs[places[each]] for each, lost in zip(key, broken, strict=True) if not lost)
    defaults = tables["payments"].filter(pc.equal(tables["payments"]["kind"], "default"))
    unpaid = pc.sum(defaults["amount_minor"]).as_py() / vat
    unpaid += sold.redeemed[sold.come.is_unpaid].sum() / vat  # less was due, for points had paid it
    minutes = pc.sum(tables["tickets"]["minutes"]).as_py() / 60 * terms.shop.service_hour * 100
    points = (np.bincount(sold.lines.order) * sold.people.redeems).sum() * terms.service.points * 100
    found = (
        lines.sum() - costs.sum() - vouchers + shipping - paid - refunds + back - unpaid - minutes - points
    )
    assert found == pytest.approx(sold.earned.sum(), abs=len(sold))  # a cent an order
    assert isinstance(tables["orders"], pa.Table)


def again_after_late(terms: Terms) -> tuple[float, float]:
    """Share who never come again after a late parcel less after one in time, region held; and its error."""
    world = open_world(terms, plan(20_000))
    world, lived = live(world, world.plan.first + 400)
    sold = sell(world, lived.intents.orders)
    is_last = world.state.last[np.searchsorted(world.people.number, sold.people.number)] == sold.day
    left = is_last & (
        world.state.gone[np.searchsorted(world.people.number, sold.people.number)] == sold.day + 1
    )
    late = sold.fates.late
    expected = sold.people.leave
    gap = (left - expected)[late].mean() - (left - expected)[~late].mean()
    return float(gap), float(np.sqrt((left[late].var() / late.sum()) + left[~late].var() / (~late).sum()))


def test_frictions_truly_drive_away_as_much_as_stated() -> None:
    found, error = again_after_late(replace(FASHION, effects=replace(FASHION.effects, late=0.4)))
    assert found > 10 * error
    idle = dict.fromkeys(FASHION.effects.__slots__, 0.0)
    found, error = again_after_late(replace(FASHION, effects=replace(FASHION.effects, **idle)))
    assert abs(found) < 3 * error


def test_without_shocks_and_seasons_days_are_alike() -> None:
    world = open_world(FASHION, plan(50, shocks=False, seasons=False))
    assert set(world.days.season) == {1.0}
    assert set(world.days.shock) == {1.0}
    assert not world.days.cut.any()
    wild = open_world(FASHION, plan(50))
    assert wild.days.season.std() > 0.05
    assert 0.03 < np.log(wild.days.shock).std() < 0.2


def test_left_truncation_hides_first_orders() -> None:
    lived = history(FASHION, plan(1500, before=300))
    assert lived.world.people.joined.min() < lived.world.plan.first
    nth = lived.sold.nth[np.unique(lived.sold.people.number, return_index=True)[1]]
    assert (nth > 1).any()
    assert lived.sold.day.min() == lived.world.plan.first
