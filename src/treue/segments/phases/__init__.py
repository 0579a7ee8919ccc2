"""The five phases of a relationship: who stands where on any day, who moved and why, and what to say.

Names and advice are handed out here; what reckons with arrays stays in its own files, so that whoever only
speaks of phases loads none.
"""

from treue.segments.phases.advice import ADVICE, Advice
from treue.segments.phases.names import PHASES, code_of, key_of

__all__ = ["ADVICE", "PHASES", "Advice", "code_of", "key_of"]
