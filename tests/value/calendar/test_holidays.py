from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from treue.value.calendar.holidays import COUNTRIES, FEASTS, easter, feast_days, public_holidays

EPOCH = date(1970, 1, 1).toordinal()


def number(iso: str) -> int:
    return date.fromisoformat(iso).toordinal() - EPOCH


# Published: the earliest and the latest Easter, and some between.
@pytest.mark.parametrize(
    "iso", ["1818-03-22", "1943-04-25", "2000-04-23", "2024-03-31", "2025-04-20", "2038-04-25", "2285-03-22"]
)
def test_easter_falls_where_the_tables_have_it(iso: str) -> None:
    assert easter(int(iso[:4])) == number(iso)


@pytest.mark.public_data
@pytest.mark.parametrize("country", ["AT", "DE"])
def test_holidays_are_those_of_a_published_table(public_data: Path, country: str) -> None:
    path = public_data / "marketing_spend" / "robyn_prophet_holidays_de_at_ch_us_gb.csv.gz"
    with gzip.open(path, "rt") as lines:
        rows = [row for row in csv.DictReader(lines) if row["country"] == country]
    once = {number(row["ds"]) for row in rows if row["holiday"] == "Reformation Day"}
    theirs = {number(row["ds"]) for row in rows} - once
    years = sorted({int(row["year"]) for row in rows})
    ours = public_holidays(country, years[0], years[-1])
    assert set(ours.tolist()) == theirs


def test_swiss_holidays_of_a_year() -> None:
    want = ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25", "2026-08-01", "2026-12-25",
            "2026-12-26"]  # fmt: skip
    assert public_holidays("CH", 2026, 2026).tolist() == [number(iso) for iso in want]


def test_germany_has_no_unity_day_before_1990() -> None:
    assert number("1989-10-03") not in public_holidays("DE", 1989, 1989)
    assert number("1990-10-03") in public_holidays("DE", 1990, 1990)


def test_feasts_of_a_year() -> None:
    ends = {feast: feast_days(feast, 2025, 2025)[[0, -1]].tolist() for feast in FEASTS}
    assert ends["easter"] == [number("2025-04-06"), number("2025-04-19")]
    assert ends["mothers day"] == [number("2025-05-01"), number("2025-05-10")]
    assert ends["black friday"] == [number("2025-11-24"), number("2025-12-01")]
    assert ends["advent"] == [number("2025-12-01"), number("2025-12-18")]
    assert ends["between the years"] == [number("2025-12-27"), number("2025-12-31")]


@pytest.mark.parametrize("country", COUNTRIES)
def test_years_follow_each_other(country: str) -> None:
    both = public_holidays(country, 2020, 2021)
    apart = [public_holidays(country, year, year) for year in (2020, 2021)]
    assert both.tolist() == np.concatenate(apart).tolist()
