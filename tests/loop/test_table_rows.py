"""Tables of the snapshot as people read them: codes, whole units, some rows or all of them in a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from treue.cli import main
from treue.errors import BadOption, NothingAccepted
from treue.loop.home import Home, open_home
from treue.loop.table_rows import SHOWN, Wanted, list_tables, look_up
from treue.warehouse.snapshot import publish

MANY = SHOWN + 5


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two customers, some entries of theirs and of nobody's, and a table with a currency of its own."""
    own = open_home(tmp_path / "shop", create=True)
    told: Mapping[str, Mapping[str, Sequence[object]]] = {
        "customers": {
            "customer": [71, 72], "code": ["AAAAA-BBBBB", "CCCCC-DDDDD"], "tier": ["gold", "platinum"],
            "orders": [3, 1200], "value_minor": [-5, 123456789], "p_alive": [0.25, None],
            "last_order": [date(2026, 3, 1), date(2026, 11, 2)], "first_order_known": [True, False],
            **{f"more_{n}": [n, n] for n in range(8)},
        },
        "phases": {"customer": [72, 71, 99], "phase": ["retention", "farewell", None]},
        "many": {"number": list(range(MANY))},
        "account": {"input": ["orders"], "money_read_minor": [1234], "currency": ["JPY"]},
    }  # fmt: skip
    own.snapshots.mkdir(exist_ok=True)
    files = {name: tmp_path / f"{name}.parquet" for name in told}
    for name, columns in told.items():
        pq.write_table(pa.table(dict(columns)), files[name])
    publish(own.snapshots, "20261130-010203-000000", files, {"currency": "EUR"})
    return own


def test_codes_stand_for_keys_and_amounts_in_whole_units(home: Home) -> None:
    shown = look_up(home, Wanted("customers"))
    assert shown.columns[:5] == ("customer", "tier", "orders", "value", "p_alive")
    assert shown.rows[0][:5] == ("AAAAA-BBBBB", "gold", 3, Decimal("-0.05"), 0.25)
    assert shown.rows[1][3] == Decimal("1234567.89")
    phases = look_up(home, Wanted("phases"))
    assert set(phases.rows) == {("CCCCC-DDDDD", "retention"), ("AAAAA-BBBBB", "farewell"), (None, None)}
    assert look_up(home, Wanted("account")).columns == ("input", "money_read_minor", "currency")


@pytest.mark.parametrize(
    ("claims", "codes"),
    [
        (("tier=gold",), ["AAAAA-BBBBB"]),
        (("value>=0",), ["CCCCC-DDDDD"]),
        (("value = -0.05",), ["AAAAA-BBBBB"]),
        (("last_order<2026-06-01", "first_order_known=true"), ["AAAAA-BBBBB"]),
        (("p_alive=",), ["CCCCC-DDDDD"]),
        (("p_alive!=",), ["AAAAA-BBBBB"]),
        (("tier!=gold", "orders<1000"), []),
        (("customer=CCCCC-DDDDD",), ["CCCCC-DDDDD"]),
    ],
)
def test_claims_pick_rows(home: Home, claims: tuple[str, ...], codes: list[str]) -> None:
    shown = look_up(home, Wanted("customers", claims))
    assert [row[0] for row in shown.rows] == codes
    assert shown.count == len(codes)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted("phase"), "there are account, customers, many, phases"),
        (Wanted("phases", ("fase=retention",)), "phases has customer, phase"),
        (Wanted("phases", ("phase",)), "write a column, a sign and a value"),
        (Wanted("customers", ("orders=some",)), "orders is a number"),
        (Wanted("customers", ("last_order=1.3.",)), "last_order is a day as 2026-03-01"),
        (Wanted("customers", sort="-worth"), "--sort names 'worth'"),
        (Wanted("customers", ("tier=gold' OR true --",)), "in customers tier is gold, platinum"),
        (Wanted("phases", ("phase=Abschied",)), "in phases phase is farewell, retention"),
        (Wanted('many" WHERE true --'), "There is no table"),
    ],
)
def test_what_does_not_fit_is_said(home: Home, wanted: Wanted, said: str) -> None:
    with pytest.raises(BadOption, match=said):
        look_up(home, wanted)


def test_all_rows_go_into_a_file_sorted(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "many.csv"
    shown = look_up(home, Wanted("many", ("number>=2",), "-number"), out)
    assert (len(shown.rows), shown.count) == (SHOWN, MANY - 2)
    with out.open(encoding="utf-8") as file:
        assert [int(row["number"]) for row in csv.DictReader(file)] == list(range(MANY - 1, 1, -1))
    with pytest.raises(BadOption, match=r"\.parquet or \.csv"):
        look_up(home, Wanted("many"), tmp_path / "many.xlsx")


def test_without_a_snapshot_it_says_so(tmp_path: Path) -> None:
    empty = open_home(tmp_path / "empty", create=True)
    for ask in (lambda: list_tables(empty), lambda: look_up(empty, Wanted("customers"))):
        with pytest.raises(NothingAccepted, match="has no snapshot yet; run one first"):
            ask()


def test_the_command_speaks_the_shops_language(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(home.folder)
    assert main(["table", "--home", folder]) == 0
    listed = capsys.readouterr().out
    assert "Tabelle" in listed
    assert "input, money_read_minor, currency" in listed
    assert main(["table", "customers", "--home", folder, "--where", "tier=Platin", "--sort=-value"]) == 0
    shown = capsys.readouterr()
    assert "1.234.567,89" in shown.out
    assert "02.11.2026" in shown.out
    assert "nein" in shown.out
    assert "Platin" in shown.out
    assert "platinum" not in shown.out
    assert "Weitere Spalten, in der Datei von --out: more_" in shown.err
    assert main(["table", "customers", "--home", folder, "--where", "orders>2000"]) == 0
    assert "Keine Zeilen" in capsys.readouterr().err
    assert main(["table", "many", "--home", folder, "--language", "en"]) == 0
    assert "5 more rows" in capsys.readouterr().err
    assert main(["table", "phases", "--home", folder, "--where", "phase=farewell", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"table": "phases", "count": 1, "rows": [{"customer": "AAAAA-BBBBB", "phase": "farewell"}]}
    assert main(["table", "--home", folder, "--json"]) == 0
    tables = {each["table"]: each["rows"] for each in json.loads(capsys.readouterr().out)}
    assert tables == {"account": 1, "customers": 2, "many": MANY, "phases": 3}
