"""Service, contact and acquisition in a night and in one file: booked where told, named where not."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from treue.cli import main
from treue.loop.intake.reading import Files, read_files
from treue.loop.night.valuing import ledger_terms
from treue.loop.scratch import scratch_database
from treue.loop.value_file import FileQuestion, value_file
from treue.settings import Settings, with_setting

ORDERS = """order_id;customer;date;amount
1;A;2026-01-02;50
2;A;2026-02-03;60
3;B;2026-01-05;40
4;B;2026-03-01;30
5;C;2026-02-01;20
"""
TICKETS = """ticket_id;customer;opened_at;minutes
t1;A;2026-02-10;30
t2;C;2026-02-11;12
"""
SPEND = """day;channel;cost
2026-01-10;search;10
"""


def shop(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    return folder


def settings(**values: str) -> Settings:
    told = Settings()
    for name, text in {"vat.prices": "net", "value.model": "bg-nbd", **values}.items():
        told = with_setting(told, name.replace("__", "."), text, "a person")
    return told


def test_a_german_help_desk_export_is_understood(tmp_path: Path) -> None:
    path = shop(tmp_path)
    told = TICKETS.replace("ticket_id;customer;opened_at;minutes", "Ticket-Nr.;Kundennr.;Erstellt am;Minuten")
    (path / "Servicefälle.csv").write_text(told, encoding="utf-8")
    (path / "Werbekosten.csv").write_text("Tag;Kanal;Kosten\n10.01.2026;search;10,50\n", encoding="utf-8")
    past = value_file(FileQuestion(path, (), settings(costs__service_hour="60")), lambda _: None).past
    assert past.service.tolist() == [30.0, 0.0, 12.0]


@pytest.mark.parametrize(("currency", "minor"), [("EUR", 3650), ("JPY", 36), ("KWD", 36500)])
def test_an_hour_is_told_in_the_shops_currency(currency: str, minor: int) -> None:
    told = settings(shop__currency=currency, costs__service_hour="36.50")
    assert ledger_terms(told).service_hour_minor == minor


def test_minutes_cost_what_an_hour_costs(tmp_path: Path) -> None:
    path = shop(tmp_path, tickets=TICKETS)
    past = value_file(FileQuestion(path, (), settings(costs__service_hour="60")), lambda _: None).past
    assert past.service.tolist() == [30.0, 0.0, 12.0]
    assert past.margin.tolist() == [80.0, 70.0, 8.0]
    assert past.margin_of_orders.tolist() == [110.0, 70.0, 20.0]


def test_minutes_without_an_hour_are_named(tmp_path: Path) -> None:
    answer = value_file(FileQuestion(shop(tmp_path, tickets=TICKETS), (), settings()), lambda _: None)
    assert answer.past.service.tolist() == [0.0, 0.0, 0.0]
    assert any("[costs] service_hour" in str(warning) for warning in answer.warnings)


def test_spend_without_campaigns_wins_customers(tmp_path: Path) -> None:
    orders = (
        ORDERS.replace("date;amount", "date;amount;channel")
        .replace("\n", ";search\n")
        .replace("channel;search", "channel")
    )
    path = shop(tmp_path, spend=SPEND)
    (path / "orders.csv").write_text(orders, encoding="utf-8")
    for _ in range(2):
        assert main(["load", str(path), "--home", str(tmp_path / "home"), "--prices", "net", "--json"]) == 0
    found = duckdb.sql(f"FROM '{tmp_path}/home/facts/spend/*.parquet'").to_arrow_table().to_pylist()
    assert [(row["campaign"], row["cost_minor"]) for row in found] == [("", 1_000)]
    past = value_file(FileQuestion(path, (), settings()), lambda _: None).past
    assert past.acquisition.sum() == 10.0


@pytest.mark.parametrize(
    ("name", "text", "table"),
    [
        ("points", "customer;time;kind;points;value\nA;2026-02-01;earned;10;1\n", "points"),
        ("Treuepunkte", "Kunde;Datum;kind;Punkte;Wert\nA;01.02.2026;earned;10;1\n", "points"),
        ("interactions", "customer;time;minutes\nA;2026-02-01;3\n", "interactions"),
        ("touches", "number;customer;time;cost\n1;A;2026-02-01;0.5\n", "touches"),
        ("tickets", "number;customer;opened;answered;minutes\n1;A;2026-02-01;2026-02-02;7\n", "tickets"),
    ],
)
def test_files_as_the_recipe_shows_them_are_what_their_name_says(
    tmp_path: Path, name: str, text: str, table: str
) -> None:
    path = shop(tmp_path)
    (path / f"{name}.csv").write_text(text, encoding="utf-8")
    with scratch_database(settings()) as con:
        told = read_files(con, Files(path, ()), settings(), lambda _: None)
    assert set(told.tables) == {"orders", table}
