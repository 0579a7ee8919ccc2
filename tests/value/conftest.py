"""What tests of value share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from ledgers import Ledger
from shop import Shop
from treue.value.ledger_terms import LedgerTerms

MakeLedger = Callable[[Shop, LedgerTerms], Ledger]


@pytest.fixture
def ledger_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeLedger]:
    """All tables of a shop under some terms, on an engine that ends with the test."""
    with ExitStack() as ends:

        def make(shop: Shop, terms: LedgerTerms) -> Ledger:
            made = Ledger(shop, tmp_path_factory.mktemp("facts"), terms)
            ends.callback(made.close)
            return made

        yield make
