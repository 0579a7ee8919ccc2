"""Where things happen: what everybody in a world has in common."""

from __future__ import annotations

from dataclasses import dataclass

from treue.simulation.world.catalogue import Catalogue
from treue.simulation.world.chance import Chance
from treue.simulation.world.days import Days
from treue.simulation.world.terms import Terms


@dataclass(frozen=True, slots=True)
class Scene:
    """What everybody has in common.

    Args:
        terms: the preset.
        luck: of what happens to people.
        days: what each day is like.
        catalogue: the range.
    """

    terms: Terms
    luck: Chance
    days: Days
    catalogue: Catalogue
