"""From the ledger to histories: what each customer bought and brought, day by day.

Every function takes tables that an engine holds and returns an expression; `staging.py` lists the order.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import date

import ibis

from treue.value.ledger.tables import (
    ACQUISITION,
    CONTACT,
    OTHERS,
    PER_ORDER,
    REVENUE,
    SERVICE,
    STEPS,
    Booking,
    Ground,
    bookings,
)
from treue.warehouse.tables import (
    Column,
    Expression,
    days_between,
    month_index,
    month_start,
    on,
    whole_sum,
    without,
)


def customer_days(ground: Ground, undone: Expression) -> Expression:
    """One row per customer and day on which they ordered or something was booked.

    Args:
        ground: what the ledger stands on.
        undone: `cancelled`; such an order is neither counted nor revenue, but its entries stay in the margin.

    Returns:
        customer (one group for all anonymous sales: empty), day, orders (0 on a day of bookings only),
        revenue_minor, margin_minor (all entries), and what is in it: order_cost_minor (what orders cost
        whatever they are worth, `PER_ORDER`; below zero where customers pay more for it than it costs),
        service_minor, contact_minor, acquisition_minor (costs above zero). Booked on that day.
    """
    one, nothing = ibis.literal(1, "int64"), ibis.literal(0, "int64")

    def part(rows: Expression, orders: Column, sums: Mapping[str, Column]) -> Expression:
        return rows.select("customer", "day", orders=orders, **dict.fromkeys(_BOOKED, nothing) | dict(sums))

    ordered = part(ground.orders, one, {})
    taken_off = part(undone, -one, {"revenue_minor": -undone.goods_minor})
    others = ground.others
    beside = [Booking(kind, others.amount_minor, where=others.kind == kind) for kind in OTHERS]
    # Who gives back nothing has no day of it.
    booked = (
        part(rows.filter(_is_booked(each)), nothing, _sums_of(each))
        for rows, each in (*bookings(ground), (others, beside))
    )
    rows = ibis.union(ordered, taken_off, *booked)
    sums = {name: whole_sum(rows[name]) for name in ("orders", *_BOOKED)}
    return rows.group_by("customer", "day").aggregate(**sums)


_BOOKED = ("revenue_minor", "margin_minor", "order_cost_minor", "service_minor", "contact_minor",
           "acquisition_minor")  # fmt: skip
_COSTS = {"order_cost_minor": PER_ORDER, "service_minor": (SERVICE,), "contact_minor": (CONTACT,),
          "acquisition_minor": (ACQUISITION,)}  # fmt: skip


def _sums_of(each: Sequence[Booking]) -> dict[str, Column]:
    """What one row adds to each of `_BOOKED`; what it adds nothing to is left out."""

    def total(kinds: Collection[str]) -> Column | None:
        amounts = [_amount(booking) for booking in each if booking.kind in kinds]
        return sum(amounts[1:], amounts[0]) if amounts else None

    sums = {"revenue_minor": total((REVENUE,)), "margin_minor": total(STEPS)}
    costs = {name: total(kinds) for name, kinds in _COSTS.items()}
    sums |= {name: -cost for name, cost in costs.items() if cost is not None}
    return {name: amount for name, amount in sums.items() if amount is not None}


def _is_booked(each: Sequence[Booking]) -> Column:
    """Whether a row books any amount."""
    return ibis.or_(*(_amount(booking) != 0 for booking in each))


def _amount(booking: Booking) -> Column:
    amount = booking.amount.fill_null(0)
    return amount if booking.where is None else booking.where.ifelse(amount, 0)


def from_trade(days: Expression) -> Column:
    """Margin of what orders brought, before service, contact and what winning the customer cost.

    Args:
        days: `customer_days`, or any table with its columns.
    """
    return running(days) + days.service_minor + days.contact_minor


def running(days: Expression) -> Column:
    """Margin without what winning the customer cost: that is spent, and decides nothing any more.

    Args:
        days: `customer_days`, or any table with its columns.
    """
    return days.margin_minor + days.acquisition_minor


def histories(days: Expression, until: date) -> Expression:
    """One row per customer with an order up to a day: the past that models and segments look at.

    Args:
        days: `customer_days`.
        until: the last day that counts.

    Returns:
        customer, first_day, last_day (of orders), orders, order_days, frequency (order days after the
        first), recency_days (first to last), tenure_days (first to `until`), spend_days and spend_minor
        (days with revenue above zero), repeat_spend_days and repeat_spend_minor (without the first order
        day), revenue_minor, margin_minor (all bookings), in it order_cost_minor, service_minor,
        contact_minor, acquisition_minor (see `customer_days`), and of the last 12 and 24 calendar months
        margin_12m_minor, margin_24m_minor (both before acquisition), orders_24m.
    """
    seen = days.filter(days.customer.notnull() & (days.day <= until))
    sums = _sums(seen, months_before(until, 12), months_before(until, 24))
    bought = sums.filter(sums.order_days > 0)
    spent_first = (bought.first_revenue > 0).ifelse(1, 0)
    return bought.select(
        "customer", "first_day", "last_day", "orders", "order_days",
        frequency=bought.order_days - 1,
        recency_days=days_between(bought.first_day, bought.last_day),
        tenure_days=days_between(bought.first_day, on(until)),
        spend_days=bought.spend_days,
        spend_minor=bought.spend_minor,
        repeat_spend_days=bought.spend_days - spent_first,
        repeat_spend_minor=bought.spend_minor - spent_first * bought.first_revenue,
        revenue_minor=bought.revenue_minor,
        margin_minor=bought.margin_minor,
        order_cost_minor=bought.order_cost_minor,
        service_minor=bought.service_minor,
        contact_minor=bought.contact_minor,
        acquisition_minor=bought.acquisition_minor,
        margin_12m_minor=bought.margin_12m_minor,
        margin_24m_minor=bought.margin_24m_minor,
        orders_24m=bought.orders_24m,
    )  # fmt: skip


def _sums(seen: Expression, year_ago: date, two_years_ago: date) -> Expression:
    ordered = seen.orders > 0
    spent = ordered & (seen.revenue_minor > 0)
    return seen.group_by("customer").aggregate(
        first_day=seen.day.min(where=ordered),
        last_day=seen.day.max(where=ordered),
        orders=whole_sum(seen.orders),
        order_days=_count(ordered),
        spend_days=_count(spent),
        spend_minor=whole_sum(seen.revenue_minor, where=spent),
        first_revenue=seen.revenue_minor.argmin(seen.day, where=ordered),
        **{name: whole_sum(seen[name]) for name in _BOOKED},
        margin_12m_minor=whole_sum(running(seen), where=seen.day > year_ago),
        margin_24m_minor=whole_sum(running(seen), where=seen.day > two_years_ago),
        orders_24m=whole_sum(seen.orders, where=seen.day > two_years_ago),
    )


def distinct_histories(past: Expression) -> Expression:
    """Histories that customers share, and how many share each: frequency, recency_days, tenure_days, weight.

    Args:
        past: `histories`.
    """
    return past.group_by("frequency", "recency_days", "tenure_days").aggregate(weight=past.count())


def actuals(days: Expression, after: date, until: date) -> Expression:
    """What came after a split, for every customer known at it: the judge of a back-test.

    Args:
        days: `customer_days`.
        after: the split; itself still known.
        until: the last day that counts.

    Returns:
        customer, orders, order_days, revenue_minor, margin_minor (before acquisition); zeros for who did not
        come back.
    """
    seen = days.filter(days.customer.notnull() & (days.day <= until))
    later = seen.day > after
    ordered = seen.orders > 0
    sums = seen.group_by("customer").aggregate(
        known=_count(ordered & ~later),
        orders=whole_sum(seen.orders, where=later),
        order_days=_count(ordered & later),
        revenue_minor=whole_sum(seen.revenue_minor, where=later),
        margin_minor=whole_sum(running(seen), where=later),
    )
    return without(sums.filter(sums.known > 0), "known")


def months(days: Expression, until: date) -> Expression:
    """The shop month by month, anonymous sales included.

    Args:
        days: `customer_days`.
        until: the last day that counts.

    Returns:
        month (its first day), orders, order_days (a customer's orders of one day are one), buyers (customers
        with an order), new_customers (first order), revenue_minor, margin_minor.
    """
    seen = days.filter(days.day <= until)
    rows = seen.left_join(_firsts(seen), "customer")
    buying = (rows.orders > 0) & rows.customer.notnull()
    rows = rows.mutate(month=month_start(rows.day), buyer=buying.ifelse(rows.customer, ibis.null("int64")))
    return rows.group_by("month").aggregate(
        orders=whole_sum(rows.orders),
        order_days=_count(rows.buyer.notnull()),
        buyers=rows.buyer.nunique(),
        new_customers=_count(rows.first_day == rows.day),
        revenue_minor=whole_sum(rows.revenue_minor),
        margin_minor=whole_sum(rows.margin_minor),
    )


def orders_by_day(days: Expression, since: date, until: date) -> Expression:
    """Orders of each day that has any, counted as `months` counts them.

    Args:
        days: `customer_days`.
        since: the first day.
        until: the last day that counts.

    Returns:
        day, orders.
    """
    seen = days.filter((days.orders > 0) & (days.day >= since) & (days.day <= until))
    return seen.group_by("day").aggregate(orders=whole_sum(seen.orders))


def cohorts(days: Expression, until: date) -> Expression:
    """Who came in one month, and what they did in each month since.

    Args:
        days: `customer_days`.
        until: the last day that counts.

    Returns:
        cohort (first day of the month of the first order), month_index (0 is that month), customers (in
        the cohort), buyers, orders, margin_minor (in that month); a row for each month up to the last in
        which anything was booked, quiet ones with zeros.
    """
    seen = days.filter(days.customer.notnull() & (days.day <= until))
    rows = seen.inner_join(_firsts(seen), "customer")
    rows = rows.mutate(
        cohort=month_start(rows.first_day),
        month_index=month_index(rows.day) - month_index(rows.first_day),
        buyer=(rows.orders > 0).ifelse(rows.customer, ibis.null("int64")),
    )
    done = rows.group_by("cohort", "month_index").aggregate(
        buyers=rows.buyer.nunique(),
        orders=whole_sum(rows.orders),
        margin_minor=whole_sum(rows.margin_minor),
    )
    grid = _cohort_grid(seen)
    joined = grid.left_join(done, ["cohort", "month_index"])
    return joined.select(
        "cohort",
        "month_index",
        "customers",
        buyers=joined.buyers.fill_null(0),
        orders=joined.orders.fill_null(0),
        margin_minor=joined.margin_minor.fill_null(0),
    )


def _cohort_grid(seen: Expression) -> Expression:
    """Every cohort beside every month since: cohort, month_index, customers."""
    firsts = _firsts(seen)
    sizes = firsts.group_by(cohort=month_start(firsts.first_day)).aggregate(customers=firsts.count())
    calendar = seen.select(month=month_start(seen.day)).distinct()
    grid = sizes.cross_join(calendar)
    grid = grid.filter(grid.month >= grid.cohort)
    return grid.select("cohort", "customers", month_index=month_index(grid.month) - month_index(grid.cohort))


def _firsts(seen: Expression) -> Expression:
    """customer, first_day: of those who ordered."""
    bought = seen.filter((seen.orders > 0) & seen.customer.notnull())
    return bought.group_by("customer").aggregate(first_day=bought.day.min())


def _count(claim: Column) -> Column:
    return whole_sum(claim.ifelse(1, 0))


def months_before(until: date, count: int) -> date:
    """The last day before the so many calendar months that end at `until`."""
    year, month = divmod(max(until.year * 12 + until.month - 1 - count, 12), 12)
    return date(year, month + 1, min(until.day, monthrange(year, month + 1)[1]))
