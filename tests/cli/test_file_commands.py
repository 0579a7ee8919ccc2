"""`treue value` and `treue backtest` as a person with one file uses them."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from spoken import Spoken

from treue.units import Period

Treue = Callable[..., Spoken]
# Where a test is not about the tournament, which takes seconds.
NAMED = ("--model", "pareto-nbd")
OUT_COLUMNS = [
    *("customer_id", "orders", "first_order", "last_order", "revenue", "margin", "p_alive"),
    *("expected_orders", "expected_orders_median", "expected_orders_low", "expected_orders_high"),
    *("value", "value_median", "value_low", "value_high", "tier", "rfm_segment", "first_order_known"),
]


def test_a_file_is_answered_with_intervals(treue: Treue, orders_csv: Path) -> None:
    answer = treue("value", orders_csv, "--margin", "40%", "--prices", "net", "--horizon", "26w", "--json")
    assert answer.code == 0
    said = answer.json()
    assert said["customers"] == 600
    assert said["horizon_days"] == 182
    assert said["currency"] == "EUR"
    assert list(said["seconds"]) == ["load", "histories", "choose", "fit", "adjust", "predict", "total"]
    assert said["reason"].startswith(f"{said['model']}: ")
    for total in said["totals"].values():
        assert total["low"] < total["median"] < total["high"]
        assert total["low"] < total["mean"] < total["high"]
    assert set(said["spend_parameters"]) == {"p", "q", "gamma"}
    # The margin was told, and no goods have a purchase price: nothing is missing.
    assert not any(warning["kind"] == "MissingFigures" for warning in said["warnings"])


def test_eyes_get_a_table_and_warnings_go_to_stderr(treue: Treue, orders_csv: Path) -> None:
    answer = treue("value", orders_csv, *NAMED)
    assert "the next 365 days" in answer.out
    assert "600 customers" in answer.out
    assert "value is revenue. Name --margin" in answer.err
    assert "Name --margin" not in answer.out
    assert "value is revenue, discounted to today" in answer.out
    assert answer.err.count("VAT") == 1


def test_a_margin_that_stands_in_for_some_prices_is_warned_of(treue: Treue, tmp_path: Path) -> None:
    rows = [f"{each},K{each % 60},2026-0{1 + each % 6}-11,X{each % 2},1,50.00" for each in range(240)]
    (tmp_path / "lines.csv").write_text(
        "order,customer,date,sku,quantity,price\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    (tmp_path / "products.csv").write_text("product,unit_cost\nX0,20.00\n", encoding="utf-8")
    answer = treue("value", tmp_path, "--margin", "40%", "--prices", "net", *NAMED)
    assert "no purchase price for 50% of goods: they count with your margin of 40 %" in answer.err


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_one_row_per_customer(treue: Treue, orders_csv: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"customers.{ending}"
    said = treue("value", orders_csv, *(NAMED if ending == "csv" else ()), "--out", out, "--json").json()
    if ending == "parquet":
        rows = pq.read_table(out).to_pylist()
    else:
        rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == OUT_COLUMNS
    assert len(rows) == 600
    assert math.isclose(
        sum(float(row["value"]) for row in rows), said["totals"]["value"]["mean"], rel_tol=1e-4
    )
    assert math.isclose(
        sum(float(row["expected_orders"]) for row in rows), said["totals"]["orders"]["mean"], rel_tol=1e-9
    )
    assert all(
        float(row["value_low"]) <= float(row["value_median"]) <= float(row["value_high"]) for row in rows
    )
    assert {row["tier"] for row in rows} <= {"platinum", "gold", "iron", "lead", "former"}


@pytest.mark.parametrize(("intervals", "of_totals"), [("none", False), ("totals", True)])
def test_means_are_the_same_without_intervals(
    treue: Treue, orders_csv: Path, tmp_path: Path, intervals: str, of_totals: bool
) -> None:
    said, rows = [], []
    for each in ("customers", intervals):
        out = tmp_path / f"{each}.csv"
        options = (*NAMED, "--out", out, "--intervals", each, "--json")
        said.append(treue("value", orders_csv, *options).json()["totals"])
        rows.append(list(csv.DictReader(out.read_text(encoding="utf-8").splitlines())))
    for name in ("orders", "value"):
        assert said[1][name]["mean"] == said[0][name]["mean"]
        assert (said[1][name]["low"] is not None) == of_totals
    means = [{name: cell for name, cell in row.items() if not name.endswith(("_median", "_low", "_high"))}
             for row in rows[0]]  # fmt: skip
    assert [{name: row[name] for name in means[0]} for row in rows[1]] == means
    assert {row["value_low"] + row["expected_orders_median"] for row in rows[1]} == {""}


def test_help_says_what_each_kind_of_interval_gives_and_costs(treue: Treue) -> None:
    told = " ".join(treue("value", "--help").out.replace("│", " ").split())
    assert "customers gives each row of --out a median and a range and takes a quarter longer" in told
    assert "totals gives only all customers together a range" in told


def test_eyes_get_no_interval_where_none_was_asked_for(treue: Treue, orders_csv: Path) -> None:
    answer = treue("value", orders_csv, *NAMED, "--intervals", "none")
    assert "Means only" in answer.out
    assert "nan" not in answer.out


def test_the_same_question_has_the_same_answer(treue: Treue, orders_csv: Path, tmp_path: Path) -> None:
    said = [treue("value", orders_csv, "--out", tmp_path / f"{turn}.csv", "--json").json() for turn in "ab"]
    assert said[0]["totals"] == said[1]["totals"]
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_days_read_as_days_are_another_forecast(treue: Treue, orders_csv: Path) -> None:
    plain, by_day = (
        treue("value", orders_csv, *NAMED, "--by-day", each, "--json").json() for each in ("no", "yes")
    )
    assert by_day["parameters"]["alpha"] < plain["parameters"]["alpha"]
    assert by_day["totals"]["orders"]["mean"] != plain["totals"]["orders"]["mean"]


def test_days_or_weeks_are_only_a_way_to_tell_parameters(treue: Treue, orders_csv: Path) -> None:
    arguments = ("value", orders_csv, "--model", "bg-nbd", "--json", "--unit")
    week, day = (treue(*arguments, unit).json() for unit in ("week", "day"))
    assert week["totals"]["orders"]["mean"] == pytest.approx(day["totals"]["orders"]["mean"], rel=1e-6)
    assert day["parameters"]["alpha"] == pytest.approx(7 * week["parameters"]["alpha"], rel=1e-4)


def test_a_rhythm_is_looked_for_where_its_model_is_named(treue: Treue, orders_csv: Path) -> None:
    said = treue("value", orders_csv, "--model", "mbg-cnbd", "--json").json()
    assert list(said["parameters"]) == ["k", "r", "alpha", "a", "b"]
    assert said["parameters"]["k"] >= 1
    assert not any("gaps" in each["text"] for each in said["warnings"])
    k = f"{said['parameters']['k']:g}"
    told = treue("value", orders_csv, "--model", "mbg-cnbd").out
    assert f"Model: mbg-cnbd (k {k}, " in told
    assert ("no rhythm was found, so it is mbg-nbd" in told) == (k == "1")


@pytest.mark.parametrize(
    ("model", "units"),
    [
        ("bg-nbd", "r #, alpha # weeks, a #, b #"),
        ("mbg-nbd", "r #, alpha # weeks, a #, b #"),
        ("pareto-nbd", "r #, alpha # weeks, s #, beta # weeks"),
        ("sbg", "a #, b #"),
    ],
)
def test_only_scales_are_told_in_weeks(treue: Treue, few_orders_csv: Path, model: str, units: str) -> None:
    out = treue("value", few_orders_csv, "--model", model).out
    told = re.findall(r"^Model: (\S+) \((.*)\)\.$", out, re.MULTILINE)[0]
    assert told[0] == model
    assert re.sub(r"[\d.e+-]+(?=,| |$)", "#", told[1]) == units


def test_until_belongs_to_the_past(treue: Treue, orders_csv: Path) -> None:
    rows = [line.split(";")[1] for line in orders_csv.read_text(encoding="utf-8").splitlines()[1:-1]]
    days = sorted(date(int(day[6:]), int(day[3:5]), int(day[:2])) for day in rows)
    last = days[len(days) // 2]
    early = treue("value", orders_csv, *NAMED, "--until", last, "--json").json()
    assert early["until"] == last.isoformat()
    assert early["orders"] == sum(day <= last for day in days)


def test_columns_can_be_named_by_header_or_position(treue: Treue, orders_csv: Path) -> None:
    plain = treue("value", orders_csv, *NAMED, "--json").json()
    columns = ("--customer", "Kundennummer", "--time", "2", "--amount", "Betrag")
    named = treue("value", orders_csv, *NAMED, *columns, "--json")
    assert named.json()["totals"] == plain["totals"]


def test_a_margin_column_is_the_margin(treue: Treue, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"{c},2026-0{m}-11,100.00,{25 + c % 3}.00" for c in range(60) for m in range(1, 2 + c % 6)]
    path.write_text("customer,date,amount,profit\n" + "\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert treue("value", path, "--margin", "profit", "--prices", "net", "--out", out).code == 0
    for row in csv.DictReader(out.read_text(encoding="utf-8").splitlines()):
        assert float(row["margin"]) == pytest.approx(
            float(row["orders"]) * (25 + int(row["customer_id"]) % 3)
        )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--until", "yesterday"), "write a day as 2026-06-30"),
        (("--horizon", "12"), "a span of 1 or more with its unit"),
        (("--model", "magic"), "one of auto, bg-nbd, mbg-nbd, mbg-cnbd, pareto-nbd, sbg"),
        (("--out", "customers.txt"), "ends in .parquet or .csv"),
        (("--out", "nowhere/customers.csv"), "no folder nowhere"),
        (("--currency", "XEU"), "an ISO 4217 code"),
        (("--margin", "40"), "Write 40% or 0.4 for a rate"),
        (("--margin", "2"), "Write 2% or 0.02 for a rate, or the header of the column"),
        (("--margin", "400"), "Write 40% or 0.4 for a rate"),
        (("--margin", "Marge"), "no column 'Marge' for margin"),
        (
            ("--first-orders", "hide"),
            "--first-orders is 'hide'; allowed is one of keep, drop",
        ),
        (("--until", "2020-01-01"), "No customer had ordered by 2020-01-01"),
        (("--customer", "Kunde"), "Kunde"),
        (("--customer", "²"), "²"),
        (("--until", "0001-05-05"), "No customer had ordered by 0001-05-05"),
        (("--config", "nowhere.toml"), "--config is nowhere.toml, which is not a file"),
    ],
)
def test_wrong_options_are_explained(
    treue: Treue, orders_csv: Path, options: tuple[str, ...], sentence: str
) -> None:
    answer = treue("value", orders_csv, *options)
    assert answer.code == 2
    assert sentence in answer.err
    assert answer.out == ""


def test_a_missing_file_is_the_callers_fault(treue: Treue, tmp_path: Path) -> None:
    answer = treue("value", tmp_path / "none.csv")
    assert answer.code == 2
    assert "none.csv" in answer.err


def test_a_mistyped_command_is_answered_with_the_nearest(treue: Treue) -> None:
    answer = treue("vallue")
    assert answer.code == 2
    assert 'Did you mean "value"' in answer.err


def test_a_backtest_compares_every_model_with_naive_forecasts(treue: Treue, orders_csv: Path) -> None:
    arguments = ("--split", "2025-09-30", "--split", "2025-12-31", "--horizon", "25w", "--json")
    said = treue("backtest", orders_csv, *arguments).json()
    assert [split["split"] for split in said["splits"]] == ["2025-09-30", "2025-12-31"]
    for split in said["splits"]:
        rows = {row["model"]: row for row in split["models"]}
        assert list(rows) == [
            "bg-nbd",
            "mbg-nbd",
            "mbg-cnbd",
            "pareto-nbd",
            "combined",
            "last-period",
            "own-rate",
            "average",
            "zero",
        ]
        assert [name for name, row in rows.items() if row["chosen"]] == ["combined"]
        assert [row["naive"] for row in rows.values()] == [False] * 5 + [True] * 4
        assert rows["zero"]["gini_units"] is None
        assert rows["zero"]["bias"] == -1
        assert rows["zero"]["mae_median"] is None
        assert rows["pareto-nbd"]["rmse"] < rows["own-rate"]["rmse"]
        assert rows["combined"]["rmse"] < rows["own-rate"]["rmse"]
        assert rows["pareto-nbd"]["coverage"]["80"] == pytest.approx(0.8, abs=0.08)
        assert rows["pareto-nbd"]["coverage_closed"]["80"] >= rows["pareto-nbd"]["coverage"]["80"]
        total = rows["combined"]["total"]
        assert total["95"]["low"] < total["80"]["low"] < total["80"]["high"] < total["95"]["high"]
        assert rows["zero"]["total"] == {}
        assert sum(tenth["customers"] for tenth in rows["bg-nbd"]["calibration"]) > 300


def test_a_backtest_never_sees_past_its_split(treue: Treue, orders_csv: Path, tmp_path: Path) -> None:
    text = orders_csv.read_text(encoding="utf-8").splitlines()
    early = [line for line in text[1:-1] if line.split(";")[1][6:] + line.split(";")[1][3:5] <= "202512"]
    later = "K0001;31.05.2026;9999,00"
    cut = tmp_path / "cut.csv"
    cut.write_text("\n".join([text[0], *early, later]) + "\n", encoding="utf-8")
    options = ("--split", "2025-12-31", "--horizon", "21w", "--json")
    whole, part = (treue("backtest", path, *options).json()["splits"][0] for path in (orders_csv, cut))
    for one, other in zip(whole["models"], part["models"], strict=True):
        assert one["chosen"] == other["chosen"]
        predicted = [[tenth["predicted"] for tenth in row["calibration"]] for row in (one, other)]
        assert predicted[0] == pytest.approx(predicted[1])


def test_without_a_split_a_nights_is_taken_and_named(treue: Treue, few_orders_csv: Path) -> None:
    answer = treue("backtest", few_orders_csv)
    assert answer.code == 0
    split, days = re.findall(r"learned up to (\S+), so that (\d+) days are left", answer.err)[0]
    assert f"Learned up to {split}, judged by the {days} days after it" in answer.out


@pytest.mark.parametrize("horizon", ["13w", "7mo"])
def test_without_a_split_the_horizon_can_be_judged(treue: Treue, few_orders_csv: Path, horizon: str) -> None:
    said = treue("backtest", few_orders_csv, "--horizon", horizon, "--json").json()
    until = treue("value", few_orders_csv, *NAMED, "--json").json()["until"]
    split = date.fromisoformat(said["splits"][0]["split"])
    span = Period.parse(horizon)
    assert span.end(split) <= date.fromisoformat(until) < span.end(split + timedelta(days=1))


@pytest.mark.parametrize("horizon", ["5y", "4000y"])
def test_a_past_too_short_to_split_is_told_so(treue: Treue, few_orders_csv: Path, horizon: str) -> None:
    answer = treue("backtest", few_orders_csv, "--horizon", horizon)
    assert answer.code == 2
    assert "too short a past" in answer.err
    assert "shorter --horizon" in answer.err


def test_a_split_needs_a_future(treue: Treue, orders_csv: Path) -> None:
    answer = treue("backtest", orders_csv, "--split", "2026-06-01", "--horizon", "39w")
    assert answer.code == 2
    assert "Choose an earlier --split or a shorter --horizon" in answer.err
