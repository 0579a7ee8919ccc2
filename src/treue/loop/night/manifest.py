"""What a run says of itself: enough to judge every figure, and to make it again."""

from __future__ import annotations

import importlib.metadata
from dataclasses import asdict, dataclass

from treue.loop.night.grown import Grown
from treue.loop.night.growth_rows import growth_manifest
from treue.loop.night.handed import Beliefs, Facts, Run
from treue.loop.night.model_card import card_of
from treue.loop.night.tested_rows import BacktestTold
from treue.loop.night.total_rows import minor_of
from treue.settings import described

FORMAT = 1
_PARTS = ("treue", "duckdb", "ibis-framework", "sqlglot", "numpy", "scipy", "scikit-learn")


@dataclass(frozen=True, slots=True)
class Told:
    """What later steps found.

    Args:
        tested: how well we would have done.
        grown: whether the base grows.
        warned_days: how far warnings look ahead.
    """

    tested: BacktestTold
    grown: Grown
    warned_days: int


def manifest_of(run: Run, facts: Facts, beliefs: Beliefs, told: Told) -> dict[str, object]:
    """Plain data: settings, versions, input, models, card, totals, growth, warnings, seconds."""
    appraisal, settings = beliefs.appraisal, run.home.settings
    purchases, spend = appraisal.models.purchases, appraisal.models.spend
    warnings = dict.fromkeys((*facts.warnings, *appraisal.warnings))
    return {
        "format": FORMAT,
        "run": run.name,
        "until": beliefs.until.isoformat(),
        "currency": facts.currency,
        "horizon_days": appraisal.outlook.ahead.days,
        "discount_per_year": settings.value.discount,
        "model": purchases.name,
        "unit": purchases.unit.name.lower(),
        "scales": list(purchases.scales),
        "parameters": {**purchases.whole_numbers, **purchases.parameters},
        "log_likelihood": purchases.log_likelihood,
        "spend_parameters": None if spend is None else {"p": spend.p, "q": spend.q, "gamma": spend.gamma},
        "choice": beliefs.chosen.reason,
        "choice_german": beliefs.chosen.reason_german,
        "card": card_of(beliefs),
        "customers": len(beliefs.past),
        "orders": int(beliefs.past.orders.sum()),
        "totals": {
            "orders": asdict(appraisal.totals.orders),
            "value_minor": minor_of(appraisal.totals.value, facts.digits),
        },
        "back_test": told.tested.summary,
        "warned_days": told.warned_days,
        "growth": growth_manifest(told.grown, facts.digits),
        "warnings": [{"kind": each.kind, "text": str(each)} for each in warnings],
        "missing": list(facts.missing),
        "models": {"purchases": purchases.to_json(), "spend": None if spend is None else spend.to_json()},
        "facts": facts.fingerprint,
        "engine": settings.engine.name,
        "settings": {each.key: each.value for each in described(settings)},
        "versions": {part: importlib.metadata.version(part) for part in _PARTS},
        "seconds": {step: round(seconds, 3) for step, seconds in run.clock.seconds.items()},
    }
