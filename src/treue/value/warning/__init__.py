"""Early warning: who may not come back, what is at stake, and why."""

from treue.value.warning.grounds import Ground, Reason, grounds_of, usual_days
from treue.value.warning.labels import Agreement, Calm
from treue.value.warning.learning import USUAL, learn_risk
from treue.value.warning.ranking import Warnings, rank_warnings
from treue.value.warning.reason_texts import SENTENCES
from treue.value.warning.risk import Risk

__all__ = [
    "SENTENCES",
    "USUAL",
    "Agreement",
    "Calm",
    "Ground",
    "Reason",
    "Risk",
    "Warnings",
    "grounds_of",
    "learn_risk",
    "rank_warnings",
    "usual_days",
]
