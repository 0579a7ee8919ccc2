"""Messages: the newsletters of the mailing tool beside us, and what we did ourselves."""

from __future__ import annotations

import numpy as np

from treue.simulation.telling.rows import Rows, code, instant, pick, rows_of
from treue.simulation.telling.sold import main_key, order_numbers
from treue.simulation.world.acting import ACTIONS, Actions
from treue.simulation.world.chance import BoolArray, IntArray
from treue.simulation.world.play import World

_EIGHT = 8 * 60
_KINDS = tuple(ACTIONS)


def tell_newsletters(world: World, span: range) -> list[Rows]:
    """One row per subscriber and newsletter; the one after which somebody withdrew says so.

    Args:
        world: after the days told of.
        span: days to tell of.
    """
    people, withdrew = world.people, world.state.withdrew
    found = []
    for day in span:
        if world.days.mailed[day - world.days.first] == 1:
            is_subscribed = people.subscribed & ((withdrew < 0) | (withdrew >= day))
            rows = np.flatnonzero(is_subscribed & (people.joined < day))
            found.append(_sent(world, rows, day, withdrew[rows] == day))
    return found


def tell_actions(world: World, actions: Actions, day: int) -> list[Rows]:
    """What we did on a day."""
    rows = np.searchsorted(world.people.number, actions.number)
    kinds = list(ACTIONS.values())
    cost = np.array([each.cost for each in kinds])[actions.kind]
    channels = tuple(dict.fromkeys(each.channel for each in kinds))
    channel = np.array([channels.index(each.channel) for each in kinds])[actions.kind]
    known = np.full(len(rows), day)
    return [
        rows_of(
            "touches",
            known,
            {
                "touch_id": code("D", order_numbers(world, actions.number, known)),
                "customer": main_key(world.people)[rows],
                "at": instant(known, np.full(len(rows), _EIGHT)),
                "day": known,
                "channel": pick(channels, channel),
                "campaign": pick(_KINDS, actions.kind),
                "cost_minor": np.rint(cost).astype(np.int64),
                "currency": "EUR",
                "outcome": "sent",
            },
        )
    ]


def _sent(world: World, rows: IntArray, day: int, withdrew: BoolArray) -> Rows:
    known = np.full(len(rows), day)
    number = world.people.number[rows]
    return rows_of(
        "touches",
        known,
        {
            "touch_id": code("M", order_numbers(world, number, known)),
            "customer": main_key(world.people)[rows],
            "at": instant(known, np.full(len(rows), _EIGHT)),
            "day": known,
            "channel": "mail",
            "campaign": f"Newsletter {day // 7}",
            "cost_minor": _whole_cents(world, number, day),
            "currency": "EUR",
            "outcome": pick(["sent", "unsubscribed"], withdrew),
            "source": "esp",
        },
    )


def _whole_cents(world: World, number: IntArray, day: int) -> IntArray:
    """A mail costs less than a cent: so many of them cost one that the sum is right."""
    whole, thousandths = divmod(round(world.terms.contact.mail_cost * 100_000), 1000)
    return ((number + day) * thousandths % 1000 < thousandths).astype(np.int64) + whole
