from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate
from scipy.special import gammaln

from treue.errors import BadOption, BrokenHome, InputError, PoorFit, ThinData
from treue.value.histories import FloatArray
from treue.value.spend import FittedGammaGamma, GammaGamma, from_json, order_amounts

Log = tuple[np.ndarray, np.ndarray, np.ndarray]


def cdnow(folder: Path, name: str, columns: tuple[int, int, int]) -> Log:
    """Customer, day and amount up to 1997-09-30."""
    rows = []
    with gzip.open(folder / "cdnow" / f"CDNOW_{name}.txt.gz", "rt") as lines:
        for line in lines:
            parts = line.split()
            if parts and parts[0].isdigit():
                rows.append([parts[column] for column in columns])
    customer, day, amount = (np.array(column) for column in zip(*rows, strict=True))
    days = np.array([f"{d[:4]}-{d[4:6]}-{d[6:]}" for d in day], dtype="datetime64[D]").astype(np.int64)
    seen = days <= np.datetime64("1997-09-30").astype(np.int64)
    return customer.astype(np.int64)[seen], days[seen], amount.astype(np.float64)[seen]


@pytest.fixture(scope="session")
def sample_log(public_data: Path) -> Log:
    return cdnow(public_data, "sample", (1, 2, 4))


@pytest.fixture(scope="session")
def master_log(public_data: Path) -> Log:
    return cdnow(public_data, "master", (0, 1, 3))


def invented(
    customers: int, seed: int, p: float = 6.25, q: float = 3.74, gamma: float = 15.44
) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(seed)
    counts = 1.0 + rng.poisson(rng.gamma(0.5, 2.0, customers))
    rate = rng.gamma(q, 1.0 / gamma, customers)
    return counts, rng.gamma(p * counts) / rate / counts


def fitted(p: float = 6.25, q: float = 3.74, gamma: float = 15.44) -> FittedGammaGamma:
    covariance = np.diag([0.04, 0.006, 0.07])
    return FittedGammaGamma(p, q, gamma, covariance, 0.0, "all", 1000.0, "0" * 16)


# Published: `tests/testthat/test_correctness_gg.R` of CLVTools, and the same figures computed with BTYD.


@pytest.mark.public_data
def test_classical_parameters_of_the_cdnow_sample(sample_log: Log) -> None:
    model = GammaGamma(orders="repeat").fit(*order_amounts(*sample_log, "repeat"))
    assert model.customers == 946
    # The published ones were stopped 3e-8 nats below the top, where q is flat: 5e-5 is what they carry.
    assert model.p == pytest.approx(6.24935, rel=6e-5)
    assert model.q == pytest.approx(3.74426, rel=5e-5)
    assert model.gamma == pytest.approx(15.44431, rel=6e-5)
    assert model.log_likelihood == pytest.approx(-4055.9177, abs=1e-4)
    assert not model.warnings


@pytest.mark.public_data
def test_classical_parameters_of_the_cdnow_master(master_log: Log) -> None:
    model = GammaGamma(orders="repeat").fit(*order_amounts(*master_log, "repeat"))
    assert model.p == pytest.approx(6.27534, rel=5e-6)
    assert model.q == pytest.approx(3.62444, rel=5e-6)
    assert model.gamma == pytest.approx(14.98371, rel=5e-6)
    assert model.log_likelihood == pytest.approx(-40763.4763, abs=1e-4)


@pytest.mark.public_data
def test_first_ten_customers_of_the_cdnow_sample(sample_log: Log) -> None:
    counts, means = order_amounts(*sample_log, "repeat")
    amounts = GammaGamma(orders="repeat").fit(counts, means).expected_amount(counts, means)
    published = [24.654, 18.910, 35.170, 35.170, 35.170, 71.465, 18.910, 35.170, 27.282, 35.170]
    assert amounts[:10] == pytest.approx(published, abs=6e-4)


def test_a_customer_at_the_published_parameters() -> None:
    model = fitted(6.2493492, 3.7442563, 15.4443067)
    amount = model.expected_amount(np.array([3.0]), np.array([35.0]))
    assert amount[0] == pytest.approx(35.021770361259, rel=1e-12)


# Recovery


@pytest.mark.slow
def test_recovers_what_it_was_simulated_with() -> None:
    model = GammaGamma().fit(*invented(200_000, seed=1))
    deviation = np.log([model.p / 6.25, model.q / 3.74, model.gamma / 15.44])
    assert (np.abs(deviation) < 3 * np.sqrt(np.diag(model.covariance))).all()
    assert model.p == pytest.approx(6.25, rel=0.02)


def test_standard_errors_are_the_scatter_of_repeated_fits() -> None:
    fits = [GammaGamma().fit(*invented(2_000, seed=seed)) for seed in range(60)]
    scatter = np.std([[np.log(each.p), np.log(each.q)] for each in fits], axis=0)
    told = np.mean([np.sqrt(np.diag(each.covariance))[:2] for each in fits], axis=0)
    assert told == pytest.approx(scatter, rel=0.35)


# Agreement


def test_likelihood_is_the_integral_over_the_latent_rate() -> None:
    model, x, m = fitted(), 3.0, 21.0

    def joint(rate: float) -> float:
        own = (
            model.p * x * np.log(rate * x)
            - gammaln(model.p * x)
            + (model.p * x - 1) * np.log(m)
            - rate * x * m
        )
        prior = (
            model.q * np.log(model.gamma)
            - gammaln(model.q)
            + (model.q - 1) * np.log(rate)
            - model.gamma * rate
        )
        return float(np.exp(own + prior))

    density, _ = integrate.quad(joint, 0, 5, limit=200)
    told = model.log_likelihood_of(np.array([x]), np.array([m]))[0]
    assert told == pytest.approx(np.log(density), abs=1e-8)


def test_total_likelihood_is_the_sum_over_customers() -> None:
    counts, means = invented(3_000, seed=2)
    model = GammaGamma().fit(counts, means)
    assert model.log_likelihood == pytest.approx(model.log_likelihood_of(counts, means).sum(), abs=1e-6)


def test_no_neighbour_is_more_likely() -> None:
    counts, means = invented(3_000, seed=3)
    model = GammaGamma().fit(counts, means)
    rng = np.random.default_rng(0)
    for _ in range(50):
        p, q, gamma = np.array([model.p, model.q, model.gamma]) * np.exp(rng.normal(0, 1e-3, 3))
        near = fitted(p, q, gamma).log_likelihood_of(counts, means).sum()
        assert near < model.log_likelihood + 1e-7


def test_draws_have_the_moments_told() -> None:
    model, rng = fitted(), np.random.default_rng(5)
    counts, means = np.full(200_000, 4.0), np.full(200_000, 30.0)
    first, second = (moment[0] for moment in model.amount_moments(counts, means))
    drawn = model.draw_amount(counts, means, rng)
    assert drawn.mean() == pytest.approx(first, rel=0.005)
    assert np.square(drawn).mean() == pytest.approx(second, rel=0.01)
    sums = model.draw_sum(counts, means, np.full(200_000, 3), rng)
    assert sums.mean() == pytest.approx(3 * first, rel=0.005)
    assert np.square(sums).mean() == pytest.approx(second * (9 + 3 / model.p), rel=0.01)


def test_no_orders_are_worth_nothing() -> None:
    sums = fitted().draw_sum(np.ones(5), np.ones(5), np.zeros(5, dtype=np.int64), np.random.default_rng(0))
    assert (sums == 0).all()


def test_weights_are_repeated_rows() -> None:
    counts, means = invented(500, seed=6)
    weights = np.random.default_rng(0).integers(1, 4, 500)
    weighted = GammaGamma().fit(counts, means, weights.astype(np.float64))
    repeated = GammaGamma().fit(np.repeat(counts, weights), np.repeat(means, weights))
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, abs=1e-7)
    assert weighted.q == pytest.approx(repeated.q, rel=1e-6)


def test_a_start_from_a_few_customers_ends_on_all() -> None:
    counts, means = invented(50_000, seed=7)
    model = GammaGamma().fit(counts, means)
    halves = [GammaGamma().fit(counts[part], means[part]) for part in (slice(0, 25_000), slice(25_000, None))]
    elsewhere = [fitted(half.p, half.q, half.gamma).log_likelihood_of(counts, means).sum() for half in halves]
    assert model.log_likelihood > max(elsewhere)


# Invariants


@settings(deadline=None)
@given(factor=st.floats(1e-3, 1e4), seed=st.integers(0, 5))
def test_another_currency_changes_the_scale_only(factor: float, seed: int) -> None:
    counts, means = invented(300, seed)
    here, there = GammaGamma().fit(counts, means), GammaGamma().fit(counts, means * factor)
    assert there.q == pytest.approx(here.q, rel=1e-5)
    assert there.gamma == pytest.approx(here.gamma * factor, rel=1e-5)
    assert there.expected_amount(counts, means * factor) == pytest.approx(
        here.expected_amount(counts, means) * factor, rel=1e-6
    )


def test_the_order_of_rows_changes_nothing() -> None:
    counts, means = invented(1_000, seed=8)
    turned = GammaGamma().fit(counts[::-1], means[::-1])
    straight = GammaGamma().fit(counts, means)
    assert turned.fingerprint == straight.fingerprint
    assert turned.p == pytest.approx(straight.p, rel=1e-7)
    assert GammaGamma().fit(counts[1:], means[1:]).fingerprint != straight.fingerprint


@settings(deadline=None)
@given(
    p=st.floats(0.1, 50),
    q=st.floats(1.3, 50),
    mean=st.floats(0.01, 1e5),
    count=st.integers(1, 1000),
)
def test_an_expectation_lies_between_the_shops_and_the_customers_own(
    p: float, q: float, mean: float, count: int
) -> None:
    model = fitted(p, q, 20.0)
    expected = model.expected_amount(np.array([float(count)]), np.array([mean]))[0]
    low, high = sorted([model.population_mean, mean])
    assert low * (1 - 1e-9) <= expected <= high * (1 + 1e-9)


def test_a_stranger_gets_the_population_mean_whatever_stands_in_the_row() -> None:
    model = fitted()
    amounts = model.expected_amount(np.zeros(2), np.array([0.0, np.nan]))
    assert amounts == pytest.approx([model.population_mean] * 2, rel=1e-12)


def test_stored_and_read_back_is_the_same() -> None:
    model = GammaGamma(orders="repeat").fit(*invented(20, seed=9))
    again = from_json(json.loads(json.dumps(model.to_json())))
    assert again.to_json() == model.to_json()
    assert again.warnings == model.warnings
    assert (again.covariance == model.covariance).all()


def test_redraws_scatter_as_the_covariance_says() -> None:
    rng = np.random.default_rng(3)
    model = fitted()
    drawn = np.log([list(model.redraw(rng).parameters.values()) for _ in range(4_000)])
    assert np.std(drawn, axis=0) == pytest.approx(np.sqrt(np.diag(model.covariance)), rel=0.06)
    assert (drawn[:, 1] >= np.log(1.25) - 1e-12).all()


# Thin and odd data


def finite(model: FittedGammaGamma, counts: FloatArray, means: FloatArray) -> bool:
    figures = [
        [model.p, model.q, model.gamma, model.log_likelihood, model.population_mean],
        model.covariance.ravel(),
        model.expected_amount(counts, means),
        *model.amount_moments(counts, means),
        list(model.redraw(np.random.default_rng(0)).parameters.values()),
    ]
    return all(bool(np.isfinite(part).all()) for part in figures)


@pytest.mark.parametrize(
    ("counts", "means", "words"),
    [
        ([1.0], [20.0], "Only 1 customer(s)"),
        ([5.0], [20.0], "Only 1 customer(s)"),
        ([2.0, 3.0, 1.0] * 40, [9.95] * 120, "worth the same"),
        ([1.0] * 200, list(np.linspace(5, 80, 200)), "Only 0 of 200"),
    ],
)
def test_thin_data_get_an_answer_and_a_warning(counts: list[float], means: list[float], words: str) -> None:
    x, m = np.array(counts), np.array(means)
    model = GammaGamma().fit(x, m)
    assert finite(model, x, m)
    said = [str(each) for each in model.warnings if isinstance(each, ThinData)]
    assert any(words in sentence for sentence in said), said
    assert m.min() * 0.9 <= model.expected_amount(x, m).mean() <= m.max() * 1.1


def test_a_tail_without_a_mean_is_held_and_said() -> None:
    counts, means = invented(3_000, seed=10, q=0.6)
    model = GammaGamma().fit(counts, means)
    assert model.q == pytest.approx(1.25)
    assert [type(said) for said in model.warnings] == [PoorFit]
    assert finite(model, counts, means)


@settings(deadline=None)
@given(seed=st.integers(0, 10_000), customers=st.integers(1, 60))
def test_any_amounts_get_a_finite_answer(seed: int, customers: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 5, customers) + (np.arange(customers) == 0)
    means = np.exp(rng.normal(3, rng.uniform(0, 4), customers))
    model = GammaGamma().fit(counts.astype(np.float64), means)
    assert finite(model, counts.astype(np.float64), means)


# Refusals


def test_nothing_to_learn_from() -> None:
    with pytest.raises(InputError, match="none above zero; at least one customer"):
        GammaGamma().fit(np.zeros(3), np.ones(3))


@pytest.mark.parametrize("wrong", [0.0, -3.0, float("nan"), float("inf")])
def test_values_that_are_no_order_values(wrong: float) -> None:
    with pytest.raises(InputError, match="number above zero"):
        GammaGamma().fit(np.ones(3), np.array([5.0, wrong, 7.0]))


def test_orders_of_another_kind() -> None:
    with pytest.raises(BadOption, match="'first' orders; it takes 'all' or 'repeat'"):
        GammaGamma(orders="first")  # type: ignore[arg-type]  # the refusal is what is tested


@pytest.mark.parametrize(
    "change",
    [
        {"format": 99},
        {"model": "other"},
        {"parameters": {}},
        {"customers": "x"},
        {"warnings": [{"kind": "InputError", "text": "no warning"}]},
    ],
)
def test_a_stored_model_of_another_kind(change: dict[str, object]) -> None:
    with pytest.raises(BrokenHome, match="Fit again"):
        from_json(fitted().to_json() | change)
