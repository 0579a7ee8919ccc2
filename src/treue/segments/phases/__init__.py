"""The five phases of a relationship: who stands where on any day, who moved and why, and what to say."""

from treue.segments.phases.advice import ADVICE, Advice
from treue.segments.phases.flows import Flows, flows
from treue.segments.phases.gaps import Gaps, gaps_of
from treue.segments.phases.learning import learn_limits
from treue.segments.phases.limits import Limit, PhaseLimits, PhaseRule
from treue.segments.phases.moves import Known, Moves, moves
from treue.segments.phases.names import PHASES, code_of, key_of
from treue.segments.phases.standing import Standing, phases_on, standing
from treue.segments.phases.stays import Stays
from treue.segments.phases.stored import read_limits

__all__ = [
    "ADVICE",
    "PHASES",
    "Advice",
    "Flows",
    "Gaps",
    "Known",
    "Limit",
    "Moves",
    "PhaseLimits",
    "PhaseRule",
    "Standing",
    "Stays",
    "code_of",
    "flows",
    "gaps_of",
    "key_of",
    "learn_limits",
    "moves",
    "phases_on",
    "read_limits",
    "standing",
]
