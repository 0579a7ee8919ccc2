from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from callers import WithScopes
from treue.api.front import LARGEST
from treue.people.records import Event

AT = "2026-11-20T10:00:00+01:00"
ORDER = {"number": "1", "currency": "EUR", "amount_minor": 4990}
BODIES: dict[str, dict[str, object]] = {
    "order": {**ORDER, "customer": "10023", "lines": [{"product": "A1", "amount_minor": 4990}]},
    "refund": {"number": "R1", "order": "1", "currency": "EUR", "amount_minor": 990},
    "visit": {"number": "V1", "step": "cart", "visitor": "x9"},
    "cart": {"number": "C1", "currency": "EUR", "value_minor": 2000},
    "answer": {"number": "A1", "customer": "10023", "kind": "nps", "score": 9},
    "consent": {"address": "anna@laden.example", "channel": "mail", "purpose": "newsletter", "act": "given"},
    "touch": {"number": "T1", "customer": "10023", "channel": "mail", "outcome": "sent"},
    "ticket": {"number": "K1", "customer": "10023", "minutes": 12, "satisfaction": 10},
}


def event(key: str, kind: str = "order", at: str = AT, **body: object) -> dict[str, object]:
    return {"source": "shop", "key": key, "kind": kind, "at": at, "body": {**BODIES[kind], **body}}


@pytest.mark.usefixtures("home")
def test_a_batch_is_kept_and_each_item_answered(program: WithScopes) -> None:
    sent = [event(f"k{place}", kind) for place, kind in enumerate(BODIES)]
    answer = program("events").send(sent).json()
    assert (answer["accepted"], answer["known"], answer["refused"]) == (len(BODIES), 0, 0)
    kept = Event.objects.order_by("id").values_list("key", "kind", "taken_at")
    assert list(kept) == [(f"k{place}", kind, None) for place, kind in enumerate(BODIES)]


@pytest.mark.usefixtures("home")
def test_the_same_key_twice_is_known_and_the_first_holds(program: WithScopes) -> None:
    asking = program("events")
    states = [each["state"] for each in asking.send([event("a"), event("a"), event("b")]).json()["items"]]
    assert states == ["accepted", "known", "accepted"]
    again = asking.send([event("a", amount_minor=1), event("c")]).json()
    assert [each["state"] for each in again["items"]] == ["known", "accepted"]
    assert Event.objects.get(key="a").body["body"]["amount_minor"] == 4990


@pytest.mark.usefixtures("home")
def test_one_bad_item_does_not_hold_back_the_others(program: WithScopes) -> None:
    bad = event("bad", currency="XXQ")
    answer = program("events").send([event("a"), bad, 7, None, event("b")]).json()
    assert [each["state"] for each in answer["items"]] == [
        "accepted",
        "refused",
        "refused",
        "refused",
        "accepted",
    ]
    assert answer["items"][1]["key"] == "bad"
    assert "ISO 4217" in answer["items"][1]["reason"]
    assert set(Event.objects.values_list("key", flat=True)) == {"a", "b"}


AHEAD = (datetime.now(UTC) + timedelta(days=3)).isoformat()


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (event("k", at="2026-11-20T10:00:00"), "timezone"),
        (event("k", at="1764000000"), "at:"),
        ({**event("k"), "at": 1764000000}, "as text"),
        (event("k", at="0001-01-01T00:00:00+14:00"), "year"),
        (event("k", at=AHEAD), "future"),
        (event("k", amount_minor=-1), "amount_minor"),
        (event("k", amount_minor=4990.5), "amount_minor"),
        (event("k", amount_minor=True), "amount_minor"),
        (event("k", amount_minor=10**30), "amount_minor"),
        (event("k", amount="49.90"), "amount: Extra"),
        (event("k", customer="a\0b"), "zero bytes"),
        (event("k", address="no address"), "address"),
        (event("k", lines=[{}] * 1001), "lines"),
        (event("k", "answer", score=11), "from 0 to 10"),
        (event("k", "visit", step="dance"), "step"),
        ({**event("k", "consent"), "body": {"channel": "mail", "purpose": "x", "act": "given"}}, "somebody"),
        (event("k", "touch", cost_minor=3), "currency"),
        ({**event("k"), "kind": "wish"}, "wish"),
        ({**event("k"), "key": "x" * 201}, "key"),
        ({**event("k"), "source": "a:b"}, "source"),
        ({"key": "k"}, "kind"),
    ],
)
@pytest.mark.usefixtures("home")
def test_what_is_refused_says_where_and_why(
    program: WithScopes, told: dict[str, object], reason: str
) -> None:
    item = program("events").send([told]).json()["items"][0]
    assert item["state"] == "refused"
    assert reason in item["reason"]
    assert not Event.objects.exists()


@pytest.mark.usefixtures("home")
def test_a_reason_never_repeats_what_was_told(program: WithScopes) -> None:
    answer = program("events").send([event("k", address="geheim", contact={"first_name": 7})])
    assert b"geheim" not in answer.content


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b" ", "not_understood"),
        (b"{", "not_understood"),
        (b"\xff", "not_understood"),
        (b'{"events": [NaN]}', "not_understood"),
        (b"[" * 100_000, "not_understood"),
        (b'{"events": ["\\ud800"]}', "not_understood"),
        (b"[]", "not_valid"),
        (b'{"events": {}}', "not_valid"),
        (b'{"event": []}', "not_valid"),
    ],
)
@pytest.mark.usefixtures("home")
def test_a_body_that_is_no_batch_is_no_fault_of_ours(program: WithScopes, body: bytes, code: str) -> None:
    answer = program("events").post(body)
    assert answer.json()["code"] == code
    assert 400 <= answer.status_code < 500


@pytest.mark.usefixtures("home")
def test_too_many_and_too_large_are_refused_before_anything_is_kept(program: WithScopes) -> None:
    asking = program("events")
    many = asking.post(json.dumps({"events": [0] * 10_001}).encode())
    large = asking.post(b" " * (LARGEST + 1))
    told = [(each.status_code, each.json()["code"]) for each in (many, large)]
    assert told == [(422, "not_valid"), (413, "too_large")]


@pytest.mark.usefixtures("home")
def test_only_json_is_taken(program: WithScopes) -> None:
    answer = program("events").post(b"events=1", "application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_type")


@pytest.mark.usefixtures("home")
def test_the_state_of_an_event_can_be_asked(program: WithScopes) -> None:
    asking = program("events")
    asking.send([event("order/7?x")])
    told = asking.told("events/shop/order%2F7%3Fx")
    assert (told["state"], told["kind"], told["taken_at"]) == ("waiting", "order", None)
    Event.objects.update(taken_at=datetime.now(UTC), refused="forgotten")
    told = asking.told("events/shop/order/7%3Fx")
    assert (told["state"], told["reason"]) == ("refused", "forgotten")
    for path in ("events/shop/other", "events/other/order/7", "events/shop/%00"):
        assert asking.get(path).status_code == 404


@pytest.mark.usefixtures("home")
def test_an_empty_batch_is_fine(program: WithScopes) -> None:
    assert program("events").send([]).json() == {"accepted": 0, "known": 0, "refused": 0, "items": []}
