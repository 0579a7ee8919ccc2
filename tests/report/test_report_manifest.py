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
    ],
)
def test_a_broken_manifest_is_refused_with_what_to_do(broken: dict[str, Any]) -> None:
    with pytest.raises(BrokenHome, match=r"^manifest: .+; expected run, until.+Run `treue run` again"):
        read_manifest(given(**broken))
