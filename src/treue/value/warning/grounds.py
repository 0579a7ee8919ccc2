"""What in a customer's diary speaks for a warning: data, not words, and as many kinds as somebody can tell.

A ground is one kind of reason for all customers: how strongly it speaks for each, and the numbers to name.
The diary can tell those in `grounds_of`; what parcels and answers tell is in `troubles.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import FloatArray, IntArray
from treue.value.next_order.gaps import Gaps
from treue.value.next_order.rhythm import Rhythm
from treue.value.tournament.features import Seen

MOST = 3
# A gap half as long again, an order value down by a third, a silence that one in five outlasts: worth a word.
_GREW, _FELL, _LATE = 1.5, 2.0 / 3.0, 0.8
# Two days more are no news, whatever they are by the usual ones.
_GREW_DAYS = 3.0
# Standard deviations by which orders must have become fewer.
_FEWER = 1.5
_STRETCH_DAYS, _LATEST_DAYS = 91, 182
# Two gaps of 2 and of 20 days are no rhythm of "about 6".
_FEWEST_GAPS, _FEWEST_ORDERS = 4, 3


@dataclass(frozen=True, slots=True)
class Ground:
    """One kind of reason.

    Args:
        kind: its id, under which its sentences are kept.
        strength: shape (n,), about standard deviations from what is usual; 0 or less where it does not speak.
        numbers: shape (n,) each, by the names that the sentences use.

    Raises:
        InputError: columns of different lengths.
    """

    kind: str
    strength: FloatArray
    numbers: Mapping[str, FloatArray]

    def __post_init__(self) -> None:
        shapes = {self.strength.shape, *(each.shape for each in self.numbers.values())}
        if len(shapes) > 1:
            raise InputError(f"Ground {self.kind}: columns of shapes {sorted(shapes)}; one value a customer.")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one customer is listed.

    Args:
        kind: of the ground.
        numbers: by name.
    """

    kind: str
    numbers: Mapping[str, float]


def strongest(grounds: Sequence[Ground], customers: int, most: int = MOST) -> IntArray:
    """Which grounds speak loudest for each customer, shape (customers, most); -1 where none does.

    Args:
        grounds: n customers each; of equally strong ones the first.
        customers: n.
        most: how many are named.

    Raises:
        InputError: a ground about another number of customers.
    """
    which = np.full((customers, most), -1, dtype=np.int64)
    if not grounds:
        return which
    wrong = [each.kind for each in grounds if len(each.strength) != customers]
    if wrong:
        raise InputError(f"Grounds {', '.join(wrong)}: not one value for each of {customers} customers.")
    strength = np.nan_to_num(np.stack([each.strength for each in grounds], axis=1), nan=0.0)
    order = np.argsort(-strength, axis=1, kind="stable")[:, :most]
    speaks = np.take_along_axis(strength, order, axis=1) > 0
    which[:, : order.shape[1]] = np.where(speaks, order, -1)
    return which


def reasons_of(grounds: Sequence[Ground], which: IntArray, row: int) -> tuple[Reason, ...]:
    """One customer's reasons, the strongest first.

    Args:
        grounds: as given to `strongest`.
        which: what `strongest` gave.
        row: the customer's position.
    """
    chosen = [grounds[place] for place in which[row].tolist() if place >= 0]
    return tuple(
        Reason(each.kind, {name: float(values[row]) for name, values in each.numbers.items()})
        for each in chosen
    )


def grounds_of(seen: Seen, rhythm: Rhythm) -> tuple[Ground, ...]:
    """What the diary tells by now.

    Args:
        seen: n customers.
        rhythm: of the shop's customers.
    """
    gaps, _ = Gaps.of(seen.orders.customer, seen.orders.day, seen.day)
    now = gaps.open
    return (
        *_silences(now, usual_days(gaps), rhythm.lateness(now)),
        _gap_grew(gaps, now),
        _fewer_orders(seen),
        _smaller_orders(seen, now),
        *_losses(seen),
    )


def usual_days(gaps: Gaps) -> FloatArray:
    """The one answer to how many days usually lie between two orders of a customer: their middle gap.

    Whoever reads it can check it against the list of orders, and one long holiday moves it hardly.

    Args:
        gaps: all rows, as `Gaps.of` gives them.

    Returns:
        Shape (customers,), whole days, as they are named; not a number below two order days.
    """
    return gaps.middle(np.flatnonzero(~gaps.is_closed))


def _silences(now: Gaps, own: FloatArray, lateness: FloatArray) -> tuple[Ground, Ground]:
    """Silence against one's own rhythm from four gaps on; before, against those who did come back."""
    surprise = np.where(lateness > _LATE, -np.log(np.maximum(1.0 - lateness, 1e-3)), 0.0)
    has_rhythm = now.earlier >= _FEWEST_GAPS
    own = np.nan_to_num(own)
    return (
        Ground(
            "silent_long",
            np.where(has_rhythm & (now.days > own), surprise, 0.0),
            {"idle_days": now.days, "usual_days": own},
        ),
        Ground(
            "no_return",
            np.where(has_rhythm, 0.0, surprise),
            {"orders": now.earlier.astype(np.float64) + 1.0, "idle_days": now.days, "share": lateness},
        ),
    )


def _gap_grew(gaps: Gaps, now: Gaps) -> Ground:
    """The last gap that ended against those before it."""
    last, before = np.zeros(len(now)), np.ones(len(now))
    ended = np.flatnonzero(gaps.is_closed)
    # Rows of a key are in order of time: the last that ended stands just above the open one.
    ended = ended[~gaps.is_closed[ended + 1]]
    last[gaps.place[ended]] = gaps.days[ended]
    before[gaps.place[ended]] = np.nan_to_num(gaps.middle(ended), nan=1.0)
    ratio = last / np.maximum(before, 1.0)
    spread = np.maximum(now.spread, 0.3)
    grew = (now.earlier > _FEWEST_GAPS) & (ratio >= _GREW) & (last >= before + _GREW_DAYS)
    strength = np.where(grew, np.log(np.maximum(ratio, 1.0)) / spread, 0.0)
    return Ground("gap_grew", strength, {"before_days": before, "last_days": last})


def _fewer_orders(seen: Seen) -> Ground:
    age, place = seen.day - seen.orders.day, seen.place
    now = np.bincount(place[age < _STRETCH_DAYS], minlength=len(seen)).astype(np.float64)
    earlier = (age >= _STRETCH_DAYS) & (age < 2 * _STRETCH_DAYS)
    before = np.bincount(place[earlier], minlength=len(seen)).astype(np.float64)
    fewer = (before - now) / np.sqrt(np.maximum(before + now, 1.0))
    days = np.full(len(seen), float(_STRETCH_DAYS))
    return Ground(
        "fewer_orders",
        np.where(fewer >= _FEWER, fewer, 0.0),
        {"before_orders": before, "last_orders": now, "days": days},
    )


def _smaller_orders(seen: Seen, now: Gaps) -> Ground:
    """The last two order days against all before them."""
    place, paid = seen.place, np.maximum(seen.orders.revenue, 0.0)
    ends = np.cumsum(np.bincount(place, minlength=len(seen))) - 1
    count = now.earlier + 1.0
    total = np.bincount(place, paid, minlength=len(seen))
    last = (paid[ends] + paid[np.maximum(ends - 1, 0)]) / 2.0 if len(ends) else np.zeros(0)
    enough = count >= _FEWEST_ORDERS + 1
    before = np.where(enough, (total - 2.0 * last) / np.maximum(count - 2.0, 1.0), 0.0)
    fell = enough & (before > 0) & (last < _FELL * before)
    ratio = np.maximum(last, 0.05 * before) / np.where(before > 0, before, 1.0)
    # The order values of a customer scatter by about half; two of them are told here.
    strength = np.where(fell, -np.log(np.maximum(ratio, 0.05)) / 0.5, 0.0)
    return Ground("smaller_orders", strength, {"before_amount": before, "last_amount": last})


def _losses(seen: Seen) -> tuple[Ground, Ground]:
    """Days of the last half year that cost money: goods came back, or an order earned nothing."""
    rows = seen.bookings.where((seen.bookings.margin < 0) & (seen.bookings.day > seen.day - _LATEST_DAYS))
    place = np.searchsorted(seen.customer, rows.customer)
    base = int(seen.orders.day.min()) if len(seen.orders.day) else 0
    span = seen.day - base + 1
    ordered = np.isin(place * span + (rows.day - base), seen.place * span + (seen.orders.day - base))
    usual = np.maximum(np.bincount(seen.place, seen.orders.revenue, minlength=len(seen)), 0.01)
    usual = usual / (seen.histories.frequency + 1.0)
    lost = -rows.margin
    return (
        _cost("returns", place[~ordered], lost[~ordered], usual),
        _cost("sold_at_loss", place[ordered], lost[ordered], usual),
    )


def _cost(kind: str, place: IntArray, lost: FloatArray, usual: FloatArray) -> Ground:
    times = np.bincount(place, minlength=len(usual)).astype(np.float64)
    amount = np.bincount(place, lost, minlength=len(usual)).astype(np.float64)
    strength = np.where(times > 0, times * np.minimum(amount / usual, 1.0) + 0.5 * (times > 1), 0.0)
    days = np.full(len(usual), float(_LATEST_DAYS))
    return Ground(kind, strength, {"times": times, "amount": amount, "days": days})
