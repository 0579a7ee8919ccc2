"""Work beside a night: results come back, errors are raised, and nothing is left behind."""

from __future__ import annotations

import operator
import os
import time
from pathlib import Path

import pytest

from treue.errors import BadOption, TreueError
from treue.loop.night import beside as beside_module
from treue.loop.night.beside import Beside
from treue.units import Period


@pytest.fixture
def on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine has: a second process works on one processor too."""
    monkeypatch.setattr(beside_module.os, "sched_getaffinity", lambda _: {0, 1})


@pytest.mark.usefixtures("on_two")
def test_results_come_back_in_whatever_order_they_are_waited_for(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    one, two = beside.begin(operator.add, 1, 2), beside.begin(operator.mul, [7], 3)
    assert two() == [7, 7, 7]
    assert one() == 3
    beside.end()


@pytest.mark.usefixtures("on_two")
def test_an_error_is_raised_where_it_is_waited_for(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    wait = beside.begin(Period.parse, "as long as it takes")
    with pytest.raises(BadOption, match="as long as it takes"):
        wait()
    beside.end()


@pytest.mark.usefixtures("on_two")
def test_the_work_goes_on_in_another_process(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    assert beside.begin(os.getpid)() != os.getpid()
    beside.end()


@pytest.mark.usefixtures("on_two")
def test_a_process_that_was_killed_is_told(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    with pytest.raises(TreueError, match="ended with -6 before its work was done"):
        beside.begin(os.abort)()
    beside.end()


@pytest.mark.usefixtures("on_two")
def test_nothing_goes_on_after_the_end(tmp_path: Path) -> None:
    beside = Beside(tmp_path)
    begun = time.monotonic()
    wait = beside.begin(time.sleep, 600)
    beside.end()
    assert time.monotonic() - begun < 60
    with pytest.raises(TreueError):
        wait()


def test_on_one_processor_it_is_done_when_it_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside_module.os, "sched_getaffinity", lambda _: {0})
    beside = Beside(tmp_path)
    assert beside.begin(os.getpid)() == os.getpid()
    assert list(tmp_path.iterdir()) == []
    beside.end()
