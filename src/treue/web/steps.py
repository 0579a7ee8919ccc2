"""What one might do next about a customer: at most three proposals, leaving them in peace among them.

Until decisions are learned from effects these are standing advice, and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from treue.report.voice import Voice
from treue.segments.phases.advice import ADVICE, advice
from treue.web.person_rows import Due

MOST = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step: what, why, and whether it is to do nothing."""

    title: str
    reason: str
    is_rest: bool = False


def proposals(phase: str, due: Sequence[Due], waits: Sequence[str], voice: Voice) -> list[Proposal]:
    """The most urgent first; the last one is to leave them in peace."""
    say, figures = voice.words.say, voice.figures
    found = [
        Proposal(say("web.steps.answer", {"number": number}), say("web.steps.answer_why")) for number in waits
    ]
    found += [
        Proposal(
            say("web.steps.refill", {"name": each.name}),
            say(
                "web.steps.refill_why",
                {
                    "days": figures.number(each.idle_days),
                    "gap": figures.number(each.gap_days),
                    "chance": figures.share(each.chance),
                },
            ),
        )
        for each in due[:1]
    ]
    if phase in ADVICE:
        told = advice(phase, figures.language)
        found.append(Proposal(told.goal, f"{told.offer} {told.leave}"))
    rest = Proposal(say("web.steps.rest"), say("web.steps.rest_why"), is_rest=True)
    return [*found[: MOST - 1], rest]
