from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from callers import Program, WithScopes
from treue.api import doors
from treue.api.interface import api
from treue.api.keys import SCOPES, caller_of, end_key, make_key
from treue.api.problems import CODES, MEDIA_TYPE
from treue.api.rates import Buckets
from treue.api.records import ApiKey
from treue.errors import BadOption
from treue.loop.home import Home
from visitors import signed_in

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
PATHS = {
    "customers": "read", "customers/00000-00000": "read", "values": "read", "segments": "read",
    "audiences": "read", "audiences/1/customers": "read", "runs": "read", "events/shop/1": "events",
}  # fmt: skip


@pytest.mark.usefixtures("home")
def test_the_list_above_is_all_there_is() -> None:
    described = {path.removeprefix("/api/v1/") for path in api.get_openapi_schema()["paths"]}
    names = {"{code}": "00000-00000", "{id}": "1", "{source}": "shop", "{key}": "1"}
    for name, example in names.items():
        described = {path.replace(name, example) for path in described}
    assert described == {*PATHS, "events"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.usefixtures("home")
def test_without_a_key_every_door_is_closed(path: str) -> None:
    for caller in (Program(), Program("treue_00_x"), Program("nonsense"), Program("é")):
        answer = caller.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, MEDIA_TYPE)
        assert answer.json()["code"] == "no_key"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("path", "scope"), PATHS.items())
@pytest.mark.usefixtures("home")
def test_a_key_opens_what_its_scope_says(program: WithScopes, path: str, scope: str) -> None:
    other = {"read": "events", "events": "read"}[scope]
    assert program(other).get(path).status_code == 403
    assert program(scope).get(path).status_code in (200, 404)
    assert program("read").send([]).status_code == 403


@pytest.mark.usefixtures("home")
def test_a_browser_that_signed_in_is_nobody_here() -> None:
    answer = signed_in("admin").get("/api/v1/runs")
    assert (answer.status_code, answer.json()["code"]) == (401, "no_key")
    assert not answer.cookies


@pytest.mark.usefixtures("home")
def test_a_key_that_ended_opens_nothing() -> None:
    key, token = make_key("warehouse", ["read"], "test")
    assert Program(token).get("runs").status_code == 200
    end_key(key.prefix, "test")
    assert Program(token).get("runs").status_code == 401
    with pytest.raises(BadOption, match="no key that still holds"):
        end_key(key.prefix, "test")


@pytest.mark.usefixtures("home")
def test_only_a_hash_of_the_token_is_kept() -> None:
    key, token = make_key("warehouse", ["read"], "test")
    secret = token.split("_", 2)[2]
    assert len(secret) >= 40
    kept = str(list(ApiKey.objects.filter(pk=key.pk).values()))
    assert secret not in kept
    assert token not in kept
    assert caller_of(token[:-1] + ("a" if token[-1] != "a" else "b"), NOW) is None


@pytest.mark.usefixtures("home")
def test_persons_opens_reading_too_and_nothing_else_is_made_up() -> None:
    assert make_key("crm", ["persons"], "test")[0].scopes == ["persons", "read"]
    for name, scopes in (("x", []), ("x", ["all"]), (" ", ["read"]), ("x" * 81, ["read"])):
        with pytest.raises(BadOption):
            make_key(name, scopes, "test")
    assert set(SCOPES) == {"read", "persons", "events"}


@pytest.mark.usefixtures("home")
def test_last_use_is_written_at_most_once_a_minute() -> None:
    key, token = make_key("warehouse", ["read"], "test")
    for seconds in (0, 30, 59, 61):
        caller_of(token, NOW + timedelta(seconds=seconds))
        used = ApiKey.objects.get(pk=key.pk).last_used
        assert used == NOW + timedelta(seconds=61 if seconds == 61 else 0)


def test_a_bucket_lets_bursts_through_and_holds_the_rate() -> None:
    buckets = Buckets(per_minute=60)
    assert [buckets.seconds_to_wait(1, 0.0) for _ in range(6)] == [0.0] * 6
    assert buckets.seconds_to_wait(1, 0.0) == pytest.approx(1.0)
    assert buckets.seconds_to_wait(2, 0.0) == 0.0
    assert buckets.seconds_to_wait(1, 0.5) == pytest.approx(0.5)
    assert buckets.seconds_to_wait(1, 1.0) == 0.0
    taken = sum(buckets.seconds_to_wait(3, at / 100) == 0.0 for at in range(60_000))
    assert taken == pytest.approx(600 + 6, abs=2)


@pytest.mark.usefixtures("home")
def test_who_asks_too_often_is_told_how_long_to_wait(
    program: WithScopes, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Buckets(per_minute=10)
    monkeypatch.setattr(doors, "buckets", lambda: few)
    one, other = program("read"), program("read")
    assert one.get("runs").status_code == 200
    answer = one.get("runs")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_often")
    assert 1 <= int(answer.headers["Retry-After"]) <= 6
    assert other.get("runs").status_code == 200


@pytest.mark.usefixtures("home")
def test_every_answer_has_an_id_and_a_plain_one_of_the_caller_is_kept(program: WithScopes) -> None:
    asking = program("read")
    asking.headers["X-Request-ID"] = "job-7.1"
    assert asking.get("runs").headers["X-Request-ID"] == "job-7.1"
    answer = asking.get("nothing")
    assert (answer.json()["id"], answer.headers["X-Request-ID"]) == ("job-7.1", "job-7.1")
    asking.headers["X-Request-ID"] = "a\tb" * 90
    assert len(asking.get("runs").headers["X-Request-ID"]) == 16


@pytest.mark.parametrize(
    "path", ["", "nothing", "runs/", "customers/a/b", "audiences/x/customers", "%00", "é"]
)
@pytest.mark.usefixtures("home")
def test_what_is_not_there_is_a_problem_not_a_page(program: WithScopes, path: str) -> None:
    answer = program("read").get(path)
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "X"])
@pytest.mark.usefixtures("home")
def test_a_wrong_method_is_a_problem_and_says_which_is_right(program: WithScopes, method: str) -> None:
    answer = program("read").asked(method, "runs")
    assert (answer.status_code, answer.json()["code"]) == (405, "wrong_method")
    assert answer.headers["Allow"] == "GET"


@pytest.mark.usefixtures("home")
def test_a_strange_host_is_a_problem_too() -> None:
    answer = Client(SERVER_NAME="evil.example").get("/api/v1/runs")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, MEDIA_TYPE)


@pytest.mark.usefixtures("home")
def test_our_own_fault_says_nothing_but_its_number(
    program: WithScopes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = program("read")
    monkeypatch.setattr("treue.api.runs.shelf_of", lambda _: int("a secret"))
    answer = asking.get("runs")
    assert (answer.status_code, answer.json()["code"]) == (500, "bug")
    assert b"secret" not in answer.content


def test_a_broken_snapshot_is_not_a_bug(empty_home: Home, program: WithScopes) -> None:
    empty_home.snapshots.mkdir()
    (empty_home.snapshots / "CURRENT").write_text("20260101-000000\n")
    answer = program("read").get("values")
    assert (answer.status_code, answer.json()["code"]) == (503, "broken")
    assert str(empty_home.folder) not in answer.content.decode()


def test_codes_say_what_they_mean() -> None:
    assert all(400 <= status < 600 and title.endswith(".") for status, title in CODES.values())
