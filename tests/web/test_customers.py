from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.http import QueryDict
from django.test import Client
from openpyxl import load_workbook

from treue.consent.records import Evidence
from treue.errors import BadOption
from treue.people.contacts import keys_of
from treue.people.records import Audience, AudienceSize, Contact, Logged, Note, Task
from treue.report.numerals import NBSP
from treue.segments.filters import Condition, Filter, query_of
from treue.web.asked import address_of, fields_of, filter_of, sentences
from treue.web.customer_rows import PAGE, SORTED, Wanted, listed, streamed, sums_of
from treue.web.person_rows import entries_of, standing_of
from treue.web.voice import voice_of
from visitors import opened, signed_in

pytestmark = pytest.mark.usefixtures("home")
GERMAN, ENGLISH = voice_of("de", "EUR"), voice_of("en", "EUR")


def some_code() -> str:
    return listed(opened(), Wanted(Filter()))[0].code


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1.234", 123400),
        ("12,5", 1250),
        ("0.5", 50),
        ("0,125", 12),
        ("100 €", 10000),
    ],
)
def test_amounts_as_both_languages_type_them(typed: str, minor: int) -> None:
    form = QueryDict(mutable=True)
    form["value_from"] = typed
    assert filter_of(form, "EUR") == Filter((Condition("value", low=minor),))


@pytest.mark.parametrize("typed", ["viel", "1e5", "nan", "--1", "12abc"])
def test_what_is_no_number_is_refused(typed: str, admin: Client) -> None:
    form = QueryDict(mutable=True)
    form["value_from"] = typed
    with pytest.raises(BadOption):
        filter_of(form, "EUR")
    answer = admin.get("/customers/", {"value_from": typed})
    assert answer.status_code == 400
    assert "Damit können wir nichts anfangen" in answer.content.decode()


def test_a_filter_survives_the_way_through_an_address() -> None:
    asked = Filter(
        (
            Condition("tier", ("platinum", "gold")),
            Condition("value", low=123450, high=500000),
            Condition("last_order", low="2026-05-01"),
            Condition("active", high=0.25),
            Condition("idle_days", low=60),
        )
    )
    for voice in (GERMAN, ENGLISH):
        assert set(filter_of(QueryDict(address_of(asked, voice)), "EUR").conditions) == set(asked.conditions)
    assert fields_of(asked, GERMAN)["value_from"] == "1234,5"


def test_a_filter_in_words() -> None:
    asked = Filter(
        (
            Condition("tier", ("platinum", "gold")),
            Condition("value", low=10000),
            Condition("active", high=0.25),
        )
    )
    assert [each.replace(NBSP, " ") for each in sentences(asked, GERMAN, {})] == [
        "Klasse Platin oder Gold",
        "Kundenwert mindestens 100 €",
        "kauft wahrscheinlich noch: höchstens 25 %",
    ]
    assert sentences(asked, ENGLISH, {})[0] == "tier Platinum or Gold"


def test_the_list_holds_whom_the_filter_asks_for(admin: Client) -> None:
    wanted = Wanted(Filter((Condition("tier", ("gold",)),)), by="at_stake")
    rows, sums = listed(opened(), wanted), sums_of(opened(), wanted)
    assert {row.tier for row in rows} == {"gold"}
    (count,) = opened().row("SELECT count(*) FROM customers WHERE tier = 'gold'")
    assert sums.customers == count
    page = admin.get("/customers/?tier=gold&sort=at_stake").content.decode()
    assert rows[0].code in page
    assert "Klasse Gold" in page


def test_pages_follow_each_other_without_doubles() -> None:
    pages = [listed(opened(), Wanted(Filter()), page) for page in (1, 2, 3)]
    codes = [row.code for page in pages for row in page]
    assert len(codes) == len(set(codes)) == 150


def test_a_code_leads_straight_to_the_person(admin: Client) -> None:
    code = some_code()
    answer = admin.get("/customers/", {"q": code.lower()})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/customers/{code}/")


def test_nobody_found_is_said(admin: Client) -> None:
    assert "Auf diese Suche passt niemand" in admin.get("/customers/?q=xyzzyx").content.decode()


def test_a_person_adds_up_and_the_look_is_logged(admin: Client) -> None:
    code = some_code()
    page = admin.get(f"/customers/{code}/").content.decode()
    row = listed(opened(), Wanted(Filter()))[0]
    standing = standing_of(opened(), row.customer)
    assert standing is not None
    assert sum(each.amount_minor for each in entries_of(opened(), row.customer)) == standing.margin_minor
    assert standing.margin_minor is not None
    assert GERMAN.figures.money(standing.margin_minor) in page
    assert Logged.objects.filter(what="viewed", customer=row.customer, by__startswith="user:").count() == 1


def test_a_rhythm_is_told_from_four_gaps_on(admin: Client) -> None:
    asked = (
        "SELECT customer, code, usual_gap_days FROM customers WHERE usual_gap_days > 1 AND order_days {} 4"
    )
    few, often = (opened().row(asked.format(way)) for way in ("<=", ">"))
    standing = standing_of(opened(), int(str(few[0])))
    assert standing is not None
    assert standing.usual_days is None
    assert (
        "Zwischen zwei Bestellungen liegen meist" not in admin.get(f"/customers/{few[1]}/").content.decode()
    )
    told = f"Zwischen zwei Bestellungen liegen meist {often[2]} Tage"
    assert told in admin.get(f"/customers/{often[1]}/").content.decode().replace(NBSP, " ")


def contacted(condition: str) -> tuple[str, str]:
    """The code of somebody with such a contact among their last, and what came of it."""
    asked = f"SELECT code, outcome FROM customers JOIN last_contacts USING (customer) WHERE {condition}"
    code, outcome = opened().row(asked)
    return str(code), str(outcome)


def test_the_last_contacts_stand_with_day_kind_and_outcome(admin: Client) -> None:
    code, _ = contacted("kind = 'message' AND outcome = 'sent'")
    page = admin.get(f"/customers/{code}/").content.decode()
    told = page[page.index("Letzte Kontakte") : page.index("Was bisher war")]
    assert 1 <= told.count('<tr><th scope="row">') <= 5
    assert "Nachricht an den Kunden" in told
    assert "verschickt" in told


def test_what_somebody_wrote_about_a_talk_is_for_who_may_see_persons(admin: Client, viewer: Client) -> None:
    code, outcome = contacted("kind = 'talk' AND outcome IS NOT NULL")
    assert f">{outcome}</td>" in admin.get(f"/customers/{code}/").content.decode()
    masked = viewer.get(f"/customers/{code}/").content.decode()
    assert f">{outcome}</td>" not in masked
    assert "Gespräch oder Notiz" in masked


def test_without_a_contact_the_page_says_so(admin: Client) -> None:
    (code,) = opened().row(
        "SELECT code FROM customers WHERE customer NOT IN (SELECT customer FROM last_contacts)"
    )
    page = admin.get(f"/customers/{code}/").content.decode()
    assert "Mit diesem Kunden ist kein Kontakt bekannt." in page


@pytest.mark.parametrize("code", ["ZZZZZ-ZZZZZ", "nonsense", "1", "%27"])
def test_nobody_by_that_code_is_not_there(admin: Client, code: str) -> None:
    answer = admin.get(f"/customers/{code}/")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.content.decode()


def test_notes_come_and_go(admin: Client, viewer: Client) -> None:
    code = some_code()
    admin.post(f"/customers/{code}/notes/", {"text": "mag <b>Blau</b>"})
    assert "mag &lt;b&gt;Blau&lt;/b&gt;" in admin.get(f"/customers/{code}/").content.decode()
    assert "Blau&lt;/b&gt;" not in viewer.get(f"/customers/{code}/").content.decode()
    assert viewer.post(f"/customers/{code}/notes/", {"text": "x"}).status_code == 403
    admin.post(f"/customers/{code}/notes/{Note.objects.get().pk}/delete/")
    assert not Note.objects.exists()


def test_a_task_from_the_first_button_to_what_came_of_it(admin: Client) -> None:
    code = some_code()
    form = admin.get(f"/tasks/new/?customer={code}&title=Anrufen&from=customer").content.decode()
    assert 'value="Anrufen"' in form
    told = {
        "title": "Anrufen",
        "owner": "",
        "due": "2026-01-02",
        "reason": "",
        "customer": code,
        "from": "customer",
    }
    assert admin.post("/tasks/new/", told).headers["Location"] == f"/customers/{code}/"
    task = Task.objects.get()
    assert task.customer is not None
    assert "bis 2." in admin.get("/tasks/").content.decode()
    admin.post(f"/tasks/{task.pk}/end/", {"way": "done", "outcome": "reached", "remark": "freut sich"})
    page = admin.get("/tasks/?view=done").content.decode()
    assert "Erreicht" in page
    assert "freut sich" in page
    admin.post(f"/tasks/{task.pk}/end/", {"way": "reopen"})
    task.refresh_from_db()
    assert (task.state, task.ended_at) == ("open", None)


def test_who_may_not_be_advertised_to_is_marked_wherever_somebody_plans_to_write(admin: Client) -> None:
    code = some_code()
    (customer,) = opened().row("SELECT customer FROM customers WHERE code = $code", {"code": code})
    keys = keys_of([int(str(customer))])[int(str(customer))]
    Evidence.objects.filter(key__in=keys).delete()
    told = {"title": "Anrufen", "customer": code}
    pages = (f"/tasks/new/?customer={code}", "/tasks/")
    admin.post("/tasks/new/", told)
    assert all("keine Werbung" in admin.get(page).content.decode() for page in pages)
    warned = "dürfen Sie hier nur, wenn es um eine Bestellung oder Anfrage geht"
    assert warned in admin.get(f"/customers/{code}/").content.decode()
    for kind in ("given", "confirmed"):
        Evidence.objects.create(
            key=int(str(customer)),
            channel="mail",
            purpose="newsletter",
            kind=kind,
            at=datetime.now(UTC),
            source="shop",
        )
    assert all("Werbung erlaubt" in admin.get(page).content.decode() for page in pages)
    assert warned not in admin.get(f"/customers/{code}/").content.decode()


def test_a_task_without_a_title_says_so(admin: Client) -> None:
    page = admin.post("/tasks/new/", {"title": ""}).content.decode()
    assert "Dieses Feld ist zwingend erforderlich." in page
    assert not Task.objects.exists()


def test_an_audience_is_kept_counted_and_deleted(admin: Client, viewer: Client) -> None:
    admin.post("/audiences/save/", {"name": "Gute", "tier": ["platinum", "gold"]})
    admin.post("/audiences/save/", {"name": "Beste", "tier": ["platinum"]})
    page = admin.get("/audiences/").content.decode()
    assert "Klasse Platin oder Gold" in page
    assert "100" + NBSP + "%" in page  # all of the smaller one are in the larger one
    assert AudienceSize.objects.count() == 2
    admin.get("/audiences/")
    assert AudienceSize.objects.count() == 2
    assert viewer.post("/audiences/save/", {"name": "x"}).status_code == 403
    admin.post(f"/audiences/{Audience.objects.get(name='Gute').pk}/end/")
    page = admin.get("/audiences/").content.decode()
    assert "Klasse Platin oder Gold" not in page
    assert "Beste" in page


def test_an_audience_that_was_deleted_by_mistake_comes_back(admin: Client, viewer: Client) -> None:
    admin.post("/audiences/save/", {"name": "Gute", "tier": ["platinum", "gold"]})
    number = Audience.objects.get().pk
    told = admin.post(f"/audiences/{number}/end/", follow=True).content.decode()
    assert "Die Zielgruppe „Gute“ ist gelöscht." in told
    assert f'action="/audiences/{number}/back/"' in told
    assert viewer.post(f"/audiences/{number}/back/").status_code == 403
    for _ in "twice":
        told = admin.post(f"/audiences/{number}/back/", follow=True).content.decode()
    assert "Die Zielgruppe „Gute“ ist wieder da." in told
    assert "Klasse Platin oder Gold" in told
    assert Logged.objects.filter(what="audience brought back").count() == 1
    assert "gelöscht" not in admin.get(f"/audiences/?ended={number}").content.decode()
    for nonsense in ("x", "9" * 30, "-1"):
        assert admin.get("/audiences/", {"ended": nonsense}).status_code == 200


@pytest.mark.parametrize(("compares", "is_shown"), [(">= 0.3", True), ("< 0.1", False)])
def test_a_type_is_told_of_whom_it_is_clear(admin: Client, compares: str, is_shown: bool) -> None:
    code, name = opened().row(
        "SELECT code, name_de FROM customers JOIN cluster_members USING (customer)"
        f" JOIN clusters USING (cluster) WHERE clearness {compares} LIMIT 1"
    )
    told = admin.get(f"/customers/{code}/").content.decode()
    assert (f"<strong>{name}</strong>" in told) is is_shown
    assert ("<strong>Unsicher</strong>" in told) is not is_shown
    assert str(name) in told


@pytest.mark.parametrize("path", ["/", "/customers/", "/groups/", "/forecast/", "/audiences/", "/tasks/"])
@pytest.mark.parametrize("role", ["viewer", "marketer", "admin"])
def test_every_page_opens_for_every_role(path: str, role: str) -> None:
    answer = signed_in(role, "en" if role == "marketer" else "de").get(path)
    assert answer.status_code == 200
    assert " style=" not in answer.content.decode()


def test_the_list_leaves_as_an_excel_file_with_names(admin: Client, viewer: Client) -> None:
    row = listed(opened(), Wanted(Filter((Condition("tier", ("platinum",)),))))[0]
    Contact.objects.filter(person=row.customer).delete()
    Contact.objects.create(
        key=row.customer,
        person=row.customer,
        first_name="=Anna",
        last_name="Berg",
        changed_at=datetime.now(UTC),
    )
    answer = admin.get("/customers/export/?tier=platinum")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Kunden-')
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    (count,) = opened().row("SELECT count(*) FROM customers WHERE tier = 'platinum'")
    assert len(rows) == int(str(count)) + 1
    assert rows[0][:3] == ("Kundencode", "Kundennummer", "Name")
    assert rows[1][0] == row.code
    assert rows[1][2] == "=Anna Berg"
    assert rows[1][6] == pytest.approx((row.value_minor or 0) / 100)
    assert viewer.get("/customers/export/?tier=platinum").status_code == 403
    assert Logged.objects.get(what="exported").detail == {"what": "customers", "rows": count}


def test_the_month_on_one_sheet(viewer: Client) -> None:
    answer = viewer.get("/forecast/month.pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize("by", sorted(SORTED))
@pytest.mark.parametrize("upwards", [True, False])
def test_pages_from_the_end_are_those_from_the_beginning(by: str, upwards: bool) -> None:
    wanted = Wanted(Filter(), by=by, upwards=upwards)
    everybody = [row.code for group in streamed(opened(), wanted) for row in group]
    total = sums_of(opened(), wanted).customers
    assert len(everybody) == total
    last = -(-total // PAGE)
    assert last > 25  # so that pages behind the middle are counted from the end
    for page in (1, 2, 20, 21, last // 2, last // 2 + 1, last - 1, last):
        assert [row.code for row in listed(opened(), wanted, page)] == everybody[
            PAGE * (page - 1) : PAGE * page
        ]
    assert listed(opened(), wanted, last + 1) == []


@pytest.mark.parametrize(
    "conditions",
    [
        [Condition("phase", values=("retention", "farewell"))],
        [Condition("kind", values=("1", "nonsense"))],
        [
            Condition("phase", values=("reactivation",)),
            Condition("kind", values=("2",)),
            Condition("orders", low=2),
        ],
    ],
)
def test_tables_laid_beside_find_whom_looking_them_up_finds(conditions: list[Condition]) -> None:
    asked = Filter(tuple(conditions))
    query = query_of(asked, opened().until, opened().tables)
    assert "POSITIONAL" not in query.source
    found = opened().rows(f"SELECT customers.code {query.source} ORDER BY 1", dict(query.blanks))
    rows = [row.code for group in streamed(opened(), Wanted(asked)) for row in group]
    assert sorted(rows) == [code for (code,) in found]
    assert 0 < len(rows) == sums_of(opened(), Wanted(asked)).customers
