from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from report_snapshots import manifest

from treue.errors import BrokenHome
from treue.report.manifest import read_manifest


def given(**changes: Any) -> dict[str, Any]:
    return manifest(customers=10, orders=30, value_minor=50_000.0, expected=12.0) | changes


def test_a_full_manifest() -> None:
    run = read_manifest(given())
    assert run.until == date(2026, 11, 21)
    assert run.value_minor is not None
    assert run.value_minor.mean == 50_000
    assert run.parameters["p"] == 4.1128
    assert run.test_horizon_days == 184


def test_what_may_be_missing() -> None:
    bare = given(
        totals={"orders": given()["totals"]["orders"], "value_minor": None}, back_test=None, warnings=None
    )
    run = read_manifest(bare | {"log_likelihood": None, "missing": None, "spend_parameters": None})
    assert run.value_minor is None
    assert run.test_split is None
    assert run.log_likelihood is None
    assert list(run.warnings) == list(run.missing) == []


def test_a_card_is_read_with_the_best_forecast_first() -> None:
    card = read_manifest(given()).card
    assert card is not None
    assert [each.name for each in card.standings] == ["combined", "pareto-nbd", "own-rate"]
    assert card.level == pytest.approx(0.9802, abs=1e-4)
    assert card.doubtful["de"] == ["Bei starker Saison."]


def test_a_run_without_card_and_range_is_read_as_well() -> None:
    run = read_manifest(given(card=None, back_test={"split": "2026-05-21", "horizon_days": 184}))
    assert run.card is None
    assert run.test_ranges == {}


def test_what_is_missing_is_not_said_twice() -> None:
    told = [{"kind": "MissingFigures", "text": "no costs"}, {"kind": "ThinData", "text": "few"}]
    run = read_manifest(given(warnings=told, missing=["no costs"]))
    assert list(run.warnings) == [("ThinData", "few")]
    assert list(run.missing) == ["no costs"]


def test_a_total_of_nothing_is_no_total() -> None:
    nothing = {"mean": None, "median": None, "low": None, "high": None}
    assert read_manifest(given(totals=given()["totals"] | {"value_minor": nothing})).value_minor is None


@pytest.mark.parametrize(("days", "months"), [(365, 12), (366, 12), (90, 3), (30, 1), (273, 9), (45, None)])
def test_the_horizon_is_said_in_months_where_it_is_some(days: int, months: int | None) -> None:
    assert read_manifest(given(horizon_days=days)).horizon_months == months


@pytest.mark.parametrize(
    "broken",
    [
        {"until": "yesterday"},
        {"totals": {}},
        {"horizon_days": "365"},
        {"warnings": "none"},
        {"parameters": [1]},
        {"card": {}},
        {"card": given()["card"] | {"assumed": {"de": "one sentence"}}},
        {"back_test": {"total": {"80": [1.0]}}},
    ],
)
def test_a_broken_manifest_is_refused_with_what_to_do(broken: dict[str, Any]) -> None:
    with pytest.raises(BrokenHome, match=r"^manifest: .+; expected run, until.+Run `treue run` again"):
        read_manifest(given(**broken))
