"""One setting chooses the engine; the night comes to the same figures, to the cent."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from treue.cli import main
from treue.segments.radar.questionnaire import VALUES
from treue.warehouse.snapshot import current, open_snapshot

TABLES = (
    "customers", "warnings", "calm", "calm_test", "next_order_test", "due", "demand", "tier_moves",
    "attention", "attention_customers", "waiting", "last_contacts",
    "phases", "phase_moves", "phase_flows", "phase_limits",
    "clusters", "cluster_members", "months", "cohorts", "frictions", "friction_customers",
    "missing_frictions", "ledger", "reconciliation", "left_out", "still_open",
    "account", "rules", "calibration", "backtest", "totals", "standings",
    "worth", "worth_change", "worth_week",
    "levers", "plan", "last_day", "radar",
    "radar_scales", "radar_groups", "radar_customers", "radar_risk", "unusual",
)  # fmt: skip
DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "snapshot.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with 150 customers' order lines, gross, some with purchase prices, some sent back."""
    folder = tmp_path_factory.mktemp("night")
    rng = np.random.default_rng(3)
    lines = ["order,customer,date,sku,quantity,price"]
    for order in range(900):
        customer, day = int(rng.integers(150)) ** 2 // 150, int(rng.integers(700))
        when = np.datetime64("2024-10-01") + day
        for _ in range(int(rng.integers(1, 4))):
            back = -1 if rng.random() < (0.3 if customer % 4 == 0 else 0.02) else 1
            lines.append(
                f"{order},C{customer},{when},A{rng.integers(9)},{back},{rng.integers(500, 9000) / 100:.2f}"
            )
    (folder / "order_lines.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    statements = [f"{scale}.{number}" for scale in VALUES for number in (1, 2, 3)]
    statements += [f"risk.{number}" for number in (1, 2, 3, 4)]
    answers = ["customer,statement,answer,date,consent"] + [
        f"C{who},{each},{rng.integers(1, 6)},2026-08-0{1 + who % 9},yes"
        for who in range(120)
        for each in statements
    ]
    (folder / "values.csv").write_text("\n".join(answers) + "\n", encoding="utf-8")
    consents = "customer,channel,purpose,act,date\nC3,web,values,withdrawn,2026-08-20\n"
    (folder / "consents.csv").write_text(consents, encoding="utf-8")
    # Of those of whom it was said lately some are off the list; what was said long ago has been answered.
    said = [f"C{who},{day},,calm" for who in range(120) for day in ("2026-03-01", "2026-08-30")]
    said += ["C5,2026-08-30,,withdrawn", "C6,2026-08-31,2026-09-02,"]
    judgements = "\n".join(["customer,day,until,kind", *said])
    (folder / "judgements.csv").write_text(judgements + "\n", encoding="utf-8")
    articles = "\n".join(f"A{number},{number}.05" for number in range(1, 7))
    (folder / "products.csv").write_text(f"product,unit_cost\n{articles}\n", encoding="utf-8")
    shop = folder / "shop"
    assert main(["load", str(folder), "--home", str(shop), "--prices", "gross", "--json"]) == 0
    profile = "\n".join(f"{scale} = {1 + place * 0.7:.1f}" for place, scale in enumerate(VALUES))
    (shop / "treue.toml").write_text(
        f'[vat]\nprices = "gross"\n[value]\nmargin = "35%"\n[values_profile]\n{profile}\n', encoding="utf-8"
    )
    return shop


def figures(home: Path, engine: str, **environment: str) -> dict[str, list[tuple[object, ...]]]:
    """The tables of a night on that engine, in a process of its own."""
    where = home.with_name(f"shop-{engine}")
    shutil.copytree(home, where)
    run = subprocess.run(
        [sys.executable, "-m", "treue", "run", "--home", str(where)],
        env={**os.environ, "TREUE_ENGINE_NAME": engine, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    snapshot = current(where / "snapshots")
    assert snapshot is not None
    assert snapshot.manifest["engine"] == engine
    with open_snapshot(snapshot.database) as con:
        found = con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        assert {name for (name,) in found} == set(TABLES)
        return {table: rows(con, table) for table in TABLES}


def rows(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    columns = sorted(row[0] for row in con.execute(f"DESCRIBE {table}").fetchall())
    listed = ", ".join(columns)
    return con.execute(f"SELECT {listed} FROM {table} ORDER BY ALL").fetchall()


@pytest.fixture(scope="module")
def on_duckdb(home: Path) -> dict[str, list[tuple[object, ...]]]:
    return figures(home, "duckdb")


def test_every_table_of_a_snapshot_is_explained(
    home: Path, on_duckdb: dict[str, list[tuple[object, ...]]]
) -> None:
    told = DOCUMENTED.read_text(encoding="utf-8").split("\n## ")[1:]
    sections = {section.partition("\n")[0]: section for section in told}
    assert set(sections) == set(on_duckdb)
    snapshot = current(home.with_name("shop-duckdb") / "snapshots")
    assert snapshot is not None
    with open_snapshot(snapshot.database) as con:
        for table, section in sections.items():
            columns = {row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()}
            assert columns - set(re.findall(r"`(\w+)`", section)) == set(), table


def test_what_stands_first_on_the_page_is_a_table_too(
    home: Path, on_duckdb: dict[str, list[tuple[object, ...]]]
) -> None:
    snapshot = current(home.with_name("shop-duckdb") / "snapshots")
    assert snapshot is not None
    manifest: Any = snapshot.manifest
    with open_snapshot(snapshot.database) as con:
        columns = "orders_mean, orders_low, orders_high, came_orders, value_mean_minor, value_high_minor"
        ahead, tested = con.execute(f"SELECT {columns} FROM totals ORDER BY kind").fetchall()
        [worth] = con.execute("SELECT sum(value_minor), sum(expected_orders) FROM customers").fetchall()
        [forecast] = con.execute("SELECT sum(customers * predicted) FROM calibration").fetchall()
    orders, value = manifest["totals"]["orders"], manifest["totals"]["value_minor"]
    assert ahead == (orders["mean"], orders["low"], orders["high"], None, value["mean"], value["high"])
    assert worth == pytest.approx((ahead[4], ahead[0]), rel=1e-3)
    low, high = manifest["back_test"]["total"]["80"]
    assert tested == (pytest.approx(forecast[0]), low, high, manifest["back_test"]["orders"], None, None)
    assert {row[2] for row in on_duckdb["standings"]} == {
        each["name"] for each in manifest["card"]["verdict"]["standings"]
    }


def test_answers_of_who_withdrew_are_not_used(on_duckdb: dict[str, list[tuple[object, ...]]]) -> None:
    answered, refused = (on_duckdb["radar"][0][place] for place in (0, 8))  # by name of the column
    assert refused == 1
    # Not everybody who answered has ordered, and only customers are counted.
    assert len(on_duckdb["radar_customers"]) == 119
    assert 60 < int(str(answered)) < 119


def test_of_whom_somebody_spoke_is_off_the_list(on_duckdb: dict[str, list[tuple[object, ...]]]) -> None:
    # By name of the column: customer, day, off_list, until.
    calm = {row[0] for row in on_duckdb["calm"]}
    assert 20 < len(calm) < 119
    assert any(row[2] for row in on_duckdb["calm"])
    listed = {row[0] for row in on_duckdb["warnings"]}
    assert listed
    assert not calm & listed
    # Of six months ago: some were still silent when a quarter began that is over by now.
    [test] = on_duckdb["calm_test"]
    assert test[1] > 10  # asked


@pytest.mark.postgres
def test_a_night_on_postgres(
    home: Path, on_duckdb: dict[str, list[tuple[object, ...]]], postgres_url: str
) -> None:
    assert figures(home, "postgres", TREUE_SECRET_POSTGRES=postgres_url) == on_duckdb
    assert len(on_duckdb["customers"]) > 100
    assert len(on_duckdb["radar_customers"]) > 80
    assert len(on_duckdb["radar_risk"]) > 100


@pytest.mark.spark
@pytest.mark.slow
def test_a_night_on_spark(home: Path, on_duckdb: dict[str, list[tuple[object, ...]]]) -> None:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("java was not found")
    assert figures(home, "spark") == on_duckdb
