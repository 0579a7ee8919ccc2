"""Snapshots in the shape a run publishes, made from invented orders, for the report to read.

The forecast columns are plausible, not estimated: this tests the page, not the models.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

UNTIL = date(2026, 11, 21)
SPLIT = date(2026, 5, 21)
_DAYS = 912

Ints = NDArray[np.int64]

_TABLES = Path(__file__).with_name("snapshot.sql").read_text(encoding="utf-8")


def write_snapshot(path: Path, customers: int = 5000, seed: int = 1) -> dict[str, Any]:
    """Write a snapshot and give the manifest that goes with it."""
    rng = np.random.default_rng(seed)
    customer, day = _purchases(customers, rng)
    revenue = np.maximum(np.rint(rng.lognormal(8.0, 0.6, len(day))), 100).astype(np.int64)
    raw = pa.table(
        {
            "customer": customer,
            "order_id": np.arange(len(day)),
            "day_index": day,
            "revenue_minor": revenue,
            "margin_minor": (revenue * rng.uniform(0.3, 0.5, len(day))).astype(np.int64),
        }
    )
    with duckdb.connect(str(path)) as connection:
        connection.register("raw_purchases", raw)
        connection.execute(_TABLES.format(first=UNTIL - timedelta(days=_DAYS - 1), until=UNTIL, split=SPLIT))
        count, order_count, value, expected = connection.execute(
            "select count(*), sum(orders)::bigint, sum(value_minor)::bigint, sum(expected_orders) "
            "from customers"
        ).fetchall()[0]
    return manifest(customers=count, orders=order_count, value_minor=float(value), expected=expected)


def _purchases(customers: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Who bought on which day, counted from the first: everybody once, most again until they leave."""
    first = rng.integers(0, _DAYS, customers)
    stay = rng.exponential(560.0, customers) * (rng.random(customers) > 0.36)
    gap = 365.0 / rng.gamma(1.3, 3.5, customers)
    who, when = np.arange(customers), first.astype(np.float64)
    found = [(who, when)]
    while len(who):
        when = when + rng.exponential(gap[who])
        stays = when < np.minimum(first[who] + stay[who], _DAYS)
        who, when = who[stays], when[stays]
        found.append((who, when))
    customer = np.concatenate([each for each, _ in found])
    day = np.concatenate([each for _, each in found]).astype(np.int64)
    order = np.lexsort([customer, day])
    return customer[order], day[order]


def manifest(*, customers: int, orders: int, value_minor: float | None, expected: float) -> dict[str, Any]:
    """A manifest as a run writes it, with totals around the given means."""

    def spread(mean: float, width: float) -> dict[str, float]:
        return {"mean": mean, "median": mean * 0.998, "low": mean * (1 - width), "high": mean * (1 + width)}

    return {
        "run": "20261122-0542",
        "until": UNTIL.isoformat(),
        "currency": "EUR",
        "horizon_days": 365,
        "discount_per_year": 0.1,
        "model": "pareto-nbd",
        "parameters": {"r": 0.7421, "alpha": 8.1302, "s": 0.6127, "beta": 21.4011},
        "unit": "week",
        "scales": ["alpha", "beta"],
        "spend_parameters": {"p": 4.1128, "q": 5.8031, "gamma": 19.6604},
        "log_likelihood": -48211.3472,
        "choice": "pareto-nbd: its chances came closest to what came, tried from 5 earlier days since "
        "2025-06-01; what it misses is learned from your own past and followed to 60%.",
        "choice_german": "pareto-nbd: lag am nächsten an dem, was kam, erprobt an 5 früheren Stichtagen seit "
        "dem 01.06.2025; was es übersieht, ist aus Ihren eigenen Daten gelernt und zu 60 % übernommen.",
        "card": card(),
        "customers": customers,
        "orders": orders,
        "totals": {
            "orders": spread(expected, 0.035),
            "value_minor": None if value_minor is None else spread(value_minor, 0.045),
        },
        "back_test": {
            "split": SPLIT.isoformat(),
            "horizon_days": 184,
            "total": {"80": [2200.0, 2700.0], "95": [2100.0, 2800.0]},
        },
        "warned_days": 91,
        "warnings": [],
        "missing": ["shipping"],
        "settings": {},
    }


def card() -> dict[str, Any]:
    """A model card as a run writes it."""
    standings = [
        {"name": name, "crps": crps, "rmse": 3 * crps, "mae_median": 1.2 * crps}
        for name, crps in (("pareto-nbd", 0.52), ("combined", 0.51), ("own-rate", 1.02))
    ]
    return {
        "verdict": {
            "strength": 0.6,
            "log_level": -0.02,
            "shock": 0.11,
            "naive": "",
            "origins": 5,
            "standings": standings,
        },
        "window": {"first": "2024-05-24", "last": UNTIL.isoformat()},
        "assumed": {"en": ["People are steady."], "de": ["Kunden sind stetig."]},
        "doubtful": {"en": ["Strong seasons."], "de": ["Bei starker Saison."]},
        "left_out": {"en": ["One is not here."], "de": ["Eines fehlt hier."]},
    }
