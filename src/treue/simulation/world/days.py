"""What each day is like for everybody: season, weekday, promotion, what moves all alike, busy parcels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from treue.simulation.world.chance import About, BoolArray, Chance, FloatArray, IntArray
from treue.simulation.world.terms import Terms

EPOCH = date(1970, 1, 1)
ZONE = ZoneInfo("Europe/Berlin")
PROMOTION_DAYS = 7
LIFTED_DAYS = 3
"""Days on which a newsletter works, the one it is sent on among them."""
_HOLIDAYS = ((1, 1, "Neujahr"), (5, 1, "Tag der Arbeit"), (10, 3, "Tag der Deutschen Einheit"),
             (12, 24, "Heiligabend"), (12, 25, "Weihnachten"), (12, 31, "Silvester"))  # fmt: skip
_PROMOTIONS = ("Schlussverkauf Winter", "Frühlingsaktion", "Schlussverkauf Sommer", "Herbstaktion",
               "Schwarze Woche", "Adventsaktion")  # fmt: skip
_STARTS = ((1, 20), (4, 8), (7, 20), (9, 25), (11, 22), (12, 4))
_BUSY = 1.5  # of a season's factor above 1: how much more parcels are late then


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days; every array has shape (n_days,) and starts at `first`.

    Args:
        first: days since 1970-01-01 of the first entry.
        season: factor of how much is bought, month and weekday; 1 on average.
        shock: factor that all customers share, slowly moving; mean 1.
        cut: share off everything, 0 outside promotions.
        year: years since the prices of the first entry's year.
        crowded: factor of the chance that a parcel is late.
        mailed: whether the newsletter works: 0 no, 1 sent on this day, 2 sent lately.
        offset: minutes by which the shop's clock is ahead of UTC.
        out: shape (n_days, models), chance that a model is out of stock: 0 or 1, or its mean.
        pull: by how much the most price-sensitive half orders more in a promotion.
    """

    first: int
    season: FloatArray
    shock: FloatArray
    cut: FloatArray
    year: IntArray
    crowded: FloatArray
    mailed: IntArray
    offset: IntArray
    out: FloatArray
    pull: float

    def __len__(self) -> int:
        return len(self.season)

    def at(self, day: int) -> int:
        """The place of a day."""
        return day - self.first

    @property
    def is_mailing(self) -> BoolArray:
        """Days on which the newsletter is sent."""
        return np.asarray(self.mailed == 1, np.bool_)


def number_of(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day that many days after 1970-01-01."""
    return EPOCH + timedelta(days=number)


def days_of(terms: Terms, seed: int, first: int, count: int, *, shocks: bool = True) -> Days:
    """What `count` days from `first` on are like; each day is the same however many are asked for.

    Args:
        terms: season, promotions, newsletters.
        seed: of what moves all customers alike.
        first: days since 1970-01-01.
        count: how many.
        shocks: False leaves what moves all alike at its mean: shocks at 1, stock at its share.
    """
    number = np.arange(first, first + count)
    days = [day_of(int(each)) for each in number]
    month = np.array(terms.season.by_month)[[day.month - 1 for day in days]]
    weekday = np.array(terms.season.by_weekday)[[day.weekday() for day in days]]
    month, weekday = month / np.mean(terms.season.by_month), weekday / np.mean(terms.season.by_weekday)
    calm = np.ones(count)
    shape = count, terms.range.models
    mailed = number % terms.contact.every_days
    return Days(
        first=first,
        season=month * weekday,
        shock=_shock(terms.season.shock, Chance(seed), number) if shocks else calm,
        cut=np.array([terms.season.promotion_cut if is_promoted(terms, day) else 0.0 for day in days]),
        year=np.array([day.year for day in days], np.int64),
        crowded=np.maximum(1 + _BUSY * (month - 1), 0.5),
        mailed=np.where(mailed == 0, 1, np.where(mailed < LIFTED_DAYS, 2, 0)),
        offset=np.array([_offset(day) for day in days], np.int64),
        out=_out(terms.range.out, Chance(seed), number, shape[1])
        if shocks
        else np.full(shape, terms.range.out),
        pull=terms.season.promotion_pull,
    )


def is_promoted(terms: Terms, day: date) -> bool:
    """Whether everything is cut on that day."""
    return _promotion(terms, day) is not None


def events(terms: Terms, first: int, count: int) -> list[tuple[int, str, str]]:
    """Rows of the calendar: day, event, kind."""
    rows = []
    for number in range(first, first + count):
        day = day_of(number)
        rows += [
            (number, name, "holiday") for month, at, name in _HOLIDAYS if (day.month, day.day) == (month, at)
        ]
        if (name := _promotion(terms, day)) is not None:
            rows.append((number, name, "promotion"))
        if (day.month, day.day) == (1, 1) and terms.range.price_rise > 0:
            rows.append((number, "Neue Preise", "price"))
    return rows


def _promotion(terms: Terms, day: date) -> str | None:
    for place in _chosen(terms.season.promotions):
        start = date(day.year, *_STARTS[place])
        if 0 <= (day - start).days < PROMOTION_DAYS:
            return _PROMOTIONS[place]
    return None


def _chosen(count: int) -> tuple[int, ...]:
    """Which promotions a shop with so many has: the Black Week first."""
    return (4, 0, 2, 3, 1, 5)[:count]


def _shock(spread: float, chance: Chance, number: IntArray) -> FloatArray:
    """exp(s z - s^2 / 2) with z a smooth normal process: a weighted sum of the weeks' own draws.

    Weights (1 - |distance| / 13)+ over 26 weeks, so that a quarter moves together, a year does not.
    """
    if spread <= 0:
        return np.ones(len(number))
    week = number / 7.0
    reach = np.arange(-13, 14)
    places = np.floor(week).astype(np.int64)[:, None] + reach
    weight = np.maximum(1 - np.abs(places - week[:, None]) / 13, 0.0)
    drawn = chance.normal(About.SHOCK, places.ravel()).reshape(places.shape)
    z = (weight * drawn).sum(axis=1) / np.sqrt((weight**2).sum(axis=1))
    return np.asarray(np.exp(spread * z - spread**2 / 2), np.float64)


def _out(share: float, chance: Chance, number: IntArray, models: int) -> FloatArray:
    """Three days in a row, the same for everybody and every action.

    Stock is not moved by what is sold: so nobody's luck hangs on what others buy, and customers can be split.
    """
    uniform = chance.uniform(About.OUT, (number // 3)[:, None], np.arange(models)[None, :])
    return np.asarray(uniform < share, np.float64)


def _offset(day: date) -> int:
    noon = datetime.combine(day, time(12), ZONE)
    return int((noon.replace(tzinfo=UTC) - noon).total_seconds() // 60)
