"""Whole-number arithmetic in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treue.warehouse.duckdb_engine import DuckDBEngine
from treue.warehouse.engine import EngineOptions
from treue.warehouse.tables import compiled, declare, half_even, schema_of

PAIRS = declare("pairs", pa.schema([("numerator", pa.int64()), ("denominator", pa.int64())]))
QUOTIENTS = PAIRS.mutate(quotient=half_even(PAIRS.numerator, PAIRS.denominator))


def by_decimal(numerator: int, denominator: int) -> int:
    with localcontext(prec=60):
        exact = Decimal(numerator) / Decimal(denominator)
        return int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine.open(EngineOptions(threads=1)) as engine:
        yield engine


amounts = st.integers(-(10**12), 10**12)
divisors = st.one_of(
    st.sampled_from([1, 2, 3, 10, 1000, 10_000, 10_700, 11_900, 1_000_000]), st.integers(1, 10**9)
)
ties = st.builds(
    lambda half, divisor: (divisor * (2 * half + 1), 2 * divisor),
    st.integers(-(10**9), 10**9),
    st.integers(1, 10**6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.tuples(amounts, divisors), ties), min_size=1, max_size=50))
def test_half_even_is_the_decimal_module_s(engine: DuckDBEngine, pairs: list[tuple[int, int]]) -> None:
    numerators, denominators = zip(*pairs, strict=True)
    engine.write("pairs", pa.table({"numerator": numerators, "denominator": denominators}, PAIRS_SCHEMA))
    rows = engine.con.sql(QUOTIENTS_SQL).fetchall()
    assert [row[2] for row in rows] == [by_decimal(*pair) for pair in pairs]


PAIRS_SCHEMA = schema_of(PAIRS)
QUOTIENTS_SQL = compiled(QUOTIENTS, "duckdb")


def test_a_type_that_is_not_ours_is_refused() -> None:
    with pytest.raises(KeyError):
        declare("odd", pa.schema([("narrow", pa.int32())]))


def test_every_dialect_compiles_and_others_are_refused() -> None:
    assert all("numerator" in compiled(QUOTIENTS, name) for name in ("duckdb", "postgres", "spark"))
    with pytest.raises(KeyError):
        compiled(QUOTIENTS, "oracle")
