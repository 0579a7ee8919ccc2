"""`treue simulate`: a shop whose truth is known."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from treue.cli.terminal import print_json, say, silent


def simulate(
    folder: Path,
    *,
    preset: str = "fashion",
    customers: int = 20_000,
    seed: int = 1,
    until: date = date(2026, 10, 31),
    days: int = 730,
    before: int = 365,
    processes: int | None = None,
    exports: Annotated[list[str] | None, Parameter(negative="")] = None,
    blemishes: bool = True,
    json: bool = False,
) -> None:
    """Invent a shop and write what it knows, and apart what is true of it.

    The folder is a home: run a night there with treue run. The same options give the same shop.

    Args:
        folder: new or empty; an earlier simulated shop there is replaced.
        preset: fashion, grocery, cosmetics, electronics or subscription.
        customers: who have come by the last day, buyers or not.
        seed: another one is another shop.
        until: last day of the facts.
        days: how many days the facts span.
        before: how many days the shop had been open when they begin.
        processes: how many work beside each other; as many as there are processors unless set.
        exports: files as of german, shopify, woocommerce or shopware beside it; given again for more.
        blemishes: whether some rows of the exports are broken and some doubled, as in real ones.
        json: rows by table, for programs.
    """
    from treue.loop.invented.exporting import check_size, export, shapes_named
    from treue.loop.invented.inventing import invent
    from treue.simulation.world.play import Plan
    from treue.simulation.world.terms import preset as terms_of

    plan = Plan(seed=seed, customers=customers, until=until, days=days, before=before)
    workers = processes if processes is not None else (os.cpu_count() or 1)
    shapes = shapes_named(exports or [])
    if shapes:
        check_size(plan)
    terms = terms_of(preset)
    written = invent(terms, plan, folder, processes=workers, say=silent if json else say)
    if shapes:
        export(terms, plan, folder, shapes, blemishes=blemishes)
    if json:
        print_json(dict(written.rows))
        return
    for name, rows in written.rows.items():
        print(f"{name:<14}{rows:>14,}")
    for shape in shapes:
        print(f"The exports are in {folder / 'exports' / shape}.")
    print(f"The truth is in {folder / 'truth'}. Run a night: treue run --home {folder}")
