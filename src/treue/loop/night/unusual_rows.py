"""What is different from usual, as a table of the snapshot: every thing looked at, judged together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from treue.loop.night.noticing import Seen, later_of, whole
from treue.loop.night.valuing import day_number
from treue.segments.unusual import (
    WINDOW_DAYS,
    WINDOWS,
    Counted,
    Judged,
    Quiet,
    Shares,
    by_window,
    counts_of,
    judge_shares,
    quiet_of,
    settled_within,
    told,
)

_EFFECT = ("effect_minor", "effect_low_minor", "effect_high_minor")
UNUSUAL = pa.schema(
    [
        ("rank", pa.int64()),
        *((name, pa.string()) for name in ("kind", "detail", "name")),
        *((name, pa.float64()) for name in ("now", "usual", "low", "high")),
        ("counted", pa.int64()),
        ("within_days", pa.int64()),
        *((name, pa.int64()) for name in _EFFECT),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("direction", pa.string()),
        ("chance", pa.float64()),
        ("told", pa.bool_()),
        ("quiet_days", pa.int64()),
        ("quiet_day", pa.date32()),
        ("quiet_orders", pa.int64()),
    ]
)
ORDERS = ("orders", "orders_by_weeks")
"""Held against the time of year; against the weeks before alone, where two years are not known yet."""

GOOD = ("second_orders", "answers", *ORDERS, "out_of_stock")
"""Kinds of which more is better."""

COUNTS = (*ORDERS, "out_of_stock")
"""Kinds that are counts; all others are shares."""

MOST = 300
"""Articles looked at, those most sold: the more are looked at, the less can be told of each."""

SECOND_SHARE, SECOND_BOUNDS = 0.5, (14, 120)
"""Second orders are compared within the days in which half of them come."""

UNPAID_SHARE, UNPAID_BOUNDS = 0.75, (14, 150)
OFF_DAYS = 7
"""Days an order is given to be called off."""

_FEWEST_GONE_DAYS, _FEWEST_GONE_PIECES, _WEEKS = 3, 3.0, 8
_DECIMALS = 9  # no figure means more


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at.

    Args:
        kind: of thing.
        judged: now beside usual.
        last: the last day of the window now.
        detail: which article or channel.
        days: length of the window.
        within: days after the case that count.
        each_minor: what one case more brings, below zero where it costs; None where nobody knows.
        quiet: days on which hardly anything was ordered.
    """

    kind: str
    judged: Judged
    last: date
    detail: str = ""
    days: int = WINDOW_DAYS
    within: int | None = None
    each_minor: float | None = None
    quiet: Quiet | None = None

    @property
    def is_better(self) -> bool:
        """Whether the difference is a good one."""
        return (self.judged.now > self.judged.usual) == (self.kind in GOOD)

    @property
    def effect_minor(self) -> int | None:
        """What the difference brings in the window, below zero where it costs."""
        return self._effect(self.judged.usual)

    @property
    def effects_minor(self) -> tuple[int | None, int | None]:
        """Its 80 % interval: had chance alone brought as much as it may, or as little."""
        ends = (self._effect(self.judged.low), self._effect(self.judged.high))
        return (ends[1], ends[0]) if self.each_minor is not None and self.each_minor > 0 else ends

    def _effect(self, usual: float) -> int | None:
        if self.each_minor is None:
            return None
        cases = 1 if self.kind in ORDERS else self.judged.counted
        return int(np.rint((self.judged.now - usual) * cases * self.each_minor))


def unusual(seen: Seen, known_since: date, *, has_amounts: bool) -> pa.Table:
    """As `UNUSUAL`, the worst first.

    Args:
        seen: what was counted.
        known_since: from this day on a first order may be taken for the first of all.
        has_amounts: whether the shop told any.
    """
    looks = [*_by_day(seen), *_later(seen, known_since), *_articles(seen)]
    if not has_amounts:
        looks = [replace(look, each_minor=None) for look in looks]
    clear = told([look.judged.chance for look in looks])
    pairs = sorted(zip(looks, clear, strict=True), key=_place)
    names = _names(seen.tables)
    rows = [
        {"rank": rank, **_row(look, names), "told": bool(is_told)}
        for rank, (look, is_told) in enumerate(pairs, 1)
    ]
    return pa.Table.from_pylist(rows, schema=UNUSUAL)


def _place(pair: tuple[Look, np.bool_]) -> tuple[object, ...]:
    """What is told first, worse before better, the shop before single articles, then by money and chance."""
    look, is_told = pair
    is_article = look.kind in ("returns", "out_of_stock")
    effect = look.effect_minor
    by_money = (effect is None, 0 if effect is None else -abs(effect)) if is_told else (False, 0)
    return not is_told, look.is_better, is_article, *by_money, look.judged.chance, look.kind, look.detail


def _row(look: Look, names: Mapping[str, str]) -> dict[str, object]:
    judged, detail = look.judged, look.detail
    figures = {name: round(getattr(judged, name), _DECIMALS) for name in ("now", "usual", "low", "high")}
    return {
        "kind": look.kind,
        "detail": detail,
        "name": names.get(detail, detail.partition(":")[2] or detail) if detail else "",
        **figures,
        "counted": judged.counted,
        "within_days": look.within,
        **dict(zip(_EFFECT, (look.effect_minor, *look.effects_minor), strict=True)),
        "since": look.last - timedelta(days=look.days - 1),
        "until": look.last,
        "direction": "better" if look.is_better else "worse",
        "chance": round(judged.chance, _DECIMALS),
        "quiet_days": 0 if look.quiet is None else look.quiet.days,
        "quiet_day": None if look.quiet is None else look.last - timedelta(days=look.quiet.back),
        "quiet_orders": 0 if look.quiet is None else look.quiet.missing,
    }


def _names(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    if "names" not in tables:
        return {}
    return {row["product"]: row["name"] for row in tables["names"].to_pylist() if row["name"]}


def _by_day(seen: Seen) -> Iterator[Look]:
    """What is known on its day."""
    tables, end = seen.tables, day_number(seen.end)
    order = _each(tables.get("earned"), "margin_minor", "orders")
    if "orders_by_day" in tables:
        yield from _orders(tables["orders_by_day"], seen.end, order)
        last = end - OFF_DAYS
        off = _windows(tables["off_by_day"], "orders", "off", last)
        if off.hits.sum():
            yield from _shares("called_off", off, last, each=_cost(order))
    if "parcels_by_day" in tables:
        yield from _late(tables["parcels_by_day"], end)
    if "answers_by_day" in tables:
        answers = _windows(tables["answers_by_day"], "tickets", "soon", end - 1)
        if answers.hits.sum():
            yield from _shares("answers", answers, end - 1)


def _later(seen: Seen, known_since: date) -> Iterator[Look]:
    """What comes some time after an order, if it comes."""
    tables, end = seen.tables, day_number(seen.end)
    if "second_orders" in tables:
        later = later_of(tables["second_orders"])
        within = settled_within(later, SECOND_SHARE, SECOND_BOUNDS, end)
        if within is not None:
            shares, last = later.within(within, end, day_number(known_since))
            yield from _shares(
                "second_orders", shares, last, within, _each(tables.get("earned"), "margin_minor", "orders")
            )
    if "returned_orders" in tables and seen.within is not None:
        shares, last = later_of(tables["returned_orders"]).within(seen.within, end)
        lost = _each(tables.get("lost_by_refund"), "lost_minor", "orders")
        yield from _shares("returned_orders", shares, last, seen.within, _cost(lost))
    if "unpaid_orders" in tables:
        later = later_of(tables["unpaid_orders"])
        within = settled_within(later, UNPAID_SHARE, UNPAID_BOUNDS, end)
        if within is not None:
            shares, last = later.within(within, end)
            lost = _each(_defaults(tables["unpaid_orders"]), "lost_minor", "cases")
            yield from _shares("unpaid", shares, last, within, _cost(lost))


def _shares(
    kind: str, shares: Shares, last: int, within: int | None = None, each: float | None = None
) -> Iterator[Look]:
    """Of one row, if there are enough cases."""
    if len(shares.is_enough):
        [judged] = judge_shares(shares)
        yield Look(kind, judged, _day(last), within=within, each_minor=each)


def _orders(rows: pa.Table, end: date, each: float | None) -> Iterator[Look]:
    """The last seven full days."""
    day, orders = whole(rows, "day"), whole(rows, "orders")
    first, last = int(day.min(initial=day_number(end))), day_number(end)
    kept = day <= last
    daily = np.bincount(day[kept] - first, orders[kept], minlength=last - first + 1).astype(np.int64)
    counted = counts_of(daily)
    if counted is not None:
        found, is_seasonal = counted
        [judged] = found.judged()
        kind = ORDERS[0] if is_seasonal else ORDERS[1]
        yield Look(kind, judged, end, days=7, each_minor=each, quiet=quiet_of(daily))


def _late(rows: pa.Table, end: int) -> Iterator[Look]:
    """By channel where two or more tell enough, else of the whole shop."""
    channels = sorted(set(rows.column("channel").to_pylist()))
    of_channel = np.array(rows.column("channel").to_pylist(), dtype=object)
    found = [_windows(rows.filter(pa.array(of_channel == each)), "parcels", "late", end) for each in channels]
    enough = [place for place, shares in enumerate(found) if len(shares.is_enough)]
    if len(enough) < 2:
        yield from _shares("late_parcels", _windows(rows, "parcels", "late", end), end)
        return
    cases, hits = (
        np.concatenate([getattr(found[place], of) for place in enough]) for of in ("cases", "hits")
    )
    for place, judged in zip(enough, judge_shares(Shares.of(cases, hits)), strict=True):
        yield Look("late_parcels", judged, _day(end), channels[place])


def _articles(seen: Seen) -> Iterator[Look]:
    tables = seen.tables
    margins = {
        row["product"]: row["margin_minor"] / max(row["pieces"], 1)
        for row in (tables["margins"].to_pylist() if "margins" in tables else ())
    }
    if "articles" in tables and seen.within is not None:
        handling = _each(tables.get("lost_by_refund"), "handling_minor", "orders") or 0.0
        last = seen.end - timedelta(days=seen.within)
        products, shares = _by_article(tables["articles"])
        for product, judged in zip(products, judge_shares(shares), strict=True):
            each = -(margins[product] + handling) if product in margins else None
            yield Look("returns", judged, last, product, within=seen.within, each_minor=each)
    if "gone" in tables:
        yield from _gone(tables, seen.end, margins)


def _by_article(rows: pa.Table) -> tuple[Sequence[str], Shares]:
    """Those of which enough is known, at most `MOST`."""
    products, row = np.unique(np.array(rows.column("product").to_pylist(), dtype=str), return_inverse=True)
    sums = {name: np.zeros((len(products), WINDOWS + 1), np.int64) for name in ("pieces", "squares", "back")}
    for name, table in sums.items():
        table[row, whole(rows, "age")] = whole(rows, name)
    pieces = sums["pieces"]
    alike = sums["squares"].sum(axis=1) / np.maximum(pieces.sum(axis=1), 1)
    shares = Shares(pieces, sums["back"], np.maximum(alike, 1.0))
    kept = shares.is_enough
    kept = np.sort(kept[np.argsort(-pieces[kept, 0], kind="stable")[:MOST]])
    return [str(each) for each in products[kept]], Shares(
        pieces[kept], sums["back"][kept], shares.alike[kept]
    )


def _gone(tables: Mapping[str, pa.Table], end: date, margins: Mapping[str, float]) -> Iterator[Look]:
    """Articles out of stock that usually sell."""
    gone = tables["gone"].to_pylist()
    place = {row["product"]: number for number, row in enumerate(gone)}
    weeks = np.zeros((len(gone), _WEEKS + 1), np.int64)  # the last column is since it is gone
    for row in tables["sold_around"].to_pylist():
        weeks[place[row["product"]], row["week"]] = row["pieces"]
    days = np.array([(end - row["out_since"]).days + 1 for row in gone])
    stocked = np.array([max(row["stocked"] / row["counted"], 0.25) for row in gone])
    expected = weeks[:, :_WEEKS].mean(axis=1) / stocked * days / 7 if len(gone) else np.zeros(0)
    kept = np.flatnonzero((days >= _FEWEST_GONE_DAYS) & (expected >= _FEWEST_GONE_PIECES))
    kept = np.sort(kept[np.argsort(-expected[kept], kind="stable")[:MOST]])
    if not len(kept):
        return
    past = weeks[kept, :_WEEKS]
    # Each week beside the other seven: so the doubt about the mean is in the scatter.
    others = np.maximum((past.sum(axis=1, keepdims=True) - past) / (_WEEKS - 1), 1 / _WEEKS)
    counted = Counted(weeks[kept, -1], expected[kept], past.ravel(), others.ravel())
    for number, judged in zip(kept, counted.judged(is_few=True), strict=True):
        span, product = int(days[number]), str(gone[number]["product"])
        daily = {name: getattr(judged, name) / span for name in ("now", "usual", "low", "high")}
        if judged.now < judged.usual:
            yield Look(
                "out_of_stock", replace(judged, **daily, counted=span), end, product, span,
                each_minor=margins.get(product),
            )  # fmt: skip


def _windows(rows: pa.Table, cases: str, hits: str, last: int) -> Shares:
    return by_window(whole(rows, "day"), whole(rows, cases), whole(rows, hits), last)


def _defaults(rows: pa.Table) -> pa.Table:
    """One row: orders written off and what they lost."""
    came = rows.filter(rows.column("after").is_valid())
    sums = {name: [int(whole(came, name).sum())] for name in ("cases", "lost_minor")}
    return pa.table(sums)


def _each(rows: pa.Table | None, amount: str, count: str) -> float | None:
    """An amount by a count, both sums; None where there is nothing to divide by."""
    if rows is None or not len(rows):
        return None
    cases = int(whole(rows, count)[0])
    return float(whole(rows, amount)[0]) / cases if cases > 0 else None


def _cost(each: float | None) -> float | None:
    return None if each is None else -each


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)
