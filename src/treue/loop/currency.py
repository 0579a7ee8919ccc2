"""One currency at a time: amounts of two are never added up."""

from __future__ import annotations

from dataclasses import dataclass

from treue.errors import MissingFigures, TreueWarning
from treue.value.reconciliation.tables import currencies
from treue.value.sales.tables import Facts
from treue.warehouse.engine import Engine


@dataclass(frozen=True, slots=True)
class Currency:
    """What the facts are counted in.

    Args:
        code: of most orders; the shop's own where none is stated.
        is_mixed: whether orders in other currencies must be left out.
        warnings: which, and how many.
    """

    code: str
    is_mixed: bool
    warnings: tuple[TreueWarning, ...]


def currency_of(engine: Engine, shop: str) -> Currency:
    """The currency that most orders on the engine are in.

    Args:
        engine: holds the facts under their own names.
        shop: the shop's own, which orders without a currency are taken to be in.
    """
    found = engine.read(currencies(Facts.declared())).read_all().to_pylist()
    counts: dict[str, int] = {}
    for row in found:
        if row["orders"]:
            code = row["currency"] or shop
            counts[code] = counts.get(code, 0) + row["orders"]
    main = max(sorted(counts), key=lambda code: counts[code], default=shop)
    others = {row["currency"]: row["rows"] for row in found if row["currency"] not in (None, main)}
    told = ", ".join(f"{rows:,} in {code}" for code, rows in sorted(others.items()))
    warnings = (
        MissingFigures(
            f"amounts are counted in {main}; rows left out because no exchange rate is known: {told}."
        ),
    )
    return Currency(main, bool(others), warnings if others else ())
