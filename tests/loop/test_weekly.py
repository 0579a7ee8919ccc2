"""What a home keeps: a week long, on the same terms, unless a person asks again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from treue.errors import BrokenHome
from treue.loop.home import Home
from treue.loop.night.choosing import Chosen, Standpoint
from treue.loop.night.tested_rows import BacktestTold
from treue.loop.night.weekly import CHOICE, TEST, Week, backtest_weekly, choose_weekly
from treue.settings import Settings, with_setting
from treue.value.diary import Bookings, Diary
from treue.value.order_days import OrderDays

MONDAY = date(2026, 3, 2)


def small_diary() -> Diary:
    customer, day = np.repeat(np.arange(30), 4), np.tile(np.arange(4) * 20 + 20_000, 30)
    return Diary(OrderDays(customer, day, np.ones(120)), Bookings.none())


@dataclass
class Asked:
    """A shop too small for a tournament, that counts how often one was tried."""

    home: Home
    times: int = 0
    ahead_days: int = 365
    first: date = date(2024, 1, 1)
    diary: Diary = field(default_factory=small_diary)

    def read(self) -> Diary:
        self.times += 1
        return self.diary

    def choose(self, day: date = MONDAY, *, again: bool = False) -> Chosen:
        week = Week(self.home, self.first, day, self.ahead_days, again)
        return choose_weekly(week, Standpoint(day, self.ahead_days, self.read))

    def set(self, value: str, name: str = "model") -> None:
        settings = with_setting(self.home.settings, f"value.{name}", value, "a person")
        self.home = replace(self.home, settings=settings)


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(Home(tmp_path, Settings()))


def test_the_choice_is_kept_as_it_was_made(asked: Asked) -> None:
    first = asked.choose()
    assert asked.choose() == first
    assert asked.times == 1
    told = json.loads((asked.home.folder / CHOICE).read_text(encoding="utf-8"))
    assert (told["model"], told["horizon_days"], told["until"]) == ("auto", 365, "2026-03-02")
    assert told["decision"] == first.verdict.to_json()
    assert [path.name for path in asked.home.folder.iterdir()] == [CHOICE]


@pytest.mark.parametrize(("days", "times"), [(0, 1), (6, 1), (7, 2), (40, 2), (-1, 2)])
def test_a_choice_holds_for_a_week_and_not_for_the_past(asked: Asked, days: int, times: int) -> None:
    asked.choose()
    asked.choose(MONDAY + timedelta(days=days))
    assert asked.times == times


def test_an_older_past_is_tried_at_once(asked: Asked) -> None:
    asked.choose()
    asked.first = date(2023, 1, 1)
    asked.choose()
    assert asked.times == 2


def test_a_person_may_ask_again(asked: Asked) -> None:
    asked.choose()
    asked.choose(again=True)
    assert asked.times == 2
    asked.choose()
    assert asked.times == 2


def test_another_model_in_the_settings_is_another_choice(asked: Asked) -> None:
    asked.choose()
    asked.set("bg-nbd")
    chosen = asked.choose()
    assert (chosen.verdict.model, chosen.verdict.why, chosen.reason) == ("bg-nbd", "named", "")
    asked.set("auto")
    asked.choose()
    assert asked.times == 2


@pytest.mark.parametrize(("name", "value"), [("by_day", "yes"), ("first_orders", "drop")])
def test_another_way_to_read_is_another_choice(asked: Asked, name: str, value: str) -> None:
    asked.choose()
    asked.set(value, name)
    asked.choose()
    assert asked.times == 2


@pytest.mark.parametrize(("days", "times"), [(364, 1), (366, 1), (182, 2)])
def test_another_horizon_is_another_choice_but_for_a_leap_day(asked: Asked, days: int, times: int) -> None:
    asked.choose()
    asked.ahead_days = days
    asked.choose()
    assert asked.times == times


def spoilt(change: Callable[[dict[str, object]], object]) -> Callable[[str], str]:
    return lambda text: json.dumps(change(json.loads(text)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _text: "",
        lambda text: text[: len(text) // 2],
        lambda _text: "[1, 2]",
        spoilt(lambda told: {**told, "until": "soon"}),
        spoilt(lambda told: {**told, "horizon_days": None}),
        spoilt(lambda told: {**told, "decision": [1]}),
        spoilt(lambda told: {**told, "decision": {"format": 99}}),
        spoilt(lambda told: {**told, "decision": {**dict(told["decision"]), "chances": [0.0, 1.0]}}),
    ],
)
def test_a_broken_choice_is_refused_with_its_path(asked: Asked, spoil: Callable[[str], str]) -> None:
    asked.choose()
    path = asked.home.folder / CHOICE
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(BrokenHome) as refused:
        asked.choose()
    assert str(refused.value).startswith(str(path))
    assert "the next run tries" in str(refused.value)
    assert "elete" in str(refused.value)
    path.unlink()
    assert asked.choose().verdict.why == "thin"


def test_what_an_earlier_version_kept_is_decided_anew(asked: Asked) -> None:
    asked.choose()
    path = asked.home.folder / CHOICE
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**told, "verdict": told.pop("decision")}), encoding="utf-8")
    asked.choose()
    assert asked.times == 2


@dataclass
class Tried:
    """A back-test that counts how often it was made."""

    home: Home
    times: int = 0

    def begin(self) -> Callable[[], BacktestTold]:
        self.times += 1
        return self.made

    def made(self) -> BacktestTold:
        row = {"model": "combined", "naive": False, "chosen": True, "mae": 1.0 + self.times, "bias": None}
        return BacktestTold({"split": "2025-03-02"}, [row], [])

    def test(
        self, day: date = MONDAY, first: date = date(2024, 1, 1), *, again: bool = False
    ) -> BacktestTold:
        return backtest_weekly(Week(self.home, first, day, 365, again), self.begin)()


def test_a_back_test_holds_for_a_week_and_is_told_as_it_was(tmp_path: Path) -> None:
    tried = Tried(Home(tmp_path, Settings()))
    first = tried.test()
    assert tried.test(MONDAY + timedelta(days=6)) == first
    assert tried.times == 1
    assert first.tables()["backtest"].column("mae").to_pylist() == [2.0]
    assert tried.test(MONDAY + timedelta(days=7)) != first
    assert tried.test(MONDAY + timedelta(days=7), again=True).forecasts[0]["mae"] == 4.0


def test_an_older_past_is_tested_at_once(tmp_path: Path) -> None:
    tried = Tried(Home(tmp_path, Settings()))
    tried.test()
    tried.test(first=date(2023, 1, 1))
    assert tried.times == 2


def test_a_broken_back_test_is_refused_with_its_path(tmp_path: Path) -> None:
    tried = Tried(Home(tmp_path, Settings()))
    tried.test()
    path = tmp_path / TEST
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(
        json.dumps({**told, "decision": {**told["decision"], "forecasts": [1]}}), encoding="utf-8"
    )
    with pytest.raises(BrokenHome, match=r"backtest\.json cannot be read"):
        tried.test()
