"""Merging guests and double accounts: explained, undoable, never too eager."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from treue.facts.identities import MOST_NUMBERS, SAME_ADDRESS, UNDONE, Identity, Sighting, merged, undone

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ANA, ANA_AGAIN, BEN = 11, 12, 13
ANAS_MAIL, BENS_MAIL = 901, 902


def on(day: int) -> datetime:
    return MONDAY + timedelta(days=day)


def persons(rows: list[Identity]) -> dict[int, int]:
    return {row.identity: row.customer for row in rows}


def stored(rows: list[Identity]) -> dict[int, Identity]:
    return {row.identity: row for row in rows}


def test_two_accounts_with_one_address_are_one_person_the_earlier_one() -> None:
    rows = merged([Sighting(ANA_AGAIN, ANAS_MAIL, on(5)), Sighting(ANA, ANAS_MAIL, on(1))], {})
    assert persons(rows) == {ANA: ANA, ANA_AGAIN: ANA, ANAS_MAIL: ANA}
    assert {row.reason for row in rows} == {SAME_ADDRESS}
    assert next(row for row in rows if row.identity == ANAS_MAIL).since == on(1)


def test_a_guest_with_a_known_address_belongs_to_the_account() -> None:
    rows = merged([Sighting(ANA, ANAS_MAIL, on(3))], {})
    assert persons(rows)[ANAS_MAIL] == ANA


def test_the_same_sightings_again_change_nothing() -> None:
    pairs = [Sighting(ANA, ANAS_MAIL, on(1)), Sighting(BEN, BENS_MAIL, on(2))]
    assert merged(pairs, stored(merged(pairs, {}))) == []


def test_the_person_stays_when_an_older_account_turns_up_later() -> None:
    known = stored(merged([Sighting(ANA_AGAIN, ANAS_MAIL, on(5))], {}))
    rows = merged([Sighting(ANA, ANAS_MAIL, on(1))], known)
    assert persons(rows)[ANA] == ANA_AGAIN


def test_an_undone_merge_is_not_made_again() -> None:
    pairs = [Sighting(ANA, ANAS_MAIL, on(1)), Sighting(ANA_AGAIN, ANAS_MAIL, on(5))]
    known = stored(merged(pairs, {}))
    known[ANA_AGAIN] = undone(ANA_AGAIN, known)
    assert known[ANA_AGAIN].reason == UNDONE
    assert known[ANA_AGAIN].customer == ANA_AGAIN
    assert merged(pairs, known) == []


def test_an_address_with_many_numbers_joins_nobody() -> None:
    shared = [Sighting(number, ANAS_MAIL, on(number)) for number in range(MOST_NUMBERS + 1)]
    assert merged(shared, {}) == []


def test_a_shared_address_does_not_swallow_the_shop_over_many_loads() -> None:
    known: dict[int, Identity] = {}
    for number in range(20):
        known |= stored(merged([Sighting(number, ANAS_MAIL, on(number))], known))
    assert list(persons(list(known.values())).values()).count(0) == MOST_NUMBERS + 1


pairs = st.builds(Sighting, st.integers(1, 8), st.integers(901, 906), st.integers(0, 50).map(on))


@given(st.lists(pairs, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_sightings_does_not_matter(sightings: list[Sighting], random: object) -> None:
    shuffled = sorted(sightings, key=lambda _: random.random())  # type: ignore[attr-defined]  # a Random
    assert merged(sightings, {}) == merged(shuffled, {})


@given(st.lists(pairs, max_size=20))
def test_every_key_points_at_a_person_who_points_at_themselves(sightings: list[Sighting]) -> None:
    found = persons(merged(sightings, {}))
    assert all(found[person] == person for person in found.values())
