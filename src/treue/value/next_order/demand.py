"""How much of each product will be asked for in each coming week, with an interval.

Refills are drawn, key by key, from their curves, again and again until the last week is over; who has never
bought a product buys it at the pace of the latest weeks. What moves a product beyond its customers' luck
(an offer, the weather, a shelf that was empty) is a factor around 1, as large as it was at an earlier day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.errors import InputError
from treue.value.histories import FloatArray, IntArray
from treue.value.next_order.refills import Bought, Refills

_WEEK = 7
_LATEST_WEEKS = 8
_DRAWS = 40
_LOW, _HIGH = 0.1, 0.9
# A usual product's week is off by 30 % beyond luck; this counts like so many product weeks.
_USUAL_SHOCK, _BORROWED = 0.3, 20.0
_MOST_REFILLS = 200


@dataclass(frozen=True, slots=True)
class Demand:
    """Pieces per product and week; rows by ascending product.

    Args:
        product: shape (n,).
        mean: shape (n, weeks), pieces expected.
        low: shape (n, weeks), one time in ten it is less.
        high: shape (n, weeks), one time in ten it is more.
        first_time: shape (n, weeks), how many of the pieces expected go to customers new to the product.
    """

    product: IntArray
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    first_time: FloatArray


def demand_at(day: int, bought: Bought, weeks: int, rng: np.random.Generator) -> Demand:
    """What to order in, from the day after `day` on.

    Args:
        day: last day known.
        bought: all rows; later ones are not looked at.
        weeks: how many to look ahead, 1 or more.
        rng: of the draws.

    Raises:
        InputError: less than a week ahead.
    """
    if weeks < 1:
        raise InputError(f"Demand: {weeks} weeks ahead; at least one is needed.")
    shock = _shock(day, bought, weeks, rng)
    product, drawn, first = _drawn(day, bought, weeks, rng)
    mean = drawn.mean(axis=0)
    moved = drawn * np.exp(shock * rng.standard_normal(drawn.shape) - 0.5 * shock * shock)
    low, high = np.quantile(moved, (_LOW, _HIGH), axis=0) if len(product) else (mean, mean)
    return Demand(product, mean, low, high, first)


def _drawn(
    day: int, bought: Bought, weeks: int, rng: np.random.Generator
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Products, shape (draws, products, weeks) pieces, and the mean of those bought for the first time."""
    refills = Refills.at(day, bought)
    product = np.unique(refills.product)
    place = np.searchsorted(product, refills.product)
    pieces = np.zeros((_DRAWS, len(product), weeks))
    spent = refills.rhythm.pressure(refills.now, refills.now.days, refills.usual)
    end = refills.rhythm.pressure(refills.now, refills.now.days + weeks * _WEEK, refills.usual)
    for draw in pieces:
        # Most are not due before the last week is over: they need no day.
        borne = spent + rng.exponential(size=len(refills)) / refills.pace
        soon = np.flatnonzero(borne <= end)
        rows, week = _refilled(refills, soon, borne[soon], weeks, rng)
        cell = place[rows] * weeks + week
        draw[:] += np.bincount(cell, refills.quantity[rows], minlength=draw.size).reshape(draw.shape)
    new, size = _newcomers(day, bought, product)
    pieces += rng.poisson(new[:, None], (_DRAWS, len(product), weeks)) * size[:, None]
    return product, pieces, np.repeat((new * size)[:, None], weeks, axis=1)


def _refilled(
    refills: Refills, rows: IntArray, borne: FloatArray, weeks: int, rng: np.random.Generator
) -> tuple[IntArray, IntArray]:
    """One possible future: which keys buy again, and in which week, once for each time they do.

    Args:
        refills: all keys.
        rows: those that buy again before the last week is over.
        borne: of those, the pressure at which they do.
        weeks: how many.
        rng: of what follows.
    """
    usual, pace, now = refills.usual, refills.later_pace, refills.now.pick(rows)
    ahead = -now.days
    keys, when = [rows[:0]], [rows[:0]]
    for _ in range(_MOST_REFILLS):
        ended = np.maximum(np.ceil(refills.rhythm.gap_of(now, borne, usual[rows])), 1.0)
        ahead = np.maximum(ahead + ended, 1.0)
        soon = ahead <= weeks * _WEEK
        rows, ahead = rows[soon], ahead[soon]
        if len(rows) == 0:
            break
        keys.append(rows)
        when.append((ahead.astype(np.int64) - 1) // _WEEK)
        now = now.pick(np.flatnonzero(soon)).and_then(ended[soon])
        borne = rng.exponential(size=len(rows)) / pace[rows]
    return np.concatenate(keys), np.concatenate(when)


def _newcomers(day: int, bought: Bought, product: IntArray) -> tuple[FloatArray, FloatArray]:
    """Shape (products,): customers a week who buy it for the first time, and pieces they take."""
    known = bought.until(day)
    order = np.lexsort((known.day, known.product, known.customer))
    who, what, when = known.customer[order], known.product[order], known.day[order]
    opens = np.ones(len(who), dtype=np.bool_)
    opens[1:] = (who[1:] != who[:-1]) | (what[1:] != what[:-1])
    weeks = max(min(_LATEST_WEEKS, (day - int(when.min()) + 1) // _WEEK), 1) if len(when) else 1
    latest = opens & (when > day - weeks * _WEEK)
    place = np.searchsorted(product, what)
    count = np.bincount(place[latest], minlength=len(product))
    size = np.bincount(place[opens], known.quantity[order][opens], minlength=len(product))
    return count / weeks, size / np.maximum(np.bincount(place[opens], minlength=len(product)), 1)


def _shock(day: int, bought: Bought, weeks: int, rng: np.random.Generator) -> float:
    """Standard deviation of a product week's factor beyond luck: as it lately was, drawn to the usual."""
    earlier = day - weeks * _WEEK
    known = bought.until(day)
    told, borrowed = _BORROWED * _USUAL_SHOCK**2, _BORROWED
    if len(known.day) and earlier - int(known.day.min()) >= weeks * _WEEK:
        product, drawn, _ = _drawn(earlier, known, weeks, rng)
        came = pieces_by_week(known, product, earlier, weeks)
        mean = drawn.mean(axis=0)
        weight = mean / (mean + 10.0)
        beyond = (np.square(came - mean) - drawn.var(axis=0)) / np.maximum(mean, 1.0) ** 2
        told, borrowed = told + float((weight * beyond).sum()), borrowed + float(weight.sum())
    return float(np.sqrt(np.clip(told / borrowed, 0.0, 1.0)))


def pieces_by_week(bought: Bought, product: IntArray, after: int, weeks: int) -> FloatArray:
    """Shape (products, weeks), pieces that were bought in each week after a day.

    Args:
        bought: all rows.
        product: shape (products,), ascending; others are left out.
        after: last day before the first week.
        weeks: how many.
    """
    week = (bought.day - after - 1) // _WEEK
    place = np.minimum(np.searchsorted(product, bought.product), max(len(product) - 1, 0))
    if len(product) == 0:
        return np.zeros((0, weeks))
    counted = (bought.day > after) & (week < weeks) & (product[place] == bought.product)
    cell = place[counted] * weeks + week[counted]
    total = np.bincount(cell, bought.quantity[counted], minlength=len(product) * weeks)
    return total.astype(np.float64).reshape(-1, weeks)
