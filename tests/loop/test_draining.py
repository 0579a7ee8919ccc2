"""Events become facts, once, whatever dies in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from django.db import transaction

from treue.consent.records import Evidence
from treue.errors import NothingAccepted
from treue.loop.database import open_database
from treue.loop.events import draining
from treue.loop.events.draining import drain
from treue.loop.events.shapes import EVENT
from treue.loop.home import Home, open_home
from treue.loop.intake.load_log import read_loads
from treue.loop.intake.loading import Wanted, load
from treue.loop.intake.undoing import undo_load
from treue.loop.work.doing import do
from treue.loop.work.due import due_events
from treue.loop.work.jobs import DRAIN, ask
from treue.people.contacts import cards_of
from treue.people.inbox import Arrived, keep
from treue.people.records import Event, Forgotten

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = open_home(tmp_path / "home", create=True)
    open_database(opened)
    with transaction.atomic():
        yield opened
        transaction.set_rollback(True)


def arrive(
    key: str, kind: str = "order", /, source: str = "shop", at: str = "2026-11-20T23:30:00Z", **more: object
) -> None:
    changed = {"changed_at": more.pop("changed_at")} if "changed_at" in more else {}
    body = {"number": key, "currency": "EUR", **more} if kind in ("order", "refund", "cart") else more
    told = EVENT.validate_python(
        {"source": source, "key": key, "kind": kind, "at": at, "body": body, **changed}
    )
    plain = told.model_dump_json(exclude_none=True, exclude={"source", "key", "kind"})
    keep([Arrived(source, key, kind, plain)], NOW)


def again(key: str, other: str, **more: object) -> None:
    """The same order under another key: a later word about it."""
    arrive(other, **{"number": key, **more})


def facts(home: Home, table: str, columns: str = "*") -> list[tuple]:
    files = [str(path) for path in home.facts.files(table)]
    return duckdb.sql(f"SELECT {columns} FROM read_parquet({files}) ORDER BY ALL").fetchall() if files else []


def taken(home: Home, now: datetime = NOW) -> int:
    return drain(home, now, lambda _: None)


LINES = [
    {"product": "A1", "quantity_milli": 2000, "amount_minor": 3000},
    {"product": "A2", "amount_minor": 1000},
    {"kind": "shipping", "amount_minor": 490},
]


def test_an_order_becomes_an_order_with_its_lines(home: Home) -> None:
    arrive("7", customer="10023", address="Anna@Laden.example ", lines=LINES, promised_day="2026-11-25")
    assert taken(home) == 1
    (order,) = facts(
        home, "orders", "order_id, customer, ordered_at, day, amount_minor, promised_day, source"
    )
    assert order == (
        "shop:7", home.keyring().number("shop", "10023"), datetime(2026, 11, 20, 23, 30),  # noqa: DTZ001 - stored as UTC without a zone
        date(2026, 11, 21), 4000, date(2026, 11, 25), "shop",
    )  # fmt: skip
    assert facts(home, "order_lines", "order_id, position, product, amount_minor, kind") == [
        ("shop:7", 1, "A1", 3000, "goods"),
        ("shop:7", 2, "A2", 1000, "goods"),
        ("shop:7", 3, None, 490, "shipping"),
    ]
    assert facts(home, "identities", "count(*)") == [(2,)]


BODIES: Mapping[str, tuple[str, dict[str, object]]] = {
    "order": ("orders", {"customer": "1"}),
    "refund": ("refunds", {"customer": "1", "amount_minor": 100, "order": "9"}),
    "visit": ("visits", {"number": "v", "step": "cart"}),
    "cart": ("carts", {"value_minor": 5}),
    "answer": ("answers", {"number": "a", "kind": "nps", "score": 9, "text": "gut"}),
    "consent": ("consents", {"address": "a@b.example", "channel": "mail", "purpose": "x", "act": "given"}),
    "touch": ("touches", {"number": "t", "channel": "mail"}),
    "ticket": ("tickets", {"number": "k", "minutes": 3, "solved_at": "2026-11-22T10:00:00Z"}),
}


def test_every_kind_has_its_table(home: Home) -> None:
    for kind, (_, body) in BODIES.items():
        arrive(f"key-{kind}", kind, **body)
    assert taken(home) == len(BODIES)
    for table, _ in BODIES.values():
        assert home.facts.rows(table) == 1, table
    assert facts(home, "refunds", "order_id, amount_minor") == [("shop:9", 100)]
    assert facts(home, "tickets", "ticket_id, solved_at::VARCHAR") == [("shop:k", "2026-11-22 10:00:00")]
    assert not Event.objects.filter(taken_at=None).exists()
    assert set(Event.objects.values_list("refused", flat=True)) == {""}


def test_numbers_mean_the_same_as_in_files(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id,customer_id,date,total\n7,10023,2026-11-01,10.00\n8,10024,2026-11-02,20.00\n")
    load(Wanted(file), home, lambda _: None)
    arrive("7", customer="10023", amount_minor=1234)
    assert taken(home) == 1
    assert facts(home, "orders", "order_id, amount_minor") == [("shop:7", 1234), ("shop:8", 2000)]
    assert facts(home, "orders", "count(DISTINCT customer)") == [(2,)]


def test_two_sources_are_two_shops_in_one_load(home: Home) -> None:
    arrive("7", customer="1")
    arrive("7", source="outlet", customer="1")
    assert taken(home) == 2
    assert facts(home, "orders", "order_id, source") == [("outlet:7", "outlet"), ("shop:7", "shop")]
    assert facts(home, "orders", "count(DISTINCT customer)") == [(2,)]
    assert [path.name for path in home.facts.files("orders")] == ["orders-000001.parquet"]


def test_the_latest_word_about_an_order_holds_whole(home: Home) -> None:
    arrive("7", at="2026-11-20T12:00:00Z", lines=LINES, amount_minor=4000)
    again("7", "late", at="2026-11-20T11:00:00Z", amount_minor=1)
    assert taken(home) == 2
    assert facts(home, "orders", "amount_minor") == [(4000,)]
    again("7", "cancelled", at="2026-11-21T11:00:00Z", status="cancelled")
    assert taken(home, NOW + MINUTE) == 1
    assert facts(home, "orders", "status") == [("cancelled",)]
    assert facts(home, "order_lines") == []


def test_a_late_word_with_a_change_time_changes_nothing(home: Home) -> None:
    arrive("7", changed_at="2026-11-22T00:00:00Z", amount_minor=2)
    taken(home)
    again("7", "late", changed_at="2026-11-21T00:00:00Z", amount_minor=1)
    assert taken(home, NOW + MINUTE) == 1
    assert facts(home, "orders", "amount_minor") == [(2,)]


def test_one_file_a_minute(home: Home) -> None:
    arrive("1")
    assert taken(home) == 1
    arrive("2")
    assert taken(home, NOW + MINUTE / 2) == 0
    assert taken(home, NOW + MINUTE) == 1
    assert taken(home, NOW + 3 * MINUTE) == 0


def test_a_clock_that_jumped_back_stops_nothing_for_long(home: Home) -> None:
    arrive("1")
    taken(home, NOW)
    arrive("2")
    assert taken(home, NOW - timedelta(days=30)) == 1


class Killed(BaseException):
    """As SIGKILL: nothing of ours runs afterwards."""


@pytest.mark.parametrize("step", ["take_in_together", "log_more", "_mark"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_killed_drain_is_finished_by_the_next_and_doubles_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    arrive("7", customer="10023", address="a@b.example", lines=LINES)
    arrive("r", "refund", amount_minor=100)
    done = getattr(draining, step)

    def dying(*given: object) -> None:
        if when == "after":
            with transaction.atomic():
                done(*given)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(draining, step, dying)
        with pytest.raises(Killed):
            taken(home)
    left = 0 if (step, when) == ("_mark", "after") else 2
    assert taken(home, NOW + MINUTE) == left
    assert [home.facts.rows(name) for name in ("orders", "order_lines", "refunds", "identities")] == [
        1,
        3,
        1,
        2,
    ]
    assert home.facts.half_loaded() is None
    assert not Event.objects.filter(taken_at=None).exists()


def test_a_load_or_a_run_at_work_is_waited_for(home: Home) -> None:
    arrive("1")
    with home.facts.reading():
        assert taken(home) == 0
    assert taken(home) == 1


def test_a_load_of_files_that_died_keeps_its_mark(home: Home) -> None:
    arrive("1")
    home.facts.folder.mkdir(parents=True, exist_ok=True)
    (home.facts.folder / ".unfinished").write_text("export.csv\n")
    assert taken(home) == 0
    assert home.facts.half_loaded() == "export.csv"
    assert Event.objects.filter(taken_at=None).count() == 1


def test_who_is_forgotten_does_not_come_back(home: Home) -> None:
    for key in (home.keyring().number("shop", "10023"), home.keyring().address("b@c.example")):
        Forgotten.objects.create(key=key, at=NOW)
    arrive("1", customer="10023")
    arrive("2", address="B@c.example")
    arrive("3", customer="10024")
    assert taken(home) == 3
    assert facts(home, "orders", "order_id") == [("shop:3",)]
    assert list(Event.objects.order_by("id").values_list("refused", flat=True)) == [
        "forgotten",
        "forgotten",
        "",
    ]


def test_an_event_of_an_older_shape_is_refused_with_its_reason(home: Home) -> None:
    keep([Arrived("shop", "old", "order", '{"at": "2026-11-20T10:00:00Z", "body": {"number": "1"}}')], NOW)
    assert taken(home) == 1
    (reason,) = Event.objects.values_list("refused", flat=True)
    assert reason == "order.body.currency: Field required"
    assert read_loads(home) == []


def test_names_go_to_contacts_and_stay_nowhere_else(home: Home) -> None:
    contact = {"first_name": "Annegret", "last_name": "Berg", "town": "Kiel"}
    arrive("7", customer="10023", address="anna@laden.example", contact=contact)
    arrive("8")
    arrive("9", address="Guest@laden.example", contact={"last_name": "Gast"})
    taken(home)
    key, guest = home.keyring().number("shop", "10023"), home.keyring().address("guest@laden.example")
    assert (key,) in facts(home, "orders", "customer")
    card = cards_of([key])[key]
    assert (card.name, card.mail, card.place, card.numbers) == (
        "Annegret Berg", "anna@laden.example", "Kiel", ("10023",),
    )  # fmt: skip
    assert cards_of([guest])[guest].name == "Gast"
    assert [each.body for each in Event.objects.all()] == [{}, {}, {}]
    stored = b"".join(path.read_bytes() for path in home.facts.folder.rglob("*") if path.is_file())
    assert b"Annegret" not in stored
    assert b"laden.example" not in stored


def test_a_consent_becomes_evidence_of_its_address(home: Home) -> None:
    arrive(
        "c", "consent", customer="1", address="a@b.example", channel="mail", purpose="newsletter", act="given"
    )
    taken(home)
    (evidence,) = Evidence.objects.all()
    assert (evidence.key, evidence.kind) == (home.keyring().address("a@b.example"), "given")


def test_the_log_of_loads_counts_what_was_read_and_refused(home: Home) -> None:
    Forgotten.objects.create(key=home.keyring().number("shop", "1"), at=NOW)
    arrive("1", customer="1")
    arrive("2", amount_minor=1000)
    said: list[str] = []
    drain(home, NOW, said.append)
    (entry,) = read_loads(home)
    account = entry.accounts["order events"]
    assert (entry.source, account.rows.read, account.rows.accepted, account.rows.quarantined) == (
        "api",
        2,
        1,
        1,
    )
    assert account.money["EUR"].accepted == 1000
    assert said == ["1 events became facts; 1 were refused, with the reason kept."]


def test_a_drain_is_not_taken_back(home: Home) -> None:
    arrive("1")
    taken(home)
    with pytest.raises(NothingAccepted, match="events of the interface"):
        undo_load(home)
    assert home.facts.rows("orders") == 1


def test_the_worker_asks_for_a_drain_when_events_wait_and_not_twice(home: Home) -> None:
    assert not due_events(home, NOW)
    arrive("1")
    assert due_events(home, NOW)
    job = ask(DRAIN, "clock")
    assert not due_events(home, NOW)
    assert do(job, home, lambda _: None, NOW) == {"events": 1}
    job.delete()
    arrive("2")
    assert not due_events(home, NOW + MINUTE / 2)
    assert due_events(home, NOW + MINUTE)
