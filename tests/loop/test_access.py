"""An access pack: every cell of one person is in it, on the page and as data, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from everybody import NOW, Somebody, belief, believed, load_facts, note_down, people, write_snapshot
from working import working_home

from treue.errors import BadOption, Busy
from treue.facts import TABLES, Kind
from treue.facts.codes import code_of
from treue.facts.identities import UNDONE
from treue.loop.home import Home, open_home
from treue.loop.keeping import keep as keep_settings
from treue.loop.night.experiencing import NEEDS
from treue.loop.rights.access import Packed, write_pack
from treue.loop.rights.access_tables import PURCHASE_PRICES
from treue.loop.rights.personal_keys import person_meant
from treue.people.correcting import FIELDS, correct
from treue.people.keeping import Reached
from treue.people.keeping import keep as keep_contacts
from treue.people.records import Event
from treue.report.held import Held as HeldTable
from treue.report.held import HeldColumn, label_of, title_of
from treue.report.words import LANGUAGES, read_words
from treue.warehouse.snapshot import current


@pytest.fixture
def home(tmp_path: Path, shop_folder: Path) -> Home:
    """Everybody in every table of the facts, and in every table of a snapshot as a night makes it."""
    home = working_home(tmp_path / "home")
    told = {name: [each.row(table) for each in people(home)] for name, table in TABLES.items()}
    ana, ben = (people(home)[at] for at in (0, 1))
    refund = TABLES["refunds"]
    told["refunds"] += [
        ana.row(refund) | {"refund_id": "nobody-refund", "customer": None},
        ben.row(refund) | {"refund_id": "ben-refund-2", "order_id": "ana-order_id", "reason": "ben-hangs-on"},
    ]
    visit = ana.row(TABLES["visits"])
    told["visits"].append(visit | {"step": "before-signing-in", "customer": None})
    load_facts(home, told)
    made = current(open_home(shop_folder).snapshots)
    assert made is not None
    write_snapshot(home, made.database, {**made.manifest, "until": "2026-10-31"}, tmp_path)
    return home


def role(by: str) -> str:
    return "marketer" if by.startswith("user:") else by


def packed(home: Home, who: Somebody) -> tuple[dict[str, str], Packed]:
    """The files of a pack by name."""
    out = io.BytesIO()
    told = write_pack(out, home, who.key, role, NOW)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}, told


def rows_of(pack: Mapping[str, str], table: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(pack["data.json"])["tables"][table]["rows"]
    return found


def as_json(cell: object, name: str, kind: Kind | None = None) -> object:
    if kind is Kind.CUSTOMER or name == "customer":
        return str(cell)
    if isinstance(cell, datetime):
        return cell.isoformat() + "Z"
    return cell.isoformat() if isinstance(cell, date) else cell


def test_every_cell_of_a_person_is_in_it(home: Home) -> None:
    ana = people(home)[0]
    pack, told = packed(home, ana)
    data = json.loads(pack["data.json"])["tables"]
    held = [table for table in TABLES.values() if any(each.kind is Kind.CUSTOMER for each in table.columns)]
    assert {f"facts.{table.name}" for table in held} | {"facts.order_lines"} == {
        name for name in data if name.startswith("facts.")
    }
    for table in (*held, TABLES["order_lines"]):
        shown = [each for each in table.columns if each.name not in PURCHASE_PRICES]
        expected = {each.name: as_json(ana.cell(each), each.name, each.kind) for each in shown}
        first = rows_of(pack, f"facts.{table.name}")[0]
        assert {name: first[name] for name in expected} == expected, table.name
    snapshot = current(home.snapshots)
    assert snapshot is not None
    for name, columns in believed(snapshot.database).items():
        expected = {
            column: as_json(belief(ana, column, kind), column)
            for column, kind in columns.items()
            if column != "code"
        }
        (row,) = rows_of(pack, f"beliefs.{name}")
        assert {column: row[column] for column in expected} == expected, name
    assert not [each for each in PURCHASE_PRICES if each in pack["data.json"]], "the shop's secret"
    assert told.tables == len(data)
    assert told.rows == sum(len(each["rows"]) for each in data.values())


def test_what_hangs_on_an_order_or_a_visit_comes_along_unless_it_names_somebody_else(home: Home) -> None:
    pack, _ = packed(home, people(home)[0])
    assert {row["refund_id"] for row in rows_of(pack, "facts.refunds")} == {"ana-refund_id", "nobody-refund"}
    assert {row["step"] for row in rows_of(pack, "facts.visits")} == {"ana-step", "before-signing-in"}


def test_nothing_of_anybody_else_is_in_it(home: Home) -> None:
    everybody, ring = people(home), home.keyring()
    for who in everybody:
        note_down(who, ring.address(who.mail))
    for who in (everybody[0], everybody[2]):
        pack, _ = packed(home, who)
        for text in pack.values():
            assert who.name in text
            for other in everybody:
                if other is not who:
                    marks = (f"{other.name}-", str(other.key), code_of(other.key), str(other.figure))
                    assert [mark for mark in marks if mark in text] == [], other


def test_the_page_tells_what_the_data_tell(home: Home) -> None:
    ana = people(home)[0]
    note_down(ana, home.keyring().address(ana.mail))
    pack, _ = packed(home, ana)
    page = pack["auskunft.html"]
    texts = {
        cell
        for table in json.loads(pack["data.json"])["tables"].values()
        for row in table["rows"]
        for cell in row.values()
        if isinstance(cell, str) and cell.startswith("ana-") and "<" not in cell
    }
    assert len(texts) > 50
    assert [text for text in texts if text not in page] == []
    assert "ana-note &lt;b&gt;bold&lt;/b&gt;" in page
    assert "<script" not in page
    assert "Widerspruch gegen Profilbildung" in page


def test_records_are_in_it_and_colleagues_are_roles(home: Home) -> None:
    ana, ring = people(home)[0], home.keyring()
    note_down(ana, ring.address(ana.mail))
    told = dict.fromkeys(FIELDS, "") | {"mail": "ana2@example.org", "town": "Köln"}
    correct(ana.key, told, ring.address, "user:7", NOW)
    pack, _ = packed(home, ana)
    tables = json.loads(pack["data.json"])["tables"]
    assert {name for name in tables if name.startswith("person.")} == {
        f"person.{name}"
        for name in (
            "contacts", "former_mailboxes", "evidence", "suppressed", "objections", "tasks", "notes",
            "postponed", "events", "jobs", "log",
        )
    }  # fmt: skip
    assert rows_of(pack, "person.contacts")[0]["town"] == "Köln"
    assert rows_of(pack, "person.evidence")[0]["proof"] == "ana-proof"
    (task,) = rows_of(pack, "person.tasks")
    assert (task["owner"], task["made_by"]) == ("marketer", "marketer")
    assert {row["what"] for row in rows_of(pack, "person.log")} == {
        "suppressed",
        "objected",
        "viewed",
        "corrected",
    }
    assert not [text for text in pack.values() if "user:" in text]
    assert "Marketing des Shops" in pack["auskunft.html"]
    assert json.loads(pack["data.json"])["about"]["objected_at"] == "2026-11-29T09:30:00Z"


def test_events_are_theirs_by_number_address_and_order_never_by_another_sources_number(home: Home) -> None:
    ana, ben = people(home)[:2]
    load_facts(home, {"orders": [ana.row(TABLES["orders"]) | {"order_id": "shop:ana-tied-order"}]})
    note_down(ana, home.keyring().address(ana.mail))
    for key, body, taken in (
        ("elsewhere", {"customer": ana.number}, None),
        ("bens", {"order": "ana-tied-order", "customer": ben.number}, None),
        ("done", {}, NOW),
    ):
        source = "till" if key == "elsewhere" else "shop"
        values = {"kind": "order", "body": {"body": body}, "arrived_at": NOW, "taken_at": taken}
        Event.objects.create(source=source, key=key, **values)
    pack, _ = packed(home, ana)
    assert {row["key"] for row in rows_of(pack, "person.events")} == {
        "ana-order-ana-new", "ana-refund-ana-back", "ana-refund-ana-tied",
    }  # fmt: skip


def test_an_address_that_somebody_else_shares_brings_nothing_of_theirs(home: Home) -> None:
    ana, ben = people(home)[:2]
    shared = home.keyring().address("both@example.org")
    since = ana.instant
    load_facts(
        home,
        {
            "identities": [
                {
                    "identity": key, "known_as": "number", "customer": of, "since": since, "reason": UNDONE,
                    "source": "shop", "version": 9_000_000,
                }
                for key, of in ((shared, ben.key), (ana.key, ana.key), (ben.key, ben.key))
            ],
            "orders": [ben.row(TABLES["orders"]) | {"order_id": "bens-as-guest", "customer": shared}],
        },
    )  # fmt: skip
    keep_contacts(
        Reached(each.key, each.key, "shop", NOW, each.number, mailbox=shared) for each in (ana, ben)
    )
    of_ana, of_ben = packed(home, ana)[0], packed(home, ben)[0]
    assert "bens-as-guest" not in of_ana["data.json"]
    assert "bens-as-guest" in of_ben["data.json"]


def test_rows_set_aside_are_found_by_number_and_address(home: Home) -> None:
    ana = people(home)[0]
    note_down(ana, home.keyring().address(ana.mail))
    home.quarantine.mkdir()
    texts = [
        f"100 | {ana.number} | x",
        "101 | ana-47112 | y",
        f"102 | {ana.mail.upper()} | z",
        f"{ana.number}9 | q",
    ]
    rows = [
        {
            "file": "a.csv",
            "row": at,
            "rule": "no_date",
            "text": text,
            "money_minor": None,
            "currency": None,
            "input": "orders",
        }
        for at, text in enumerate(texts)
    ]
    pq.write_table(pa.Table.from_pylist(rows), home.quarantine / "load-000001.parquet")
    pack, _ = packed(home, ana)
    assert [row["row"] for row in rows_of(pack, "person.aside")] == [0, 2]


def test_who_is_meant(home: Home) -> None:
    ana, ben = people(home)[:2]
    guest = home.keyring().address("guest@example.org")
    keep_contacts([Reached(guest, guest, "shop", NOW, mail="guest@example.org", mailbox=guest)])
    for typed in (code_of(ana.key), code_of(ana.key).lower(), str(ana.key), ana.number):
        assert person_meant(home, typed) == ana.key
    assert person_meant(home, " Guest@Example.org ") == person_meant(home, code_of(guest)) == guest
    assert person_meant(home, ben.number) == ben.key
    with pytest.raises(BadOption, match="nobody is known by that"):
        person_meant(home, "nobody@example.org")


def test_a_person_who_is_only_a_contact_gets_a_pack(tmp_path: Path) -> None:
    home = working_home(tmp_path / "home")
    keep_contacts([Reached(5, 5, "list", NOW, "K5", "Eva", "Adler", mail="eva@example.org", mailbox=6)])
    out = io.BytesIO()
    assert write_pack(out, home, 5, role, NOW) == Packed(5, 1, 1)
    with zipfile.ZipFile(out) as archive:
        page = archive.read("auskunft.html").decode()
    assert "Eva Adler" in page
    assert "Es gibt keine Berechnungen über Sie." in page
    assert "Aus den Systemen des Shops: list." in page


def test_it_speaks_the_shops_language_and_names_the_shop(tmp_path: Path) -> None:
    home = working_home(tmp_path / "home")
    home = keep_settings(home, {"shop.language": "en", "shop.name": "Thread & Needle"})
    out = io.BytesIO()
    write_pack(out, home, 5, role, NOW)
    with zipfile.ZipFile(out) as archive:
        assert set(archive.namelist()) == {"access.html", "data.json"}
        page = archive.read("access.html").decode()
    assert "Thread &amp; Needle" in page
    assert "29 Nov 2026, 10:30".replace(" Nov ", "\u00a0Nov\u00a0") in page
    assert "Beside this document nothing is kept about you." in page


def test_a_load_at_work_is_waited_for(home: Home) -> None:
    with home.facts.writing(), pytest.raises(Busy):
        packed(home, people(home)[0])


def test_every_column_has_words_in_both_languages(home: Home) -> None:
    snapshot = current(home.snapshots)
    assert snapshot is not None
    ana = people(home)[0]
    note_down(ana, home.keyring().address(ana.mail))
    pack, _ = packed(home, ana)
    tables = json.loads(pack["data.json"])["tables"]
    for language in LANGUAGES:
        words = read_words(language)
        for title, table in tables.items():
            part, _, name = title.partition(".")
            columns = [HeldColumn(column, told["form"]) for column, told in table["columns"].items()]
            held = HeldTable(part, name, tuple(columns), 1, lambda: iter(()))
            assert title_of(held, words) != name or language == "en", title
            silent = [
                each.name for each in columns if _is_silent(label_of(held, each, words), each.name, language)
            ]
            assert silent == [], (language, title)


def test_what_a_person_met_with_has_words_in_both_languages() -> None:
    for language in LANGUAGES:
        words = read_words(language)
        assert [kind for kind in NEEDS if words.name("held_experience_kind", kind) == kind] == []


def _is_silent(label: str, name: str, language: str) -> bool:
    """In English some words are their own."""
    return label == name and (language == "de" or "_" in name)
