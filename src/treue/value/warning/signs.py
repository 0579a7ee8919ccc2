"""What the learner of risks sees of a customer: shapes of a history, bent until a straight line fits them."""

from __future__ import annotations

import numpy as np

from treue.value.histories import FloatArray
from treue.value.tournament.features import Features, Seen

# Days added to a silence and to a mean gap before they are compared: two days against one are no news.
_SLACK_DAYS = 3.0
_WIDEST_SPREAD = 3.0
_LEAST_RATIO = 0.05
_LEAST_PACE = 1e-5
_COUNTED = ("orders_14d", "orders_28d", "orders_56d", "orders_91d")
_FURTHEST = 1e-4


def log_odds(chance: FloatArray) -> FloatArray:
    """ln(p / (1 - p)), chances held a ten-thousandth away from certainty."""
    held = np.clip(chance, _FURTHEST, 1.0 - _FURTHEST)
    return np.asarray(np.log(held) - np.log1p(-held))


def signs_of(seen: Seen, features: Features, silent: FloatArray) -> Features:
    """The table from which risks are learned; no number is missing in it.

    Args:
        seen: the customers.
        features: theirs, as the correction of forecasts sees them.
        silent: shape (n,), the purchase model's chance of no order.
    """
    told = {name: features.table[:, column] for column, name in enumerate(features.names)}
    repeats, idle = told["repeat_orders"], told["idle_days"]
    mean = seen.histories.recency_days / np.maximum(repeats, 1.0)
    own = np.log((idle + _SLACK_DAYS) / (mean + _SLACK_DAYS))
    return Features.of(
        {
            "idle": np.log1p(idle),
            "repeats": np.log1p(repeats),
            "tenure": np.log1p(told["tenure_days"]),
            "order_value": told["order_value"],
            "last_order_value": _log_ratio(told["last_order_value"]),
            "returned_share": told["returned_share"],
            **{name: told[name] for name in _COUNTED},
            "own_silence": np.where(repeats > 0, own, 0.0),
            "gap_spread": np.minimum(np.nan_to_num(told["gap_spread"]), _WIDEST_SPREAD),
            "last_by_gap": _log_ratio(np.nan_to_num(told["last_by_gap"], nan=1.0)),
            "bought_once": (repeats == 0).astype(np.float64),
            "bought_twice": (repeats == 1).astype(np.float64),
            "model_pace": np.log(told["orders_per_week"] + _LEAST_PACE),
            "model_silent": log_odds(silent),
        }
    )


def _log_ratio(ratio: FloatArray) -> FloatArray:
    return np.asarray(np.log(np.maximum(ratio, _LEAST_RATIO)))
