"""Nothing of a forgotten person stays anywhere, the shop's sums do, and nobody comes back by a load."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from everybody import Somebody, deliver
from working import write_orders

from traces import KNOWN_TO_HOLD_KEYS, traces
from treue.consent import keeping as consent
from treue.consent.light import light_of
from treue.consent.records import Evidence, Suppressed
from treue.errors import BadOption
from treue.facts import TABLES, Kind
from treue.facts import forgetting as facts
from treue.facts.forgetting import SALES
from treue.loop.backup.backed_up import note
from treue.loop.backup.backing import SCRATCH, back_up, shop_of
from treue.loop.backup.backing import Wanted as Copy
from treue.loop.backup.forgotten import NAME as NAME_OF_LIST
from treue.loop.backup.forgotten import read_list
from treue.loop.backup.restoring import Wanted as Back
from treue.loop.backup.restoring import restore
from treue.loop.database import open_database
from treue.loop.delivery.arrivals import arrive, files_of
from treue.loop.home import Home, open_home
from treue.loop.intake.loading import Wanted, load
from treue.loop.keeping import keep as keep_settings
from treue.loop.night.drawing import draw
from treue.loop.nightly import nightly
from treue.loop.rights import forgetting, snapshots_anew
from treue.loop.rights.forgetting import begin, finish, hide
from treue.loop.rights.personal_keys import own_keys, person_meant
from treue.loop.work.doing import do
from treue.loop.work.jobs import CALM, FORGET, ask, newest
from treue.people.contacts import persons_called
from treue.people.keeping import Reached, keep
from treue.people.log import log
from treue.people.records import Event, Forgotten, Later, Note, Task
from treue.warehouse.snapshot import current

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
WHO = Somebody(488, "zqxaverine", 0)
NUMBER, MAIL, NAME, TEXT = WHO.number, WHO.mail, "Quellenthal", "zq-words"
TEXTS = (WHO.name, NAME, TEXT, str(WHO.instant), repr(WHO.instant)[:-1])


def fill_rows(key: int, box: int) -> None:
    """What people wrote down of them, and what waits."""
    keep([Reached(key, key, "shop", NOW, NUMBER, "Xaverine", NAME, mail=MAIL, mailbox=box, town="Kiel")])
    Task.objects.create(customer=key, title=f"{TEXT} call", made_at=NOW, made_by="user:1")
    Note.objects.create(customer=key, text=f"{TEXT} note", made_at=NOW, made_by="user:1")
    Later.objects.create(customer=key, until=date(2026, 12, 1), made_at=NOW, made_by="user:1")
    body = {"at": "2026-11-01T08:00:00Z", "body": {"customer": NUMBER, "number": "5", "amount_minor": 1}}
    Event.objects.create(source="shop", key="e-1", kind="order", body=body, arrived_at=NOW)
    log("user:1", "viewed", key)
    ask(CALM, "user:1", {"customer": key})
    Evidence.objects.create(
        key=box,
        channel="mail",
        purpose="newsletter",
        kind="given",
        at=NOW,
        proof=f"{TEXT} proof",
        source="shop",
    )
    consent.object_to_profiling(key, "user:1", NOW)
    consent.end_objection(key, "user:1")


def fill_files(home: Home) -> None:
    """Rows set aside, and an upload nobody loaded yet."""
    broken = home.folder.parent / "broken.csv"
    rows = "".join(f"k{number};K{number};01.02.2026;5,00\n" for number in range(40))
    broken.write_text(
        f"Bestellnummer;Kundennummer;Datum;Betrag\n{rows}zq;{NUMBER};kein Tag;5,00\n", encoding="utf-8"
    )
    load(Wanted(broken), home, lambda _: None)
    arrival = arrive(home, "user:1", NOW)
    (files_of(home, arrival) / "kunden.csv").write_text(f"Name\n{NAME}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop of sixty others, with two nights kept of which nothing is drawn: drawing takes seconds."""
    folder = tmp_path_factory.mktemp("forgetting")
    home = open_home(folder / "shop", create=True)
    load(Wanted(write_orders(folder / "orders.csv")), home, lambda _: None)
    open_database(home)
    deliver(home, WHO)
    fill_files(home)
    fill_rows(home.keyring().number("shop", NUMBER), home.keyring().address(MAIL))
    for _ in range(2):
        nightly(home, lambda _: None)
    for pages in home.snapshots.glob("pages-*"):
        shutil.rmtree(pages)
    return home.folder


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Home:
    shutil.copytree(filled, tmp_path / "shop")
    opened = open_home(tmp_path / "shop")
    open_database(opened)
    return opened


def keys(home: Home) -> set[int]:
    return {home.keyring().number("shop", NUMBER), home.keyring().address(MAIL)}


def months(home: Home) -> list[tuple[object, ...]]:
    found = current(home.snapshots)
    assert found is not None
    with duckdb.connect(str(found.database), read_only=True) as con:
        return con.execute("SELECT month, orders, revenue_minor FROM months ORDER BY month").fetchall()


def test_every_file_is_searched_and_the_person_is_in_all_of_them(home: Home) -> None:
    found = traces(home.folder, TEXTS, keys(home))
    run = current(home.snapshots)
    assert run is not None
    held = {name.split(" ")[0].split("/")[1] for name in found if name.startswith("facts/")}
    assert held >= {
        table.name
        for table in TABLES.values()
        if table.name == "order_lines" or any(each.kind is Kind.CUSTOMER for each in table.columns)
    }
    for place in (
        f"snapshots/snap-{run.run}.duckdb customers", f"snapshots/snap-{run.run}.duckdb ledger",
        "treue.db people_contact", "treue.db people_contactword", "treue.db people_task",
        "treue.db people_note",
        "treue.db people_later", "treue.db people_event", "treue.db people_logged",
        "treue.db consent_evidence", "treue.db loop_job",
    ):  # fmt: skip
        assert place in found
    assert any(place.startswith("quarantine/") for place in found)
    assert any(place.startswith("arrivals/") for place in found)


def test_nothing_of_the_person_stays_anywhere(home: Home) -> None:
    before, run = months(home), current(home.snapshots)
    assert run is not None
    draw(home, run)
    earlier = min(path.stem for path in home.snapshots.glob("snap-*.duckdb")).replace("snap-", "pages-")
    shutil.copytree(home.snapshots / f"pages-{run.run}", home.snapshots / earlier)
    theirs = keys(home)
    assert set(own_keys(home, person_meant(home, MAIL))) == theirs
    begin(home, home.keyring().number("shop", NUMBER), "user:1", NOW)
    assert not persons_called(NAME, 5), "hidden at once"
    job = newest(FORGET)
    assert job is not None
    assert NUMBER not in json.dumps(job.arguments)
    result = do(job, home, lambda _: None, NOW)
    assert int(str(result["snapshots"])) == 2
    assert [path.name for path in home.snapshots.glob("pages-*")] == [f"pages-{run.run}.1"], (
        "only what is shown"
    )
    assert traces(home.folder, TEXTS, ()) == {}
    assert set(traces(home.folder, (), theirs)) <= KNOWN_TO_HOLD_KEYS
    assert months(home) == before
    nightly(home, lambda _: None)
    assert months(home) == before, "what was sold stays sold"
    assert traces(home.folder, TEXTS, ()) == {}
    assert set(traces(home.folder, (), theirs)) <= KNOWN_TO_HOLD_KEYS


def test_a_sale_of_nobody_keeps_its_amounts_and_its_day_and_nothing_that_leads_back(home: Home) -> None:
    hide(home, keys(home), "user:1", NOW)
    finish(home, lambda _: None)
    ids = set()
    for name, column in SALES.items():
        [row] = (
            duckdb.sql(f"SELECT * FROM '{home.facts.folder}/{name}/*.parquet' WHERE {column} LIKE 'nobody:%'")
            .to_arrow_table()
            .to_pylist()
        )
        assert (row["customer"], row["amount_minor"], row["day"], row["version"]) == (
            None,
            4200,
            WHO.day,
            0,
        )
        assert {value.time().isoformat() for value in row.values() if isinstance(value, datetime)} == {
            "12:00:00"
        }
        ids.add(row["order_id"])
    [line] = duckdb.sql(
        f"SELECT order_id FROM '{home.facts.folder}/order_lines/*.parquet' WHERE product = 'P1'"
    ).fetchall()
    assert ids == {line[0]}, "lines, refund and payment still belong to the order"


def test_loading_the_same_again_brings_nobody_back(home: Home) -> None:
    hide(home, keys(home), "user:1", NOW)
    finish(home, lambda _: None)
    rows = {name: home.facts.rows(name) for name in TABLES}
    deliver(home, WHO)
    assert {name: home.facts.rows(name) for name in TABLES} == rows
    assert traces(home.facts.folder, TEXTS, keys(home)) == {}


def test_a_later_order_of_theirs_is_left_out_with_its_lines_and_said(home: Home, tmp_path: Path) -> None:
    hide(home, keys(home), "user:1", NOW)
    finish(home, lambda _: None)
    orders, lines = home.facts.rows("orders"), home.facts.rows("order_lines")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "orders.csv").write_text(
        f"Bestellnummer;Kundennummer;E-Mail;Datum;Betrag;Nachname\nn1;{NUMBER};{MAIL};01.10.2026;5,00;{NAME}\n"
        "n2;K1;k1@example.org;02.10.2026;6,00;Berg\n",
        encoding="utf-8",
    )
    (tmp_path / "new" / "lines.csv").write_text(
        "Bestellnummer;Position;Artikelnummer;Menge;Betrag\nn1;1;P1;1;5,00\nn2;1;P1;1;6,00\n",
        encoding="utf-8",
    )
    said: list[str] = []
    done = load(Wanted(tmp_path / "new"), home, lambda sentence: said.append(str(sentence)))
    assert (done.merged["orders"].new, done.merged["orders"].forgotten) == (1, 1)
    assert (home.facts.rows("orders"), home.facts.rows("order_lines")) == (orders + 1, lines + 1)
    assert any("2 rows are of people who were forgotten" in each for each in said)
    assert traces(home.folder, (NAME, MAIL), ()) == {}


def test_a_new_account_with_the_same_address_is_a_new_customer_nobody_writes_to(
    home: Home, tmp_path: Path
) -> None:
    hide(home, keys(home), "user:1", NOW)
    finish(home, lambda _: None)
    path = tmp_path / "again.csv"
    path.write_text(
        f"Bestellnummer;Kundennummer;E-Mail;Datum;Betrag;Nachname\nn9;NEW1;{MAIL};01.10.2026;5,00;{NAME}\n",
        encoding="utf-8",
    )
    load(Wanted(path), home, lambda _: None)
    new = home.keyring().number("shop", "NEW1")
    assert persons_called(NAME, 5) == [new]
    assert light_of({new} | keys(home), "mail", "newsletter", NOW).reason == "suppressed"


class _KilledError(Exception):
    pass


def _killing(step: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Die right after a step."""
    place, name = {
        "facts": (facts, "_plans"), "map": (facts, "_keep"), "snapshots": (snapshots_anew, "build_anew"),
        "files": (forgetting, "_delete_files"),
    }[step]  # fmt: skip
    real = getattr(place, name)

    def dying(*arguments: object) -> object:
        if step == "facts":
            plans = list(real(*arguments))
            return (each for plan in (plans[:2], [None]) for each in plan if each or _die())
        real(*arguments)
        return _die()

    monkeypatch.setattr(place, name, dying)
    return monkeypatch.undo


def _die() -> bool:
    raise _KilledError


@pytest.mark.parametrize("step", ["map", "facts", "snapshots", "files"])
def test_what_a_killed_one_left_is_finished(home: Home, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = months(home)
    hide(home, keys(home), "user:1", NOW)
    mend = _killing(step, monkeypatch)
    with pytest.raises(_KilledError):
        finish(home, lambda _: None)
    mend()
    if step == "facts":
        nightly(home, lambda _: None)
        assert months(home) == before
    else:
        finish(home, lambda _: None)
    assert traces(home.folder, TEXTS, ()) == {}
    assert set(traces(home.folder, (), keys(home))) <= KNOWN_TO_HOLD_KEYS
    assert finish(home, lambda _: None) is None
    assert {row.is_done for row in Forgotten.objects.all()} == {True}


def test_a_backup_from_before_brings_nobody_back(home: Home, tmp_path: Path) -> None:
    backup = tmp_path / "before.zip"
    note(back_up(home, Copy(backup), NOW, lambda _: None), "terminal")
    hide(home, keys(home), "user:1", NOW)
    assert set(read_list(tmp_path / NAME_OF_LIST, shop_of(home)).keys) == keys(home), "at once"
    finish(home, lambda _: None)
    shutil.rmtree(home.folder)
    assert restore(Back(backup, home.folder), open_database, NOW, lambda _: None).forgotten == 2
    restored = open_home(home.folder)
    open_database(restored)
    with pytest.raises(BadOption, match="nobody is known"):
        person_meant(restored, NUMBER)
    assert not persons_called(NAME, 5), "hidden from the first moment on"
    assert traces(home.folder, TEXTS, ()), "until the files have followed"
    assert finish(restored, lambda _: None) is not None
    assert traces(home.folder, TEXTS, ()) == {}
    assert set(traces(home.folder, (), keys(home))) <= KNOWN_TO_HOLD_KEYS


def test_what_a_killed_backup_left_in_the_home_goes_too(home: Home) -> None:
    left = home.folder / SCRATCH
    left.mkdir()
    shutil.copyfile(home.folder / "treue.db", left / "treue.db")
    hide(home, keys(home), "user:1", NOW)
    finish(home, lambda _: None)
    assert not left.exists()
    assert traces(home.folder, TEXTS, ()) == {}


def test_the_list_beside_the_backups_knows_at_once(home: Home, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    told = open_home(keep_settings(home, {"backup.folder": str(tmp_path / "backups")}).folder)
    hide(told, keys(home), "user:1", NOW)
    finish(told, lambda _: None)
    assert set(read_list(tmp_path / "backups" / NAME_OF_LIST, shop_of(told)).keys) == keys(home)


def test_only_suppression_and_the_bare_key_are_left_of_what_they_said(home: Home) -> None:
    hide(home, keys(home), "user:1", NOW)
    assert not Evidence.objects.filter(key__in=keys(home)).exists()
    assert {row.reason for row in Suppressed.objects.filter(key__in=keys(home))} == {"forgotten"}
    assert {row.key for row in Forgotten.objects.all()} == keys(home)


@pytest.mark.parametrize("who", ["nobody@example.org", "4711", "7F3KQ-29QXM"])
def test_a_stranger_is_not_forgotten(home: Home, who: str) -> None:
    with pytest.raises(BadOption, match="nobody is known"):
        person_meant(home, who)
    assert not Forgotten.objects.exists()
