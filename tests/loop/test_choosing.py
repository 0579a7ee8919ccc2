"""How a forecast is made: named by a person, or decided on the shop's own past."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from treue.loop.night.choosing import (
    Chosen,
    Standpoint,
    Timed,
    adjusted,
    by_clock,
    choose,
    phases_at,
    sample,
    settle,
)
from treue.loop.night.valuing import day_of_number
from treue.settings import Settings, with_setting
from treue.units import Unit
from treue.value.diary import Bookings, Diary
from treue.value.forecast import Models, Shock
from treue.value.histories import Histories
from treue.value.order_days import OrderDays
from treue.value.past import Past
from treue.value.purchases import MODELS
from treue.value.tournament.features import Seen
from treue.value.tournament.holding import Asked
from treue.value.tournament.verdict import RETURNING, Verdict

UNTIL = 20_000 + 360


def diary_of(customers: int, seed: int, *, evenly: bool = False) -> Diary:
    """Customers who come in the first third of a year and a half; every gap 30 days, or drawn around it."""
    rng = np.random.default_rng(seed)
    gaps = np.full((customers, 30), 30.0) if evenly else rng.exponential(30.0, (customers, 30))
    day = 20_000 + np.floor(rng.uniform(0, 180, customers)[:, None] + np.cumsum(gaps, axis=1))
    stays = rng.geometric(0.15, customers)
    kept = (np.arange(30)[None, :] < stays[:, None]) & (day <= 20_000 + 540)
    who, _ = np.nonzero(kept)
    pairs = np.unique(np.stack([who, day[kept].astype(np.int64)], axis=1), axis=0)
    return Diary(OrderDays(pairs[:, 0], pairs[:, 1], np.full(len(pairs), 20.0)), Bookings.none())


def standpoint(diary: Diary) -> Standpoint:
    return Standpoint(day_of_number(UNTIL), 91, lambda: diary)


def set_to(**values: str) -> Settings:
    settings = Settings()
    for name, text in values.items():
        settings = with_setting(settings, f"value.{name}", text, "a person")
    return settings


def unread() -> Diary:
    raise AssertionError("nobody should read the diary")


# Named by a person


@pytest.mark.parametrize("model", ["bg-nbd", "mbg-nbd", "pareto-nbd", "sbg"])
def test_a_named_model_is_taken_unread_and_laid_over_with_nothing(model: str) -> None:
    here = Standpoint(date(2026, 1, 1), 91, unread)
    chosen = choose(set_to(model=model), here)
    assert chosen.verdict == Verdict(model=model, why="named", returning=0.0)
    assert (chosen.reason, chosen.reason_german) == ("", "")


def test_a_model_with_a_rhythm_is_named_with_it() -> None:
    even, by_chance = (diary_of(150, 1, evenly=each) for each in (True, False))
    phases = [choose(set_to(model="mbg-cnbd"), standpoint(each)).verdict.phases for each in (even, by_chance)]
    assert phases[0] is not None
    assert phases[1] is not None
    assert phases[0] > phases[1] >= 1
    assert phases[0] == phases_at(even, UNTIL) == phases_at(even.until(UNTIL), UNTIL)


# Decided by a tournament


@pytest.fixture(scope="module")
def busy() -> Diary:
    return diary_of(260, 2)


@pytest.fixture(scope="module")
def chosen(busy: Diary) -> Chosen:
    return choose(set_to(model="auto"), standpoint(busy))


def test_auto_holds_a_tournament_and_gives_its_reason(chosen: Chosen) -> None:
    assert chosen.verdict.why in ("best", "tie")
    assert chosen.verdict.model in MODELS
    assert {each.name for each in chosen.verdict.standings} >= {"combined", "pareto-nbd", "zero"}
    since = day_of_number(chosen.verdict.since)
    assert chosen.verdict.model in chosen.reason
    assert f"the first {since.day} {since:%B %Y}" in chosen.reason.replace("\N{NO-BREAK SPACE}", " ")
    assert f"{since:%d.%m.%Y}" in chosen.reason_german


@pytest.mark.parametrize("model", ["auto", "pareto-nbd"])
def test_how_days_and_first_orders_are_read_is_part_of_the_choice(model: str, busy: Diary) -> None:
    settings = set_to(model=model, by_day="yes", first_orders="drop")
    told = choose(settings, standpoint(busy)).verdict
    assert (told.by_day, told.first_orders) == (True, "drop")
    settled = settle(settings, told, date(2026, 1, 1))
    assert (settled.by_day, settled.first_orders) == (True, "drop")


def test_auto_shows_the_tournament_nothing_behind_its_day(
    busy: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Diary] = []

    def keep(diary: Diary, _asked: Asked) -> Verdict:
        shown.append(diary)
        return Verdict()

    monkeypatch.setattr("treue.loop.night.choosing.hold", keep)
    choose(set_to(model="auto"), standpoint(busy))
    assert shown[0].orders.day.max() == UNTIL < busy.orders.day.max()


def test_a_sample_is_the_same_customers_every_time() -> None:
    customer = np.arange(30_000)
    many = Diary(OrderDays(customer, np.full(30_000, UNTIL), np.ones(30_000)), Bookings.none())
    some = sample(many)
    assert 19_000 < len(some.orders.customer) < 21_000
    assert (sample(many).orders.customer == some.orders.customer).all()


# What the verdict means


def past_of(diary: Diary) -> tuple[Past, Histories]:
    seen = Seen.at(UNTIL, diary)
    nothing, count = np.zeros(len(seen)), np.ones(len(seen), dtype=np.int64)
    whole = Past(
        *(seen.customer, count, count, count, seen.histories),
        *(nothing for _ in range(13)),
    )  # fmt: skip
    return whole, seen.histories


def timed(verdict: Verdict, here: Standpoint, past: Past) -> Timed:
    return by_clock(verdict, "DE", here, past, settle(Settings(), verdict, here.until))


def test_where_nothing_was_learned_all_keep_the_shops_level(busy: Diary) -> None:
    past, histories = past_of(busy)
    models = Models(MODELS["bg-nbd"](unit=Unit.WEEK).fit(histories), None)
    here = Standpoint(day_of_number(UNTIL), 91, unread)
    verdict = Verdict(model="bg-nbd", why="named", log_level=0.2, shock=0.3)
    told = adjusted(verdict, here, timed(verdict, here, past), models)
    assert told.pace == pytest.approx(np.full(len(past), np.exp(0.2)))
    assert (told.shock, told.moved) == (Shock(0.3, degrees=4.0), None)


def test_a_naive_forecast_that_won_gives_each_customer_its_own_pace(busy: Diary) -> None:
    past, histories = past_of(busy)
    models = Models(MODELS["bg-nbd"](unit=Unit.WEEK).fit(histories), None)
    verdict, here = Verdict(model="bg-nbd", naive="average"), standpoint(busy)
    told = adjusted(verdict, here, timed(verdict, here, past), models)
    means = models.purchases.expected_orders(histories, 91) * told.pace
    assert means == pytest.approx(np.full(len(past), means[0]), rel=1e-6)


def test_settings_reach_the_appraisal() -> None:
    settings = set_to(spend="repeat", unit="day", horizon="26w", discount="5%")
    verdict = Verdict(model="mbg-cnbd", phases=3, first_orders="drop", by_day=True)
    told = settle(settings, verdict, date(2026, 1, 1))
    assert (told.model, told.phases, told.spend, told.unit) == ("mbg-cnbd", 3, "repeat", Unit.DAY)
    assert (told.ahead.days, told.ahead.discount_per_year) == (182, 0.05)
    assert (told.first_orders, told.by_day) == ("drop", True)
    assert told.returning == RETURNING
    assert not settle(Settings(), Verdict(), date(2026, 1, 1)).by_day


def test_without_a_clock_the_past_stays_as_it_is(busy: Diary) -> None:
    past, _ = past_of(busy)
    told = timed(Verdict(), Standpoint(day_of_number(UNTIL), 91, unread), past)
    assert told.past is past
    assert told.clock.is_plain
    assert told.ahead(365).horizon == 365.0
