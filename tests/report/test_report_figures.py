from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pages import shrunk

from treue.errors import BrokenHome
from treue.report.figures import LISTED, read_figures
from treue.report.numerals import NBSP, Numerals
from treue.report.voice import Voice
from treue.report.warned import reasons_of
from treue.report.words import read_words

GERMAN = Voice(read_words("de"), Numerals("de", "EUR"))
Published = tuple[Path, dict[str, Any]]


def test_all_tables_are_read(published: Published) -> None:
    figures = read_figures(published[0])
    assert figures.base.customers == 5000
    assert sum(tier.customers for tier in figures.tiers) == 5000
    assert sum(tile.customers for tile in figures.tiles) == 5000
    assert len(figures.tiles) == 25
    assert len(figures.deciles) == 10
    assert sum(month.orders for month in figures.months) == figures.base.orders


def test_customers_bring_what_their_forecast_is_made_of(published: Published) -> None:
    customers = read_figures(published[0]).best
    movers = {len(customer.how.movers): customer.how.movers for customer in customers}
    assert set(movers) == {0, 2, 3}
    assert movers[3][0] == ("idle_by_gap", pytest.approx(0.8106 - 1, abs=1e-4))
    for customer in customers:
        assert customer.how.margin_per_order_minor is not None
        value = customer.how.expected_orders * customer.how.margin_per_order_minor
        assert value == pytest.approx(customer.value_minor, rel=1e-3)


def test_lists_are_sorted_and_end_after_twenty(published: Published) -> None:
    figures = read_figures(published[0])
    values = [customer.value_minor for customer in figures.best]
    stakes = [customer.at_stake_minor for customer in figures.worrying]
    assert len(values) == len(stakes) == LISTED
    assert values == sorted(values, reverse=True)
    assert stakes == sorted(stakes, reverse=True)


def test_the_chosen_forecast_comes_first_and_the_simple_rules_last(published: Published) -> None:
    trials = read_figures(published[0]).trials
    assert trials[0].is_chosen
    assert trials[0].model == "combined"
    assert [trial.is_naive for trial in trials] == sorted(trial.is_naive for trial in trials)


def test_phases_and_kinds_are_read_with_everybody_in_them(published: Published) -> None:
    figures = read_figures(published[0])
    assert {phase.name: phase.customers for phase in figures.phases}["awareness"] == 60
    assert sum(phase.customers for phase in figures.phases) == 5060
    newest = figures.flows[-1].month
    assert sum(flow.customers for flow in figures.flows if flow.month == newest) == 5000
    assert figures.flows[0].before is None
    kinds = figures.kinds
    assert [kind.share for kind in kinds] == sorted((kind.share for kind in kinds), reverse=True)
    assert kinds[0].name == {
        "de": "Seltene Besteller mit längerer Pause",
        "en": "Infrequent buyers with a longer silence",
    }
    assert kinds[0].sentence["en"].startswith("These customers have ordered less often")


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
    assert not any((figures.phases, figures.flows, figures.kinds))


def test_what_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(str(empty)).close()
    for path in (empty, tmp_path / "missing.duckdb"):
        with pytest.raises(BrokenHome, match="expected a snapshot with a table `customers`"):
            read_figures(path)


def test_a_customer_is_held_against_the_median_where_there_is_one(published: Published) -> None:
    errors = {trial.model: trial.mae for trial in read_figures(published[0]).trials}
    assert errors["combined"] == 0.63
    assert errors["zero"] == 0.81


def test_rules_without_a_median_are_held_against_their_mean(published: Published, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(published[0].read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update backtest set mae_median = null where naive")
    errors = {trial.model: trial.mae for trial in read_figures(copy).trials}
    assert errors["average"] == 1.11


def test_who_worries_us_comes_with_reasons(published: Published) -> None:
    worrying = read_figures(published[0]).worrying
    told = {len(customer.reasons) for customer in worrying}
    assert told == {0, 1, 2}
    both = next(customer for customer in worrying if len(customer.reasons) == 2)
    assert " ".join(reasons_of(both, GERMAN)).replace(NBSP, " ") == (
        "Seit 96 Tagen keine Bestellung; zuletzt lagen meist etwa 31 Tage zwischen zwei Bestellungen. "
        "Die letzten zwei Bestelltage: im Schnitt 24 € Umsatz, die davor 62 €."
    )
    unknown = replace(both, reasons=[("from_the_future", {})])
    assert reasons_of(unknown, GERMAN) == []


def test_articles_that_share_a_name_are_told_apart_by_number(published: Published, tmp_path: Path) -> None:
    rename = "update {} set name = 'Milch', product = 'shop:' || product where product in ('A1', 'A2')"
    twins = shrunk(
        published, tmp_path / "twins.duckdb", *(rename.format(table) for table in ("demand", "due"))
    )
    needs = read_figures(twins).needs
    names = [article.name for article in needs.articles]
    assert {"Milch (A1)", "Milch (A2)", "Artikel 3"} <= set(names)
    assert {due.article for due in needs.due} <= {"Milch (A1)", "Milch (A2)", "Artikel 3"}
    plain = read_figures(published[0]).needs
    assert not any("(" in article.name for article in plain.articles)


def test_the_last_day_stands_beside_the_four_weeks_before(published: Published, tmp_path: Path) -> None:
    quiet = shrunk(
        published, tmp_path / "quiet.duckdb",
        "create or replace table last_day as select 7::bigint as orders, 40.0::double as usual",
    )  # fmt: skip
    (last,) = read_figures(quiet).last_day
    assert (last.orders, last.usual) == (7, 40.0)
    assert last.is_open
