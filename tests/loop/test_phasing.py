"""Phases of a shop as tables: who stands where, the log, the flows, and limits that are kept a while."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from treue.errors import BrokenHome
from treue.loop.night.phasing import KEPT_DAYS, LIMITS, Phased, phase
from treue.value.order_days import OrderDays

UNTIL = date(2026, 6, 30)
DAY = (UNTIL - date(1970, 1, 1)).days
NOTHING = pa.schema([("customer", pa.int64()), ("day", pa.date32()), ("category", pa.string())])
SEEN = pa.table(
    {"customer": pa.array([9_000], pa.int64()), "since": pa.array([UNTIL - timedelta(3)], pa.date32())}
)


def orders(seed: int = 1, customers: int = 600) -> OrderDays:
    """About a month between orders, over three years; each order is the last with a chance of a tenth."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        day = DAY - rng.integers(1, 1_000)
        while day <= DAY:
            rows.append((customer, int(day)))
            if rng.random() < 0.1:
                break
            day += max(int(rng.gamma(6.0, 5.0)), 1)
    pairs = np.array(sorted(set(rows)))
    return OrderDays(pairs[:, 0], pairs[:, 1], np.ones(len(pairs)))


def phased(folder: Path, of: OrderDays | None = None, until: date = UNTIL) -> Phased:
    return phase(folder, orders() if of is None else of, NOTHING.empty_table(), SEEN, until)


def test_everybody_stands_in_one_phase(tmp_path: Path) -> None:
    told = phased(tmp_path)
    rows = {row["customer"]: row for row in told.phases.to_pylist()}
    assert len(rows) == len(told.phases) == 601
    assert {row["phase"] for row in rows.values()} == {
        "awareness", "acquisition", "retention", "reactivation", "farewell",
    }  # fmt: skip
    assert (rows[9_000]["phase"], rows[9_000]["since"]) == ("awareness", UNTIL - timedelta(3))
    assert rows[9_000]["silence_days"] is None
    assert all(row["next_day"] > UNTIL for row in rows.values() if row["next_phase"])
    overdue = [row for row in rows.values() if row["phase"] == "reactivation"]
    assert all(row["silence_days"] > 30 for row in overdue)


def test_limits_are_told_with_what_they_hold_for(tmp_path: Path) -> None:
    rows = phased(tmp_path).limits.to_pylist()
    first, *again = (row for row in rows if row["category"] is None)
    assert first["usual_from"] is first["usual_to"] is None
    assert again[0]["usual_from"] == 0.0
    assert again[-1]["usual_to"] is None
    for row in rows:
        assert row["reactivation_low"] <= row["reactivation_days"] <= row["reactivation_high"]
        assert row["farewell_days"] is None or row["farewell_days"] > row["reactivation_days"]


def test_moves_lead_where_everybody_stands_and_flows_add_up(tmp_path: Path) -> None:
    told = phased(tmp_path)
    last = {row["customer"]: row["after"] for row in told.moves.to_pylist()}
    assert last == {row["customer"]: row["phase"] for row in told.phases.to_pylist()}
    flows = told.flows.to_pylist()
    newest = max(row["month"] for row in flows)
    assert sum(row["customers"] for row in flows if row["month"] == newest) == len(told.phases)
    assert newest == UNTIL.replace(day=1)


def test_limits_are_kept_for_a_month(tmp_path: Path) -> None:
    phased(tmp_path)
    first = (tmp_path / LIMITS).read_text(encoding="utf-8")
    phased(tmp_path, orders(2), UNTIL + timedelta(KEPT_DAYS - 1))
    assert (tmp_path / LIMITS).read_text(encoding="utf-8") == first
    phased(tmp_path, orders(2), UNTIL + timedelta(KEPT_DAYS))
    assert (tmp_path / LIMITS).read_text(encoding="utf-8") != first


def test_limits_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / LIMITS).write_text("{", encoding="utf-8")
    with pytest.raises(BrokenHome, match=r"phases\.json cannot be read .* Delete it"):
        phased(tmp_path)
    (tmp_path / LIMITS).write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(BrokenHome, match=r"phases\.json: .*format 99.* Delete it"):
        phased(tmp_path)


def test_categories_give_limits_of_their_own(tmp_path: Path) -> None:
    of = orders(3, 1_500)
    slow = of.customer % 2 == 0
    stretched = OrderDays(of.customer, np.where(slow, DAY - 2 * (DAY - of.day), of.day), of.revenue)
    place = np.lexsort((stretched.day, stretched.customer))
    stretched = OrderDays(stretched.customer[place], stretched.day[place], stretched.revenue)
    names = np.where(stretched.customer % 2 == 0, "slow", "brisk")
    bought = pa.table(
        {
            "customer": stretched.customer,
            "day": pa.array(stretched.day.astype(np.int32), pa.int32()).cast(pa.date32()),
            "category": pa.array(names),
        }
    )
    shuffled = bought.take(np.random.default_rng(1).permutation(len(bought)))
    told = phase(tmp_path, stretched, shuffled, SEEN, UNTIL)
    limits = (tmp_path / LIMITS).read_text(encoding="utf-8")
    assert '"category": "slow"' in limits
    assert '"category": "brisk"' in limits
    other = tmp_path / "other"
    other.mkdir()
    again = phase(other, stretched, bought, SEEN, UNTIL)
    assert again.phases.equals(told.phases)
