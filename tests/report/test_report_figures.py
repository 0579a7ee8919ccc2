from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from treue.errors import BrokenHome
from treue.report.figures import LISTED, read_figures

Published = tuple[Path, dict[str, Any]]


def test_all_tables_are_read(published: Published) -> None:
    figures = read_figures(published[0])
    assert figures.base.customers == 5000
    assert sum(tier.customers for tier in figures.tiers) == 5000
    assert sum(tile.customers for tile in figures.tiles) == 5000
    assert len(figures.tiles) == 25
    assert len(figures.deciles) == 10
    assert sum(month.orders for month in figures.months) == figures.base.orders


def test_lists_are_sorted_and_end_after_twenty(published: Published) -> None:
    figures = read_figures(published[0])
    values = [customer.value_minor for customer in figures.best]
    stakes = [customer.at_stake_minor for customer in figures.worrying]
    assert len(values) == len(stakes) == LISTED
    assert values == sorted(values, reverse=True)
    assert stakes == sorted(stakes, reverse=True)


def test_the_chosen_model_comes_before_the_simple_rules(published: Published) -> None:
    trials = read_figures(published[0]).trials
    assert trials[0].is_chosen
    assert [trial.is_naive for trial in trials] == sorted(trial.is_naive for trial in trials)


def test_tables_that_are_not_there_are_empty(published: Published, tmp_path: Path) -> None:
    bare = tmp_path / "bare.duckdb"
    with duckdb.connect(str(bare)) as connection:
        connection.execute(f"attach '{published[0]}' as whole_ (read_only)")
        connection.execute("create table customers as from whole_.customers limit 0")
    figures = read_figures(bare)
    assert figures.base.customers == figures.base.orders == 0
    assert not any(
        (figures.months, figures.tiers, figures.cohorts, figures.inputs, figures.best, figures.postings)
    )


def test_what_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(str(empty)).close()
    for path in (empty, tmp_path / "missing.duckdb"):
        with pytest.raises(BrokenHome, match="expected a snapshot with a table `customers`"):
            read_figures(path)


def test_a_customer_is_held_against_the_median_where_there_is_one(published: Published) -> None:
    errors = {trial.model: trial.mae for trial in read_figures(published[0]).trials}
    assert errors["pareto-nbd"] == 0.63
    assert errors["zero"] == 0.81


def test_rules_without_a_median_are_held_against_their_mean(published: Published, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(published[0].read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update backtest set mae_median = null where naive")
    errors = {trial.model: trial.mae for trial in read_figures(copy).trials}
    assert errors["average"] == 1.11
