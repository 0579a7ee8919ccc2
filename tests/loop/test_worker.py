"""The line of jobs: one at a time, nothing lost, nothing done twice, by whatever clock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Never

import duckdb
import pytest
from django.db import connection
from working import started, working_home, write_orders

from treue.errors import BadOption, Busy, Keyed
from treue.facts.codes import code_of
from treue.loop.alone import alone
from treue.loop.delivery.arrivals import arrive, files_of
from treue.loop.home import Home
from treue.loop.intake.load_log import read_loads
from treue.loop.intake.loading import Wanted, load
from treue.loop.records import Arrival, Job
from treue.loop.work.alive import WORKER, holding, is_held
from treue.loop.work.at_work import UNREADABLE
from treue.loop.work.at_work import main as at_work_main
from treue.loop.work.claiming import TRIES, claim, died, end, fail, put_back, tell
from treue.loop.work.clock_times import last_time
from treue.loop.work.doing import do
from treue.loop.work.due import due_night, mend_clock
from treue.loop.work.jobs import CALM, DRAIN, LOAD, LOOK, NIGHT, UNDO, ask, at_work, forget_old
from treue.loop.work.worker import CLOCK, Worker
from treue.warehouse import snapshot
from treue.warehouse.duckdb_engine import DuckDBEngine
from waiting import until

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Home]:
    home = working_home(tmp_path / "home")
    yield home
    connection.close()


def quiet(_: str) -> None:
    return None


def kinds() -> list[tuple[str, str]]:
    return list(Job.objects.order_by("id").values_list("kind", "state"))


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-29T10:00", "2026-11-29T02:30"),
        ("2026-11-29T02:29", "2026-11-28T02:30"),
        # The night the clocks go forward has no 02:30: it counts an hour later, once.
        ("2026-03-29T00:59", "2026-03-28T01:30"),
        ("2026-03-29T01:30", "2026-03-29T01:30"),
        # The night they go back has it twice: the first counts.
        ("2026-10-25T01:45", "2026-10-25T00:30"),
    ],
)
def test_a_time_of_day_comes_once_a_day(now: str, last: str) -> None:
    at = "03:30" if "-11-" in now else "02:30"
    there = datetime.fromisoformat(f"{now}+00:00")
    assert last_time(there, at, "Europe/Berlin") == datetime.fromisoformat(f"{last}+00:00")


@pytest.mark.usefixtures("own")
def test_a_lane_has_one_job_at_a_time_in_the_order_they_were_asked() -> None:
    first, second = ask(NIGHT, "user:1"), ask(UNDO, "user:1")
    look = ask(LOOK, "user:1", {"arrival": 1})
    mine = claim(Job.Lane.HOME, 1, NOW)
    assert mine is not None
    assert mine.pk == first.pk
    assert claim(Job.Lane.HOME, 2, NOW) is None, "a second one began beside the first"
    beside = claim(Job.Lane.LOOK, 3, NOW)
    assert beside is not None
    assert beside.pk == look.pk
    found = at_work()
    assert found is not None
    assert found.pk == first.pk
    end(mine, {"run": "x"}, NOW)
    following = claim(Job.Lane.HOME, 2, NOW)
    assert following is not None
    assert following.pk == second.pk


@pytest.mark.usefixtures("own")
def test_the_same_wish_twice_is_one_job_until_it_begins() -> None:
    assert ask(NIGHT, "user:1").pk == ask(NIGHT, "user:2").pk
    assert claim(Job.Lane.HOME, 1, NOW)
    assert ask(NIGHT, "user:2").state == Job.State.WAITING
    assert Job.objects.count() == 2


@pytest.mark.usefixtures("own")
def test_what_was_put_back_waits_its_time() -> None:
    ask(CALM, "user:1", {"customer": 5})
    job = claim(Job.Lane.HOME, 1, NOW)
    assert job is not None
    put_back(job, NOW, timedelta(seconds=20))
    assert claim(Job.Lane.HOME, 1, NOW + timedelta(seconds=19)) is None
    assert claim(Job.Lane.HOME, 1, NOW + timedelta(seconds=21)) is not None


@pytest.mark.usefixtures("own")
def test_a_job_that_dies_is_begun_again_but_not_for_ever() -> None:
    ask(NIGHT, CLOCK)
    for turn in range(TRIES):
        job = claim(Job.Lane.HOME, 1, NOW)
        assert job is not None, turn
        died(job, NOW)
    last = Job.objects.get()
    assert (last.state, last.tries) == (Job.State.FAILED, TRIES)
    assert last.result["key"] == "died"
    assert "memory" in last.result["error"]


@pytest.mark.usefixtures("own")
def test_sentences_are_kept_by_key_so_that_pages_say_them_in_both_languages() -> None:
    ask(NIGHT, CLOCK)
    job = claim(Job.Lane.HOME, 1, NOW)
    assert job is not None
    tell(job, Keyed("passed_over", "{file} is skipped: {reason}", file="a.csv", reason="empty"), NOW)
    fail(job, BadOption(Keyed("twice", "{file}: {fields} twice", file="a.csv", fields="amount")), NOW)
    kept = Job.objects.get()
    assert kept.told == [
        {
            "key": "passed_over",
            "values": {"file": "a.csv", "reason": "empty"},
            "english": "a.csv is skipped: empty",
            "at": NOW.isoformat(),
        }
    ]
    assert (kept.progress, kept.result["key"]) == ("a.csv is skipped: empty", "twice")


def with_orders(home: Home) -> None:
    load(Wanted(write_orders(home.folder.parent / "orders.csv")), home, quiet)


def test_an_empty_home_has_no_night(own: Home) -> None:
    assert not due_night(own, NOW)


def test_a_night_is_due_once_a_day_however_the_clock_jumps(own: Home) -> None:
    with_orders(own)
    assert due_night(own, NOW), "facts without figures wait for nobody"
    Job.objects.create(kind=NIGHT, asked_by=CLOCK, asked_at=NOW, state=Job.State.DONE)
    assert not due_night(own, NOW + timedelta(hours=1))
    # Three days asleep are one night.
    later = NOW + timedelta(days=3)
    assert due_night(own, later)
    Job.objects.create(kind=NIGHT, asked_by=CLOCK, asked_at=later, state=Job.State.DONE)
    assert not due_night(own, later + timedelta(minutes=1))
    # The clock had run ahead and is put back: the real night of that day still comes.
    mend_clock(NOW + timedelta(hours=2))
    assert not due_night(own, NOW + timedelta(hours=2))
    assert due_night(own, NOW + timedelta(days=1))


def test_a_night_that_failed_is_not_begun_again_before_tomorrow(own: Home) -> None:
    with_orders(own)
    Job.objects.create(kind=NIGHT, asked_by=CLOCK, asked_at=NOW, state=Job.State.FAILED)
    assert not due_night(own, NOW + timedelta(hours=3))
    assert due_night(own, NOW + timedelta(days=1))


def test_the_worker_asks_for_the_night_by_its_own_clock(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with_orders(own)
    clock = [datetime(2026, 11, 29, 2, 29, tzinfo=UTC)]
    Job.objects.create(
        kind=NIGHT, asked_by=CLOCK, asked_at=clock[0] - timedelta(hours=1), state=Job.State.DONE
    )
    worker = Worker(own, lambda: clock[0])
    monkeypatch.setattr(worker.__class__, "_begin", lambda *_: None)
    worker.turn()
    assert len(kinds()) == 1
    clock[0] += timedelta(minutes=1)
    worker.turn()
    worker.turn()
    assert kinds()[1:] == [(NIGHT, Job.State.WAITING)]


@pytest.mark.parametrize("text", ["[[sources]]\nname = 1\n", "[shop\n"])
def test_settings_written_wrongly_stop_no_worker(own: Home, text: str) -> None:
    with_orders(own)
    path, clock = own.folder / "treue.toml", [datetime(2026, 11, 29, 3, 30, tzinfo=UTC)]
    right = path.read_text(encoding="utf-8")
    path.write_text(right + text, encoding="utf-8")
    worker = Worker(own, lambda: clock[0])
    worker._look_at_clock()
    path.write_text(right, encoding="utf-8")
    clock[0] += timedelta(minutes=1)
    worker._look_at_clock()
    assert kinds() == [(NIGHT, Job.State.WAITING)]


@pytest.mark.parametrize("text", ["[shop\n", "\n[engine]\nmemmory = '1GB'\n"])
def test_a_job_waits_for_settings_written_wrongly_and_says_which_line_once(
    own: Home, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    path, clock = own.folder / "treue.toml", [NOW]
    right = path.read_text(encoding="utf-8")
    path.write_text(right + text, encoding="utf-8")
    line = (right + text).count("\n")
    ask(NIGHT, "user:1")
    worker = Worker(own, lambda: clock[0])
    with caplog.at_level("INFO"):
        for _ in range(3):
            assert not worker.turn()
            clock[0] += timedelta(seconds=6)
    job = Job.objects.get()
    assert (job.state, job.tries, job.told[-1]["key"]) == (Job.State.WAITING, 0, "bad_settings")
    assert str(path) in job.told[-1]["values"]["told"]
    assert f"line {line}" in job.told[-1]["values"]["told"]
    (logged,) = [each for each in caplog.messages if str(path) in each]
    assert f"line {line}" in logged
    path.write_text(right, encoding="utf-8")
    assert worker.turn(), "begins by itself"
    assert "the settings were put right" in caplog.text
    worker._stop_children()


def test_settings_that_break_while_a_job_begins_are_no_death(own: Home) -> None:
    job = ask(NIGHT, "user:1")
    claim(Job.Lane.HOME, 1, NOW)
    (own.folder / "treue.toml").write_text("[shop\n", encoding="utf-8")
    worker = Worker(own, lambda: NOW)
    process = subprocess.Popen(
        [sys.executable, "-m", "treue.loop.work.at_work", str(own.folder), str(job.pk)]
    )
    assert process.wait(60) == UNREADABLE
    worker._children[Job.Lane.HOME] = process, job.pk
    worker._end(Job.Lane.HOME)
    job.refresh_from_db()
    assert (job.state, job.tries) == (Job.State.WAITING, 0)


@pytest.mark.usefixtures("own")
def test_jobs_of_long_ago_go_but_for_the_last_of_a_kind() -> None:
    def told(kind: str, days: int, state: str = Job.State.DONE) -> int:
        return Job.objects.create(
            kind=kind, asked_by=CLOCK, asked_at=NOW - timedelta(days=days), state=state
        ).pk

    gone = [told(NIGHT, 91), told(NIGHT, 200, Job.State.FAILED), told(DRAIN, 8), told(UNDO, 100)]
    kept = [
        told(NIGHT, 100, Job.State.WAITING), told(UNDO, 99), told(NIGHT, 89, Job.State.FAILED),
        told(DRAIN, 8, Job.State.FAILED), told(DRAIN, 6), told(LOAD, 300),
    ]  # fmt: skip
    assert forget_old(NOW) == len(gone)
    assert set(Job.objects.values_list("pk", flat=True)) == set(kept)


def test_a_night_tidies_the_line(own: Home) -> None:
    with_orders(own)
    for days in (100, 99):
        Job.objects.create(
            kind=UNDO, asked_by="user:1", asked_at=NOW - timedelta(days=days), state=Job.State.DONE
        )
    do(ask(NIGHT, CLOCK), own, quiet, NOW)
    assert Job.objects.filter(kind=UNDO).count() == 1


def test_what_a_dead_worker_left_at_work_is_done_by_the_next(own: Home) -> None:
    with_orders(own)
    ask(NIGHT, "user:1")
    lost = claim(Job.Lane.HOME, 999_999, NOW)
    assert lost is not None
    worker = Worker(own, lambda: datetime.now(UTC))
    worker.turn()
    job = Job.objects.get(pk=lost.pk)
    assert job.tries == 1
    until(lambda: not worker.turn(), 120)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    published = snapshot.current(own.snapshots)
    assert published is not None
    assert job.result["run"] == published.run
    assert [each["key"] for each in job.told][1:] == [
        "run_facts",
        "run_value",
        "run_judge",
        "run_segment",
        "run_publish",
        "run_ends",
    ]


def test_a_job_whose_process_still_lives_is_left_alone(own: Home) -> None:
    ask(NIGHT, "user:1")
    claim(Job.Lane.HOME, os.getpid(), NOW)
    with holding(own, Job.Lane.HOME):
        Worker(own, lambda: NOW).turn()
        assert kinds() == [(NIGHT, Job.State.AT_WORK)]
    assert not is_held(own, Job.Lane.HOME)


def test_there_is_one_worker_a_home(own: Home) -> None:
    with holding(own, WORKER), pytest.raises(Busy, match="there can be only one"), holding(own, WORKER):
        pass


@pytest.mark.slow
def test_a_delivery_becomes_figures_and_can_be_taken_back(own: Home) -> None:
    arrival = arrive(own, "user:1", datetime.now(UTC))
    write_orders(files_of(own, arrival) / "orders.csv")
    arrival.names = ["orders.csv"]
    arrival.save()
    ask(LOAD, "user:1", {"arrival": arrival.pk})
    worker = Worker(own, lambda: datetime.now(UTC))
    worker.turn()
    until(lambda: not worker.turn() and not Job.objects.filter(state=Job.State.WAITING).exists(), 120)
    assert kinds() == [(LOAD, Job.State.DONE), (NIGHT, Job.State.DONE)]
    arrival.refresh_from_db()
    assert (arrival.state, arrival.load) == (Arrival.State.LOADED, 1)
    assert not own.arrivals.joinpath(str(arrival.pk)).exists(), "files that name persons were kept"
    assert [each.path for each in read_loads(own)] == ["orders.csv"]
    # A calm word, by key as pages say it, while somebody at a terminal holds the facts: later, not never.
    published = snapshot.current(own.snapshots)
    assert published is not None
    with snapshot.open_snapshot(published.database) as con:
        customer = con.execute("SELECT customer FROM customers ORDER BY ALL LIMIT 1").fetchall()[0][0]
    with own.facts.writing():
        ask(CALM, "user:1", {"customer": customer})
        until(lambda: not worker.turn() or bool(Job.objects.latest("id").told), 30)
        until(lambda: not worker.turn(), 30)
        job = Job.objects.latest("id")
        assert (job.state, job.told[-1]["key"]) == (Job.State.WAITING, "held")
    Job.objects.filter(pk=job.pk).update(again_at=None)
    until(lambda: not worker.turn() and Job.objects.get(pk=job.pk).state == Job.State.DONE, 30)
    assert own.facts.rows("judgements") == 1
    assert code_of(Job.objects.get(pk=job.pk).result["customer"]) == code_of(customer)
    ask(UNDO, "user:1")
    until(lambda: not worker.turn() and not Job.objects.filter(state=Job.State.WAITING).exists(), 120)
    assert own.facts.rows("judgements") == 0


@pytest.mark.slow
def test_a_worker_stops_within_seconds_and_the_next_one_finishes(own: Home) -> None:
    write_orders(own.folder.parent / "orders.csv", 400)
    load(Wanted(own.folder.parent / "orders.csv"), own, quiet)
    first = started(own)
    until(lambda: Job.objects.filter(state=Job.State.AT_WORK, told__icontains="run_facts").exists())
    asked = time.monotonic()
    first.send_signal(signal.SIGTERM)
    first.wait(20)
    assert time.monotonic() - asked < 12
    assert kinds() == [(NIGHT, Job.State.WAITING)]
    assert snapshot.current(own.snapshots) is None
    with alone(own):
        pass  # nobody holds the home any more
    second = started(own)
    try:
        until(lambda: kinds() == [(NIGHT, Job.State.DONE)], 120)
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait(20)
    assert snapshot.current(own.snapshots) is not None


def test_a_job_whose_query_is_stopped_waits_and_has_not_failed(
    own: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(*_: object) -> Never:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
        with duckdb.connect(config={"threads": 1}) as con:
            DuckDBEngine(con).run("seven", "SELECT sum(range % 7) FROM range(3000000000)")
        raise AssertionError("nobody stopped it")

    monkeypatch.setattr("treue.loop.work.doing.do", work)
    ask(NIGHT, "user:1")
    job = claim(Job.Lane.HOME, os.getpid(), NOW)
    assert job is not None
    assert at_work_main(str(own.folder), job.pk) == 0
    job.refresh_from_db()
    assert (job.state, job.pid, job.tries) == (Job.State.WAITING, None, 0)


@pytest.mark.slow
def test_a_killed_job_is_begun_again(own: Home) -> None:
    write_orders(own.folder.parent / "orders.csv", 400)
    load(Wanted(own.folder.parent / "orders.csv"), own, quiet)
    worker = started(own)
    try:
        until(lambda: Job.objects.filter(state=Job.State.AT_WORK, told__icontains="run_facts").exists())
        os.kill(Job.objects.get().pid or 0, signal.SIGKILL)
        until(lambda: Job.objects.get().tries == 1)
        until(lambda: kinds() == [(NIGHT, Job.State.DONE)], 120)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(20)


def test_a_job_that_breaks_says_so_without_telling_what_files_say(own: Home) -> None:
    arrival = arrive(own, "user:1", datetime.now(UTC))
    path = files_of(own, arrival) / "kunden.csv"
    path.write_text("Name\nErika Mustermann\n", encoding="utf-8")
    arrival.names = ["kunden.csv"]
    arrival.save()
    ask(LOAD, "user:1", {"arrival": arrival.pk})
    job = claim(Job.Lane.HOME, os.getpid(), NOW)
    assert job is not None
    environment = {k: v for k, v in os.environ.items() if k not in ("TREUE_HOME", "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "-m", "treue.loop.work.at_work", str(own.folder), str(job.pk)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    job.refresh_from_db()
    assert (job.state, job.result["kind"], job.result["key"]) == (
        Job.State.FAILED,
        "MissingColumn",
        "missing_columns",
    )
    assert f"job {job.pk} (load) failed: MissingColumn" in ran.stderr
    assert "Erika" not in ran.stderr
    assert not read_loads(own)
