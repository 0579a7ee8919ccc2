"""Visits and baskets: what led to an order, what was left, and looking around."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.simulation.telling.rows import Rows, code, instant, pick, rows_of
from treue.simulation.telling.sold import ORDER, main_key, minutes_of, order_numbers
from treue.simulation.world.baskets import charge, fill
from treue.simulation.world.buying import Intents, Outcome
from treue.simulation.world.chance import About, IntArray
from treue.simulation.world.people import People
from treue.simulation.world.play import World

STEPS = ("view", "product", "cart", "checkout", "payment", "purchase")
_REACHED_OUT = 2  # who finds the staple gone saw its page
_TO_CHECKOUT, _TO_PAYMENT = 0.55, 0.5  # of left baskets; of those again
_LOOKS, _LOOKS_WITHIN = 1.5, 25


def tell_visits(world: World, intents: Intents) -> list[Rows]:
    """Sessions of people who may be followed: every intent with the steps it came to, and looking around."""
    luck, some = world.chance, intents.where(world.people.is_tracked[intents.row])
    people = world.people.at(some.row)
    keys = people.number, some.day
    further = luck.happens(_TO_CHECKOUT, About.VISIT, *keys).astype(np.int64)
    further = further * (1 + luck.happens(_TO_PAYMENT, About.VISIT, *keys, 1))
    reached = np.where(
        some.outcome == Outcome.ORDERED,
        len(STEPS),
        np.where(some.outcome == Outcome.OUT, _REACHED_OUT, 3 + further),
    )
    begun = minutes_of(luck, *keys)
    bought = _Sessions(
        people, some.day, begun, reached, code("S", order_numbers(world, people.number, some.day))
    )
    looks = luck.poisson(_LOOKS, About.VISIT, *keys, 2)
    of = np.repeat(np.arange(len(looks)), looks)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(looks) - looks, looks)
    day = some.day[of] + luck.between(
        1, _LOOKS_WITHIN, About.VISIT, people.number[of], some.day[of] * 64 + nth, 3
    )
    lookers = people.at(of)
    late = minutes_of(luck, people.number[of], some.day[of] * 64 + nth, 4)
    name = code("L", order_numbers(world, people.number[of], some.day[of]), nth)
    looked = _Sessions(lookers, day, late, np.full(len(of), _REACHED_OUT), name)
    return [_steps(world, bought), _steps(world, looked)]


def tell_carts(world: World, intents: Intents) -> list[Rows]:
    """Baskets of people with an account: those that became orders, and those that were left."""
    filled = (intents.outcome != Outcome.OUT) & world.people.has_account[intents.row]
    some = intents.where(filled)
    people, luck = world.people.at(some.row), world.chance
    lines = fill(world.scene, people, some.day)
    charges = charge(world.scene, people, some.day, lines, some.has_voucher)
    number = order_numbers(world, people.number, some.day)
    is_order = some.outcome == Outcome.ORDERED
    return [
        rows_of(
            "carts",
            some.day,
            {
                "cart_id": code("K", number),
                "customer": main_key(people),
                "at": instant(some.day, minutes_of(luck, people.number, some.day), _offset(world, some.day)),
                "day": some.day,
                "value_minor": charges.goods,
                "currency": "EUR",
                "order_id": pc.if_else(pa.array(is_order), code(ORDER, number), None),
            },
        )
    ]


@dataclass(frozen=True, slots=True)
class _Sessions:
    """Sessions: who, when, begun at which minute, and how many steps were reached; and their names."""

    people: People
    day: IntArray
    begun: IntArray
    reached: IntArray
    name: pa.Array


def _steps(world: World, session: _Sessions) -> Rows:
    """One row per step reached, two minutes apart."""
    people, day, reached = session.people, session.day, session.reached
    of = np.repeat(np.arange(len(day)), reached)
    step = np.arange(len(of)) - np.repeat(np.cumsum(reached) - reached, reached)
    return rows_of(
        "visits",
        day[of],
        {
            "visit_id": session.name.take(of),
            "step": pick(STEPS, step),
            "visitor": code("g", people.number[of]),
            "customer": main_key(people)[of],
            "at": instant(day[of], session.begun[of] + 2 * step, _offset(world, day)[of]),
            "day": day[of],
        },
    )


def _offset(world: World, day: IntArray) -> IntArray:
    return np.asarray(world.days.offset[day - world.days.first], np.int64)
