"""The runs kept: which figures hold, and what is to be known beside them."""

from __future__ import annotations

import json
from pathlib import Path

from django.http import HttpRequest
from ninja import Router

from treue.api.answers import Range, Runs, RunTold, Told
from treue.api.doors import Key
from treue.api.keys import READ
from treue.api.shop import home
from treue.errors import BrokenHome
from treue.loop.shelf import shelf_of
from treue.report.manifest import Estimate, read_manifest

router = Router(auth=Key(READ), tags=["runs"])


@router.get("", response=Runs, operation_id="runs", summary="The runs kept")
def runs(request: HttpRequest) -> Runs:
    """The newest first; `current` is the one all other answers are from, null before the first night."""
    del request
    opened = shelf_of(home().snapshots).latest()
    current = opened.name if opened else None
    paths = sorted(home().snapshots.glob("snap-*.json"), reverse=True)
    told = [found for path in paths if (found := _told(path, current)) is not None]
    return Runs(current=current, items=told)


def _told(path: Path, current: str | None) -> RunTold | None:
    """None for a manifest that a night is just taking away, or that none of ours wrote."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        run = read_manifest(manifest)
    except (OSError, ValueError, BrokenHome):
        return None
    return RunTold(
        run=run.name,
        is_current=run.name == current,
        until=run.until,
        currency=run.currency,
        customers=manifest.get("customers"),
        model=run.model,
        horizon_days=run.horizon_days,
        expected_orders=_range(run.orders),
        value=_range(run.value_minor),
        missing=list(run.missing),
        warnings=[Told(kind=kind, text=text) for kind, text in run.warnings],
    )


def _range(told: Estimate | None) -> Range | None:
    return Range(mean=told.mean, median=told.median, low=told.low, high=told.high) if told else None
