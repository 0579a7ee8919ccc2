"""Whether the shop's business clock belongs into its forecast: only if it won at earlier origins."""

from __future__ import annotations

from treue.value.calendar import COUNTRIES, Almanac, Clock, learn
from treue.value.diary import Diary
from treue.value.tournament.stands import Entrant


def clock_at(diary: Diary, day: int, entrant: Entrant, country: str | None) -> Clock:
    """The clock as learned from all up to a day; the plain one before two Decembers were seen.

    Args:
        diary: of enough customers; later rows are not looked at.
        day: days since 1970-01-01, not before the first order.
        entrant: whose expectation the orders are compared with.
        country: whose holidays count, where we know them.
    """
    known = diary.until(day)
    almanac = Almanac(known.first, day, country if country in COUNTRIES else None)
    if not almanac.has_season:
        return Clock.plain(almanac)
    return learn(known.orders.customer, known.orders.day, entrant.unfitted, almanac)
