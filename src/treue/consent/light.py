"""The light of the permission to write: green, yellow or red, and what it rests on.

Consent belongs to the key it was given for: that of a mail address, or of a number where no address was told.
A merge of accounts never widens it; a no, on the other hand, counts for the whole person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from treue.consent.about import about
from treue.consent.records import Evidence, Suppressed
from treue.facts.purposes import NO_MORE, writing

Colour = Literal["green", "yellow", "red"]
Reason = Literal["none", "confirmed", "unconfirmed", "withdrawn", "objected", "suppressed"]
NEWSLETTER = ("mail", "newsletter")
"""Channel and purpose of the light that pages show."""
_EVERY = ("all", "")
"""Channels of a no that counts on each."""
_AT_ONCE = 10_000
"""Keys a query asks for: databases allow no more than some ten thousand."""


@dataclass(frozen=True, slots=True)
class Light:
    """Whether a person may be written to.

    Args:
        colour: green: confirmed by double opt-in; yellow: given, never confirmed; red: no.
        reason: key of the sentence that says why.
        evidence: ids of the rows it rests on, oldest first; of suppressions none.
        key: for which consent was given; only the address of that key may be written to. None when red.
    """

    colour: Colour
    reason: Reason
    evidence: tuple[int, ...] = ()
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One act, as `consent.Evidence` holds it."""

    id: int
    key: int
    channel: str
    purpose: str
    kind: str
    at: datetime


Bounds = Mapping[int, datetime]
"""Key -> instant after which a yes under it counts; a no always does."""


def light_of(
    keys: Collection[int], channel: str, purpose: str, now: datetime, bounds: Bounds | None = None
) -> Light:
    """The light of one person.

    Args:
        keys: every key of theirs, as `people.contacts.keys_of` lists them.
        channel: mail, sms, call, letter.
        purpose: newsletter, values, ...
        now: aware; what is dated later does not count yet.
        bounds: as `people.contacts.bounds_of` lists them.
    """
    return lights_of({0: keys}, channel, purpose, now, {0: bounds or {}})[0]


def lights_of(
    persons: Mapping[int, Collection[int]],
    channel: str,
    purpose: str,
    now: datetime,
    bounds: Mapping[int, Bounds] | None = None,
) -> dict[int, Light]:
    """The lights of many persons: two queries for a page, some more for ten thousands.

    Args:
        persons: person -> every key of theirs.
        channel: as in `light_of`.
        purpose: as in `light_of`.
        now: as in `light_of`.
        bounds: person -> as in `light_of`.
    """
    keys = sorted({key for each in persons.values() for key in each})
    words: dict[int, list[Word]] = {}
    suppressed: set[int] = set()
    for some in _portions(keys):
        told = Evidence.objects.filter(key__in=some, channel__in=(channel, *_EVERY), at__lte=now)
        told = told.filter(about(writing(purpose))).order_by("at", "id")
        for row in told.values_list("id", "key", "channel", "purpose", "kind", "at"):
            words.setdefault(row[1], []).append(Word(*row))
        never = Suppressed.objects.filter(key__in=some, channel__in=(channel, ""))
        suppressed |= set(never.values_list("key", flat=True))
    return {
        person: Light("red", "suppressed")
        if suppressed & set(each)
        else judge(
            _counting([word for key in each for word in words.get(key, ())], (bounds or {}).get(person, {})),
            channel,
        )
        for person, each in persons.items()
    }


def _counting(words: Sequence[Word], bounds: Bounds) -> list[Word]:
    """Without yeses that were given before an address was corrected: they were for another one."""
    return [
        word for word in words if word.kind in NO_MORE or word.key not in bounds or word.at > bounds[word.key]
    ]


def judge(words: Sequence[Word], channel: str) -> Light:
    """What all words of one person come to; of two at one instant the no counts.

    Args:
        words: that speak of the purpose, any order.
        channel: consent must name it; a no to all channels counts too.
    """
    last_no = max((word for word in words if word.kind in NO_MORE), key=_when, default=None)
    standing: dict[int, list[Word]] = {}
    for word in sorted(words, key=_when):
        is_later = last_no is None or word.at > last_no.at
        if word.kind not in NO_MORE and word.channel == channel and is_later:
            standing.setdefault(word.key, []).append(word)
    best = max(standing.values(), key=lambda given: (_is_confirmed(given), _when(given[-1])), default=None)
    if best is not None:
        evidence = tuple(word.id for word in best)
        if _is_confirmed(best):
            return Light("green", "confirmed", evidence, best[-1].key)
        return Light("yellow", "unconfirmed", evidence, best[-1].key)
    if last_no is None:
        return Light("red", "none")
    reason: Reason = "objected" if last_no.kind == Evidence.Kind.OBJECTED else "withdrawn"
    return Light("red", reason, (last_no.id,))


def _is_confirmed(given: Sequence[Word]) -> bool:
    return any(word.kind == Evidence.Kind.CONFIRMED for word in given)


def _when(word: Word) -> tuple[datetime, int]:
    return word.at, word.id


def _portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(keys), _AT_ONCE):
        yield keys[begin : begin + _AT_ONCE]
