"""Phases: limits recovered, moves by a second way, flows that add up, odd data."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_phases import phase_on, survival

from treue.errors import BadOption, BrokenHome, Extrapolation, InputError, ThinData
from treue.segments.phases.advice import ADVICE, advice
from treue.segments.phases.flows import flows
from treue.segments.phases.gaps import Bought, Gaps, gaps_of
from treue.segments.phases.learning import learn_limits
from treue.segments.phases.limits import PhaseLimits, PhaseRule
from treue.segments.phases.moves import REASONS, Known, Moves, moves
from treue.segments.phases.names import PHASES, code_of, key_of
from treue.segments.phases.reasons import Reason
from treue.segments.phases.rhythm import Rhythm
from treue.segments.phases.standing import phases_on, standing
from treue.segments.phases.stays import Stays
from treue.segments.phases.stored import read_limits
from treue.segments.phases.survival import Survival

START, YEARS = 15_000, 4


def invented(
    rng: np.random.Generator, people: int, *, mean_gap: float = 30.0, again: float = 0.8, spread: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Customers who come again with chance `again`, after gaps of mean `mean_gap`; some are brisker."""
    customer, day = [], []
    until = START + 365 * YEARS
    for key in range(people):
        at = START + int(rng.integers(0, 365 * YEARS))
        pace = float(np.exp(spread * rng.standard_normal()))
        while at <= until:
            customer.append(key)
            day.append(at)
            if rng.random() > again:
                break
            at += 1 + int(rng.exponential(mean_gap * pace))
    return np.array(customer), np.array(day)


def read(customer: np.ndarray, day: np.ndarray, **options: object) -> Gaps:
    return gaps_of(customer, day, START + 365 * YEARS, **options)


def all_moves(gaps: Gaps, limits: PhaseLimits, known: Known | None = None) -> Moves:
    return moves(gaps, Stays.of(gaps, limits), known)


# Recovery


@pytest.mark.parametrize("again", [0.4, 0.8])
def test_limits_are_those_of_the_truth(again: float) -> None:
    gaps = read(*invented(np.random.default_rng(1), 6000, again=again))
    limits = learn_limits(gaps)
    # Of exponential gaps of mean 30, 85 % are over after 30 ln(1 / 0.15) days.
    overdue = 30 * np.log(1 / 0.15)
    for limit in limits.limits:
        assert limit.reactivation_low <= limit.reactivation_days <= limit.reactivation_high
        assert limit.reactivation_days == pytest.approx(overdue, rel=0.15)
        assert limit.again == pytest.approx(again, abs=0.03)
        assert not limit.is_open
    # Of the silent: those who come, exp(-t/30) of them, against those who do not.
    returning = again * np.exp(-np.arange(400) / 30)
    chance = (returning - again * np.exp(-(np.arange(400) + 90) / 30)) / (returning + 1 - again)
    truth = int(np.argmax(chance < 0.05))
    assert limits.limits[0].farewell_days == pytest.approx(max(truth, np.ceil(1.5 * overdue)), rel=0.2)


def test_intervals_hold_what_they_promise() -> None:
    truth = 30 * np.log(1 / 0.15)
    found = [learn_limits(read(*invented(np.random.default_rng(seed), 500))).limits[0] for seed in range(60)]
    held = sum(limit.reactivation_low - 1 <= truth <= limit.reactivation_high + 1 for limit in found)
    assert 42 <= held <= 58  # 80 % of 60, give or take


def test_brisk_customers_are_overdue_sooner_than_slow_ones() -> None:
    gaps = read(*invented(np.random.default_rng(2), 6000, again=0.9, spread=1.0))
    limits = learn_limits(gaps)
    bands = [limit.reactivation_days for limit in limits.limits if limit.band > 0]
    assert len(bands) == 4
    assert bands == sorted(bands)
    assert bands[-1] > 3 * bands[0]
    assert (
        0.5 < limits.rhythm.shrinkage < 4
    )  # variance of a log exponential, 1.64, by that between customers, 1


def test_customers_who_are_all_alike_share_the_shop_s_rhythm() -> None:
    limits = learn_limits(read(*invented(np.random.default_rng(3), 4000)))
    assert limits.rhythm.shrinkage > 20


def test_who_never_varies_is_known_after_one_gap_and_before_it_is_like_everybody() -> None:
    rhythm = Rhythm(log_gap=float(np.log(30.0)), by_category={}, shrinkage=0.0)
    customer, day = np.repeat([0, 1], 4), START + np.array([0, 20, 40, 60, 0, 45, 90, 135])
    usual = rhythm.usual_days(read(customer, day))
    assert usual.tolist() == pytest.approx([30.0, 20.0, 20.0, 20.0, 30.0, 45.0, 45.0, 45.0])


def test_categories_have_limits_of_their_own_where_there_is_enough() -> None:
    rng = np.random.default_rng(4)
    fast, slow = invented(rng, 2000, mean_gap=10), invented(rng, 2000, mean_gap=60)
    rare = invented(rng, 20, mean_gap=60)
    customer = np.concatenate([fast[0], slow[0] + 10_000, rare[0] + 20_000])
    day = np.concatenate([fast[1], slow[1], rare[1]])
    kind = np.repeat([0, 1, 2], [len(fast[0]), len(slow[0]), len(rare[0])])
    names = ("coffee", "machines", "spare parts")
    gaps = read(customer, day, bought=Bought(kind, names))
    limits = learn_limits(gaps)
    first = {limit.category: limit for limit in limits.limits if limit.band == 0}
    assert set(first) == {"", "coffee", "machines"}
    assert first["coffee"].reactivation_days == pytest.approx(10 * np.log(1 / 0.15), rel=0.15)
    assert first["machines"].reactivation_days == pytest.approx(60 * np.log(1 / 0.15), rel=0.15)
    stays = Stays.of(gaps, limits)
    of_rare = {limits.limits[place].category for place in stays.limit[gaps.category == 2]}
    assert of_rare == {""}


# Agreement


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60))
def test_survival_is_that_of_the_plain_way(gaps: list[tuple[int, bool]]) -> None:
    longest = max(length for length, _ in gaps)
    count = [
        np.bincount([length for length, came in gaps if came is which], minlength=longest + 1).astype(
            np.int64
        )
        if any(came is which for _, came in gaps)
        else np.zeros(longest + 1, np.int64)
        for which in (True, False)
    ]
    curve = Survival.of(*count)
    plain = survival(gaps)
    assert curve.silent == pytest.approx(plain[: len(curve.silent)])
    assert curve.again == pytest.approx(1 - plain[curve.watched_days])


@pytest.mark.parametrize("with_known", [False, True])
@pytest.mark.parametrize("unknown", [False, True])
def test_every_day_is_that_of_the_plain_way(with_known: bool, unknown: bool) -> None:
    rng = np.random.default_rng(5)
    customer, day = invented(rng, 3000, spread=0.7)
    limits = learn_limits(read(customer, day))
    assert len(limits.cuts) == 3
    few = customer < 40
    customer, day = customer[few], day[few]
    unknown_first = np.array([3, 5, 8]) if unknown else None
    gaps = read(customer, day, unknown_first=unknown_first)
    known, seen = None, {}
    if with_known:
        keys = np.array([3, 5, 39, 20, 100, 101])
        since = np.array([START - 5, day[customer == 5].min(), START, 10**6, START + 700, 10**6])
        known = Known(keys, since)
        seen = dict(zip(keys.tolist(), since.tolist(), strict=True))
    made = all_moves(gaps, limits, known)
    orders = {key: sorted(set(day[customer == key].tolist())) for key in range(40)}
    wanted: dict[int, dict[int, str]] = {}
    for on in range(START - 10, gaps.until + 1, 7):
        wanted[on] = {
            key: phase_on(
                on,
                orders.get(key, []),
                seen.get(key),
                limits,
                is_new=unknown_first is None or key not in unknown_first,
            )
            for key in {*orders, *seen}
        }
    for on, phases in wanted.items():
        keys, codes = phases_on(made, on)
        found = {int(key): key_of(int(code)) for key, code in zip(keys, codes, strict=True)}
        assert found == {key: phase for key, phase in phases.items() if phase}, on


def test_moves_are_each_customer_s_chain() -> None:
    gaps = read(*invented(np.random.default_rng(6), 2000, spread=0.7))
    made = all_moves(gaps, learn_limits(gaps))
    same = made.customer[1:] == made.customer[:-1]
    assert (made.before[1:][same] == made.after[:-1][same]).all()
    assert (made.day[1:][same] > made.day[:-1][same]).all()
    assert (made.before != made.after).all()
    assert (made.before[np.append(True, ~same)] == 0).all()
    assert made.day.max() <= gaps.until
    for key, silent in (("overdue", True), ("gone-quiet", True), ("came-back", False)):
        rows = made.reason == REASONS.index(key)
        assert rows.any()
        assert (made.silence_days[rows] > made.limit_days[rows]).all()
        assert not silent or (made.silence_days[rows] == made.limit_days[rows] + 1).all()


def test_a_night_adds_what_a_log_of_all_nights_has() -> None:
    customer, day = invented(np.random.default_rng(7), 300)
    limits = learn_limits(read(customer, day))
    whole = all_moves(read(customer, day), limits)
    for tonight in (START + 100, START + 500, START + 900):
        gaps = gaps_of(customer, day, tonight)
        added = all_moves(gaps, limits).since(tonight)
        then = whole.where(whole.day == tonight)
        for name in ("customer", "before", "after", "reason", "silence_days", "limit_days"):
            assert (getattr(added, name) == getattr(then, name)).all()


def test_flows_add_up_and_are_those_between_month_ends() -> None:
    gaps = read(*invented(np.random.default_rng(8), 400, spread=0.5))
    made = all_moves(gaps, learn_limits(gaps))
    found = flows(made)
    months = np.unique(found.month)
    table = {
        (int(month), int(before), int(after)): int(count)
        for month, before, after, count in zip(
            found.month, found.before, found.after, found.customers, strict=True
        )
    }
    assert min(table.values()) > 0
    assert len(months) == len(np.unique(gaps.day.astype("datetime64[D]").astype("datetime64[M]")))
    for month, following in zip(months, [*months[1:], gaps.until + 1], strict=True):
        earlier, later = (
            dict(zip(*(each.tolist() for each in phases_on(made, day)), strict=True))
            for day in (month - 1, following - 1)
        )
        wanted = Counter((earlier.get(key, 0), phase) for key, phase in later.items())
        assert {key[1:]: count for key, count in table.items() if key[0] == month} == wanted


def test_standing_says_what_silence_would_bring() -> None:
    customer, day = invented(np.random.default_rng(9), 500, spread=0.5)
    limits = learn_limits(read(customer, day))
    until = START + 1000
    gaps = gaps_of(customer, day, until)
    made = all_moves(gaps, limits, Known(np.array([9999]), np.array([START])))
    now = standing(gaps, Stays.of(gaps, limits), made)
    keys, codes = phases_on(made, until)
    assert (now.customer == keys).all()
    assert (now.phase == codes).all()
    assert now.silence_days[-1] == -1
    assert key_of(int(now.phase[-1])) == "awareness"
    seen = day <= until
    silent = all_moves(gaps_of(customer[seen], day[seen], until + 3000), limits)
    for row in range(0, len(now.customer) - 1, 17):
        later = silent.where((silent.customer == now.customer[row]) & (silent.day > until))
        expected = (int(later.after[0]), int(later.day[0])) if len(later) else (0, 0)
        assert (int(now.next_phase[row]), int(now.next_day[row])) == expected


# Invariants


def test_order_of_rows_and_doubled_rows_change_nothing() -> None:
    rng = np.random.default_rng(10)
    customer, day = invented(rng, 800)
    kind = rng.integers(-1, 2, len(day))
    once = read(customer, day, bought=Bought(kind, ("a", "b")))
    mixed = rng.permutation(np.concatenate([np.arange(len(day)), np.arange(50)]))
    twice = read(customer[mixed], day[mixed], bought=Bought(kind[mixed], ("a", "b")))
    for name in ("customer", "day", "category", "days", "came", "is_first"):
        assert (getattr(once, name) == getattr(twice, name)).all()
    assert learn_limits(once) == learn_limits(twice)


def test_a_shop_half_as_fast_has_limits_twice_as_long() -> None:
    customer, day = invented(np.random.default_rng(11), 3000)
    gaps = read(customer, day)
    slow = gaps_of(customer, START + 2 * (day - START), START + 2 * 365 * YEARS)
    for one, two in zip(learn_limits(gaps).limits, learn_limits(slow).limits, strict=True):
        assert two.reactivation_days == pytest.approx(2 * one.reactivation_days, abs=2)
        assert two.came == one.came


def test_what_came_later_changes_no_phase_of_the_past() -> None:
    customer, day = invented(np.random.default_rng(12), 500)
    limits = learn_limits(read(customer, day))
    on = START + 800
    early = all_moves(gaps_of(customer, day, on), limits)
    late = all_moves(read(customer, day), limits)
    for one, two in zip(phases_on(early, on), phases_on(late, on), strict=True):
        assert (one == two).all()


def test_limits_survive_a_walk_through_a_file() -> None:
    rng = np.random.default_rng(13)
    customer, day = invented(rng, 1500)
    limits = learn_limits(read(customer, day, bought=Bought(rng.integers(0, 2, len(day)), ("a", "b"))))
    assert read_limits(json.loads(json.dumps(limits.to_json()))) == limits


# Odd data


@pytest.mark.parametrize(
    ("customer", "day"),
    [
        ([], []),
        ([7], [START]),
        ([7] * 5, [START] * 5),
        ([1, 2, 3], [START + 9] * 3),
        ([1, 1], [START, START + 1]),
    ],
    ids=["nobody", "one order", "one day", "all on one day", "two orders"],
)
def test_little_data_gives_an_answer_and_a_warning(customer: list[int], day: list[int]) -> None:
    gaps = gaps_of(np.array(customer, np.int64), np.array(day, np.int64), START + 20)
    limits = learn_limits(gaps)
    assert [type(said) for said in limits.warnings] == [ThinData]
    made = all_moves(gaps, limits)
    now = standing(gaps, Stays.of(gaps, limits), made)
    assert now.customer.tolist() == sorted(set(customer))
    assert {key_of(int(code)) for code in now.phase} <= {"acquisition", "retention"}
    found = flows(made)
    assert found.customers[found.month == found.month.max(initial=0)].sum() == len(set(customer))
    assert read_limits(limits.to_json()) == limits


def test_a_short_file_parts_with_nobody() -> None:
    rng = np.random.default_rng(14)
    customer, day = invented(rng, 3000, mean_gap=200, again=0.95)
    until = START + 300
    limits = learn_limits(gaps_of(customer, day, until))
    assert [type(said) for said in limits.warnings] == [Extrapolation]
    assert all(limit.is_open for limit in limits.limits)
    gaps = gaps_of(customer[day <= until], day[day <= until], until + 5000)
    made = all_moves(gaps, limits)
    assert code_of("farewell") not in made.after
    assert not standing(gaps, Stays.of(gaps, limits), made).next_phase.any()


def test_orders_after_the_last_day_are_not_seen() -> None:
    gaps = gaps_of(np.array([1, 1]), np.array([START, START + 50]), START + 10)
    assert (len(gaps), gaps.days.tolist(), gaps.came.tolist()) == (1, [10], [False])


def test_known_people_without_any_order_are_in_awareness() -> None:
    nobody = np.zeros(0, np.int64)
    gaps = gaps_of(nobody, nobody, START)
    limits = learn_limits(gaps)
    made = all_moves(gaps, limits, Known(np.array([5, 4]), np.array([START, START + 1])))
    assert made.customer.tolist() == [5]
    assert [key_of(int(code)) for code in phases_on(made, START)[1]] == ["awareness"]


# Words


def test_every_phase_has_advice_in_both_languages() -> None:
    assert list(ADVICE) == [name.key for name in PHASES]
    for english, german in ADVICE.values():
        for told in (english, german):
            parts = (told.goal, told.tone, told.offer, told.leave)
            assert all(part.endswith((".", "?")) for part in parts)
            assert 200 < len(str(told)) < 700
        assert "Sie" in german.goal
    assert advice("retention", "de") is ADVICE["retention"][1]


def test_reasons_are_sentences() -> None:
    rng = np.random.default_rng(15)
    customer, day = invented(rng, 2000)
    gaps = read(customer, day, bought=Bought(np.zeros(len(day), np.int64), ("Tee",)))
    limits = learn_limits(gaps)
    made = all_moves(gaps, limits, Known(np.array([1]), np.array([START - 1])))
    said = set()
    for row in range(0, len(made), 7):
        place = int(made.limit[row])
        numbers = int(made.silence_days[row]), int(made.limit_days[row]), float(made.usual_days[row])
        held = limits.limits[place] if place >= 0 else None
        reason = Reason(REASONS[made.reason[row]], int(made.after[row]), *numbers, held)
        for language in ("de", "en"):
            sentence = reason.sentence(language, limits.rule)
            assert sentence.endswith(".")
            assert "{" not in sentence
            said.add(sentence.split(" ")[0] + language)
    assert len(said) > 6


def test_a_reason_reads_well() -> None:
    limits = learn_limits(read(*invented(np.random.default_rng(16), 3000)))
    first = replace(limits.limits[0], reactivation_days=48)
    reason = Reason("overdue", code_of("reactivation"), 49, 48, 20.0, first)
    assert reason.sentence("de", limits.rule) == (
        "Seit 49 Tagen keine zweite Bestellung. Von denen, die ein zweites Mal bestellen, tun das "
        "85\u00a0% innerhalb von 48 Tagen."
    )
    repeat = Reason("overdue", code_of("reactivation"), 22, 21, 9.2, replace(first, band=1, category="Tee"))
    assert repeat.sentence("en", limits.rule) == (
        "No order for 22 days, usually one about every 9 days. Of those after “Tee” who come again at a "
        "similar rhythm, 85% are back within 21 days."
    )
    daily = Reason("overdue", code_of("reactivation"), 5, 4, 1.2, replace(first, band=1))
    assert "sonst fast täglich eine" in daily.sentence("de", limits.rule)


# Refusals


@pytest.mark.parametrize(
    "options", [{"come_again": 0.0}, {"come_again": 1.0}, {"still_come": 85.0}, {"ahead_days": 0}]
)
def test_impossible_rules_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(BadOption, match="Phases: "):
        PhaseRule(**options)


def test_columns_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="one value a row"):
        gaps_of(np.array([1, 2]), np.array([START]), START)
    with pytest.raises(InputError, match="there are names for 0 to 0"):
        gaps_of(np.array([1]), np.array([START]), START, Bought(np.array([1]), ("a",)))


def test_names_that_do_not_exist_are_refused() -> None:
    with pytest.raises(BadOption, match="take one of awareness, acquisition"):
        code_of("loyalty")
    with pytest.raises(BadOption, match="in de and en"):
        advice("retention", "fr")
    with pytest.raises(BadOption, match="take one of seen"):
        Reason("whim", 1, 0, 0, 0.0, None).sentence("de", PhaseRule())


@pytest.mark.parametrize("change", [{"format": 0}, {"limits": 7}, {"cuts": None}, {"rule": {"a": 1}}])
def test_limits_that_cannot_be_read_are_refused(change: dict[str, object]) -> None:
    stored = learn_limits(gaps_of(np.array([1]), np.array([START]), START)).to_json()
    with pytest.raises(BrokenHome, match="Learn them again"):
        read_limits({**stored, **change})
