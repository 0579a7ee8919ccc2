"""What the shop can do to a customer, and what that does.

Each action costs something on its day and changes the hazard in its window: of those it helps, by their
own lift times its strength; of those it annoys, down, and with some chance they leave for good. A voucher
moves who needs one and is taken by who would have come anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from treue.simulation.world.buying import NEVER, State
from treue.simulation.world.chance import About, FloatArray, IntArray
from treue.simulation.world.people import People
from treue.simulation.world.scene import Scene
from treue.simulation.world.terms import Terms


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of action.

    Args:
        channel: as in `touches`.
        cost: of one, minor units.
        days: its window, the day itself among them.
        strength: factor of the customer's own lift, and of the chance to drive an annoyed one away.
        has_voucher: whether a voucher comes with it, good for the window.
    """

    channel: str
    cost: float
    days: int
    strength: float
    has_voucher: bool = False


ACTIONS: Mapping[str, Kind] = MappingProxyType(
    {
        "mail": Kind("mail", 1, 14, 1.0),
        "voucher": Kind("mail", 1, 30, 0.5, has_voucher=True),
        "letter": Kind("letter", 95, 28, 1.4),
        "call": Kind("call", 420, 21, 2.0),
    }
)
"""What can be done beside leaving in peace. Costs are usual: a mail a cent with all that is around it."""


@dataclass(frozen=True, slots=True)
class Actions:
    """What is done on a day, at most one thing to a customer.

    Args:
        number: shape (k,), customers.
        kind: shape (k,), places in `ACTIONS`.
    """

    number: IntArray
    kind: IntArray

    @classmethod
    def none(cls) -> Actions:
        """Leave all in peace."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64))

    @classmethod
    def all(cls, name: str, number: IntArray) -> Actions:
        """The same to all of them."""
        return cls(number, np.full(len(number), list(ACTIONS).index(name)))


def factor_of(kind: Kind, people: People) -> FloatArray:
    """Factor of each customer's hazard in the window; never below .1."""
    rise = 1 + kind.strength * people.lift
    return np.maximum(rise + people.voucher_lift if kind.has_voucher else rise, 0.1)


def anger_of(terms: Terms, kind: Kind, people: People) -> FloatArray:
    """Chance that the action drives each customer away on its day."""
    return np.where(people.lift < 0, np.minimum(kind.strength * terms.contact.drive_away, 1.0), 0.0)


def act(scene: Scene, people: People, state: State, day: int, actions: Actions) -> None:
    """Change the state on the morning of the day; the newest action replaces an older one.

    Args:
        scene: chances and luck.
        people: all of the world.
        state: theirs; changed.
        day: days since 1970-01-01.
        actions: of customers of this world, none twice.
    """
    rows = np.searchsorted(people.number, actions.number)
    for place, kind in enumerate(ACTIONS.values()):
        mine = rows[actions.kind == place]
        some = people.at(mine)
        state.lift[mine] = factor_of(kind, some)
        state.lift_until[mine] = day + kind.days - 1
        state.voucher_until[mine] = day + kind.days - 1 if kind.has_voucher else NEVER
        angry = scene.luck.happens(anger_of(scene.terms, kind, some), About.ANNOY, some.number, day, 1)
        state.gone[mine[angry]] = np.minimum(state.gone[mine[angry]], day)
