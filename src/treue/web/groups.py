"""Kundengruppen: where our time goes, where our margin comes from, who rose and fell, what they stand for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from treue.loop.rights.hidden import hidden
from treue.people.contacts import cards_of
from treue.segments.attention.care import PLANS, care
from treue.segments.names import TIERS
from treue.segments.phases.advice import ADVICE, advice
from treue.segments.phases.names import PHASES
from treue.warehouse.snapshot import runs
from treue.web.block_tables import with_links
from treue.web.blocks import kept
from treue.web.drawing import draw
from treue.web.group_rows import balances, moved, tier_by_phase, waiting
from treue.web.reader import reader_of
from treue.web.site import home, shelf

ANALYSIS = ("phases", "kinds", "rfm", "radar")
"""Blocks of the report that stand below, in this order."""


def groups(request: HttpRequest) -> HttpResponse:
    """Time against margin, then who waits, who moved, tier by phase, and the analysis."""
    opened, reader = shelf().latest(), reader_of(request)
    if opened is None:
        return draw(request, "customers_empty.html.j2")
    out = hidden()
    waits = [each for each in opened.kept.get("waiting", lambda: waiting(opened)) if each.customer not in out]
    moves = [each for each in opened.kept.get("moved", lambda: moved(opened)) if each.customer not in out]
    keys = [each.customer for each in waits] + [each.customer for each in moves]
    blocks = kept(opened, reader.language)
    cells = opened.kept.get(("tier by phase", out), lambda: tier_by_phase(opened, out))
    context = {
        "balances": opened.kept.get(("balances", out), lambda: balances(opened, out)),
        "waits": waits,
        "rises": [each for each in moves if each.is_up],
        "falls": [each for each in moves if not each.is_up],
        "names": {key: card.name for key, card in cards_of(keys).items()} if reader.sees_persons else {},
        "cells": cells,
        "most": max((cell.customers for cell in cells.values()), default=1),
        "tiers": [each.key for each in TIERS if any(tier == each.key for tier, _ in cells)],
        "phases": [each.key for each in PHASES if any(phase == each.key for _, phase in cells)],
        "is_first": len(runs(home().snapshots)) == 1,
        "plans": {tier: care(tier, reader.language) for tier in PLANS},
        "advice": {phase: advice(phase, reader.language) for phase in ADVICE},
        "blocks": with_links(blocks, ANALYSIS, reader),
    }
    return draw(request, "groups.html.j2", context)
