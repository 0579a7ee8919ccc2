"""`load`, `run`, `report`, `person`, `doctor`, `settings`: the stateful way, as its operator uses it."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from spoken import FEW, Spoken

from treue.warehouse.snapshot import current

Treue = Callable[..., Spoken]


@pytest.fixture
def home(treue: Treue, few_orders_csv: Path, tmp_path: Path) -> Path:
    """Of a shop too small for a tournament, which takes seconds: a night holds two."""
    folder = tmp_path / "shop"
    assert treue("load", few_orders_csv, "--home", folder, "--prices", "net").code == 0
    return folder


def facts_of(folder: Path) -> dict[str, list[str]]:
    return {
        path.parent.name: json.loads(path.read_text())["files"]
        for path in folder.glob("facts/*/MANIFEST.json")
    }


def test_a_load_accounts_for_every_row_and_cent(treue: Treue, orders_csv: Path, tmp_path: Path) -> None:
    said = treue("load", orders_csv, "--home", tmp_path / "shop", "--json").json()
    rows, money = said["tables"]["orders"]["rows"], said["tables"]["orders"]["money"]
    lines = orders_csv.read_text(encoding="utf-8").splitlines()[1:]
    assert rows == {"read": len(lines), "accepted": len(lines) - 1, "quarantined": 1}
    total = round(sum(float(line.split(";")[2].replace(",", ".")) for line in lines), 2)
    assert money == {"read": total, "accepted": round(total - 12, 2), "quarantined": 12.0}
    assert said["tables"]["orders"]["rules"] == {"impossible_date": 1}
    assert said["tables"]["orders"]["written"] == said["written"] == {"orders": len(lines) - 1}
    aside = duckdb.sql(f"SELECT file, row, rule, text FROM '{tmp_path}/shop/quarantine/*.parquet'").fetchall()
    assert len(aside) == 1
    assert aside[0][1:3] == (len(lines) + 1, "impossible_date")
    assert "31.02.2025" in aside[0][3]


def test_a_load_warns_of_unknown_vat_once(treue: Treue, few_orders_csv: Path, tmp_path: Path) -> None:
    answer = treue("load", few_orders_csv, "--home", tmp_path / "shop")
    assert answer.err.count("VAT") == 1
    assert "bestellungen.csv: do the amounts include VAT? Nobody said" in answer.err


def test_loading_again_changes_nothing(treue: Treue, few_orders_csv: Path, home: Path) -> None:
    before = facts_of(home)
    said = treue("load", few_orders_csv, "--home", home, "--prices", "net", "--json").json()
    assert facts_of(home) == before
    assert said["facts"]["orders"]["new"] == said["facts"]["orders"]["changed"] == 0


def test_no_number_of_a_customer_is_stored(home: Path) -> None:
    values = {
        str(value)
        for path in home.glob("facts/*/*.parquet")
        for row in duckdb.sql(f"SELECT * FROM '{path}' LIMIT 5000").fetchall()
        for value in row
    }
    assert len(values) > 1000
    assert not [value for value in values if re.search(r"K\d{4}", value)]


def test_next_months_export_adds_only_what_is_new(treue: Treue, tmp_path: Path) -> None:
    home, head = tmp_path / "shop", "order,customer,date,amount\n"
    january = head + "1,K1,2026-01-05,10.00\n2,K2,2026-01-06,20.00\n"
    (tmp_path / "january.csv").write_text(january, encoding="utf-8")
    (tmp_path / "february.csv").write_text(january + "3,K1,2026-02-07,30.00\n", encoding="utf-8")
    treue("load", tmp_path / "january.csv", "--home", home)
    said = treue("load", tmp_path / "february.csv", "--home", home, "--json").json()
    assert said["facts"]["orders"] == {"new": 1, "changed": 0, "unchanged": 2, "forgotten": 0}
    assert treue("run", "--home", home, "--json").json()["customers"] == 2
    other = treue("load", tmp_path / "january.csv", "--home", home, "--source", "outlet", "--json").json()
    assert other["facts"]["orders"]["new"] == 2


def test_a_home_is_no_input(treue: Treue, orders_csv: Path, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "orders.csv").write_bytes(orders_csv.read_bytes())
    first = treue("load", folder, "--home", folder / "shop", "--json").json()
    again = treue("load", folder, "--home", folder / "shop", "--json").json()
    assert again["tables"] == first["tables"]
    assert again["facts"]["orders"]["new"] == 0


def test_a_lost_secret_is_not_replaced(treue: Treue, orders_csv: Path, home: Path) -> None:
    (home / "secret.key").unlink()
    answer = treue("load", orders_csv, "--home", home)
    assert answer.code == 1
    assert "put your copy back" in answer.err


def test_a_rate_is_no_fact(treue: Treue, orders_csv: Path, tmp_path: Path) -> None:
    answer = treue("load", orders_csv, "--home", tmp_path / "shop", "--margin", "40%")
    assert answer.code == 2
    assert "a load keeps facts, not rates" in answer.err


def test_a_late_refund_is_in_every_total(treue: Treue, tmp_path: Path) -> None:
    path, home = tmp_path / "lines.csv", tmp_path / "shop"
    path.write_text(
        "order,customer,date,sku,quantity,price\n1,A,2026-01-05,X,2,50.00\n2,B,2026-01-09,Y,1,50.00\n"
        "C1,A,2026-01-13,X,-1,50.00\n",
        encoding="utf-8",
    )
    treue("load", path, "--home", home, "--prices", "net")
    assert treue("run", "--home", home, "--json").json()["until"] == "2026-01-13"
    snapshot = current(home / "snapshots")
    assert snapshot is not None
    with duckdb.connect(str(snapshot.database), read_only=True) as con:
        sums = [
            con.execute(f"SELECT sum({column}) FROM {table}").fetchall()[0][0]
            for table, column in (
                ("ledger", "amount_minor"),
                ("customers", "margin_minor"),
                ("months", "margin_minor"),
            )
        ]
    assert sums == [10_000] * 3


def test_a_run_publishes_what_a_file_alone_would_say(treue: Treue, orders_csv: Path, tmp_path: Path) -> None:
    home = tmp_path / "shop"
    assert treue("load", orders_csv, "--home", home).code == 0
    toml = home / "treue.toml"
    toml.write_text('[vat]\nprices = "net"\n[value]\nmargin = "40%"\n', encoding="utf-8")
    manifest = treue("run", "--home", home, "--json").json()
    alone = treue("value", orders_csv, "--prices", "net", "--margin", "40%", "--json").json()
    assert manifest["customers"] == alone["customers"]
    assert manifest["model"] == alone["model"]
    assert manifest["choice"] == alone["reason"]
    assert "told customers apart best" in alone["reason"]
    assert manifest["parameters"] == pytest.approx(alone["parameters"], rel=1e-6)
    value = manifest["totals"]["value_minor"]["mean"] / 100
    assert value == pytest.approx(alone["totals"]["value"]["mean"], rel=1e-6)


def test_a_snapshot_holds_what_a_page_shows(treue: Treue, home: Path) -> None:
    answer = treue("run", "--home", home)
    assert answer.code == 0
    assert [line[:3] for line in answer.err.splitlines() if line[1:3] == "/5"] == [
        "1/5",
        "2/5",
        "3/5",
        "4/5",
        "5/5",
    ]
    snapshot = current(home / "snapshots")
    assert snapshot is not None
    with duckdb.connect(str(snapshot.database), read_only=True) as con:
        tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert tables >= {
            "customers",
            "months",
            "cohorts",
            "ledger",
            "account",
            "rules",
            "backtest",
            "calibration",
        }
        customers, codes, margin = con.execute(
            "SELECT count(*), count(DISTINCT code), sum(margin_minor) FROM customers"
        ).fetchall()[0]
        assert customers == codes == FEW
        assert con.execute("SELECT sum(amount_minor) FROM ledger").fetchall() == [(margin,)]
        assert con.execute("SELECT sum(margin_minor) FROM months").fetchall() == [(margin,)]
        unfolds = "count(pace), count(margin_per_order_minor), count(moved_1) = count(moved_1_by)"
        assert con.execute(f"SELECT {unfolds} FROM customers").fetchall() == [(FEW, FEW, True)]
    card = snapshot.manifest["card"]
    assert card["customers"] == FEW
    assert card["model"] == snapshot.manifest["model"] == card["verdict"]["model"]
    assert len(card["assumed"]["de"]) == len(card["assumed"]["en"]) > 2
    assert not any(path.is_dir() for path in (home / "work").iterdir())


@pytest.mark.parametrize("moment", ["2/5", "4/5", "5/5"])
def test_a_killed_run_is_finished_by_running_again(treue: Treue, home: Path, moment: str) -> None:
    treue("run", "--home", home)
    before = current(home / "snapshots")
    run = subprocess.Popen(
        [sys.executable, "-m", "treue", "run", "--home", str(home)], stderr=subprocess.PIPE, text=True
    )
    assert run.stderr is not None
    for line in run.stderr:
        if line.startswith(moment):
            os.kill(run.pid, signal.SIGKILL)
            break
    run.wait(timeout=60)
    run.stderr.close()
    assert run.returncode == -signal.SIGKILL
    assert current(home / "snapshots") == before
    assert treue("run", "--home", home).code == 0
    after = current(home / "snapshots")
    assert before is not None
    assert after is not None
    assert after.run > before.run
    assert after.manifest["totals"] == before.manifest["totals"]
    assert not any(path.is_dir() for path in (home / "work").iterdir())


@pytest.mark.parametrize(("asked", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_says_so_in_a_line(home: Path, asked: signal.Signals, code: int) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "treue", "run", "--home", str(home)], stderr=subprocess.PIPE, text=True
    )
    assert run.stderr is not None
    for line in run.stderr:
        if line.startswith("1/5"):
            run.send_signal(asked)
            break
    told = run.communicate(timeout=60)[1].splitlines()
    assert run.returncode == code
    assert told[-1].startswith("treue: stopped by ")
    assert not any("Traceback" in line for line in told)
    assert not any(path.is_dir() for path in (home / "work").iterdir())


def test_a_choice_is_kept_until_a_person_asks_again(treue: Treue, home: Path) -> None:
    kept = home / "choice.json"
    assert treue("run", "--home", home).code == 0
    told = json.loads(kept.read_text(encoding="utf-8"))
    assert told["decision"]["model"] == "pareto-nbd"
    other = {**told, "decision": {**told["decision"], "model": "bg-nbd"}}
    kept.write_text(json.dumps(other), encoding="utf-8")
    assert treue("run", "--home", home, "--json").json()["model"] == "bg-nbd"
    assert treue("run", "--home", home, "--tournament", "--json").json()["model"] == "pareto-nbd"
    assert json.loads(kept.read_text(encoding="utf-8")) == told
    kept.write_text("{", encoding="utf-8")
    answer = treue("run", "--home", home)
    assert answer.code == 1
    assert "choice.json cannot be read" in answer.err.replace("\n", "")


def test_two_runs_do_not_meet(treue: Treue, home: Path) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "treue", "run", "--home", str(home)], stderr=subprocess.PIPE, text=True
    )
    assert run.stderr is not None
    assert run.stderr.readline().startswith("Run ")
    answer = treue("run", "--home", home)
    run.communicate(timeout=120)
    assert run.returncode == 0
    assert answer.code == 2
    assert "another run is at work" in answer.err


def test_a_report_is_written_in_both_languages(treue: Treue, home: Path) -> None:
    treue("run", "--home", home)
    for language, words in (("de", "Ihr Kundenstamm"), ("en", "Your customer base")):
        assert words in written(treue, home, language)


def test_the_page_calls_value_what_the_terminal_calls_it(
    treue: Treue, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "value is revenue" in treue("run", "--home", home).out
    assert "Erwarteter Umsatz" in written(treue, home, "de")
    monkeypatch.setenv("TREUE_VALUE_MARGIN", "40%")
    assert "value is margin" in treue("run", "--home", home).out
    assert "Erwarteter Deckungsbeitrag" in written(treue, home, "de")


def written(treue: Treue, home: Path, language: str) -> str:
    out = home / f"{language}.html"
    assert treue("report", "--home", home, "--out", out, "--language", language).code == 0
    return out.read_text(encoding="utf-8")


def test_a_shop_without_amounts_is_told_no_amount(treue: Treue, few_orders_csv: Path, tmp_path: Path) -> None:
    rows = few_orders_csv.read_text(encoding="utf-8").splitlines()
    bare, home = tmp_path / "bare.csv", tmp_path / "shop"
    bare.write_text("\n".join(row.rpartition(";")[0] for row in rows) + "\n", encoding="utf-8")
    treue("load", bare, "--home", home)
    assert treue("run", "--home", home).code == 0
    for language, sentence in (
        ("de", "In den Daten stehen keine Beträge"),
        ("en", "the data hold no amounts"),
    ):
        page = written(treue, home, language)
        assert "€" not in page
        assert sentence in page
    out = tmp_path / "out.csv"
    assert treue("value", bare, "--out", out).code == 0
    first = next(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {name: cell for name, cell in first.items() if cell == ""}.keys() >= {"revenue", "margin", "value"}


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("run",), "is not a home of Treue"),
        (("report",), "is not a home of Treue"),
        (("person",), "is not a home of Treue"),
    ],
)
def test_a_home_that_is_not_there(
    treue: Treue, tmp_path: Path, command: tuple[str, ...], sentence: str
) -> None:
    answer = treue(*command, "--home", tmp_path / "none")
    assert answer.code == 2
    assert sentence in answer.err


def test_guests_and_double_accounts_are_one_person_until_somebody_objects(
    treue: Treue, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "order,customer,email,date,amount\n"
        "1,A1,ana@example.org,2026-01-05,10.00\n"
        "2,,Ana@Example.org ,2026-02-05,20.00\n"
        "3,A2,ana@example.org,2026-03-05,30.00\n"
        "4,B1,ben@example.org,2026-03-06,40.00\n",
        encoding="utf-8",
    )
    home = tmp_path / "shop"
    assert treue("load", path, "--home", home).code == 0
    merged = treue("person", "--home", home, "--json").json_list()
    assert {row["person"] for row in merged} == {merged[0]["person"]}
    assert sorted(row["is a"] for row in merged) == ["address", "number", "number"]
    assert treue("run", "--home", home, "--json").json()["customers"] == 2
    second = next(row["key"] for row in merged if row["is a"] == "number" and row["key"] != row["person"])
    assert treue("person", "--home", home, "--split", second).code == 0
    assert treue("load", path, "--home", home).code == 0
    assert treue("run", "--home", home, "--json").json()["customers"] == 3
    assert treue("person", "--home", home, "--split", second).code == 2
    for stored in home.rglob("*"):
        if stored.is_file() and not stored.name.startswith("treue.db"):
            assert b"example.org" not in stored.read_bytes().lower(), stored


def test_the_doctor_is_content_with_a_good_home(treue: Treue, home: Path) -> None:
    found = {row["part"]: row for row in treue("doctor", "--home", home, "--json").json_list()}
    assert all(row["well"] for row in found.values())
    assert "rows" in found["facts: orders"]["found"]


def test_the_doctor_names_what_is_ill(treue: Treue, home: Path) -> None:
    (home / "secret.key").chmod(0o644)
    answer = treue("doctor", "--home", home)
    assert answer.code == 1
    assert "chmod 600" in answer.out.replace("\n", " ")
    assert "not well: secret" in answer.err


def test_settings_name_their_origin(treue: Treue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toml = tmp_path / "treue.toml"
    toml.write_text('[shop]\ncurrency = "CHF"\n', encoding="utf-8")
    monkeypatch.setenv("TREUE_SHOP_COUNTRY", "CH")
    rows = {row["key"]: row for row in treue("settings", "--config", toml, "--json").json_list()}
    assert (rows["shop.currency"]["value"], rows["shop.currency"]["origin"]) == ("CHF", str(toml))
    assert rows["shop.country"]["origin"] == "TREUE_SHOP_COUNTRY"


def test_a_secret_is_made_once_and_for_its_owner_only(home: Path) -> None:
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_run_of_an_empty_folder_leaves_it_empty(treue: Treue, tmp_path: Path) -> None:
    answer = treue("run", "--home", tmp_path)
    assert answer.code == 2
    assert "holds no orders yet" in answer.err
    assert list(tmp_path.iterdir()) == []
