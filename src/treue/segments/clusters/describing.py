"""What sets a group apart: three traits, and the two that give it its name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.segments.clusters.features import FAMILIES, Features
from treue.segments.clusters.fitted import Trait
from treue.segments.clusters.scaling import Scale
from treue.value.histories import BoolArray, FloatArray, IntArray

_TRAITS, _IN_TITLE = 3, 2
# A name stays as long as each of its traits is at least so much off the usual.
_STILL_TRUE = 0.25
_HALF = 0.5
# Typical values closer than a tenth look alike to a reader.
_SEEN = 0.1

Title = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Described:
    """Of one group, all traits by how telling they are."""

    traits: tuple[Trait, ...]

    @property
    def telling(self) -> tuple[Trait, ...]:
        """Up to three that are shown, one at least; what hardly differs from the others is no trait."""
        shown = tuple(trait for trait in self.traits[:_TRAITS] if _is_shown(trait))
        return shown or self.traits[:1]

    def title(self, many: int = _IN_TITLE) -> Title:
        """The first of them as a name."""
        return tuple((trait.feature, trait.is_high) for trait in self.traits[:many])

    def still(self, title: Title) -> bool:
        """Whether a name of old is still true."""
        now = {(trait.feature, trait.is_high): abs(trait.effect) for trait in self.traits}
        return all(now.get(part, 0.0) >= _STILL_TRUE for part in title)


def described(features: Features, scaled: FloatArray, scale: Scale, group: IntArray) -> list[Described]:
    """What sets each group apart from all other customers.

    Args:
        features: as they are.
        scaled: the same on the scale.
        scale: which features count.
        group: shape (n,), place of each customer's group.
    """
    plain = scaled / scale.weight
    return [_one(features, plain, scale, group == place) for place in range(int(group.max()) + 1)]


def _one(features: Features, plain: FloatArray, scale: Scale, mine: BoolArray) -> Described:
    traits = []
    for place, name in enumerate(scale.names):
        values = features.column(name)
        known = ~np.isnan(values)
        here, there = known & mine, known & ~mine
        # What is known of fewer than half of a group is no trait of it.
        if here.sum() < _HALF * mine.sum() or not there.any():
            continue
        effect = float(plain[here, place].mean() - plain[there, place].mean())
        typical, elsewhere = float(np.median(values[here])), float(np.median(values[there]))
        traits.append(Trait(name, effect > 0, typical, elsewhere, effect))
    return Described(tuple(_one_a_family(sorted(traits, key=_telling))))


def _is_seen(trait: Trait) -> bool:
    """Whether a reader sees the difference in the typical values, and in its direction."""
    apart = _apart(trait)
    return apart > 0 and apart >= _SEEN * max(abs(trait.typical), abs(trait.elsewhere))


def _is_shown(trait: Trait) -> bool:
    """The same, or the groups differ clearly though their middles agree."""
    return _is_seen(trait) or (abs(trait.effect) >= _STILL_TRUE and _apart(trait) >= 0)


def _apart(trait: Trait) -> float:
    return trait.typical - trait.elsewhere if trait.is_high else trait.elsewhere - trait.typical


def _telling(trait: Trait) -> tuple[bool, float]:
    """What can be seen first, then the largest difference."""
    return not _is_seen(trait), -abs(trait.effect)


def _one_a_family(traits: list[Trait]) -> list[Trait]:
    """The most telling of each family first; the others after them, should a name be short of words."""
    first: list[Trait] = []
    rest: list[Trait] = []
    for trait in traits:
        (rest if any(_says_the_same(trait, other) for other in first) else first).append(trait)
    return first + rest


def _says_the_same(one: Trait, other: Trait) -> bool:
    """Of one family, or since when somebody is customer and silent where that is the same day."""
    if FAMILIES[one.feature] == FAMILIES[other.feature]:
        return True
    is_time = {one.feature, other.feature} == {"silence_days", "tenure_days"}
    return is_time and abs(one.typical - other.typical) <= _SEEN * max(one.typical, other.typical)


def titles_of(found: list[Described], before: list[Title | None]) -> list[Title]:
    """A name for each group: its predecessor's while true, else its first traits, as many as it takes."""
    titles: list[Title | None] = [
        old if old and each.still(old) else None for each, old in zip(found, before, strict=True)
    ]
    taken = {title for title in titles if title}
    for place, each in enumerate(found):
        if titles[place] is None:
            lengths = range(min(_IN_TITLE, len(each.telling)), len(each.traits) + 1)
            every = [each.title(many) for many in lengths]
            title = next((one for one in every if one not in taken), every[0])
            titles[place] = title
            taken.add(title)
    return [title or () for title in titles]
