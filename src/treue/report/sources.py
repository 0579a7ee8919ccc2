"""Where the figures of each block stand in the snapshot, for whoever wants to reckon them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

TABLES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "worth": ("totals", "customers", "standings"),
        "history": ("months", "still_open", "ledger", "customers"),
        "growth": ("worth", "worth_change", "levers"),
        "plan": ("plan",),
        "tiers": ("customers", "attention", "attention_customers", "tier_moves", "waiting", "ledger"),
        "rfm": ("customers",),
        "phases": ("phases", "phase_moves", "phase_flows", "phase_limits"),
        "kinds": ("clusters", "cluster_members"),
        "radar": ("radar", "radar_scales", "radar_groups", "radar_risk"),
        "cohorts": ("cohorts",),
        "frictions": ("frictions", "missing_frictions"),
        "check": ("totals", "backtest", "calibration"),
        "best": ("customers", "ledger"),
        "worry": ("customers", "warnings", "calm", "calm_test"),
        "unusual": ("unusual",),
        "needs": ("demand", "due", "next_order_test"),
        "data": ("account", "rules", "reconciliation"),
    }
)
"""By block, as `docs/snapshot.md` calls and explains them."""
