"""The forecast of each customer as rows, ready to be stored beside the facts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from treue.value.adjustment import Moved
from treue.value.appraisal import Appraisal
from treue.value.forecast import HIGH, LOW, Ahead, Outlook, look_ahead, margin_per_order
from treue.value.histories import FloatArray
from treue.value.intervals import Intervals, Spread, customer_intervals
from treue.value.left_truncation import is_first_known, opening_of
from treue.value.movers import MOST
from treue.value.past import Past

MOVERS = tuple((f"moved_{place}", f"moved_{place}_by") for place in range(1, MOST + 1))
"""Columns that tell what moved a customer's pace, the strongest first: a feature's name, and by how much."""

MOVED_MORE = "moved_more"
"""Column: how many features more moved it, each less than the last one named."""

_YEAR_LOW, _YEAR_HIGH = 0.2, 0.8
_LEVELS = (LOW, _YEAR_LOW, 0.5, _YEAR_HIGH, HIGH)
_QUANTILES = (("median", 0.5), ("low", LOW), ("high", HIGH))
SPREAD = {
    **{f"expected_orders_{name}": "float64" for name, _ in _QUANTILES},
    **{f"value_{name}_minor": "int64" for name, _ in _QUANTILES},
}
"""Columns of medians and intervals, and what they hold: there where they were asked for."""


def forecast_rows(
    past: Past, appraisal: Appraisal, year: Ahead, digits: int, rng: np.random.Generator | None
) -> pa.Table:
    """One row per customer, in the order of the past.

    Args:
        past: whose.
        appraisal: of the same customers.
        year: the next 12 months, by which tiers are drawn whatever the horizon is.
        digits: decimals of the currency.
        rng: of the intervals' noise; None leaves medians and intervals (`SPREAD`) out.

    Returns:
        customer, p_alive, expected_orders{,_median,_low,_high} (the 80 % interval; orders are whole
        numbers but for the mean), value_minor and value_{median,low,high}_minor (empty where amounts are
        not known), pace (factor on the orders that the purchase model expects), margin_per_order_minor (what
        an order is expected to leave, undiscounted; empty without amounts), at_stake_minor (margin of the
        last 12 months times the chance that the customer will not order again; zero for who ordered once),
        year_value_minor (zero without amounts), with rng also year_low_minor and year_high_minor (the
        middle 60 %; the same as the mean without amounts),
        first_order_known (false where the file begins in the middle of a business and this customer with it).
    """
    models, customers, outlook = appraisal.models, appraisal.customers, appraisal.outlook
    spread = None if rng is None else customer_intervals(customers, outlook, appraisal.redrawn, rng, _LEVELS)
    in_a_year = outlook if outlook.ahead == year else look_ahead(customers, models, year, with_luck=False)
    has_value = models.spend is not None
    at_stake = np.maximum(past.margin_12m, 0.0) * (1.0 - outlook.alive) * (past.histories.frequency > 0)
    return pa.table(
        {
            "customer": pa.array(past.customer),
            "p_alive": pa.array(outlook.alive),
            "expected_orders": pa.array(outlook.orders),
            **({} if spread is None else _order_quantiles(spread)),
            "value_minor": _minor(outlook.value, digits) if has_value else _nothing(len(past)),
            **({} if spread is None else _value_quantiles(spread, len(past), digits)),
            "pace": pa.array(customers.pace),
            "margin_per_order_minor": _minor(margin_per_order(customers, models), digits)
            if has_value
            else _nothing(len(past)),
            "at_stake_minor": _minor(at_stake, digits),
            "year_value_minor": _minor(in_a_year.value if has_value else np.zeros(len(past)), digits),
            **_year_quantiles(spread, appraisal, in_a_year, digits, rng),
            "first_order_known": pa.array(is_first_known(past.histories, opening_of(past.histories))),
        }
    )


def with_movers(rows: pa.Table, moved: Moved | None) -> pa.Table:
    """The rows with what moved each customer's pace most.

    Args:
        rows: n customers.
        moved: of the same; None where nothing was learned.

    Returns:
        `MOST` pairs of columns more, the strongest first: moved_1 (name of a feature; empty where none moved
        anything) and moved_1_by (what it did to the logarithm of the pace), and so on; and `MOVED_MORE`.
    """
    for place, (name, by) in enumerate(MOVERS):
        which, effect = _mover(moved, place, len(rows))
        rows = rows.append_column(name, which).append_column(by, effect)
    more = np.zeros(len(rows), np.int64) if moved is None else moved.more
    return rows.append_column(MOVED_MORE, pa.array(more, pa.int64()))


def _mover(moved: Moved | None, place: int, customers: int) -> tuple[pa.Array, pa.Array]:
    if moved is None or place >= moved.which.shape[1]:
        return pa.nulls(customers, pa.string()), pa.nulls(customers, pa.float64())
    which, by = moved.which[:, place], moved.by[:, place]
    still = by == 0
    names = pa.array(moved.names, pa.string()).take(pa.array(which, mask=still))
    return names, pa.array(by, pa.float64(), mask=still)


def _order_quantiles(spread: Intervals) -> dict[str, pa.Array]:
    return {f"expected_orders_{name}": pa.array(spread.orders.at(level)) for name, level in _QUANTILES}


def _value_quantiles(spread: Intervals, customers: int, digits: int) -> dict[str, pa.Array]:
    return {
        f"value_{name}_minor": _nothing(customers)
        if spread.value is None
        else _at(spread.value, level, digits)
        for name, level in _QUANTILES
    }


def _year_quantiles(
    spread: Intervals | None,
    appraisal: Appraisal,
    in_a_year: Outlook,
    digits: int,
    rng: np.random.Generator | None,
) -> dict[str, pa.Array]:
    """Where the next 12 months lie with a chance of four fifths above, and below."""
    if spread is None or rng is None:
        return {}
    if in_a_year is not appraisal.outlook:
        levels = (_YEAR_LOW, 0.5, _YEAR_HIGH)
        spread = customer_intervals(appraisal.customers, in_a_year, appraisal.redrawn, rng, levels)
    ends = (("year_low_minor", _YEAR_LOW), ("year_high_minor", _YEAR_HIGH))
    if spread.value is None:
        return {name: _minor(np.zeros(len(in_a_year.orders)), digits) for name, _ in ends}
    return {name: _at(spread.value, level, digits) for name, level in ends}


def _at(spread: Spread, level: float, digits: int) -> pa.Array:
    return _minor(spread.at(level), digits)


def _minor(amount: FloatArray, digits: int) -> pa.Array:
    """Estimates are floats until they are stored: then whole minor units, rounded half-even."""
    return pa.array(np.rint(amount * 10.0**digits).astype(np.int64))


def _nothing(rows: int) -> pa.Array:
    return pa.nulls(rows, pa.int64())
