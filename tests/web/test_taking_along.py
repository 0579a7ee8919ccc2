"""Tables of pages as Excel files: the rows of the page, with names for who may take lists along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from treue.api.keys import make_key
from treue.loop.records import OwnMonth
from treue.people.records import Contact, Logged, Task
from treue.report.kept_blocks import Block
from treue.web.block_tables import columns_and_rows, tables_in
from treue.web.group_rows import balances, waiting
from treue.web.page_tables import TABLES
from treue.web.person_rows import entries_of
from treue.web.reader import Reader
from treue.web.reconciliation_rows import months_held
from treue.web.voice import voice_of
from visitors import opened, signed_in

EMPTY = {"moves", "tasks-open", "tasks-mine", "tasks-done"}
"""A first night has nobody who moved, a new shop no tasks."""

pytestmark = pytest.mark.usefixtures("home")


def read(client: Client, address: str) -> list[Sequence[object]]:
    """Header and rows of a file as a spreadsheet opens it."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert f"-{opened().until}.xlsx" in answer.headers["Content-Disposition"]
    return list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_table_leaves_with_a_line_in_the_log(name: str, language: str) -> None:
    client = signed_in("marketer", language)
    client.post("/audiences/save/", {"name": "Treue", "tier": "platinum"})
    client.post("/audiences/save/", {"name": "Gute", "tier": ["platinum", "gold"]})
    head, *rows = read(client, f"/tables/{name}.xlsx")
    assert all(head)
    assert len(set(head)) == len(head)
    assert Logged.objects.get(what="exported").detail == {"what": name, "rows": len(rows)}
    assert rows or name in EMPTY


@pytest.mark.parametrize(
    ("name", "page"), [("users", "/settings/users/"), ("keys", "/settings/keys/"), ("loads", "/data/")]
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_tables_of_the_set_up_leave_with_an_admin_only(name: str, page: str, language: str) -> None:
    make_key("Warenlager", ["read"], "test", 30)
    client = signed_in("admin", language)
    address = f"/tables/{name}.xlsx"
    assert f'href="{address}"' in client.get(page).content.decode()
    answer = client.get(address)
    head, *rows = load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(
        values_only=True
    )
    assert all(head)
    assert len(set(head)) == len(head)
    assert {"users": "admin@laden.example", "keys": "Warenlager", "loads": "exports"}[name] in str(rows)
    assert Logged.objects.get(what="exported").detail == {"what": name, "rows": len(rows)}
    assert signed_in("marketer").get(address).status_code == 403


@pytest.mark.parametrize("page", ["/groups/", "/forecast/"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_tables_inside_blocks_leave_with_numbers_as_numbers(page: str, language: str) -> None:
    client = signed_in("marketer", language)
    told = client.get(page).content.decode()
    blocks = told.partition('class="from-report"')[2]
    addresses = re.findall(r'href="(/tables/\w+/\d+\.xlsx)"', blocks)
    assert len(addresses) == blocks.count("<table") > 3
    for address in addresses:
        head, *rows = read(client, address)
        assert all(head), address
        assert rows, address
    assert "/tables/" not in signed_in("viewer", language).get(page).content.decode()
    assert client.get("/tables/rfm/9.xlsx").status_code == 404
    assert client.get("/tables/secrets/0.xlsx").status_code == 404


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_eleven_groups_add_up_in_a_spreadsheet(language: str) -> None:
    _, *rows = read(signed_in("marketer", language), "/tables/rfm/0.xlsx")
    (everybody,) = opened().row("SELECT count(*) FROM customers")
    assert sum(int(str(row[1])) for row in rows) == everybody
    assert all(0 <= int(str(row[2])) <= int(str(row[1])) for row in rows)  # who probably still buys
    assert sum(float(str(row[3])) for row in rows) == pytest.approx(1, abs=0.06)
    assert all(isinstance(row[5], int | float) for row in rows)


@pytest.mark.parametrize(
    ("language", "cells", "kind", "values"),
    [
        ("de", ["1.234", "7", ""], "count", [1234, 7, None]),
        ("de", ["0,38", "2"], "decimal", [0.38, 2]),
        ("de", ["12 %", "−0,5 %"], "share", [0.12, -0.005]),
        ("de", ["1.234,56 €", "−7 €"], "money", [123456, -700]),
        ("en", ["€1,234.56", "−€7"], "money", [123456, -700]),
        ("en", ["12%", "0.5%"], "share", [0.12, 0.005]),
        ("de", ["30.05.2026", "1.234"], "text", ["30.05.2026", "1.234"]),
        ("de", ["12,0 Mio. €", "7 €"], "text", ["12,0 Mio. €", "7 €"]),
        ("de", ["0 (0 %)"], "text", ["0 (0 %)"]),
        ("de", ["12 %", "7 €"], "text", ["12 %", "7 €"]),
        ("de", ["", ""], "text", ["", ""]),
    ],
)
def test_a_column_of_nothing_but_numbers_is_one(
    language: str, cells: list[str], kind: str, values: list[object]
) -> None:
    reader = Reader("", "marketer", language, voice_of(language, "EUR"), "")
    rows = "".join(f"<tr><th scope='row'>x</th><td>{cell}</td></tr>" for cell in cells)
    html = f"<table><caption>c</caption><thead><tr><th>a</th><th>b</th></tr></thead>{rows}</table>"
    columns, found = columns_and_rows(tables_in(Block("", "", "", html))[0], reader)
    assert [column.kind for column in columns] == ["text", kind]
    assert [row[1] for row in found] == pytest.approx(values) if kind != "text" else values


@pytest.mark.parametrize("page", ["/groups/", "/reconciliation/", "/tasks/", "/audiences/"])
def test_a_page_leads_to_its_tables_and_not_for_who_takes_none_along(page: str) -> None:
    Task.objects.create(title="x", made_at=datetime.now(UTC), made_by="test")
    marketer, viewer = signed_in("marketer"), signed_in("viewer")
    marketer.post("/audiences/save/", {"name": "Treue", "tier": "platinum"})
    assert "/tables/" in marketer.get(page).content.decode()
    assert "/tables/" not in viewer.get(page).content.decode()


@pytest.mark.parametrize("address", [*(f"/tables/{name}.xlsx" for name in TABLES), "ledger"])
def test_who_may_not_see_names_takes_nothing_along(viewer: Client, address: str) -> None:
    (code,) = opened().row("SELECT code FROM customers LIMIT 1")
    address = f"/customers/{code}/ledger.xlsx" if address == "ledger" else address
    assert viewer.get(address).status_code == 403
    assert not Logged.objects.filter(what="exported").exists()


def test_a_table_nobody_knows_is_not_there(admin: Client) -> None:
    assert admin.get("/tables/secrets.xlsx").status_code == 404
    assert admin.get("/customers/00000-00000/ledger.xlsx").status_code == 404


def test_amounts_and_shares_are_numbers(admin: Client) -> None:
    head, *rows = read(admin, "/tables/balances.xlsx")
    assert head[:3] == ("Klasse", "Kunden", "Ergebnis")
    told = balances(opened())
    assert [row[1] for row in rows] == [each.customers for each in told]
    assert [row[2] for row in rows] == pytest.approx([(each.profit_minor or 0) / 100 for each in told])
    assert sum(max(0.0, float(str(row[3] or 0))) for row in rows) == pytest.approx(1)


def test_those_who_wait_are_all_there_by_name(admin: Client) -> None:
    waits = waiting(opened(), 10_000)
    first = waits[0].customer
    Contact.objects.filter(person=first).delete()
    Contact.objects.create(key=first, person=first, last_name="=Berg", changed_at=datetime.now(UTC))
    head, *rows = read(admin, "/tables/waiting.xlsx")
    assert head[:2] == ("Kundencode", "Name")
    assert [row[0] for row in rows] == [each.code for each in waits]
    assert rows[0][1] == "=Berg"


def test_a_month_adds_up_as_on_the_page(admin: Client) -> None:
    month = months_held(opened())[1]
    OwnMonth.objects.create(
        month=month.month, orders=month.in_files + 3, made_at=datetime.now(UTC), made_by="test"
    )
    head, *rows = read(admin, "/tables/months.xlsx")
    row = dict(zip(head, rows[1], strict=True))
    assert row["Monat"] == datetime.combine(month.month, datetime.min.time())
    parts = [row[title] for title in ("Stornos", "Marktplatz", "Testbestellungen") if title in row]
    assert row["Ungeklärt"] == 3
    assert row["In Ihren Dateien"] >= row["Zählt hier"] + sum(int(str(part or 0)) for part in parts)


def test_a_task_leaves_with_its_customer_and_what_came_of_it(admin: Client) -> None:
    key, code = opened().row("SELECT customer, code FROM customers LIMIT 1")
    Task.objects.create(
        customer=int(str(key)), title="Anrufen", made_at=datetime.now(UTC), made_by="test", state="done",
        due=date(2026, 11, 1), outcome="reached", ended_at=datetime.now(UTC),
    )  # fmt: skip
    head, row = read(admin, "/tables/tasks-done.xlsx")
    told = dict(zip(head, row, strict=True))
    assert (told["Was ist zu tun?"], told["Kundencode"], told["Stand"]) == ("Anrufen", code, "erledigt")


def test_the_ledger_of_one_customer_adds_up_to_their_margin(admin: Client) -> None:
    key, code, margin = opened().row(
        "SELECT customer, code, margin_minor FROM customers ORDER BY orders DESC LIMIT 1"
    )
    head, *rows = read(admin, f"/customers/{code}/ledger.xlsx")
    amounts = [float(str(row[head.index("Betrag")])) for row in rows]
    assert len(rows) == len(entries_of(opened(), int(str(key))))
    assert round(100 * sum(amounts)) == margin
    assert Logged.objects.get(what="exported").customer == key
    assert f"/customers/{code}/ledger.xlsx" in admin.get(f"/customers/{code}/").content.decode()
