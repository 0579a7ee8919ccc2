"""Lists, audiences and files by the light of the permission to write, as it is now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from treue.api.keys import READ, make_key
from treue.consent.keeping import keep, suppress
from treue.consent.light import NEWSLETTER, lights_of
from treue.consent.records import Evidence
from treue.loop.home import Home
from treue.loop.lights import lights_in
from treue.people.contacts import bounds_of, keys_of
from treue.people.correcting import FIELDS, correct
from treue.people.records import Audience, Contact
from treue.segments.filters import Condition, Filter
from treue.web.customer_rows import Wanted, streamed, sums_of
from visitors import opened

NOW = datetime.now(UTC)
COLOURS = ("green", "yellow", "red")


@pytest.fixture(autouse=True)
def _as_of_this_test(home: Home) -> None:  # noqa: ARG001 - the fixture opens the pages' home first
    """The snapshot is one for all tests, what earlier ones wrote is taken back."""
    lights_in(opened()).read()


def lit(colour: str, *more: Condition) -> set[int]:
    """Everybody in the list of that light."""
    wanted = Wanted(Filter((Condition("light", (colour,)), *more)))
    found = {row.customer for rows in streamed(opened(), wanted) for row in rows}
    assert sums_of(opened(), wanted).customers == len(found)
    return found


def said(key: int, kind: str, days: int = 1) -> None:
    at = datetime.now(UTC) - timedelta(days=days)
    keep([Evidence(key=key, channel="mail", purpose="newsletter", kind=kind, at=at, source="shop")])


def someone(colour: str) -> tuple[int, str]:
    """Key and code of somebody with that light and a contact of their own."""
    for customer in sorted(lit(colour)):
        if Contact.objects.filter(key=customer, person=customer).exists():
            (code,) = opened().row("SELECT code FROM customers WHERE customer = ?", [customer])
            return customer, str(code)
    raise AssertionError(f"nobody is {colour}")


def test_the_list_and_the_page_of_each_agree() -> None:
    everybody = [int(str(key)) for (key,) in opened().rows("SELECT customer FROM customers")]
    told = lights_of(keys_of(everybody), *NEWSLETTER, datetime.now(UTC), bounds_of(everybody))
    found = {colour: lit(colour) for colour in COLOURS}
    assert found == {c: {key for key, light in told.items() if light.colour == c} for c in COLOURS}
    assert found["green"]
    assert found["red"]
    assert sum(map(len, found.values())) == len(everybody)


def test_conditions_beside_it_hold_too() -> None:
    some = lit("green", Condition("tier", ("platinum",)), Condition("phase", ("retention",)))
    rows = opened().rows(
        "SELECT customer FROM customers JOIN phases USING (customer)"
        " WHERE tier = 'platinum' AND phase = 'retention'"
    )
    assert some == lit("green") & {int(str(key)) for (key,) in rows}
    assert some


def test_a_no_counts_with_the_next_click(admin: Client) -> None:
    customer, code = someone("green")
    address = "/customers/?light=green&sort=orders"
    before = sums_of(opened(), Wanted(Filter((Condition("light", ("green",)),)))).customers
    assert customer in lit("green")
    said(customer, "objected", days=0)
    assert customer in lit("red")
    assert customer not in lit("green")
    page = admin.get(address).content.decode()
    assert f"{before - 1:,} Kunden.".replace(",", ".") in page
    assert "Werbeerlaubnis grün (erlaubt)" in page
    assert 'class="light red"' in admin.get(f"/customers/{code}/").content.decode()


def test_a_yes_a_suppression_and_a_corrected_address_count_too() -> None:
    customer, _ = someone("red")
    for key in keys_of([customer])[customer]:
        Evidence.objects.filter(key=key).delete()
    said(customer, "given", days=2)
    assert customer in lit("yellow")
    said(customer, "confirmed")
    assert customer in lit("green")
    suppress(customer, "complaint", "user:1", NOW)
    assert customer in lit("red")

    other, _ = someone("green")
    row = Contact.objects.get(key=other)
    told = {name: getattr(row, name) for name in FIELDS} | {"mail": "neu@example.org"}
    correct(other, told, lambda _: 4711, "user:1", datetime.now(UTC))
    assert other in lit("red")


def test_an_audience_a_file_and_a_program_ask_the_same(admin: Client) -> None:
    green = lit("green", Condition("tier", ("platinum",)))
    admin.post("/audiences/save/", {"name": "Platin, darf Post", "tier": "platinum", "light": "green"})
    audience = Audience.objects.get()
    page = admin.get("/audiences/").content.decode()
    assert "Klasse Platin · Werbeerlaubnis grün (erlaubt)" in page
    assert f"{len(green)} Kunden." in page
    answer = admin.get("/customers/export/?tier=platinum&light=green")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows())
    assert len(rows) == len(green) + 1
    _, token = make_key("Mailprogramm", [READ], "test", None)
    told = admin.get(
        f"/api/v1/audiences/{audience.pk}/customers?limit=1000", headers={"Authorization": f"Bearer {token}"}
    ).json()
    assert len(told["items"]) == len(green)
