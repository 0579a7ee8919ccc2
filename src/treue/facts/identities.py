"""Which keys are one person: guest orders and double accounts joined by their address.

A merge is a row (key -> person, since, reason), never a rewrite, so it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

SAME_ADDRESS = "same address"
UNDONE = "undone"
MOST_NUMBERS = 5
"""An address with more customer numbers than this belongs to nobody: a shared or invented mailbox."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A customer number that was used with an address, and when first."""

    number: int
    address: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Identity:
    """One key of a person.

    Args:
        identity: the key of a number or an address.
        known_as: "number" or "address".
        customer: the key of the person; the earliest of their keys.
        since: when the key was first seen.
        reason: why it belongs to that person.
    """

    identity: int
    known_as: str
    customer: int
    since: datetime
    reason: str


def merged(sightings: Iterable[Sighting], known: Mapping[int, Identity]) -> list[Identity]:
    """The identity rows that are new or changed after these sightings.

    Keys joined by an address become one person: the key seen first, so that what was drawn for
    it (a control group) stays. A merge that somebody undid is not made again, and an address with
    more than `MOST_NUMBERS` numbers, those of earlier loads counted in, joins nobody further.

    Args:
        sightings: any order; repeated pairs are allowed.
        known: what is stored, by key.

    Returns:
        Rows to store, sorted by key; only for persons with at least two keys.
    """
    pairs = _usable(sightings, known)
    seen: dict[int, tuple[datetime, str]] = {
        row.identity: (row.since, row.known_as) for row in known.values()
    }
    for each in pairs:
        for key, known_as in ((each.number, "number"), (each.address, "address")):
            earlier = seen.get(key)
            seen[key] = (min(each.since, earlier[0]) if earlier else each.since, known_as)
    edges = [(each.number, each.address) for each in pairs]
    edges += [(row.identity, row.customer) for row in known.values() if row.reason != UNDONE]
    rows = [
        Identity(key, seen[key][1], person, seen[key][0], SAME_ADDRESS)
        for group in _groups(edges)
        for person in [_first(group, seen, known)]
        for key in group
        if key in seen
    ]
    return sorted((row for row in rows if known.get(row.identity) != row), key=lambda row: row.identity)


def undone(key: int, known: Mapping[int, Identity]) -> Identity:
    """The row that makes `key` a person of its own again.

    Raises:
        KeyError: the key was never merged.
    """
    row = known[key]
    return Identity(key, row.known_as, key, row.since, UNDONE)


def _usable(sightings: Iterable[Sighting], known: Mapping[int, Identity]) -> list[Sighting]:
    apart = {key for key, row in known.items() if row.reason == UNDONE}
    pairs = [each for each in sightings if not {each.number, each.address} & apart]
    of_person: dict[int, set[int]] = {}
    for row in known.values():
        if row.known_as == "number":
            of_person.setdefault(row.customer, set()).add(row.identity)
    numbers: dict[int, set[int]] = {}
    for each in pairs:
        person = known[each.address].customer if each.address in known else each.address
        numbers.setdefault(each.address, set(of_person.get(person, ()))).add(each.number)
    return [each for each in pairs if len(numbers[each.address]) <= MOST_NUMBERS]


def _groups(edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Connected keys, by union-find with path halving."""
    parent: dict[int, int] = {}

    def root(key: int) -> int:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for one, other in edges:
        parent[root(one)] = root(other)
    groups: dict[int, list[int]] = {}
    for key in list(parent):
        groups.setdefault(root(key), []).append(key)
    return [group for group in groups.values() if len(group) > 1]


def _first(group: list[int], seen: Mapping[int, tuple[datetime, str]], known: Mapping[int, Identity]) -> int:
    """The person's key: one that already stands for a person stays, else the number seen first."""
    persons = {known[key].customer for key in group if key in known and known[key].reason != UNDONE}
    candidates = persons or {key for key in group if seen[key][1] == "number"} or set(group)
    return min(candidates, key=lambda key: (seen[key][0], key))
