"""The ledger in the steps that German controllers know: DB I, II, III."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from treue.report.customer_rows import Posting


@dataclass(frozen=True, slots=True)
class LedgerStep:
    """One step of the contribution margin: its entries and what is left after them."""

    step: int
    postings: Sequence[Posting]
    left_minor: int


def ledger_steps(postings: Sequence[Posting]) -> list[LedgerStep]:
    """The steps of the contribution margin that the postings make, with what is left after each."""
    steps, left = [], 0
    for step in sorted({posting.step for posting in postings}):
        found = [posting for posting in postings if posting.step == step]
        left += sum(posting.amount_minor for posting in found)
        steps.append(LedgerStep(step, found, left))
    return steps
