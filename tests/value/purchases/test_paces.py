from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from invented_histories import beta_geometric, lifetimes, tenures
from numpy.testing import assert_allclose

from treue.errors import BrokenHome, InputError, NothingAccepted
from treue.units import Unit
from treue.value.histories import FloatArray, Histories
from treue.value.purchases import BgNbd, MbgNbd, ParetoNbd
from treue.value.purchases.fitted_paces import FittedPaces, load_paces
from treue.value.purchases.paces import Paces
from treue.value.purchases.traits import Traits

MODELS = {model.name: model for model in (BgNbd, MbgNbd, ParetoNbd)}
EVERY = pytest.mark.parametrize("name", list(MODELS))
# Effects are left to the likelihood alone.
FREE = 100.0
TRUTH = {
    "bg-nbd": (0.6, 40.0, 0.8, 2.5),
    "mbg-nbd": (0.6, 40.0, 0.8, 2.5),
    "pareto-nbd": (0.6, 40.0, 0.7, 90.0),
}


def apparel(folder: Path) -> tuple[Histories, Traits]:
    """The apparel shop of CLVTools after its first 104 weeks."""
    log = pq.read_table(folder / "clvtools_apparel" / "apparelTrans.parquet")
    customer = np.array([int(key) for key in log["Id"].to_pylist()])
    day = log["Date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    until = int(np.datetime64("2006-12-31").astype(np.int64))
    histories, known = Histories.from_orders(customer, day, until=until)
    told = pq.read_table(folder / "clvtools_apparel" / "apparelStaticCov.parquet").to_pydict()
    row = {int(key): place for place, key in enumerate(told["Id"])}
    return histories, Traits.of(
        {name: [f"{told[name][row[key]]:.0f}" for key in known.tolist()] for name in ("Gender", "Channel")}
    )


def simulated(name: str, customers: int, factor: float, seed: int) -> tuple[Histories, Traits]:
    """Web customers order `factor` times as fast as those of the shop, in whole or part of a day."""
    parts = []
    for pace in (1.0, factor):
        first, scale, third, fourth = TRUTH[name]
        truth, tenure = (first, scale / pace, third, fourth), tenures(customers, 500, seed=seed)
        if name == "pareto-nbd":
            parts.append(lifetimes(truth, tenure, seed=seed + 1))
        else:
            parts.append(beta_geometric(truth, tenure, seed=seed + 1, leaves_at_once=name == "mbg-nbd"))
        seed += 10
    columns = zip(*(part.columns() for part in parts), strict=True)
    channel = ["shop"] * customers + ["web"] * customers
    return Histories(*map(np.concatenate, columns)), Traits.of({"channel": channel})


@cache
def fitted_once(name: str) -> tuple[Histories, Traits, FittedPaces]:
    histories, traits = simulated(name, 1_500, 1.6, seed=1)
    return histories, traits, Paces(model=MODELS[name](unit=Unit.WEEK)).fit(histories, traits)


def logs(fitted: FittedPaces) -> dict[tuple[str, str, str], float]:
    return {
        (effect.trait, effect.level, effect.clock): float(np.log(effect.factor))
        for effect in fitted.effects.told()
    }


def contrast(fitted: FittedPaces, trait: str, level: str, usual: str, clock: str) -> tuple[float, float]:
    """How much faster one level is than another, on the log scale, and its standard error."""
    names = [(effect.trait, effect.level, effect.clock) for effect in fitted.effects.told()]
    weights = np.zeros(4 + len(names))
    weights[4 + names.index((trait, level, clock))] = 1.0
    weights[4 + names.index((trait, usual, clock))] = -1.0
    point = np.concatenate([np.zeros(4), fitted.effects.gamma])
    return float(weights @ point), float(np.sqrt(weights @ np.array(fitted.effects.covariance) @ weights))


@pytest.mark.public_data
def test_the_apparel_shop_is_fitted_as_published(public_data: Path) -> None:
    """CLVTools' own figures: Meierer et al. (2026), arXiv 2602.09845, section 6.4.1."""
    histories, traits = apparel(public_data)
    fitted = Paces(model=ParetoNbd(), spread=FREE).fit(histories, traits)
    assert fitted.usual.log_likelihood == pytest.approx(-5821.0627, abs=2e-4)
    usual = fitted.models(fitted.traits_of({"Gender": ["0"], "Channel": ["0"]}))[0]
    assert_allclose(list(usual.parameters.values()), [1.8378, 92.9123, 0.5920, 49.6227], rtol=3e-3)
    for trait, clock, effect, error in [
        ("Gender", "alpha", 0.2859, 0.1041),
        ("Channel", "alpha", 0.6241, 0.1050),
        ("Gender", "beta", -0.6430, 0.2955),
        ("Channel", "beta", 0.7907, 0.3059),
    ]:
        got, doubt = contrast(fitted, trait, "1", "0", clock)
        assert got == pytest.approx(effect, abs=2e-3)
        assert doubt == pytest.approx(error, abs=2e-3)


@pytest.mark.slow
@EVERY
def test_known_effects_are_found_again(name: str) -> None:
    histories, traits = simulated(name, 20_000, 1.5, seed=3)
    fitted = Paces(model=MODELS[name](unit=Unit.DAY)).fit(histories, traits)
    got, doubt = contrast(fitted, "channel", "web", "shop", "alpha")
    assert got == pytest.approx(np.log(1.5), abs=3 * doubt)
    assert doubt < 0.03
    if name == "pareto-nbd":
        got, doubt = contrast(fitted, "channel", "web", "shop", "beta")
        assert got == pytest.approx(0.0, abs=3 * doubt)


@pytest.mark.slow
@EVERY
def test_a_trait_that_tells_nothing_ends_near_none(name: str) -> None:
    histories, _ = simulated(name, 10_000, 1.0, seed=5)
    rng = np.random.default_rng(6)
    levels = rng.choice([*"abcdefgh"], len(histories), p=[0.4, 0.3, 0.15, 0.1, 0.03, 0.01, 0.006, 0.004])
    traits = Traits.of({"nonsense": levels.tolist()})
    fitted = Paces(model=MODELS[name]()).fit(histories, traits)
    assert max(abs(effect) for effect in logs(fitted).values()) < 0.12
    free = Paces(model=MODELS[name](), spread=FREE).fit(histories, traits)
    assert np.ptp(list(logs(free).values())) > np.ptp(list(logs(fitted).values()))


@EVERY
@pytest.mark.parametrize("by_day", [False, True])
def test_one_level_alone_changes_nothing(name: str, by_day: bool) -> None:
    histories, _ = simulated(name, 400, 1.3, seed=7)
    if by_day:
        days = np.ceil(histories.recency_days)
        histories = Histories(
            np.minimum(histories.frequency, days), days, np.ceil(histories.tenure_days), histories.weight
        )
    model = MODELS[name](by_day=by_day)
    traits = Traits.of({"country": ["DE"] * len(histories)})
    fitted, plain = Paces(model=model).fit(histories, traits), model.fit(histories)
    assert fitted.usual.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-6)
    got = fitted.ask(histories, traits, lambda each, rows: each.expected_orders(rows, 91))
    assert_allclose(got, plain.expected_orders(histories, 91), rtol=1e-3)


@pytest.mark.parametrize("name", ["bg-nbd", "mbg-nbd"])
def test_a_pace_is_a_faster_clock(name: str) -> None:
    """Who leaves at orders: the same as times that run e^gamma as fast, with x gamma for their new unit."""
    histories, traits, fitted = fitted_once(name)
    factor = np.array([fitted.effects.factors(traits)["alpha"]]).ravel()
    quick = replace(
        histories,
        recency_days=histories.recency_days * factor,
        tenure_days=histories.tenure_days * factor,
    )
    want = fitted.usual.log_likelihood_of(quick) + histories.frequency * np.log(factor)
    got = fitted.ask(histories, traits, lambda each, rows: each.log_likelihood_of(rows))
    assert_allclose(got, want, rtol=1e-12)
    assert got.sum() == pytest.approx(fitted.usual.log_likelihood, rel=1e-12)


@EVERY
def test_the_top_is_a_top(name: str) -> None:
    """No small step in any parameter or effect leads higher, the belief in small effects counted in."""
    histories, traits, fitted = fitted_once(name)
    told = fitted.effects
    sure = np.repeat(1.0 / np.square(told.spreads), len(told.gamma) // len(told.spreads))

    def height(step: FloatArray) -> float:
        gamma = np.array(told.gamma) + step[4:]
        moved = FittedPaces(
            fitted.usual.at(np.array(list(fitted.usual.parameters.values())) * np.exp(step[:4])),
            replace(told, gamma=tuple(gamma.tolist())),
        )
        each = moved.ask(histories, traits, lambda model, rows: model.log_likelihood_of(rows))
        return float(each.sum() - 0.5 * np.dot(sure, np.square(gamma)))

    for way in np.eye(4 + len(told.gamma)):
        uphill = (height(1e-4 * way) - height(-1e-4 * way)) / 2e-4
        assert abs(uphill) < 0.05


@EVERY
def test_unit_and_order_of_rows_and_levels_change_no_forecast(name: str) -> None:
    histories, traits, fitted = fitted_once(name)
    want = fitted.ask(histories, traits, lambda each, rows: each.expected_orders(rows, 91))
    shuffled = np.random.default_rng(1).permutation(len(histories))
    rows = Histories(*(column[shuffled] for column in histories.columns()))
    renamed = {"shop": "z", "web": "a"}
    names = traits.kinds[0].levels
    told = {"channel": [renamed[names[code]] for code in traits.codes[shuffled, 0]]}
    other = Traits.of(told)
    again = Paces(model=MODELS[name](unit=Unit.DAY)).fit(rows, other)
    got = again.ask(rows, other, lambda each, some: each.expected_orders(some, 91))
    assert_allclose(got, want[shuffled], rtol=1e-4)


def test_redrawn_effects_scatter_as_the_covariance_says() -> None:
    _, _, fitted = fitted_once("bg-nbd")
    rng = np.random.default_rng(4)
    drawn = np.array([fitted.redraw(rng).effects.gamma for _ in range(2_000)])
    want = np.array(fitted.effects.covariance)[4:, 4:]
    assert_allclose(drawn.mean(axis=0), fitted.effects.gamma, atol=5 * np.sqrt(want.max() / 2_000))
    assert_allclose(np.cov(drawn.T), want, atol=0.15 * want.max())


@EVERY
def test_paces_come_back_to_the_last_digit(name: str) -> None:
    _, _, fitted = fitted_once(name)
    assert load_paces(json.loads(json.dumps(fitted.to_json(), allow_nan=False))) == fitted


@EVERY
@pytest.mark.parametrize(
    ("frequency", "recency", "tenure"),
    [
        ([3], [100], [200]),
        ([0] * 40, [0] * 40, [200] * 40),
        ([2] * 40, [30] * 40, [90] * 40),
        ([2000, 0, 0, 1], [2000, 0, 0, 5], [2000, 2000, 2000, 10]),
    ],
    ids=["one", "no-repeat", "all-alike", "extreme"],
)
def test_thin_data_are_answered(
    name: str, frequency: list[int], recency: list[int], tenure: list[int]
) -> None:
    columns = (np.array(column, dtype=np.float64) for column in (frequency, recency, tenure))
    seen = Histories(*columns, np.ones(len(frequency)))
    traits = Traits.of({"country": ["DE", "AT", "CH", "DE"] * (len(seen) // 4) or ["DE"]})
    fitted = Paces(model=MODELS[name](by_day=True)).fit(seen, traits)
    assert np.isfinite(fitted.ask(seen, traits, lambda each, rows: each.expected_orders(rows, 365))).all()
    assert all(0 < effect.low <= effect.factor <= effect.high < 1e3 for effect in fitted.effects.told())
    assert fitted.usual.warnings


def test_nobody_and_somebody_untold_are_answered() -> None:
    histories, _, fitted = fitted_once("bg-nbd")
    untold = fitted.traits_of({"channel": [None]})
    one = Histories(*(column[:1] for column in histories.columns()))
    got = fitted.ask(one, untold, lambda each, rows: each.expected_orders(rows, 91))
    assert_allclose(got, fitted.usual.expected_orders(one, 91))
    none = np.zeros(0)
    nobody = Histories(none, none, none, none)
    answer = fitted.ask(nobody, fitted.traits_of({"channel": []}), lambda each, rows: each.p_alive(rows))
    assert answer.shape == (0,)


def test_what_cannot_be_is_refused() -> None:
    histories, traits, fitted = fitted_once("bg-nbd")
    none = np.zeros(0)
    with pytest.raises(NothingAccepted, match="there is no customer"):
        Paces(model=BgNbd()).fit(Histories(none, none, none, none), Traits.of({"channel": []}))
    with pytest.raises(InputError, match=r"3000 histories, 1 traits of 1 customers; give one row each"):
        Paces(model=BgNbd()).fit(histories, Traits.of({"channel": ["web"]}))
    with pytest.raises(InputError, match=r"with the levels of this model"):
        fitted.ask(histories, Traits.of({"channel": ["x"] * 3000}), lambda each, rows: each.p_alive(rows))
    with pytest.raises(InputError, match=r"a spread of 0.0; it is above zero, or None to learn it"):
        Paces(model=BgNbd(), spread=0.0)
    with pytest.raises(BrokenHome, match=r"got format 9, not 1. Fit again"):
        load_paces({**fitted.to_json(), "format": 9})
    with pytest.raises(BrokenHome, match=r"'gamma' cannot be read. Fit again"):
        load_paces({key: value for key, value in fitted.to_json().items() if key != "gamma"})
    assert len(traits) == len(histories)
