from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from treue.errors import BadOption
from treue.simulation import ShopTruth, write_shop
from treue.simulation.shop import DAY_COUNT

UNTIL = date(2026, 11, 21)
Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ShopTruth]:
    folder = tmp_path_factory.mktemp("shop")
    return folder, write_shop(folder, 800, rng=np.random.default_rng(5), until=UNTIL)


@pytest.fixture(scope="module")
def truth(shop: tuple[Path, ShopTruth]) -> ShopTruth:
    return shop[1]


@pytest.fixture(scope="module")
def rows(shop: tuple[Path, ShopTruth]) -> Rows:
    return read(shop[0] / "bestellungen.csv")


@pytest.fixture(scope="module")
def sound(rows: Rows, truth: ShopTruth) -> Rows:
    return rows[: truth.lines]


def test_same_seed_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_shop(tmp_path / name, 60, rng=np.random.default_rng(seed), until=UNTIL)
    for file in ("bestellungen.csv", "artikel.csv", "retouren.csv"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert (tmp_path / "a/bestellungen.csv").read_bytes() != (tmp_path / "c/bestellungen.csv").read_bytes()


def test_files_open_in_a_german_spreadsheet(shop: tuple[Path, ShopTruth]) -> None:
    raw = (shop[0] / "bestellungen.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfBestellnummer;Bestelldatum;")
    assert b"\r\n" in raw


def test_every_row_is_sound_broken_or_doubled(rows: Rows, truth: ShopTruth) -> None:
    assert len(rows) == truth.lines + truth.broken_lines + truth.doubled_lines
    assert truth.broken_lines >= 7
    assert truth.doubled_lines >= 2


def test_sound_rows_add_up_to_the_truth(sound: Rows, truth: ShopTruth) -> None:
    paid = sum(int(row["Menge"]) * amount(row["Einzelpreis"]) - amount(row["Rabatt"]) for row in sound)
    assert paid * 100 == truth.paid_minor
    assert sum(amount(row["Versandkosten"]) for row in sound) * 100 == truth.shipping_minor
    assert len({row["Bestellnummer"] for row in sound}) == truth.orders + truth.anonymous_orders


def test_sound_rows_repeat_no_row(sound: Rows) -> None:
    assert len({tuple(row.values()) for row in sound}) == len(sound)


def test_doubled_rows_repeat_a_sound_one(rows: Rows, sound: Rows, truth: ShopTruth) -> None:
    doubled = rows[truth.lines + truth.broken_lines :]
    assert {tuple(row.values()) for row in doubled} <= {tuple(row.values()) for row in sound}


def test_each_broken_row_has_one_cell_that_cannot_be_read(rows: Rows, truth: ShopTruth) -> None:
    for row in rows[truth.lines : truth.lines + truth.broken_lines]:
        assert sum(not readable(row, column) for column in ("Bestelldatum", "Menge", "Einzelpreis")) == 1


def readable(row: dict[str, str], column: str) -> bool:
    try:
        if column == "Bestelldatum":
            datetime.strptime(row[column], "%d.%m.%Y %H:%M")  # noqa: DTZ007 - the shop's own wall clock
        else:
            float(row[column].replace(",", "."))
    except ValueError:
        return False
    return True


def test_orders_stay_inside_the_window(sound: Rows, truth: ShopTruth) -> None:
    days = [datetime.strptime(row["Bestelldatum"][:10], "%d.%m.%Y").date() for row in sound]  # noqa: DTZ007 - local
    assert min(days) >= truth.first
    assert max(days) <= UNTIL
    assert (UNTIL - truth.first).days == DAY_COUNT - 1


def test_december_is_busier_than_july(sound: Rows) -> None:
    month = [row["Bestelldatum"][3:10] for row in sound]
    assert month.count("12.2025") > 1.5 * month.count("07.2025")


def test_people_can_be_found_again_by_their_address(sound: Rows, truth: ShopTruth) -> None:
    assert len({row["E-Mail"].lower() for row in sound if row["E-Mail"]}) == truth.people
    assert all(
        row["E-Mail"].lower().endswith(("@example.org", "@example.com")) for row in sound if row["E-Mail"]
    )


def test_about_a_third_orders_as_guest_and_some_have_two_accounts(truth: ShopTruth) -> None:
    assert 0.24 < truth.guest_orders / truth.orders < 0.38
    assert truth.two_accounts >= 1
    assert truth.anonymous_orders >= 10


def test_rhythms_differ_and_some_have_left(truth: ShopTruth) -> None:
    assert truth.orders_per_year.std() > 2
    assert 0.15 < truth.is_active.mean() < 0.6


def test_refunds_belong_to_a_line_and_never_exceed_it(shop: tuple[Path, ShopTruth], sound: Rows) -> None:
    folder, truth = shop
    lines = {(row["Bestellnummer"], row["Position"]): row for row in sound}
    refunds = read(folder / "retouren.csv")
    assert len(refunds) == truth.refunds > 20
    for refund in refunds:
        line = lines[refund["Bestellnummer"], refund["Position"]]
        paid = int(line["Menge"]) * amount(line["Einzelpreis"]) - amount(line["Rabatt"])
        assert amount(refund["Betrag"]) == paid
        assert refund["Artikelnummer"] == line["Artikelnummer"]
    assert sum(amount(refund["Betrag"]) for refund in refunds) * 100 == truth.refunded_minor


def test_articles_leave_a_plausible_margin(shop: tuple[Path, ShopTruth]) -> None:
    articles = read(shop[0] / "artikel.csv")
    assert 20 <= len(articles) <= 30
    for article in articles:
        net = amount(article["Listenpreis"]) / (1 + amount(article["MwSt %"]) / 100)
        assert Decimal("0.25") < 1 - amount(article["Einkaufspreis"]) / net < Decimal("0.67")


def test_one_customer_is_a_shop(tmp_path: Path) -> None:
    truth = write_shop(tmp_path, 1, rng=np.random.default_rng(3), until=UNTIL)
    assert truth.people == 1
    assert truth.lines >= 1


def test_no_customer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="0 customers; a shop has one or more"):
        write_shop(tmp_path, 0, rng=np.random.default_rng(3), until=UNTIL)
