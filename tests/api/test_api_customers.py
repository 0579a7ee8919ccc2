from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest

from callers import WithScopes
from treue.consent.records import ProfilingObjection
from treue.facts.codes import bits_of
from treue.loop.home import Home
from treue.loop.shelf import Opened, shelf_of
from treue.people.records import Contact, Forgotten, Logged


def opened(home: Home) -> Opened:
    found = shelf_of(home.snapshots).latest()
    assert found is not None
    return found


def test_pages_bring_every_customer_once_in_the_order_of_codes(home: Home, program: WithScopes) -> None:
    asking, cursor, codes, pages = program("read"), "", [], 0
    while cursor is not None:
        page = asking.told("customers", limit=97, cursor=cursor)
        codes += [each["code"] for each in page["items"]]
        cursor, pages = page["next"], pages + 1
    expected = [code for (code,) in opened(home).rows("SELECT code FROM customers ORDER BY code")]
    assert codes == expected
    assert pages == -(-len(expected) // 97)


def test_a_last_page_that_is_just_full_has_no_next(home: Home, program: WithScopes) -> None:
    (count,) = opened(home).row("SELECT count(*) FROM customers")
    page = program("read").told("customers", limit=count)
    assert (len(page["items"]), page["next"]) == (count, None)


def test_beliefs_come_with_their_interval(home: Home, program: WithScopes) -> None:
    row = opened(home).row(
        "SELECT code, value_minor, value_median_minor, value_low_minor, value_high_minor FROM customers "
        "WHERE value_minor > 0 ORDER BY value_minor DESC LIMIT 1"
    )
    told = program("read").told(f"customers/{str(row[0]).lower().replace('-', ' ')}")
    value = told["value"]
    assert (told["code"], value["mean"], value["median"], value["low"], value["high"]) == row
    assert value["low"] < value["mean"] < value["high"]
    assert told["person"] is None


@pytest.mark.parametrize(
    ("asked", "column"), [("tier", "tier"), ("segment", "rfm_segment"), ("phase", "phase")]
)
def test_filters_find_exactly_those(home: Home, program: WithScopes, asked: str, column: str) -> None:
    source = "customers JOIN phases USING (customer)"
    found = opened(home).rows(f"SELECT {column}, count(*) FROM {source} GROUP BY 1 ORDER BY 2 DESC LIMIT 2")
    names = [name for name, _ in found]
    page = program("read").told("customers", limit=10_000, **{asked: names})
    assert len(page["items"]) == sum(count for _, count in found)
    assert {each[asked] for each in page["items"]} == set(names)


@pytest.mark.usefixtures("home")
def test_a_filter_that_does_not_exist_says_where(program: WithScopes) -> None:
    answer = program("read").get("customers", tier="diamond", limit=0)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_valid")
    assert {each["where"] for each in answer.json()["errors"]} == {"query.tier.0", "query.limit"}


@pytest.mark.parametrize("cursor", ["x", "!!!", "é", "W10", "WyJhIiwgMV0", "eyJhIjoxfQ", "bnVsbA"])
@pytest.mark.usefixtures("home")
def test_a_made_up_cursor_is_refused(program: WithScopes, cursor: str) -> None:
    answer = program("read").get("customers", cursor=cursor)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_cursor")


def test_a_cursor_of_another_run_asks_to_begin_again(home: Home, program: WithScopes) -> None:
    asking = program("read")
    cursor = asking.told("customers", limit=1)["next"]
    pointer = home.snapshots / "CURRENT"
    name = pointer.read_text().strip()
    for kind in ("duckdb", "json"):
        shutil.copy(home.snapshots / f"snap-{name}.{kind}", home.snapshots / f"snap-{name}.9.{kind}")
    pointer.write_text(f"{name}.9\n")
    try:
        answer = asking.get("customers", cursor=cursor)
    finally:
        pointer.write_text(f"{name}\n")
        for kind in ("duckdb", "json"):
            (home.snapshots / f"snap-{name}.9.{kind}").unlink()
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_cursor")


@pytest.fixture
def before(home: Home) -> Iterator[tuple[str, list[str]]]:
    """An earlier run in which two tiers and one value were others, and one customer was not known yet."""
    now, name = opened(home), "20200101-000000-000000"
    target = home.snapshots / f"snap-{name}.duckdb"
    shutil.copy(now.database, target)
    picked = now.rows(
        "SELECT customer, code FROM customers WHERE value_minor > 100 ORDER BY customer LIMIT 5"
    )
    keys = [key for key, _ in picked]
    with duckdb.connect(str(target)) as con:
        con.execute("UPDATE customers SET tier = 'other' WHERE customer IN (?, ?)", keys[:2])
        con.execute("UPDATE customers SET value_minor = value_minor // 2 WHERE customer = ?", keys[2:3])
        con.execute("UPDATE customers SET value_minor = value_minor + 1 WHERE customer = ?", keys[4:5])
        con.execute("DELETE FROM customers WHERE customer = ?", keys[3:4])
    yield name, [str(code) for _, code in picked]
    target.unlink()


def test_changed_since_finds_the_new_and_the_different(
    before: tuple[str, list[str]], program: WithScopes
) -> None:
    (run, codes), asking = before, program("read")
    found = asking.told("customers", changed_since=run)["items"]
    assert [each["code"] for each in found] == codes[:4]
    by_tier = asking.told("customers", changed_since=run, changed="tier")["items"]
    assert [each["code"] for each in by_tier] == [*codes[:2], codes[3]]


@pytest.mark.parametrize("run", ["19990101-000000", "../../etc/passwd", "a'b"])
@pytest.mark.usefixtures("home")
def test_a_run_that_is_not_kept_is_said_to_be(program: WithScopes, run: str) -> None:
    answer = program("read").get("customers", changed_since=run)
    assert (answer.status_code, answer.json()["code"]) == (404, "run_not_kept")


def person(home: Home) -> tuple[int, str]:
    key, code = opened(home).row("SELECT customer, code FROM customers ORDER BY customer LIMIT 1")
    now = datetime.now(UTC)
    Contact.objects.update_or_create(
        key=key,
        defaults={
            "person": key,
            "source": "shop",
            "number": "10023",
            "first_name": "Anna",
            "last_name": "Berg",
        }
        | {"mail": "anna@laden.example", "changed_at": now},
    )
    return int(str(key)), str(code)


def test_names_are_only_told_to_keys_for_persons(home: Home, program: WithScopes) -> None:
    key, code = person(home)
    for path in ("customers", f"customers/{code}"):
        assert b"Berg" not in program("read").get(path).content
        assert b"Anna Berg" in program("persons").get(path).content
    viewed = Logged.objects.filter(what="viewed", customer=key)
    assert [each.by.partition(":")[0] for each in viewed] == ["key", "key"]
    masked, told = Logged.objects.filter(what="exported").order_by("id")
    assert masked.detail["persons"] == 0
    assert told.detail["persons"] == len(program("persons").get("customers").json()["items"])


@pytest.mark.parametrize("record", [Forgotten, ProfilingObjection])
def test_who_is_forgotten_or_objected_is_hidden_at_once(
    home: Home, program: WithScopes, record: type
) -> None:
    key, code = person(home)
    asking = program("persons")
    assert asking.get(f"customers/{code}").status_code == 200
    record.objects.create(
        key=key, at=datetime.now(UTC), **({"by": "test"} if record is ProfilingObjection else {})
    )
    assert asking.get(f"customers/{code}").status_code == 404
    for path in ("customers", "values"):
        assert code not in asking.get(path, limit=10_000).content.decode()


def test_a_warning_tells_its_reasons(home: Home, program: WithScopes) -> None:
    code, rank = opened(home).row(
        "SELECT code, rank FROM warnings JOIN customers USING (customer) ORDER BY rank LIMIT 1"
    )
    told = program("read").told(f"customers/{code}")["warning"]
    assert told["rank"] == rank
    assert told["reasons"][0]["kind"]
    assert told["reasons"][0]["numbers"]


@pytest.mark.parametrize("code", ["0", "ZZZZZ-ZZZZZ", "%00", "a" * 500, "7F3KQ-29QXMM"])
@pytest.mark.usefixtures("home")
def test_nobody_has_a_made_up_code(program: WithScopes, code: str) -> None:
    answer = program("read").get(f"customers/{code}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_there")


@pytest.mark.usefixtures("home")
def test_values_add_up_to_what_the_run_says(program: WithScopes) -> None:
    asking = program("read")
    items = asking.told("values", limit=10_000)["items"]
    run = asking.told("runs")["items"][0]
    assert sum(each["value"]["mean"] for each in items if each["value"]) == pytest.approx(
        run["value"]["mean"], rel=1e-3
    )
    assert bits_of(items[0]["code"]) is not None


@pytest.mark.usefixtures("empty_home")
def test_before_the_first_night_nothing_is_known(program: WithScopes) -> None:
    asking = program("read")
    for path in ("customers", "values", "segments", "customers/00000-00000"):
        answer = asking.get(path)
        assert (answer.status_code, answer.json()["code"]) == (409, "no_run_yet")
    assert asking.told("runs") == {"current": None, "items": []}
