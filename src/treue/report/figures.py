"""Reads the page's figures from a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import duckdb

from treue.errors import BrokenHome
from treue.report.check_findings import apart
from treue.report.customer_reading import read_customers
from treue.report.customer_rows import (
    Article,
    CalmTest,
    Customer,
    Dates,
    Due,
    Needs,
    Posting,
    Wait,
)
from treue.report.growing import Lever, Part, PlanMonth, WorthDay
from treue.report.radar import Overview, RadarRows, Said, Scale
from treue.report.rows import (
    Base,
    Bridge,
    CohortMonth,
    Decile,
    Figures,
    Flow,
    Friction,
    Group,
    Input,
    Kind,
    Month,
    PhaseLimit,
    Reserves,
    RuleCount,
    Shift,
    Stakes,
    TierSum,
    Tile,
    Trial,
    Unseen,
)
from treue.report.unusual import COLUMNS, Unusual
from treue.value.levers.last_day import LastDay

Row = TypeVar("Row")
LISTED, WAITING, NEEDED = 20, 5, 10

_BASE = """
    select count(*), sum(p_alive), coalesce(sum(orders), 0)::bigint, coalesce(sum(order_days), 0)::bigint,
        count(*) filter (orders = 1), sum(margin_minor) from customers"""
_LAST_DAY = "select orders, usual from last_day"
_MONTHS = """
    select month, orders, buyers, new_customers, revenue_minor, margin_minor, order_days from months
    order by month"""
_MONTHS_OPEN = """
    select month, orders, buyers, new_customers, revenue_minor, margin_minor, order_days,
        coalesce(still_open_minor, 0)
    from months left join still_open using (month) order by month"""
_TIERS = """
    select tier, count(*), sum(profit_minor), 0, 0, 0, 0, coalesce(sum(p_alive), 0) from customers
    where tier is not null group by tier order by tier"""
_TIERS_WITH_TIME = """
    select tier, count(*), sum(profit_minor), coalesce(any_value(minutes), 0),
        coalesce(any_value(discount_minor), 0), coalesce(any_value(messages), 0), 0,
        coalesce(sum(p_alive), 0) from customers
    left join (select tier, minutes, discount_minor, messages from attention) using (tier)
    where tier is not null group by tier order by tier"""
_TIER_SUMS = """
    select tier, sum(margin_24m_minor)::bigint, sum(return_reserve_minor + default_reserve_minor)::bigint,
        sum(year_value_minor)::bigint, any_value(coalesce(drawn, 0))
    from customers left join (select tier_by_limits as tier, count(*) as drawn from customers group by all)
        using (tier)
    where tier is not null group by tier order by tier"""
_WAITS = f"""
    select code, regexp_replace(ticket_id, '^[^:]*:', ''), w.tier, opened_at::date, hours, served_before
    from waiting w join customers using (customer)
    order by hours is not null, answered_at - opened_at desc, opened_at, ticket_id limit {WAITING}"""
_RANKS = "['former', 'lead', 'iron', 'gold', 'platinum']"
_SHIFTS = f"""
    select list_position({_RANKS}, tier) > list_position({_RANKS}, tier_before) as is_up, reason, count(*)
    from tier_moves where day > (select max(last_order) from customers) - interval 1 month
    group by all order by is_up desc, count(*) desc, reason"""
_TILES = """
    select rfm_recency, rfm_frequency, count(*), sum(margin_24m_minor), mode(rfm_segment) from customers
    where rfm_segment is not null group by all order by all"""
_SEGMENTS = """
    select rfm_segment, count(*), sum(margin_24m_minor), count(*) filter (orders = 1),
        coalesce(sum(p_alive), 0) from customers
    where rfm_segment is not null group by rfm_segment order by rfm_segment"""
_PHASES = """
    select phase, count(*), null, 0, coalesce(sum(p_alive), 0)
    from phases left join customers using (customer) group by phase order by phase"""
_FLOWS = """
    select month, before, after, customers from phase_flows order by month, before nulls first, after"""
_PHASE_LIMITS = """
    select usual_from, usual_to, reactivation_days, reactivation_low, reactivation_high, farewell_days,
        farewell_low, farewell_high
    from phase_limits where category is null order by usual_from nulls first"""
_KINDS = """
    select cluster, customers, share, name_de, name_en, sentence_de, sentence_en from clusters
    order by customers desc, cluster"""
_FRICTIONS = """
    select kind, detail, beyond, matched, retention_touched, retention_like_them, retention_change,
        retention_change_low, retention_change_high, yearly_minor, yearly_low_minor, yearly_high_minor,
        touched_12m, horizon_days, told, alike, known_days
    from frictions order by coalesce(yearly_minor, 0), retention_change, kind, detail"""
_UNSEEN = "select kind, needs from missing_frictions"
_COHORTS = """select cohort, month_index, customers, buyers, margin_minor from cohorts
    order by cohort, month_index"""
_DECILES = "select decile, customers, predicted, actual from calibration order by decile"
_TRIALS = """
    select model, naive, chosen, coalesce(mae_median, mae) as off_by, crps, bias, gini_value, coverage_80
    from backtest order by chosen desc, naive, off_by nulls last, model"""
_BEST = f"""
    select code from customers where value_minor > 0 order by value_minor desc, code limit {LISTED}"""
_WORRYING = f"""
    select code from customers where value_minor is not null and at_stake_minor > 0
    order by at_stake_minor desc, code limit {LISTED}"""
_RESERVES = """
    select sum(provisional_minor)::bigint, sum(return_reserve_minor)::bigint,
        sum(default_reserve_minor)::bigint from customers"""
_UNASSIGNED = """
    select coalesce(-sum(amount_minor), 0)::bigint from ledger
    where kind = 'acquisition' and customer is null"""
_ANONYMOUS = """
    select coalesce(sum(amount_minor), 0)::bigint,
        count(distinct case when kind = 'goods' and customer is null then order_id end)::bigint from ledger
    where kind <> 'acquisition' and (customer not in (select customer from customers)) is not false"""
_STAKES = """
    select count(*), coalesce(sum(at_stake_minor), 0)::bigint from customers
    where value_minor is not null and at_stake_minor > 0"""
# Articles that share a name are told apart by their number.
_CALLED = """
    named as (
        select product, min(name) as name
        from (select product, name from demand union select product, name from due) group by product),
    called as (
        select product, name || case when count(*) over (partition by name) > 1
            then ' (' || regexp_replace(product, '^[^:]*:', '') || ')' else '' end as name
        from named)"""
_ARTICLES = f"""
    with {_CALLED}
    select called.name, list(pieces order by week), list(pieces_low order by week),
        list(pieces_high order by week),
        coalesce(sum(first_time) / nullif(sum(pieces), 0), 0), coalesce(any_value(customers), 0)
    from demand join called using (product)
    left join (select product, count(*) customers from due group by product) using (product)
    group by product, called.name
    order by sum(pieces) desc, product limit {NEEDED}"""
_MOST_DUE = f"""
    with {_CALLED}, counted as (select product, count(*) as customers from due group by product)
    select case when count(*) = 1 then any_value(called.name) end
    from counted join called using (product)
    where customers = (select max(customers) from counted)"""
_DUE = f"""
    with {_CALLED}
    select code, called.name, chance, idle_days, gap_days
    from due join customers using (customer) join called using (product)
    order by chance desc, code, called.name limit {NEEDED}"""
_DATES = "select ahead_days, off_by, own_gap_off_by from next_order_test"
_CALM_TEST = "select ahead_days, asked, ordered, low, high from calm_test"
_UNUSUAL = f"select {', '.join(COLUMNS)} from unusual order by rank"
_POSTINGS = """
    select step, kind, sum(amount_minor)::bigint, bool_or(estimated),
        bool_or(estimated) and not bool_and(estimated), min(day)
    from ledger group by step, kind order by step, abs(sum(amount_minor)) desc, kind"""
_INPUTS = """
    select input, rows_read, rows_accepted, rows_quarantined, money_read_minor, money_accepted_minor,
        money_quarantined_minor from account order by input"""
_BRIDGES = """
    select kind, facts_minor, left_out_minor, vat_minor, derived_minor, ledger_minor, difference_minor
    from reconciliation join (select kind, min(step) as step from ledger group by kind) using (kind)
    order by step, abs(ledger_minor) desc, kind"""
_WORTH = "select day, customers, expected_orders, worth_minor from worth order by day"
_PARTS = """
    select months, since, part, coalesce(amount_minor, orders), coalesce(low_minor, orders_low),
        coalesce(high_minor, orders_high) from worth_change"""
_LEVERS = "select lever, step, gain_minor, low_minor, high_minor from levers order by rank"
_PLAN = """
    select kind, month, coalesce(existing_margin_minor, existing_orders),
        coalesce(new_margin_minor, new_orders), coalesce(margin_minor, orders),
        coalesce(margin_low_minor, orders_low),
        coalesce(margin_high_minor, orders_high), new_customers, acquisition_minor
    from plan where kind <> 'tested' order by month, kind"""
_RULES = "select input, rule, rows from rules where rows > 0 order by input, rows desc, rule"
_RADAR = """
    select customers, answered, refused, seen, bold, careful, compared, correlation, correlation_low,
        correlation_high from radar"""
_SCALES = """
    select scale, answers, alpha, alpha_low, alpha_high, company_centred, coalesce(doubt, 0)
    from radar_scales"""
_SAID = "select grouping, name, scale, customers, answers, mean, low, high from radar_groups"


def read_figures(snapshot: Path) -> Figures:
    """Open a snapshot read-only and read what the page shows.

    Raises:
        BrokenHome: not a snapshot, or one without customers.
    """
    try:
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            return _read(connection)
    except duckdb.Error as error:
        raise BrokenHome(
            f"{snapshot}: {str(error).splitlines()[0]}; expected a snapshot with a table `customers`. "
            "Run `treue run` again to build one."
        ) from error


def _read(connection: duckdb.DuckDBPyConnection) -> Figures:
    found = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}

    def rows(make: Callable[..., Row], table: str, query: str, *blanks: object) -> list[Row]:
        if table not in found:
            return []
        return [make(*values) for values in connection.execute(query, blanks).fetchall()]

    def listed(query: str) -> list[Customer]:
        return read_customers(connection, [str(code) for (code,) in connection.execute(query).fetchall()])

    return Figures(
        base=Base(*connection.execute(_BASE).fetchall()[0]),
        last_day=rows(LastDay, "last_day", _LAST_DAY),
        months=rows(Month, "months", _MONTHS_OPEN if "still_open" in found else _MONTHS),
        tiers=rows(Group, "customers", _TIERS_WITH_TIME if "attention" in found else _TIERS),
        tier_sums=rows(TierSum, "customers", _TIER_SUMS),
        waits=rows(Wait, "waiting", _WAITS),
        shifts=rows(Shift, "tier_moves", _SHIFTS),
        tiles=rows(Tile, "customers", _TILES),
        segments=rows(_segment, "customers", _SEGMENTS),
        phases=rows(_segment, "phases", _PHASES),
        flows=rows(Flow, "phase_flows", _FLOWS),
        phase_limits=rows(PhaseLimit, "phase_limits", _PHASE_LIMITS),
        kinds=rows(_kind, "clusters", _KINDS),
        frictions=rows(Friction, "frictions", _FRICTIONS),
        unseen=rows(Unseen, "missing_frictions", _UNSEEN),
        cohorts=rows(CohortMonth, "cohorts", _COHORTS),
        deciles=rows(Decile, "calibration", _DECILES),
        trials=apart(rows(Trial, "backtest", _TRIALS)),
        best=[replace(each, reasons=()) for each in listed(_BEST)],  # why to worry is told below
        worrying=listed(_WORRYING),
        stakes=Stakes(*connection.execute(_STAKES).fetchall()[0]),
        reserves=replace(
            Reserves(*connection.execute(_RESERVES).fetchall()[0]),
            unassigned_minor=sum(rows(int, "ledger", _UNASSIGNED)),
            **next(iter(rows(_anonymous, "ledger", _ANONYMOUS)), {}),
        ),
        needs=Needs(
            customers=sum(rows(int, "due", "select count(distinct customer) from due")),
            most_due=next(iter(rows(lambda name: name, "due", _MOST_DUE)), None),
            articles=rows(Article, "demand", _ARTICLES),
            due=rows(Due, "due", _DUE),
            dates=rows(Dates, "next_order_test", _DATES),
        ),
        postings=rows(Posting, "ledger", _POSTINGS),
        inputs=rows(Input, "account", _INPUTS),
        rules=rows(RuleCount, "rules", _RULES),
        bridges=rows(Bridge, "reconciliation", _BRIDGES),
        worth=rows(WorthDay, "worth", _WORTH),
        parts=rows(Part, "worth_change", _PARTS),
        levers=rows(Lever, "levers", _LEVERS),
        planned=rows(PlanMonth, "plan", _PLAN),
        calmed=sum(rows(int, "calm", "select count(*) from calm where off_list")),
        calm_tests=rows(CalmTest, "calm_test", _CALM_TEST),
        unusual=rows(Unusual, "unusual", _UNUSUAL) if "unusual" in found else None,
        radar=RadarRows(
            rows(Overview, "radar", _RADAR),
            rows(Scale, "radar_scales", _SCALES),
            rows(Said, "radar_groups", _SAID),
        ),
    )


def _anonymous(minor: int, orders: int) -> dict[str, int]:
    return {"anonymous_minor": minor, "anonymous_orders": orders}


def _segment(name: str, customers: int, profit_minor: int | None, once: int, active: float) -> Group:
    return Group(name, customers, profit_minor, once=once, active=active)


def _kind(cluster: int, customers: int, share: float, *said: str) -> Kind:
    """Name in German and English, then the sentence in both."""
    languages = ("de", "en")
    names, sentences = (dict(zip(languages, told, strict=True)) for told in (said[:2], said[2:]))
    return Kind(customers, share, names, sentences, cluster)
