"""Histories, months and cohorts, held against a slow and plain second way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

import people
from ledgers import Ledger
from shop import Shop, cast_shop, instant, shop_of, small_shop
from treue.value import tables
from treue.value.ledger_terms import LedgerTerms
from treue.value.staging import history_stages, ledger_stages
from treue.warehouse.tables import schema_of

Make = Callable[[Shop, LedgerTerms], Ledger]
GROSS = LedgerTerms(prices="gross")
DAYS = ledger_stages(LedgerTerms())[-1].made


def by_customer(rows: list[dict[str, object]]) -> dict[object, dict[str, object]]:
    return {row["customer"]: row for row in rows}


def test_the_cast_has_the_histories_it_lived(ledger_of: Make) -> None:
    past = by_customer(ledger_of(cast_shop(), GROSS).rows("SELECT * FROM histories"))
    ana, ben, chloe = past[people.ANA.key], past[people.BEN.key], past[people.CHLOE.key]
    assert (ana["orders"], ana["frequency"], ana["recency_days"], ana["tenure_days"]) == (18, 17, 516, 531)
    assert (ana["first_day"], ana["last_day"]) == (date(2025, 1, 15), date(2026, 6, 15))
    assert (ana["spend_minor"], ana["repeat_spend_minor"], ana["margin_minor"]) == (54000, 51000, 27000)
    assert (ana["margin_12m_minor"], ana["orders_24m"]) == (18000, 18)
    assert (ben["frequency"], ben["recency_days"], ben["tenure_days"]) == (0, 0, 147)
    assert (ben["spend_days"], ben["repeat_spend_days"], ben["repeat_spend_minor"]) == (1, 0, 0)
    assert (chloe["orders_24m"], chloe["margin_24m_minor"], chloe["margin_minor"]) == (0, 0, 35000)


@pytest.mark.parametrize("seed", range(3))
def test_histories_agree_with_a_walk_through_the_days(ledger_of: Make, seed: int) -> None:
    made = ledger_of(small_shop(np.random.default_rng(seed), 80), GROSS)
    past = by_customer(made.rows("SELECT * FROM histories"))
    walked: dict[object, list[dict[str, object]]] = defaultdict(list)
    for row in made.rows("SELECT * FROM customer_days WHERE customer IS NOT NULL ORDER BY customer, day"):
        if row["day"] <= people.UNTIL:
            walked[row["customer"]].append(row)
    bought = {key: [row for row in rows if row["orders"]] for key, rows in walked.items()}
    assert past.keys() == {key for key, rows in bought.items() if rows}
    for key, row in past.items():
        days = bought[key]
        spent = [each["revenue_minor"] for each in days if each["revenue_minor"] > 0]
        first = max(days[0]["revenue_minor"], 0)
        recent = [each for each in walked[key] if each["day"] > date(2024, 6, 30)]
        expected = {
            "first_day": days[0]["day"],
            "last_day": days[-1]["day"],
            "orders": sum(each["orders"] for each in days),
            "order_days": len(days),
            "frequency": len(days) - 1,
            "recency_days": (days[-1]["day"] - days[0]["day"]).days,
            "tenure_days": (people.UNTIL - days[0]["day"]).days,
            "spend_days": len(spent),
            "spend_minor": sum(spent),
            "repeat_spend_days": len(spent) - (first > 0),
            "repeat_spend_minor": sum(spent) - first,
            "revenue_minor": sum(each["revenue_minor"] for each in walked[key]),
            "margin_minor": sum(each["margin_minor"] for each in walked[key]),
            "order_cost_minor": sum(each["order_cost_minor"] for each in walked[key]),
            **{
                f"{name}_minor": sum(each[f"{name}_minor"] for each in walked[key])
                for name in ("service", "contact", "acquisition")
            },
            "margin_24m_minor": sum(each["margin_minor"] + each["acquisition_minor"] for each in recent),
            "orders_24m": sum(each["orders"] for each in recent),
        }
        assert {name: row[name] for name in expected} == expected, key


def test_days_and_orders_repeat_the_ledger(ledger_of: Make) -> None:
    made = ledger_of(small_shop(np.random.default_rng(9), 80), GROSS)
    [sums] = made.rows(
        "SELECT (SELECT CAST(sum(amount_minor) AS BIGINT) FROM ledger) AS ledger,"
        " (SELECT CAST(sum(margin_minor) AS BIGINT) FROM customer_days) AS days,"
        " (SELECT count(*) FROM orders_placed) - (SELECT count(*) FROM cancelled) AS orders,"
        " (SELECT CAST(sum(amount_minor) AS BIGINT) FROM ledger WHERE kind = 'goods')"
        " - (SELECT CAST(sum(goods_minor) AS BIGINT) FROM cancelled) AS goods,"
        " (SELECT CAST(sum(revenue_minor) AS BIGINT) FROM customer_days) AS revenue,"
        " (SELECT CAST(-sum(amount_minor) AS BIGINT) FROM ledger"
        " WHERE kind IN ('shipping_charged', 'shipping_paid', 'fee', 'handling')) AS per_order,"
        " (SELECT CAST(sum(order_cost_minor) AS BIGINT) FROM customer_days) AS order_cost,"
        " (SELECT CAST(sum(orders) AS BIGINT) FROM customer_days) AS counted"
    )
    assert sums["ledger"] == sums["days"]
    assert sums["orders"] == sums["counted"]
    assert sums["goods"] == sums["revenue"]
    assert sums["per_order"] == sums["order_cost"] != 0


def test_actuals_are_of_everyone_known_at_the_split(ledger_of: Make) -> None:
    made = ledger_of(cast_shop(), GROSS)
    came = tables.actuals(DAYS, date(2025, 12, 31), date(2026, 3, 31))
    rows = by_customer(made.engine.read(came).read_all().to_pylist())
    assert rows.keys() == {people.ANA.key, people.CHLOE.key, people.DEV.key}
    ana, chloe = rows[people.ANA.key], rows[people.CHLOE.key]
    assert (ana["orders"], ana["order_days"], ana["revenue_minor"], ana["margin_minor"]) == (3, 3, 9000, 4500)
    assert (chloe["orders"], chloe["revenue_minor"]) == (0, 0)


def test_distinct_histories_weigh_everyone(ledger_of: Make) -> None:
    made = ledger_of(small_shop(np.random.default_rng(4), 200), GROSS)
    grouped = made.rows(
        "SELECT frequency, recency_days, tenure_days, count(*) AS weight FROM histories GROUP BY ALL"
    )
    past = tables.histories(DAYS, people.UNTIL)
    rows = made.engine.read(tables.distinct_histories(past)).read_all().to_pylist()
    assert sorted(map(str, rows)) == sorted(map(str, grouped))


def test_months_tell_the_shop_s_year(ledger_of: Make) -> None:
    made = ledger_of(cast_shop(), GROSS)
    months = {row["month"]: row for row in made.rows("SELECT * FROM months")}
    assert months[date(2026, 2, 1)] == {
        "month": date(2026, 2, 1),
        "orders": 2,
        "order_days": 2,
        "buyers": 2,
        "new_customers": 1,
        "revenue_minor": 4000,
        "margin_minor": 2000,
    }
    assert sum(row["new_customers"] for row in months.values()) == len(people.CAST)


def test_cohorts_keep_their_quiet_months(ledger_of: Make) -> None:
    made = ledger_of(cast_shop(), GROSS)
    rows = made.rows("SELECT month_index, customers, buyers, orders FROM cohorts WHERE cohort = '2025-09-01'")
    seen = {row["month_index"]: (row["customers"], row["buyers"], row["orders"]) for row in rows}
    assert seen == {index: (1, int(index < 4), int(index < 4)) for index in range(10)}


def test_refunds_alone_make_no_order_day_and_no_customer(ledger_of: Make) -> None:
    day = date(2026, 1, 5)
    refund = {"refund_id": "r", "customer": 3, "refunded_at": instant(day), "day": day, "amount_minor": 50}
    made = ledger_of(shop_of(refunds=[refund]), LedgerTerms())
    assert made.rows("SELECT orders, margin_minor FROM customer_days") == [{"orders": 0, "margin_minor": -50}]
    assert made.rows("SELECT * FROM histories") == []


def test_a_refund_of_nothing_makes_no_day(ledger_of: Make) -> None:
    bought, later = date(2026, 1, 5), date(2026, 2, 1)
    order = {
        "order_id": "o",
        "customer": 3,
        "ordered_at": instant(bought),
        "day": bought,
        "amount_minor": 900,
    }
    nothing = {
        "refund_id": "r",
        "order_id": "o",
        "refunded_at": instant(later),
        "day": later,
        "amount_minor": 0,
    }
    made = ledger_of(shop_of(orders=[order], refunds=[nothing]), LedgerTerms())
    assert made.rows("SELECT day, orders FROM customer_days") == [{"day": bought, "orders": 1}]


def test_a_month_is_a_calendar_month_also_at_the_end_of_february() -> None:
    assert tables.months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert tables.months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)


def test_every_figure_is_a_whole_number() -> None:
    kinds = {str(field.type) for field in schema_of(tables.histories(DAYS, people.UNTIL))}
    assert kinds == {"int64", "date32[day]"}


def test_stored_columns_have_the_declared_types(ledger_of: Make) -> None:
    made = ledger_of(small_shop(np.random.default_rng(8), 30), LedgerTerms())
    stages = ledger_stages(LedgerTerms())
    for stage in (*stages, *history_stages(DAYS, people.UNTIL)):
        stored = made.engine.con.sql(f'SELECT * FROM "{stage.name}"').to_arrow_table().schema
        assert stored == schema_of(stage.expression), stage.name
