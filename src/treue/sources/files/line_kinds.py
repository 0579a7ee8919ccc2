"""What a line of an order is: goods, or what else was charged; and whether it takes something back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from treue.sources.contract import Rules
from treue.sources.files.cells import literal

# Article numbers without digits that shops use for what is no article, and how its name begins.
_CODES = {
    "shipping": ("POST", "DOT", "C2", "CARRIAGE", "SHIPPING", "VERSAND", "PORTO", "DELIVERY"),
    "discount": ("D", "DISCOUNT", "RABATT"),
    "voucher": ("VOUCHER", "GUTSCHEIN", "COUPON"),
    "fee": ("BANK CHARGES", "AMAZONFEE", "CRUK", "FEE", "GEBUEHR"),
    "adjustment": ("M", "ADJUST", "ADJUST2", "MANUAL", "B"),
}
_NAMES = {
    "shipping": "versand|versandkosten|porto|postage|carriage|shipping|lieferung|delivery",
    "discount": "rabatt|discount|nachlass|skonto",
    "voucher": "gutschein|voucher|coupon|geschenkkarte|gift card",
    "fee": "gebühr|bank charges|amazon fee|fee|commission|zahlungsgebühr",
    "adjustment": "manual|adjustment|korrektur|ausgleich",
}
_BAD_DEBT = "bad debt|forderungsausfall|uneinbringlich|abschreibung"


@dataclass(frozen=True, slots=True)
class Prefixes:
    """How order numbers begin that are no sale; empty where there are none."""

    cancellation: str
    bad_debt: str


def line_kind(have: set[str], rules: Rules) -> str:
    """SQL of the kind of a line, by the shop's own rules, then by well-known codes and names."""
    told = {kind: getattr(rules, kind) for kind in _CODES}
    product = "upper(trim(product))" if "product" in have else "NULL"
    no_article = f"({product} IS NULL OR NOT regexp_matches({product}, '\\d'))"
    cases = [f"WHEN {product} IN ({_listed(codes)}) THEN '{kind}'" for kind, codes in told.items() if codes]
    cases += [f"WHEN {product} IN ({_listed(codes)}) THEN '{kind}'" for kind, codes in _CODES.items()]
    if "name" in have:
        cases += [
            f"WHEN {no_article} AND regexp_matches(lower(name), '^({words})\\b') THEN '{kind}'"
            for kind, words in _NAMES.items()
        ]
    stated = "kind" if "kind" in have else "NULL"
    return f"coalesce({stated}, CASE {' '.join(cases)} ELSE 'goods' END)"


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(literal(code.upper()) for code in codes)


def prefixes(con: duckdb.DuckDBPyConnection, relation: str, have: set[str], rules: Rules) -> Prefixes:
    """The shop's prefixes: as told, else letters whose order numbers all take back or speak of bad debt."""
    found = {"cancellation": rules.cancellation_prefix, "bad_debt": rules.bad_debt_prefix}
    if "order_id" not in have or not {"quantity", "amount"} & have:
        return Prefixes(found["cancellation"], found["bad_debt"])
    back = "coalesce(quantity, 0) < 0 OR amount < 0" if "quantity" in have else "amount < 0"
    debt = f"regexp_matches(lower(name), '{_BAD_DEBT}')" if "name" in have else "false"
    rows = con.execute(
        f"""SELECT upper(regexp_extract(order_id, '^([A-Za-z]{{1,3}})[-_]?\\d+$', 1)) AS letters,
        avg(({back})::INT), avg(({debt})::INT) FROM {relation} WHERE order_id IS NOT NULL GROUP BY letters"""
    ).fetchall()
    return _read(rows, found)


def _read(rows: list[tuple[str, float, float]], found: Mapping[str, str]) -> Prefixes:
    plain = any(letters == "" for letters, _, _ in rows) or len(rows) > 1
    backs = [
        letters
        for letters, back, debt in rows
        if letters and plain and (back or 0) > 0.95 and (debt or 0) < 0.5
    ]
    debts = [letters for letters, _, debt in rows if letters and (debt or 0) >= 0.5]
    return Prefixes(
        found["cancellation"] or next(iter(backs), ""), found["bad_debt"] or next(iter(debts), "")
    )
