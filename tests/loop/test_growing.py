"""Growth, levers and plan of whole nights: tables that add up, and shops that can tell only a little."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from treue.loop.home import SETTINGS, open_home
from treue.loop.intake.loading import Wanted, load
from treue.loop.night.whole_amounts import WholeAmounts, adding_up
from treue.loop.nightly import nightly
from treue.report.page import write_report
from treue.value.levers.change import GROUPS, STEPS
from treue.warehouse.snapshot import Snapshot

START = date(2024, 1, 1)
PLAIN = '[vat]\nprices = "net"\n[value]\nmodel = "bg-nbd"\nmargin = "40%"\n'


def night(folder: Path, files: Mapping[str, str], told: str = PLAIN) -> Snapshot:
    exports, home = folder / "exports", folder / "home"
    exports.mkdir(parents=True)
    home.mkdir()
    for name, text in files.items():
        (exports / f"{name}.csv").write_text(text, encoding="utf-8")
    (home / SETTINGS).write_text(told, encoding="utf-8")
    opened = open_home(home)
    load(Wanted(exports), opened, lambda _: None)
    return nightly(opened, lambda _: None)


def orders(days: int, customers: int, *, amounts: bool = True, seed: int = 1) -> str:
    rng = np.random.default_rng(seed)
    lines = ["order_id;customer;date" + (";amount" if amounts else "")]
    for customer in range(customers):
        day = int(rng.integers(days))
        while day < days:
            amount = f";{rng.gamma(4.0, 12.0) + 1:.2f}" if amounts else ""
            lines.append(f"{len(lines)};C{customer};{START + timedelta(days=day)}{amount}")
            if rng.random() < 0.25:
                break
            day += 1 + int(rng.exponential(45.0))
    return "\n".join(lines) + "\n"


def rows(snapshot: Snapshot, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(snapshot.database), read_only=True) as con:
        return con.execute(query).fetchall()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A shop of 500 days with tickets, an hourly rate, refunds and spend."""
    text = orders(500, 350)
    last = START + timedelta(days=495)
    opened = "\n".join(f"t{who};C{who};{last};{10 + who % 7}" for who in range(0, 350, 5))
    spend = "\n".join(
        f"{START + timedelta(days=30 * place)};search;{200 + 10 * place}" for place in range(17)
    )
    placed = [line.split(";") for line in text.splitlines()[1:]]
    back = "\n".join(
        f"{order};{date.fromisoformat(day) + timedelta(days=9)};{float(amount) / 2:.2f}"
        for order, _, day, amount in placed[::17]
        if date.fromisoformat(day) < last - timedelta(days=9)
    )
    files = {
        "orders": text,
        "tickets": "ticket_id;customer;opened_at;minutes\n" + opened + "\n",
        "spend": "day;channel;cost\n" + spend + "\n",
        "refunds": "order_id;refund_date;amount\n" + back + "\n",
    }
    return night(tmp_path_factory.mktemp("full"), files, PLAIN + '[costs]\nservice_hour = "36"\n')


def test_steps_and_groups_add_up_to_the_cent(full: Snapshot) -> None:
    found = rows(full, "select months, part, amount_minor from worth_change")
    assert {months for months, _, _ in found} == {1, 3}
    for span in (1, 3):
        told = {part: amount for months, part, amount in found if months == span}
        assert sum(told[step] for step in STEPS) == told["total"] == told["after"] - told["before"]
        assert sum(told[group] for group in GROUPS) == told["total"]
        assert told["new"] == told["group_new"] > 0
    now = full.manifest["totals"]["value_minor"]["mean"]  # type: ignore[index]  # a manifest is plain data  # a manifest holds anything
    after = next(amount for months, part, amount in found if (months, part) == (1, "after"))
    assert after == pytest.approx(now, abs=100)  # changes are told in whole euros
    assert rows(full, "select worth_minor from worth order by day desc limit 1")[0][0] == pytest.approx(
        now, abs=1
    )


def test_the_last_day_counts_orders_as_months_do(tmp_path: Path) -> None:
    lines = ["order_id;customer;date;amount"]
    last = date(2025, 3, 1)
    for place in range(30):
        for order in range(3):
            lines.append(f"{len(lines)};C{order};{last - timedelta(days=place)};{40 + order}.00")
    lines.append(f"{len(lines)};C9;{last};0.00")  # no goods in the ledger, yet an order
    made = night(tmp_path, {"orders": "\n".join(lines) + "\n"})
    assert rows(made, "select orders, usual from last_day") == [(4, 3.0)]
    assert rows(made, f"select orders from months where month = '{last}'") == [(4,)]


def busy(days: int, last: int, a_day: int = 40) -> str:
    """As many orders every day, of as many customers as a month has days; of the last day only so many."""
    lines = ["order_id;customer;date;amount"]
    rng = np.random.default_rng(3)
    for day in range(days):
        for _ in range(last if day == days - 1 else a_day):
            who = int(rng.integers(20 * a_day))
            lines.append(f"{len(lines)};C{who};{START + timedelta(days=day)};{20 + who % 30}.00")
    return "\n".join(lines) + "\n"


def test_a_last_day_that_is_not_over_is_held_against_nothing(tmp_path: Path) -> None:
    whole, cut = (
        night(tmp_path / name, {"orders": busy(days, last)})
        for name, days, last in (("whole", 240, 40), ("cut", 241, 3))
    )
    last = START + timedelta(days=239)
    assert whole.manifest["growth"]["until"] == cut.manifest["growth"]["until"] == f"{last}"  # type: ignore[index]  # plain data
    query = "select amount_minor from worth_change where months = 1 and part = 'total'"
    ((told,),), ((still,),) = rows(whole, query), rows(cut, query)
    ((worth,),) = rows(whole, "select amount_minor from worth_change where months = 1 and part = 'after'")
    assert abs(still - told) < 0.01 * worth
    assert rows(cut, "select max(day) from worth") == [(last,)]
    ((since, week),) = rows(
        cut, "select any_value(c.since), any_value(w.since) from worth_change c, worth_week w"
    )
    assert (since, week) == (date(2024, 7, 27), last - timedelta(days=7))


def in_the_middle(customers: int, new_a_day: float) -> str:
    """A year of a business that had been running: most customers have ordered before the file begins."""
    rng = np.random.default_rng(5)
    lines = ["order_id;customer;date;amount"]
    for customer in range(customers):
        day = -200.0 if rng.random() > new_a_day else float(rng.integers(365))
        while day < 365:
            if day >= 0:
                lines.append(f"{len(lines)};C{customer};{START + timedelta(int(day))};{20 + customer % 9}.00")
            day += 1 + rng.exponential(25.0)
    return "\n".join(lines) + "\n"


def test_where_most_who_seem_new_are_not_nothing_is_said_of_new_customers(tmp_path: Path) -> None:
    made = night(tmp_path, {"orders": in_the_middle(600, 0.15)})
    growth = made.manifest["growth"]
    assert isinstance(growth, dict)
    assert growth["first_orders"]["hidden"]
    assert "repeat" not in growth
    levers = {name for (name,) in rows(made, "select lever from levers")}
    assert not levers & {"repeat", "acquisition"}
    assert {"frequency", "basket"} <= levers
    page = tmp_path / "page.html"
    write_report(made.database, made.manifest, page, "de")
    text = page.read_text(encoding="utf-8")
    assert "Dieser Plan zählt darum fast nur heutige Kunden" in section(text, "plan")
    assert '<th scope="col">Zahl der Neukunden' not in section(text, "plan")
    assert "Ihre Daten beginnen mitten im Geschäft, und nur von" in section(text, "cohorts")
    assert "%" not in section(text, "cohorts")


def test_service_returns_and_acquisition_are_told(full: Snapshot) -> None:
    told = dict(rows(full, "select part, amount_minor from worth_change where months = 1"))
    assert told["service"] < 0
    assert told["acquisition"] < 0
    names = {name for (name,) in rows(full, "select lever from levers")}
    assert names == {"repeat", "frequency", "basket", "margin", "returns", "service", "acquisition"}
    gains = [gain for (gain,) in rows(full, "select gain_minor from levers order by rank")]
    assert gains == sorted(gains, reverse=True)


def test_the_year_of_a_plan_is_the_sum_of_its_months(full: Snapshot) -> None:
    for column in ("orders", "existing_margin_minor", "new_margin_minor", "margin_minor", "new_customers"):
        query = f"select sum({column}) from plan where kind = '{{}}'"
        ((months,),), ((year,),) = (rows(full, query.format(kind)) for kind in ("plan", "year"))
        assert float(year) == pytest.approx(float(months), abs=1e-6)
    ((count,),) = rows(full, "select count(*) from plan where kind = 'plan'")
    assert count == 12
    ((outside,),) = rows(
        full,
        "select count(*) from plan where not margin_minor between margin_low_minor and margin_high_minor",
    )
    assert outside == 0


def test_a_plan_is_told_in_whole_euros_that_add_up_in_both_directions(full: Snapshot) -> None:
    ((bent,),) = rows(
        full,
        "select count(*) from plan where kind in ('rest', 'plan', 'year')"
        " and (existing_margin_minor + new_margin_minor <> margin_minor or margin_minor % 100 <> 0)",
    )
    assert bent == 0
    ((cents,),) = rows(full, "select count(*) from worth_change where amount_minor % 100 <> 0")
    assert cents == 0


def test_what_may_still_come_back_is_known_by_month(full: Snapshot) -> None:
    ((by_month,),) = rows(full, "select sum(still_open_minor) from still_open")
    ((by_customer,),) = rows(full, "select sum(return_reserve_minor + default_reserve_minor) from customers")
    assert by_month == by_customer > 0
    ((old,),) = rows(full, "select count(*) from still_open where month < date '2025-01-01'")
    assert old == 0


def test_what_came_is_what_months_say(full: Snapshot) -> None:
    ((planned,),) = rows(full, "select sum(revenue_minor) from plan where kind = 'past'")
    assert [(planned,)] == rows(full, "select sum(revenue_minor) from months")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_tells_it(full: Snapshot, tmp_path: Path, language: Any) -> None:
    write_report(full.database, full.manifest, tmp_path / "page.html", language)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert 0 < page.index('id="history"') < page.index('id="growth"') < page.index('id="plan"')
    assert page.index('id="plan"') < page.index('id="rfm"')
    title = "Wächst Ihr Kundenstamm?" if language == "de" else "Is your customer base growing?"
    assert title in page
    for block in (section(page, "growth"), section(page, "plan")):
        assert not re.search(r"\bNone\b|\bnan\b", block)


def test_without_amounts_everything_is_in_orders(tmp_path: Path) -> None:
    told = night(tmp_path, {"orders": orders(240, 90, amounts=False)})
    ((worth, expected),) = rows(told, "select max(worth_minor), min(expected_orders) from worth")
    assert worth is None
    assert expected > 0
    assert rows(told, "select * from levers") == []
    ((money,),) = rows(told, "select count(margin_minor) + count(revenue_minor) from plan")
    assert money == 0
    parts = dict(rows(told, "select part, orders from worth_change where months = 1"))
    assert sum(parts[step] for step in STEPS) == pytest.approx(parts["total"])
    write_report(told.database, told.manifest, tmp_path / "page.html", "de")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Bestellungen" in section(page, "growth")
    assert "€" not in section(page, "growth") + section(page, "plan")


def test_without_costs_it_is_called_revenue(full: Snapshot, tmp_path: Path) -> None:
    write_report(full.database, {**full.manifest, "missing": ["costs"]}, tmp_path / "page.html", "en")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "of revenue, usually between" in section(page, "plan")


def section(page: str, name: str) -> str:
    return page.split(f'<section id="{name}"', maxsplit=1)[1].split("</section>", maxsplit=1)[0]


@pytest.mark.parametrize(
    "text",
    [
        "order_id;customer;date;amount\n1;A;2024-01-02;50\n2;A;2024-02-03;60\n3;A;2024-03-03;60\n",
        "order_id;customer;date;amount\n1;A;2024-01-02;50\n",
        "order_id;customer;date;amount\n1;A;2024-01-02;50\n2;B;2024-01-03;20\n3;A;2024-01-04;9\n",
    ],
    ids=["one customer", "one order", "first week"],
)
def test_shops_that_can_tell_only_a_little(tmp_path: Path, text: str) -> None:
    told = night(tmp_path, {"orders": text})
    growth = told.manifest["growth"]
    assert growth["verdict"] == "young"  # type: ignore[index]  # a manifest holds anything
    assert "repeat" not in growth  # type: ignore[operator]  # a manifest holds anything
    ((planned,),) = rows(told, "select count(*) from plan where kind = 'plan'")
    assert planned == 12
    write_report(told.database, told.manifest, tmp_path / "page.html", "de")
    assert "noch nicht weit genug" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_rounded_parts_add_up_to_the_rounded_sum() -> None:
    parts = [333.4, 333.3, 333.4, -0.2]
    told = adding_up(parts, 1.0)
    assert told.sum() == 1000
    assert np.abs(told - parts).max() < 1
    assert adding_up([], 1.0).tolist() == []
    assert WholeAmounts(2, known=False).of(3.0) is None
