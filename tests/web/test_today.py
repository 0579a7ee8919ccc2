from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from treue.consent.records import Evidence
from treue.loop.home import Home
from treue.loop.records import Job
from treue.loop.work.jobs import CALM
from treue.people.contacts import keys_of
from treue.people.records import Later, Task
from treue.web.today_rows import needing, tiers_at_stake, worth_of
from visitors import opened, signed_in

pytestmark = pytest.mark.usefixtures("home")
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_worth_is_that_of_the_run_and_its_change_adds_up(admin: Client) -> None:
    worth = worth_of(opened())
    total = opened().run.value_minor
    assert total is not None
    assert (worth.mean, worth.low, worth.high) == (total.mean, total.low, total.high)
    assert worth.new + worth.ordered + worth.silent == pytest.approx(worth.change, abs=2)
    assert "Ihr Kundenstamm ist wert" in admin.get("/").content.decode()


def test_at_most_ten_who_have_most_at_stake_first() -> None:
    rows = needing(opened(), set())
    assert 0 < len(rows) <= 10
    assert [row.at_stake_minor for row in rows] == sorted((row.at_stake_minor for row in rows), reverse=True)
    assert all(row.reasons for row in rows)


def test_platinum_alone(admin: Client) -> None:
    rows = needing(opened(), set(), "platinum")
    assert {row.tier for row in rows} == {"platinum"}
    page = admin.get("/?tier=platinum").content.decode()
    assert all(row.code in page for row in rows)


@pytest.mark.parametrize("way", ["later", "calm"])
def test_a_button_takes_somebody_off_the_list(admin: Client, way: str) -> None:
    first = needing(opened(), set())[0]
    assert f'href="/customers/{first.code}/"' in admin.get("/").content.decode()
    answer = admin.post(f"/customers/{first.code}/{way}/", {"from": "today"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert f'href="/customers/{first.code}/"' not in answer.content.decode()
    if way == "later":
        assert Later.objects.get(customer=first.customer).made_by.startswith("user:")
    else:
        assert Job.objects.get(kind=CALM).arguments == {"customer": first.customer}


def test_a_double_click_asks_once(admin: Client) -> None:
    code = needing(opened(), set())[0].code
    for _ in range(2):
        admin.post(f"/customers/{code}/calm/")
        admin.post(f"/customers/{code}/later/")
    assert (Job.objects.count(), Later.objects.count()) == (1, 1)


def test_each_row_says_whether_they_may_be_advertised_to(admin: Client) -> None:
    first, second = needing(opened(), set())[:2]
    Evidence.objects.filter(key__in=keys_of([first.customer])[first.customer]).delete()
    for kind in ("given", "confirmed"):
        Evidence.objects.create(
            key=second.customer, channel="mail", purpose="newsletter", kind=kind, at=NOW, source="shop"
        )
    rows = admin.get("/").content.decode().split("<li>")
    told = {each.code: next(row for row in rows if each.code in row) for each in (first, second)}
    assert "keine Werbung" in told[first.code]
    assert "Werbung erlaubt" in told[second.code]


def test_old_data_are_said_before_everything_else(admin: Client) -> None:
    page = admin.get("/").content.decode()
    assert page.index("Ihre Daten reichen nur bis zum") < page.index("Ihr Kundenstamm ist wert")


def test_all_of_them_are_the_same_ones(admin: Client) -> None:
    assert "sort=at_stake&amp;at_stake_from=1&amp;tier=gold" in admin.get("/?tier=gold").content.decode()


def test_a_tier_counts_whom_its_list_shows_and_nobody_for_cents() -> None:
    counted = {tier: count for tier, count, _ in tiers_at_stake(opened())}
    warned = "FROM warnings JOIN customers USING (customer) WHERE at_stake_minor"
    assert opened().row(f"SELECT count(*) {warned} BETWEEN 1 AND 99") > (0,)
    assert counted == dict(opened().rows(f"SELECT tier, count(*) {warned} >= 100 GROUP BY tier"))


def test_an_open_task_takes_somebody_off_the_list_and_a_done_one_puts_them_back(admin: Client) -> None:
    first = needing(opened(), set())[0]
    task = Task.objects.create(customer=first.customer, title="x", made_at=datetime.now(UTC), made_by="test")
    assert f'href="/customers/{first.code}/"' not in admin.get("/").content.decode()
    admin.post(f"/tasks/{task.pk}/end/", {"outcome": "solved"})
    assert f'href="/customers/{first.code}/"' in admin.get("/").content.decode()


def test_a_viewer_sees_no_buttons_and_may_not_press_them(viewer: Client) -> None:
    code = needing(opened(), set())[0].code
    assert "/calm/" not in viewer.get("/").content.decode()
    assert viewer.post(f"/customers/{code}/calm/").status_code == 403
    assert Job.objects.count() == 0


def test_english(home: Home) -> None:
    page = signed_in("viewer", "en").get("/").content.decode()
    assert "Who needs you today?" in page
    assert "Wer braucht" not in page
    assert home.settings.shop.name in page
