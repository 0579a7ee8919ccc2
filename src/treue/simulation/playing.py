"""Play a world day by day: do something, let the day pass, read what the shop got to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa

from treue.errors import BadOption
from treue.simulation.telling.contact import tell_actions
from treue.simulation.telling.rows import Rows, together
from treue.simulation.telling.telling import known_by, tell, tell_accounts
from treue.simulation.world.acting import Actions
from treue.simulation.world.chance import FloatArray, IntArray
from treue.simulation.world.days import day_of
from treue.simulation.world.play import Plan, World, live, open_world, pass_day
from treue.simulation.world.terms import Terms


@dataclass(frozen=True, slots=True)
class Played:
    """A world at one morning, and what is on its way to be known.

    Args:
        world: left as it is by `advance`, which gives the next one.
        waiting: rows by table that become known later: parcels on their way, invoices, questions.
    """

    world: World
    waiting: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def today(self) -> int:
        """The day that begins, days since 1970-01-01."""
        return self.world.today


def begin(terms: Terms, plan: Plan) -> Played:
    """A world on the morning of the facts' first day; what came before is lived through, and hardly told."""
    world, lived = live(open_world(terms, plan), plan.first - 1)
    return Played(world, together(tell_accounts(world, lived)))


@dataclass(frozen=True, slots=True)
class Passed:
    """A day that passed.

    Args:
        facts: rows by table that became known; the newest version of a key holds.
        buyers: numbers of the customers who ordered.
        earned: what each of these orders truly earns, minor units, everything it will cause counted.
    """

    facts: Mapping[str, pa.Table]
    buyers: IntArray
    earned: FloatArray


def advance(played: Played, day: int, actions: Actions | None = None) -> tuple[Passed, Played]:
    """Let one day pass.

    Args:
        played: the world on the morning of the day.
        day: that day, days since 1970-01-01; said so that nobody plays another one than they think.
        actions: what is done on it, in the morning; nothing by default.

    Raises:
        BadOption: the world stands at another day, or before its facts, or knows no more days.
    """
    if day != played.today:
        raise BadOption(
            f"The world stands at {day_of(played.today)}, not at {day_of(day)}; days pass in turn."
        )
    if day < played.world.plan.first:
        raise BadOption(f"{day_of(day)} lies before the facts; play from `begin` on.")
    done = Actions.none() if actions is None else actions
    world, lived = pass_day(played.world, done)
    told, sold = tell(world, lived, range(day, day + 1))
    both = together([*played.waiting.values(), *told.values(), *tell_actions(world, done, day)])
    facts = {name: rows.rows for name, rows in known_by(both, day).items()}
    waiting = {name: rows.where(rows.known > day) for name, rows in both.items()}
    passed = Passed(facts, sold.people.number, sold.earned)
    return passed, replace(played, world=world, waiting=waiting)
