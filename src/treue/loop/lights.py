"""The light of every customer of a snapshot, so that a list can ask for it.

Customers are in the snapshot, what they said is in the operational database. So each snapshot's customers
are judged once, all together; afterwards only those of whom something new was said. A colour then is a sign
for each customer, in their order, which a query compares as quickly as a column.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from treue.consent.light import NEWSLETTER, Colour, lights_of
from treue.consent.records import Evidence, Suppressed
from treue.consent.standing import standing
from treue.loop.shelf import Opened
from treue.people.contacts import bounds_of, keys_of, persons_of
from treue.people.records import FormerMailbox, Logged
from treue.segments.filters import Filter, Marks

_SIGNS: Mapping[Colour, bytes] = {"green": b"g", "yellow": b"y", "red": b"r"}
_MOVES = ("suppressed", "unsuppressed", "corrected")
"""Lines of the log after which a light may be another one."""
_AGAIN = 100
"""Words that are looked through again: where several write, a lower number may be seen after a higher one."""
_MANY = 20_000
"""Words after which everybody is judged anew."""
_GROUP = 10_000
_COLUMN = "light"


@dataclass(frozen=True, slots=True)
class Lit:
    """Who has which light.

    Args:
        version: another one as soon as somebody has another light.
        marks: what a filter asks for; empty where it does not ask for lights.
    """

    version: int
    marks: Marks


_UNLIT = Lit(0, {})


class Lights:
    """Of one snapshot's customers; safe among threads.

    Args:
        opened: the snapshot.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened, self._lock = opened, threading.Lock()
        self._version = 0
        self._lit: Lit | None = None
        self._words = self._lines = 0
        self._known: set[int] = set()
        self._signs = bytearray()
        self.read()

    def read(self) -> None:
        """Judge everybody."""
        with self._lock:
            self._read()

    def now(self) -> Lit:
        """As evidence, objections, suppressions and addresses stand now."""
        with self._lock:
            words, lines = _last()
            if not self._words <= words <= self._words + _MANY or lines < self._lines:
                self._read()
            elif told := self._told():
                self._judge(persons_of(told))
            self._words, self._lines = words, lines
            if self._lit is None:
                self._lit = Lit(self._version, {_COLUMN: {colour: self._of(colour) for colour in _SIGNS}})
            return self._lit

    def _read(self) -> None:
        self._words, self._lines = _last()
        self._known = set(Evidence.objects.filter(pk__gt=self._words - _AGAIN).values_list("pk", flat=True))
        self._signs = bytearray(self._green_and_yellow())
        channel, _ = NEWSLETTER
        never = Suppressed.objects.filter(channel__in=(channel, "")).values_list("key", flat=True)
        self._put(dict.fromkeys(persons_of(set(never)), "red"))
        self._judge(set(FormerMailbox.objects.values_list("contact__person", flat=True)))
        self._changed()

    def _green_and_yellow(self) -> bytes:
        """Both in the order of keys, so that one passes along the other."""
        found = standing(*NEWSLETTER, datetime.now(UTC))
        person, is_confirmed = next(found, (None, False))
        (count,) = self._opened.row("SELECT count(*) FROM customers")
        signs = bytearray(_SIGNS["red"] * int(str(count)))
        with self._opened.connection.cursor() as cursor:
            cursor.execute("SELECT customer, rowid FROM customers ORDER BY customer")
            while rows := cursor.fetchmany(_GROUP):
                for customer, place in rows:
                    while person is not None and person < customer:
                        person, is_confirmed = next(found, (None, False))
                    if person == customer:
                        signs[place] = _SIGNS["green" if is_confirmed else "yellow"][0]
        return bytes(signs)

    def _told(self) -> set[int]:
        """Keys of which something was said, or which a line of the log is about, since the last look."""
        words = dict(Evidence.objects.filter(pk__gt=self._words - _AGAIN).values_list("pk", "key"))
        lines = Logged.objects.filter(pk__gt=self._lines, what__in=_MOVES, customer__isnull=False)
        told = {key for pk, key in words.items() if pk not in self._known}
        self._known = set(words)
        return told | {key for key in lines.values_list("customer", flat=True) if key is not None}

    def _judge(self, persons: Collection[int]) -> None:
        now = datetime.now(UTC)
        lights = lights_of(keys_of(persons), *NEWSLETTER, now, bounds_of(persons))
        self._put({person: light.colour for person, light in lights.items()})

    def _put(self, colours: Mapping[int, Colour]) -> None:
        known = self._opened.rows(
            "SELECT customer, rowid FROM customers WHERE customer IN (SELECT unnest(?::BIGINT[]))",
            [list(colours)],
        )
        for customer, place in known:
            sign, at = _SIGNS[colours[int(str(customer))]][0], int(str(place))
            if self._signs[at] != sign:
                self._signs[at] = sign
                self._changed()

    def _changed(self) -> None:
        self._version, self._lit = self._version + 1, None

    def _of(self, colour: Colour) -> str:
        signs = bytes(ord("1") if each == _SIGNS[colour][0] else ord("0") for each in range(256))
        return self._signs.translate(signs).decode() or "0"


def lights_in(opened: Opened) -> Lights:
    """Those of a snapshot; judged by the first who asks."""
    return opened.kept.get("lights", lambda: Lights(opened))


def lit_for(opened: Opened, asked: Filter) -> Lit:
    """The lights as they are now, for a filter that asks for them; nothing for any other."""
    is_asked = any(each.column == _COLUMN for each in asked.conditions)
    return lights_in(opened).now() if is_asked else _UNLIT


def _last() -> tuple[int, int]:
    """The highest number of a word, and of a line of the log."""
    return _highest(Evidence.objects.order_by("-pk")), _highest(Logged.objects.order_by("-pk"))


def _highest(rows: QuerySet[Evidence] | QuerySet[Logged]) -> int:
    return rows.values_list("pk", flat=True).first() or 0
