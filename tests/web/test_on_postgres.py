"""The pages on PostgreSQL: those tests of theirs that write, search or count, on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from test_customers import (  # noqa: F401 - collected here once more
    test_a_task_from_the_first_button_to_what_came_of_it,
    test_an_audience_is_kept_counted_and_deleted,
    test_every_page_opens_for_every_role,
    test_notes_come_and_go,
)
from test_doors import test_a_one_time_password_opens_the_page_that_asks_for_another  # noqa: F401 - the same
from test_health import test_health_needs_nobody_to_sign_in, test_metrics_count_pages_and_tell_what_waits  # noqa: F401 - the same
from test_today import (  # noqa: F401 - the same
    test_a_button_takes_somebody_off_the_list,
    test_a_double_click_asks_once,
    test_an_open_task_takes_somebody_off_the_list_and_a_done_one_puts_them_back,
)

from clusters import cluster
from treue.consent.keeping import keep as keep_words
from treue.consent.records import Evidence
from treue.consent.standing import standing
from treue.loop.database import bring_up_to_date, open_database
from treue.loop.home import Home, open_home
from treue.loop.records import Job
from treue.loop.shelf import shelf_of
from treue.loop.work.jobs import NIGHT
from treue.people.contacts import persons_called
from treue.people.keeping import Reached, keep
from treue.people.records import Audience, ContactWord, Event
from treue.web import site
from treue.web.records import User

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("home")]
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Its address."""
    with cluster() as url:
        yield url


@pytest.fixture
def home(shop_folder: Path, postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """The shop's home, with its operational database on PostgreSQL."""
    monkeypatch.setenv("TREUE_SECRET_DATABASE", postgres)
    opened = open_home(shop_folder)
    monkeypatch.setattr(settings, "HOME", opened)
    site.shelf.cache_clear()
    shelf_of.cache_clear()
    open_database(opened)
    assert connection.vendor == "postgresql"
    with transaction.atomic():
        yield opened
        transaction.set_rollback(True)
    connections.close_all()
    site.shelf.cache_clear()


def test_all_tables_are_there_and_a_second_time_changes_nothing(home: Home) -> None:
    bring_up_to_date(home)
    assert {"people_contact", "loop_job", "web_user"} <= set(connection.introspection.table_names())


@pytest.mark.parametrize(
    "typed",
    ["müll anna", "ANNA MUELLER", "weiss", "anna.m@example.org", "anna.m@", "10023", "dresd mül", "a%"],
)
def test_somebody_is_found_by_how_any_word_begins(typed: str) -> None:
    keep([reached(7, "Anna", "Müller-Weiß", "10023"), reached(9, "Ben", "Berg", "7")])
    assert persons_called(typed, 10) == ([] if typed == "a%" else [7])


def test_the_beginning_of_a_word_is_found_by_the_index_and_in_its_order() -> None:
    keep([reached(key, "Anna", f"Wort{key}", str(key)) for key in range(1, 400)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_contactword")
        for dear in (
            "seqscan",
            "sort",
        ):  # so few rows are read or sorted sooner; it does either where it must
            cursor.execute(f"SET LOCAL enable_{dear} = off")
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns"
            " WHERE table_name = 'people_contactword' AND column_name = 'word'"
        )
        assert cursor.fetchone() == ("C",)  # whatever the language of the cluster
    begun = ContactWord.objects.filter(word__gte="wort17", word__lt="wort18").order_by("word", "contact")
    plan = begun[:5].explain()
    assert "people_word" in plan
    assert "word >= 'wort17'" in plan.replace("(word)::text", "word")  # a range of the index, no filter
    assert "Sort" not in plan


def test_a_user_is_found_however_the_address_is_capitalised() -> None:
    made = User(mail="Anna@Laden.example")
    made.set_password("ein langes Wort 77")
    made.save()
    assert User.objects.get_by_natural_key("anna@laden.EXAMPLE") == made


def test_what_may_be_there_once_is_refused_twice() -> None:
    now = {"arrived_at": NOW, "body": {}, "kind": "order"}
    Event.objects.create(source="shop", key="a", **now)
    Audience.objects.create(name="Gute", filter={}, made_at=NOW, made_by="test")
    Job.objects.create(kind=NIGHT, state=Job.State.AT_WORK, asked_by="test", asked_at=NOW)
    for again in (
        lambda: Event.objects.create(source="shop", key="a", **now),
        lambda: Audience.objects.create(name="Gute", filter={}, made_at=NOW, made_by="test"),
        lambda: Job.objects.create(kind=NIGHT, state=Job.State.AT_WORK, asked_by="test", asked_at=NOW),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()


def test_a_server_that_is_gone_has_a_clear_page(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    kept = dict(vars(connections["default"]))  # the transaction that takes back what the test wrote
    connection.connection, connection.in_atomic_block = None, False
    admin.raise_request_exception = False
    try:
        answer = admin.get("/tasks/", headers={"Accept-Language": "de"})
        health = Client(SERVER_NAME="localhost").get("/health")
    finally:
        vars(connections["default"]).update(kept)
    assert (answer.status_code, health.status_code) == (503, 503)
    assert "Die Datenbank antwortet gerade nicht" in answer.content.decode()


def reached(key: int, first: str, last: str, number: str) -> Reached:
    return Reached(
        key, key, "shop", NOW, number=number, first_name=first, last_name=last,
        mail=f"{first.lower()}.m@example.org" if key == 7 else "", town="Dresden" if key == 7 else "Kiel",
    )  # fmt: skip


def test_everybody_is_judged_at_once_as_on_sqlite() -> None:
    keep([Reached(7, 7, "shop", NOW, "N-7", mailbox=70), Reached(9, 9, "shop", NOW, "N-9", mailbox=90)])
    for key, kind, hours in (
        (70, "given", 3), (70, "confirmed", 2), (8, "given", 3), (90, "confirmed", 3), (9, "withdrawn", 2),
        (6, "given", -1),
    ):  # fmt: skip
        at = NOW - timedelta(hours=hours)
        keep_words([Evidence(key=key, channel="mail", purpose="newsletter", kind=kind, at=at, source="t")])
    told = dict(standing("mail", "newsletter", NOW))
    assert {key: told.get(key) for key in (6, 7, 8, 9)} == {6: None, 7: True, 8: False, 9: None}
