from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from callers import WithScopes
from treue.loop.home import Home
from treue.loop.shelf import shelf_of
from treue.people.records import Audience, AudienceSize

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)


def audience(name: str, *conditions: dict[str, object]) -> Audience:
    return Audience.objects.create(
        name=name, filter={"conditions": list(conditions)}, made_at=NOW, made_by="test"
    )


def test_each_grouping_holds_every_customer_once(home: Home, program: WithScopes) -> None:
    told = program("read").told("segments")
    opened = shelf_of(home.snapshots).latest()
    assert opened is not None
    count, value = opened.row("SELECT count(*), sum(value_minor)::BIGINT FROM customers")
    for grouping in ("tiers", "segments"):
        assert sum(each["customers"] for each in told[grouping]) == count
        assert sum(each["value_minor"] or 0 for each in told[grouping]) == value
    (known,) = opened.row("SELECT count(*) FROM phases")
    assert sum(each["customers"] for each in told["phases"]) == known
    assert {each["german"] for each in told["tiers"]} <= {"Platin", "Gold", "Eisen", "Blei", "Ehemalige"}


@pytest.mark.usefixtures("home")
def test_audiences_are_listed_with_their_sizes(program: WithScopes) -> None:
    made = audience("Gold", {"column": "tier", "values": ["gold"]})
    AudienceSize.objects.create(audience=made, run="r1", day=date(2026, 11, 1), customers=9)
    Audience.objects.create(name="old", filter={}, made_at=NOW, made_by="test", ended_at=NOW)
    (told,) = program("read").told("audiences")["items"]
    assert (told["id"], told["name"], told["filter"]["conditions"][0]["values"]) == (
        made.pk,
        "Gold",
        ["gold"],
    )
    assert told["sizes"] == [{"run": "r1", "day": "2026-11-01", "customers": 9, "value_minor": None}]


@pytest.mark.usefixtures("home")
def test_who_is_in_an_audience_comes_in_pages(program: WithScopes) -> None:
    made, asking = audience("Gold", {"column": "tier", "values": ["gold"]}), program("read")
    first = asking.told(f"audiences/{made.pk}/customers", limit=3)
    rest = asking.told(f"audiences/{made.pk}/customers", limit=10_000, cursor=first["next"])
    gold = asking.told("customers", tier="gold", limit=10_000)["items"]
    assert first["items"] + rest["items"] == gold
    assert len(gold) > 4


@pytest.mark.usefixtures("home")
def test_an_audience_on_what_is_not_told_says_so(program: WithScopes) -> None:
    made = audience("strange", {"column": "shoe_size", "values": ["44"]})
    answer = program("read").get(f"audiences/{made.pk}/customers")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_told")
    assert "shoe_size" in answer.json()["detail"]


@pytest.mark.parametrize("number", ["0", "-1", "999", str(2**63), "9" * 400])
@pytest.mark.usefixtures("home")
def test_an_audience_that_is_not_there(program: WithScopes, number: str) -> None:
    answer = program("read").get(f"audiences/{number}/customers")
    assert answer.status_code in (404, 422)


@pytest.mark.usefixtures("home")
def test_runs_name_the_current_one_and_its_warnings(program: WithScopes) -> None:
    told = program("read").told("runs")
    assert told["current"] == told["items"][0]["run"]
    assert [each["is_current"] for each in told["items"]] == [True, *[False] * (len(told["items"]) - 1)]
    assert told["items"][0]["value"]["low"] < told["items"][0]["value"]["high"]
