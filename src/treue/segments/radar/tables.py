"""What orders tell of an appetite for risk, counted customer by customer on an engine; answers by person."""

from __future__ import annotations

from collections.abc import Mapping

import ibis

from treue.facts import TABLES
from treue.facts.purposes import VALUES
from treue.facts.stored import arrow_schema
from treue.segments.radar.launches import LAUNCH_DAYS, WATCH_DAYS
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import NO, PPM, YES, Facts, in_currency, resolved, unwanted
from treue.warehouse.tables import (
    Column,
    Expression,
    as_int64,
    days_between,
    declare,
    half_even,
    month_index,
    whole_sum,
    without,
)

READS = {name: arrow_schema(TABLES[name]) for name in ("values", "consents")}
"""Facts that only the radar reads."""

_TAKEN_OFF = ("discount", "voucher")


def answers(facts: Facts, terms: LedgerTerms) -> Expression:
    """Answers of people who count.

    Args:
        facts: to find the person behind a number, and who is left out.
        terms: which customers are left out.

    Returns:
        customer, statement, score, at, consent.
    """
    rows = _of_people("values", facts, terms)
    return rows.select(
        "customer", "score", "at",
        consent=rows.consent.fill_null(NO),
        statement=rows.statement.lower(),
    )  # fmt: skip


def acts(facts: Facts, terms: LedgerTerms) -> Expression:
    """Consents that speak of answers on values: customer, at, act.

    Args:
        facts: as `answers` takes them.
        terms: as `answers` takes them.
    """
    # Never `strip()`: in Spark's SQL its list of blanks takes a leading v and f away, "values" among them.
    rows = _of_people("consents", facts, terms)
    purpose = rows.purpose.lower()
    doubted = rows.act.isin(VALUES.doubted) & ~purpose.isin(VALUES.apart)
    return rows.filter(purpose.isin(VALUES.said) | doubted).select("customer", "at", "act")


def _of_people(name: str, facts: Facts, terms: LedgerTerms) -> Expression:
    rows = declare(name, READS[name])
    if terms.leave_out:
        rows = rows.anti_join(unwanted(facts, terms), "customer")
    return resolved(rows.filter(rows.customer.notnull()), facts)


def bought_articles(facts: Facts, orders: Expression, terms: LedgerTerms) -> Expression:
    """Which article each customer bought on which day.

    Args:
        facts: for lines and products.
        orders: `placed`.
        terms: the currency that counts.

    Returns:
        customer, article (a number, for numbers are sooner grouped than names), day, cheaper (1 if each line
        was at a discount, or its order paid with one, else 0), launched (first day on sale: as stated, else
        the first day anybody bought it). One row each.
    """
    lines = in_currency(facts.order_lines, terms)
    goods = lines.filter(
        lines.product.notnull()
        & (lines.kind.fill_null("goods") == "goods")
        & (lines.quantity_milli.fill_null(1) > 0)
        & (lines.amount_minor.fill_null(0) >= 0)
    ).select("order_id", "product", off=lines.discount_minor.fill_null(0) > 0)
    heads = orders.filter(orders.customer.notnull()).select(
        "order_id", "customer", "day", voucher=orders.voucher_minor.fill_null(0) > 0
    )
    of_order = lines.filter(lines.kind.isin(_TAKEN_OFF)).select("order_id").distinct()
    rows = goods.inner_join(heads, "order_id")
    rows = rows.left_join(of_order.mutate(by_line=YES), "order_id")
    cheaper = rows.off | rows.voucher | rows.by_line.fill_null(NO)
    days = rows.group_by("customer", "product", "day").aggregate(cheaper=as_int64(_one(cheaper).min()))
    return days.inner_join(_launches(days, facts), "product").select(
        "customer", "article", "day", "cheaper", "launched"
    )


def _launches(days: Expression, facts: Facts) -> Expression:
    stated = facts.products.select("product", "launch_day")
    first = days.group_by("product").aggregate(first=days.day.min())
    joined = first.left_join(stated, "product")
    number = as_int64(ibis.row_number().over(order_by=joined.product))
    return joined.select("product", article=number, launched=joined.launch_day.fill_null(joined.first))


def signs(bought: Expression, given_back: Expression) -> Expression:
    """Per customer how often each sign was seen, and how often it could have been.

    Args:
        bought: `bought_articles`.
        given_back: `given_back`.

    Returns:
        customer, and whole numbers: lines (articles bought, by day), early (bought within `LAUNCH_DAYS` of
        the launch) of watched (bought late enough in the file to know a launch), early_ppm (what is usual in
        the months of those, summed, in millionths), fresh (never bought before) of later (bought after the
        first day), discount, discount_ppm, returned.
    """
    start = bought.aggregate(start=bought.day.min())
    rows = bought.cross_join(start)
    since = days_between(rows.start, rows.day)
    is_launch = days_between(rows.start, rows.launched) > WATCH_DAYS
    is_early = is_launch & (days_between(rows.launched, rows.day) < LAUNCH_DAYS)
    rows = rows.mutate(
        month=month_index(rows.day),
        watched=_one(since > WATCH_DAYS),
        early=_one(is_early & (since > WATCH_DAYS)),
    )
    months = rows.group_by("month").aggregate(
        early_ppm=_ppm(whole_sum(rows.early), whole_sum(rows.watched)),
        discount_ppm=_ppm(whole_sum(rows.cheaper), as_int64(rows.count())),
    )
    rows = without(rows.inner_join(months, "month"), "month_right")
    sums = rows.group_by("customer").aggregate(
        lines=as_int64(rows.count()),
        early=whole_sum(rows.early),
        watched=whole_sum(rows.watched),
        early_ppm=whole_sum(rows.watched * rows.early_ppm),
        discount=whole_sum(rows.cheaper),
        discount_ppm=whole_sum(rows.discount_ppm),
    )
    counted = sums.left_join(_variety(bought), "customer")
    counted = without(counted, "customer_right").left_join(given_back, "customer")
    counted = without(counted, "customer_right")
    return counted.mutate(**{name: counted[name].fill_null(0) for name in ("fresh", "later", "returned")})


def _variety(bought: Expression) -> Expression:
    """customer, fresh, later."""
    first = bought.group_by("customer").aggregate(begun=bought.day.min())
    articles = bought.group_by("customer", "article").aggregate(
        first_day=bought.day.min(), days=as_int64(bought.count())
    )
    joined = articles.inner_join(first, "customer")
    is_fresh = joined.first_day > joined.begun
    return joined.group_by("customer").aggregate(
        fresh=whole_sum(_one(is_fresh)),
        later=whole_sum(joined.days - _one(~is_fresh)),
    )


def given_back(facts: Facts, orders: Expression, terms: LedgerTerms) -> Expression:
    """How many articles each customer sent back: customer, returned.

    A refund of a whole order counts once; so does one of which nobody says what it is for.

    Args:
        facts: for refunds.
        orders: `placed`, for whose they are where the refund does not say.
        terms: the currency that counts.
    """
    refunds = in_currency(facts.refunds, terms)
    goods = refunds.filter(refunds.kind.fill_null("goods") == "goods")
    heads = orders.select("order_id", buyer="customer")
    rows = resolved(goods.select("refund_id", "order_id", "customer"), facts).left_join(heads, "order_id")
    rows = rows.select(customer=rows.buyer.fill_null(rows.customer))
    rows = rows.filter(rows.customer.notnull())
    return rows.group_by("customer").aggregate(returned=as_int64(rows.count()))


def _one(claim: Column) -> Column:
    return claim.ifelse(ibis.literal(1, "int64"), ibis.literal(0, "int64"))


def _ppm(part: Column, whole: Column) -> Column:
    return half_even(part * PPM, ibis.greatest(whole, ibis.literal(1, "int64")))


STAGED: Mapping[str, str] = {"bought": "radar_bought", "signs": "radar_signs"}
"""Names under which an engine holds what is made on the way."""
