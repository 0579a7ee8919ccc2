from __future__ import annotations

from dataclasses import fields
from importlib.resources import files

import numpy as np
import pytest
from worlds import plan, terms

from treue.errors import BadOption
from treue.simulation.shapes import Shapes, shapes_of
from treue.simulation.world.arrivals import arrivals_of
from treue.simulation.world.days import days_of
from treue.simulation.world.terms import PRESETS, Season, Terms, preset, terms_of
from treue.simulation.writing import history


def text(name: str) -> str:
    return files("treue.simulation.world").joinpath(f"presets/{name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PRESETS)
def test_every_number_says_where_it_comes_from(name: str) -> None:
    told = [line for line in text(name).splitlines() if " = " in line and not line.startswith("#")]
    channels = [
        line for line in told if line.split(" = ")[0] in ("name", "organic", "paid", "daily", "saturation")
    ]
    assert not [line for line in told if "#" not in line and line not in channels]


@pytest.mark.parametrize("name", PRESETS)
def test_shares_are_shares_and_lists_have_their_length(name: str) -> None:
    shop = terms(name)
    for section in (shop.people, shop.range, shop.service, shop.effects, shop.contact, shop.surveys):
        for each in fields(section):
            if (value := getattr(section, each.name)) and isinstance(value, float):
                assert value >= 0, each.name
    assert sum(shop.people.steps) == pytest.approx(1)
    assert len(shop.season.by_month) == 12
    assert len(shop.season.by_weekday) == 7
    assert set(shop.shop.reduced) <= set(shop.shop.categories)
    assert shop.contact.helped + shop.contact.annoyed <= 1
    assert shop.contact.needs + shop.contact.takes <= 1


def test_what_is_missing_or_unknown_is_named() -> None:
    told = text("fashion")
    with pytest.raises(BadOption, match="people: 'gap_days' is missing or unknown"):
        terms_of("mine", told.replace("gap_days", "gap_dayz", 1).replace("gap_dayz =", "# ="))
    with pytest.raises(BadOption, match="'prize' is missing or unknown"):
        terms_of("mine", told.replace("[range]", "[range]\nprize = 3"))
    with pytest.raises(BadOption, match="section 'season' is missing or unknown"):
        terms_of("mine", told.replace("[season]", "[seasons]"))
    with pytest.raises(BadOption, match="there are fashion, grocery"):
        preset("bakery")


# Of the cohort of the first 90 days, watched for a year: docs/numbers/world.md holds them against real sets.
EXPECTED = {
    "fashion": {"repeat": (0.48, 0.68), "gini": (0.45, 0.6), "value_tail": (4.5, 9), "returns": (0.22, 0.4)},
    "grocery": {"repeat": (0.6, 0.82), "gap": (10, 22), "evenness": (0.55, 0.8), "returns": (0, 0.03)},
    "cosmetics": {"repeat": (0.6, 0.8), "evenness": (0.6, 0.85), "returns": (0, 0.08)},
    "electronics": {"repeat": (0.33, 0.55), "value_spread": (1, 1.4), "evenness": (0.8, 1.1)},
    "subscription": {"repeat": (0.8, 1), "gap": (18, 32), "evenness": (0.18, 0.4)},
}


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_has_its_shape(name: str) -> None:
    sold = history(terms(name), plan(4000, days=400, before=300)).sold
    back = np.where(sold.come.goes_back, sold.lines.amount, 0).sum() / sold.lines.amount.sum()
    found = shapes_of(sold.people.number, sold.day, sold.charges.goods / 100, float(back))
    for shape, (low, high) in EXPECTED[name].items():
        assert low <= getattr(found, shape) <= high, (shape, getattr(found, shape))


def test_shapes_by_hand() -> None:
    """Two customers: one orders thrice for 10, one once for 30; a third comes too late to count."""
    who, day = np.array([1, 1, 1, 2, 3]), np.array([0, 10, 40, 5, 200])
    found = shapes_of(who, day, np.array([10.0, 10.0, 10.0, 30.0, 99.0]))
    assert found.repeat == 0.5
    assert found.orders == 2.0
    assert found.gap == 20.0
    assert found.gini == pytest.approx(0.0)
    assert np.isnan(found.returns)
    uneven = shapes_of(np.array([1, 2]), np.array([0, 0]), np.array([0.0, 5.0]))
    assert uneven.gini == pytest.approx(0.5)


def test_shapes_without_amounts() -> None:
    found = shapes_of(np.array([1, 1]), np.array([0, 3]), None)
    assert found.gap == 3.0
    assert np.isnan(found.gini)
    assert np.isnan(found.value_tail)
    assert isinstance(found, Shapes)


def test_evenness_knows_chance_from_rhythm() -> None:
    rng = np.random.default_rng(1)
    for shape, expected in ((1.0, 1.0), (4.0, 0.5)):
        gaps = np.ceil(rng.gamma(shape, 30 / shape, (3000, 9)))
        day = np.cumsum(gaps, axis=1).astype(np.int64) % 300
        day = np.sort(np.minimum(np.cumsum(gaps, axis=1), 360), axis=1).astype(np.int64)
        found = shapes_of(np.repeat(np.arange(3000), 9), day.ravel() % 360, None)
        assert found.evenness == pytest.approx(expected, abs=0.2)


def arrivals(shop: Terms, customers: int = 1000) -> np.ndarray:
    days = days_of(shop, 1, 20_000, 900)
    return arrivals_of(shop, 1, days, 20_729, customers).joined(np.arange(customers))


def test_as_many_come_as_were_asked_for_and_more_towards_the_end() -> None:
    joined = arrivals(terms())
    assert joined.min() >= 20_000
    assert joined.max() <= 20_729
    assert (joined > 20_365).mean() > 0.52
    assert (np.diff(joined) >= 0).all()


def test_a_season_is_a_record_of_its_own() -> None:
    assert isinstance(terms().season, Season)
