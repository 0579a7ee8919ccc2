from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from treue.loop.home import Home
from treue.people.records import Contact, Later
from treue.settings import with_setting
from treue.web.morning import morning_of, send
from treue.web.today_rows import needing
from visitors import opened

NOW = datetime(2026, 11, 29, 6, 0, tzinfo=UTC)


def test_the_mail_names_nobody_but_leads_to_them(home: Home) -> None:
    first = needing(opened(), set())[0]
    Contact.objects.filter(person=first.customer).delete()
    Contact.objects.create(
        key=first.customer,
        person=first.customer,
        source="shop",
        first_name="Zacharias",
        mail="zacharias@example.org",
        changed_at=datetime.now(UTC),
    )
    told = morning_of(home, opened(), NOW)
    assert f"/customers/{first.code}/" in told.text
    assert "zacharias" not in told.text.casefold() + told.subject.casefold()
    assert "5 Kunden brauchen Sie heute" in told.subject
    assert "Ihr Kundenstamm ist wert" in told.text


def test_it_goes_to_everybody_who_is_to_get_it(home: Home) -> None:
    settings = with_setting(home.settings, "web.mail_to", "chefin@laden.example, crm@laden.example", "test")
    assert send(Home(home.folder, settings), opened(), NOW) == 2
    assert [message.to for message in mail.outbox] == [["chefin@laden.example"], ["crm@laden.example"]]
    assert send(home, opened(), NOW) == 0


@pytest.mark.usefixtures("home")
def test_a_morning_on_which_nobody_needs_us(home: Home) -> None:
    for row in needing(opened(), set(), most=500):
        Later.objects.create(
            customer=row.customer, until=date(2999, 1, 1), made_at=datetime.now(UTC), made_by="test"
        )
    told = morning_of(home, opened(), NOW)
    assert "Heute braucht Sie niemand" in told.subject
    assert "Heute braucht Sie niemand." in told.text
