"""Order lines become orders, their lines, refunds and what was written off."""

from __future__ import annotations

import duckdb

from treue.facts import TABLES
from treue.sources.contract import ReadingTerms, Rules
from treue.sources.files.cells import literal
from treue.sources.files.fields import short
from treue.sources.files.gathered import Gathered
from treue.sources.files.line_kinds import line_kind, prefixes
from treue.sources.files.order_kinds import order_kind
from treue.sources.files.storing import store

FROM_LINES = "lines_as_{}"
Made = tuple[dict[str, str], str]
_TOTALS = {
    "amount": "line_kind IN ('goods', 'adjustment')",
    "shipping_charged": "line_kind = 'shipping'",
    "voucher": "line_kind IN ('discount', 'voucher')",
}
_SUMMED = {"margin", "unit_costs"}
_HEAD_ONLY = {"order_id", "ordered_at", "source", "version", "kind", "tax", "vat", "position"}
_BESIDE = ("address", "company", "vat_id", "payment_method", "group")


def split(
    con: duckdb.DuckDBPyConnection, lines: Gathered, source: str, rules: Rules, terms: ReadingTerms
) -> dict[str, str]:
    """Make the relations of all tables that order lines turn into.

    Args:
        con: holds the gathered lines; lines that are no sale and no refund are set aside in them.
        lines: judged, duplicates marked.
        source: begins the ids.
        rules: how the shop writes cancellations, postage and the like.
        terms: of the delivery.

    Returns:
        Facts table -> relation; only those with rows, but always orders and order_lines.
    """
    if "ordered_at" not in lines.fields:
        return _lines_only(con, lines, source, rules)
    cancellation = _tell_roles(con, lines, rules)
    _heads(con, set(lines.fields))
    made = {
        "orders": _orders(source, set(lines.fields), terms),
        "order_lines": _order_lines(source, set(lines.fields)),
        "refunds": _refunds(source, set(lines.fields), cancellation),
        "payments": _written_off(source, set(lines.fields)),
    }
    for table, (columns, rows) in made.items():
        store(con, FROM_LINES.format(table), columns, rows)
    con.execute("DROP TABLE told_lines; DROP TABLE order_heads")
    optional = ("refunds", "payments")
    full = {
        table
        for table in made
        if con.execute(f"SELECT count(*) FROM {FROM_LINES.format(table)}").fetchall()[0][0]
    }
    return {table: FROM_LINES.format(table) for table in made if table in full or table not in optional}


def _lines_only(con: duckdb.DuckDBPyConnection, lines: Gathered, source: str, rules: Rules) -> dict[str, str]:
    """Lines of orders that another file holds."""
    _tell_roles(con, lines, rules)
    columns, rows = _order_lines(source, set(lines.fields))
    store(con, FROM_LINES.format("order_lines"), columns, rows.replace("role = 'sale'", "true"))
    return {"order_lines": FROM_LINES.format("order_lines")}


def _tell_roles(con: duckdb.DuckDBPyConnection, lines: Gathered, rules: Rules) -> str:
    """Give each line its kind and role; returns SQL that tells a cancellation by its number."""
    found = prefixes(con, lines.relation, set(lines.fields), rules)
    cancelled, unpaid = _begins(found.cancellation), _begins(found.bad_debt)
    # Without a quantity only the amount can tell; with one, a price below zero is a reduction.
    counted = "quantity" in lines.fields
    negative = "coalesce(quantity, 0) < 0" if counted else "(coalesce(amount, 0) < 0 AND line_kind = 'goods')"
    if counted:
        lines.mark(con, "stock_movement", f"{negative} AND unpriced AND NOT {cancelled}")
    place = "position" if "position" in lines.fields else "NULL"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE told_lines AS SELECT *,
        {line_kind(set(lines.fields), rules)} AS line_kind, CASE WHEN {unpaid} THEN 'default'
        WHEN {cancelled} OR {negative} THEN 'refund' ELSE 'sale' END AS role,
        coalesce({place}, row_number() OVER (PARTITION BY order_id ORDER BY file, "row")) AS place
        FROM {lines.relation} WHERE rule IS NULL"""
    )
    return cancelled


def _begins(prefix: str) -> str:
    return f"regexp_matches(upper(order_id), '^{prefix.upper()}[-_]?\\d')" if prefix else "false"


def _heads(con: duckdb.DuckDBPyConnection, have: set[str]) -> None:
    """What an order says once: the earliest instant, and of the rest the first line that states it."""
    names = [short(c.name) for c in TABLES["orders"].columns if short(c.name) in have] + [
        n for n in _BESIDE if n in have
    ]
    said = [name for name in dict.fromkeys(names) if name not in _HEAD_ONLY | _SUMMED | {"amount"}]
    days = [name for name in said if name.endswith("_day")]
    columns = [
        f'arg_min("{n}", (file, "row")) FILTER ("{n}" IS NOT NULL) AS "{n}"' for n in said if n not in days
    ]
    columns += [f"min(day_{n}) AS day_{n}" for n in days]
    columns += [f"(sum({n}) FILTER (role = 'sale'))::BIGINT AS {n}" for n in _SUMMED if n in have]
    columns += [
        f"sum(amount) FILTER (role = 'sale' AND {condition}) AS total_{name}"
        for name, condition in _TOTALS.items()
    ]
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE order_heads AS SELECT order_id, min(at_ordered_at) AS at_ordered_at,
        min(day_ordered_at) AS day_ordered_at, count_if(role = 'sale') AS sales,
        {", ".join(columns)}
        FROM told_lines GROUP BY order_id"""
    )


def _orders(source: str, have: set[str], terms: ReadingTerms) -> Made:
    columns = {
        "order_id": f"{literal(source + ':')} || order_id",
        "ordered_at": "at_ordered_at",
        "day": "day_ordered_at",
        "amount_minor": "greatest(coalesce(total_amount, 0), 0)::BIGINT",
        "shipping_charged_minor": _added("shipping_charged", "coalesce(total_shipping_charged, 0)", have),
        "voucher_minor": _added("voucher", "greatest(-coalesce(total_voucher, 0), 0)", have),
    }
    for column in TABLES["orders"].columns:
        name = short(column.name)
        if name in have and name not in _HEAD_ONLY and column.name not in columns:
            columns[column.name] = f"day_{name}" if column.name.endswith("_day") else name
    columns["kind"] = order_kind(have - {"kind"}, terms.staff)
    return _made(columns | _person(have) | _source(source), "order_heads", "sales > 0")


def _added(name: str, total: str, have: set[str]) -> str:
    """What lines of that kind sum to, else what the order states beside its lines."""
    stated = f"coalesce({name}, 0)" if name in have else "0"
    return f"(CASE WHEN {total} <> 0 THEN {total} ELSE {stated} END)::BIGINT"


def _order_lines(source: str, have: set[str]) -> Made:
    columns = {
        "order_id": f"{literal(source + ':')} || order_id",
        "position": "place",
        "kind": "line_kind",
        "quantity_milli": "quantity",
        "price_minor": "price",
        "discount_minor": "discount",
        "amount_minor": "amount",
        "vat_bp": "vat",
        "tax_minor": "tax",
        "unit_cost_minor": "unit_cost",
    }
    always = {"order_id", "position", "kind", "price_minor", "amount_minor"}
    columns = {name: sql for name, sql in columns.items() if name in always or sql in have}
    return _made(
        columns | _same(have, "product", "currency") | _source(source), "told_lines", "role = 'sale'"
    )


def _refunds(source: str, have: set[str], cancellation: str) -> Made:
    number = f"{literal(source + ':')} || t.order_id"
    columns = {
        "refund_id": f"{number} || '#' || place",
        "order_id": f"CASE WHEN {cancellation.replace('order_id', 't.order_id')} THEN NULL ELSE {number} END",
        "position": "place",
        "refunded_at": "coalesce(t.at_ordered_at, h.at_ordered_at)",
        "day": "coalesce(t.day_ordered_at, h.day_ordered_at)",
        "kind": "line_kind",
        "amount_minor": "-amount",
    }
    if "quantity" in have:
        columns["quantity_milli"] = "-quantity"
    if "vat" in have:
        columns["vat_bp"] = "vat"
    if "unit_cost" in have:
        columns["unit_cost_minor"] = "unit_cost"
    heads: dict[str, str] = {name: f"h.{name}" for name in ("customer", "address", "country") if name in have}
    columns |= {"customer": "NULL::VARCHAR"} if "address" in have else {}
    columns |= heads
    lines = {name: f"t.{name}" for name in ("product", "prices", "currency") if name in have}
    return _made(
        columns | lines | _source(source),
        "told_lines t JOIN order_heads h USING (order_id)",
        "role = 'refund'",
    )


def _written_off(source: str, have: set[str]) -> Made:
    columns = {
        "payment_id": f"{literal(source + ':')} || order_id || '#' || place",
        "paid_at": "at_ordered_at",
        "day": "day_ordered_at",
        "kind": "'default'",
        "amount_minor": "-amount",
    }
    return _made(
        columns | _person(have) | _same(have, "currency") | _source(source), "told_lines", "role = 'default'"
    )


def _person(have: set[str]) -> dict[str, str]:
    person = _same(have, "customer", "address")
    return {"customer": "NULL::VARCHAR"} | person if person else {}


def _same(have: set[str], *names: str) -> dict[str, str]:
    return {name: name for name in names if name in have}


def _source(source: str) -> dict[str, str]:
    return {"source": literal(source)}


def _made(columns: dict[str, str], relation: str, condition: str) -> Made:
    return columns, f"{relation} WHERE {condition}"
