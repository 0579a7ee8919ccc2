"""A simulated shop's exports: the files its own systems would give, beside what is wrong in them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from treue.errors import BadOption
from treue.simulation.exporting.books import books_of
from treue.simulation.exporting.shapes import SHAPES
from treue.simulation.exporting.writing import Exported, write_exports
from treue.simulation.world.play import Plan
from treue.simulation.world.terms import Terms
from treue.simulation.writing import TRUTH, history

EXPORTS = "exports"
MOST_CUSTOMERS = 100_000
"""Exports are told from memory, all customers at once: order numbers rise with the day."""


def shapes_named(names: Sequence[str]) -> tuple[str, ...]:
    """The shapes asked for, each once.

    Raises:
        BadOption: one that is not there.
    """
    for name in names:
        if name not in SHAPES:
            raise BadOption(f"--exports {name}: there are {', '.join(SHAPES)}.")
    return tuple(dict.fromkeys(names))


def check_size(plan: Plan) -> None:
    """Refuse what would not fit into memory.

    Raises:
        BadOption: too many customers.
    """
    if plan.customers > MOST_CUSTOMERS:
        raise BadOption(
            f"{plan.customers:,} customers; files are written of up to {MOST_CUSTOMERS:,}. Ask for fewer."
        )


def export(
    terms: Terms, plan: Plan, folder: Path, shapes: Sequence[str], *, blemishes: bool = True
) -> Mapping[str, Exported]:
    """Write the exports of a shop into `exports/`, a folder a shape, and what is wrong in them into `truth/`.

    Args:
        terms: the preset.
        plan: seed, size, days; the same as of the home beside, else it is another shop.
        folder: of the home.
        shapes: which; an earlier export of any shape is removed.
        blemishes: whether some rows are broken and some doubled.
    """
    check_size(plan)
    shutil.rmtree(folder / EXPORTS, ignore_errors=True)
    books = books_of(history(terms, plan))
    done = {
        name: write_exports(books, SHAPES[name], folder / EXPORTS / name, blemishes=blemishes)
        for name in shapes
    }
    (folder / TRUTH).mkdir(exist_ok=True)
    told = {name: asdict(each) for name, each in done.items()}
    (folder / TRUTH / "exports.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return done
