"""Of what a yes or a no speaks: the whole rule, a row an act."""

from __future__ import annotations

import duckdb
import pytest

from treue.facts.purposes import PROFILING, VALUES, writing

MATTERS = {"values": VALUES, "profiling": PROFILING, "newsletter": writing("newsletter")}


@pytest.mark.parametrize(
    ("purpose", "act", "spoken_of"),
    [
        ("Values", "given", "values"),
        ("values", "withdrawn", "values"),
        ("profiling", "objected", "profiling"),
        ("profiling", "withdrawn", "profiling"),
        ("newsletter", "objected", "newsletter"),
        ("tracking", "objected", ""),
        ("reviews", "withdrawn", ""),
        ("all", "given", "values profiling newsletter"),
        ("All", "objected", "values profiling newsletter"),
        ("advertising", "given", ""),
        ("marketing", "withdrawn", "newsletter"),
        ("marketing", "objected", "profiling newsletter"),
        ("Gewinnspiel", "given", ""),
        ("Gewinnspiel", "withdrawn", "values newsletter"),
        ("Gewinnspiel", "objected", "values profiling newsletter"),
    ],
)
def test_a_no_of_a_purpose_nobody_knows_counts_wherever_it_can(
    purpose: str, act: str, spoken_of: str
) -> None:
    found = [
        name
        for name, matter in MATTERS.items()
        if duckdb.execute(
            f"SELECT {matter.sql()} FROM (SELECT $purpose AS purpose, $act AS act)",
            {"purpose": purpose, "act": act},
        ).fetchall()
        == [(True,)]
    ]
    assert found == spoken_of.split()
