from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from worlds import FASHION, in_order, newest, plan

from treue.errors import BadOption
from treue.facts.declared import TABLES
from treue.facts.manifest import read_manifest
from treue.simulation.playing import Played, advance, begin
from treue.simulation.world.acting import Actions
from treue.simulation.world.days import number_of
from treue.simulation.world.play import Plan, live, open_world
from treue.simulation.writing import BLOCK, history, write_world

OF_THE_SHOP = ("products", "stock", "spend", "calendar")
# No row of it before the first customer exists; a world of 500 days has all the others.
EVERY = set(TABLES) - {"improvements", "judgements", "rates"}


def equal(one: Mapping[str, pa.Table], other: Mapping[str, pa.Table]) -> None:
    assert set(one) == set(other)
    for name, rows in one.items():
        assert in_order(name, rows).equals(in_order(name, other[name])), name


def test_same_seed_same_rows_and_another_seed_others() -> None:
    one, again, other = (history(FASHION, plan(seed=seed)).facts for seed in (3, 3, 4))
    equal(one, again)
    assert set(one) == EVERY
    assert all(not one[name].equals(other[name]) for name in EVERY - {"calendar"})


@pytest.mark.parametrize("before", [0, 200])
def test_split_in_blocks_is_the_whole(before: int) -> None:
    whole = history(FASHION, plan(before=before)).facts
    parts = [history(FASHION, plan(before=before, blocks=3, block=block)).facts for block in range(3)]
    tables = {name: pa.concat_tables([each[name] for each in parts if name in each]) for name in whole}
    equal(whole, tables)
    assert all(name not in parts[1] for name in OF_THE_SHOP)


@pytest.mark.parametrize("before", [0, 400])
def test_played_day_by_day_is_bulk(before: int) -> None:
    short = plan(400, days=150, before=before)
    lived = history(FASHION, short)
    world, bulk = lived.world, lived.facts
    played = begin(FASHION, short)
    days: dict[str, list[pa.Table]] = {}
    for day in range(short.first, number_of(short.until) + 1):
        passed, played = advance(played, day)
        for name, rows in passed.facts.items():
            days.setdefault(name, []).append(rows)
    told = {name: newest(name, pa.concat_tables(parts)) for name, parts in days.items()}
    equal(told, bulk)
    for name in world.state.__slots__:
        np.testing.assert_array_equal(getattr(played.world.state, name), getattr(world.state, name))


def test_nothing_is_told_before_it_happened() -> None:
    played = Played(open_world(FASHION, plan(300)))
    for day in range(played.today, played.today + 60):
        passed, played = advance(played, day)
        for name, rows in passed.facts.items():
            for column in ("day", "delivered_day", "returned_day", "first_seen"):
                if column in rows.column_names and name != "products":
                    latest = rows.column(column).cast(pa.int32()).to_numpy(zero_copy_only=False)
                    assert not (latest > day).any(), (name, column)


def test_a_copy_plays_on_in_its_own_way() -> None:
    world = history(FASHION, plan(800)).world
    played = Played(world)
    alone, _ = advance(played, world.today)
    acted, _ = advance(played, world.today, Actions.all("letter", world.people.number))
    again, _ = advance(played, world.today)
    assert (
        acted.facts["touches"].filter(pa.compute.equal(acted.facts["touches"]["channel"], "letter")).num_rows
        == 800
    )
    equal(alone.facts, again.facts)


def test_newcomers_come_beyond_the_history_whatever_the_blocks() -> None:
    whole = history(FASHION, plan(1500)).world
    parts = [history(FASHION, plan(1500, blocks=2, block=block)).world for block in range(2)]
    lived = [live(each, each.today + 59)[0].people.number for each in (whole, *parts)]
    assert len(lived[0]) > 1600
    np.testing.assert_array_equal(lived[0], np.sort(np.concatenate(lived[1:])))


def test_days_pass_in_turn() -> None:
    played = Played(open_world(FASHION, plan(10)))
    with pytest.raises(BadOption, match="days pass in turn"):
        advance(played, played.today + 1)
    early = Played(open_world(FASHION, plan(10, before=30)))
    with pytest.raises(BadOption, match="lies before the facts"):
        advance(early, early.today)
    with pytest.raises(BadOption, match="knows its days up to"):
        live(played.world, played.today + 5000)


@pytest.mark.parametrize("customers", [1, 2])
def test_a_world_of_hardly_anybody(customers: int, tmp_path: Path) -> None:
    written = write_world(FASHION, plan(customers), tmp_path)
    assert written.rows["customers"] == customers
    assert written.rows["products"] > 500


def test_nobody_and_no_day_are_refused(tmp_path: Path) -> None:
    for none in (plan(0), plan(5, days=0)):
        with pytest.raises(BadOption, match="ask for one of each at least"):
            write_world(FASHION, none, tmp_path)


@pytest.mark.slow
def test_files_are_the_same_however_many_processes(tmp_path: Path) -> None:
    size = BLOCK + 500
    wanted = Plan(seed=1, customers=size, until=plan().until, days=40)
    one, two = (write_world(FASHION, wanted, tmp_path / str(count), processes=count) for count in (1, 2))
    assert one == two
    for name, rows in one.rows.items():
        folders = [tmp_path / str(count) / "facts" / name for count in (1, 2)]
        manifests = [read_manifest(folder) for folder in folders]
        assert manifests[0] == manifests[1]
        assert sum(pq.read_metadata(folders[0] / file).num_rows for file in manifests[0].files) == rows
        for file in manifests[0].files:
            assert (folders[0] / file).read_bytes() == (folders[1] / file).read_bytes()
