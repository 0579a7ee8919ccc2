"""Who people are: customers, accounts that are one person, consents, what matters to them, what they like."""

from __future__ import annotations

import numpy as np

from treue.simulation.telling.rows import Rows, instant, pick, rows_of
from treue.simulation.telling.sold import SECOND_FROM, key_of, main_key
from treue.simulation.world.buying import Intents, Withdrawals
from treue.simulation.world.chance import About, Chance, FloatArray, IntArray
from treue.simulation.world.people import VALUES, People
from treue.simulation.world.play import World

STATEMENTS = tuple(f"{value}.{place}" for value in VALUES for place in (1, 2, 3)) + tuple(
    f"risk.{place}" for place in (1, 2, 3, 4)
)
"""Of the questionnaire on values; the third of each value, and the last two on risk, are turned round."""

_TURNED = np.array([each in ("risk.3", "risk.4") or each.endswith(".3") for each in STATEMENTS])
_NOISE = 0.8  # of one statement around what truly matters
_ASKED_AFTER, _ASKED_WITHIN = 30, 330
_REFUSES, _OBJECTS, _OBJECTS_AFTER = 0.04, 0.01, 100
_NOON = 12 * 60
_WISHES = ("favourite category", "frequency")
_FREQUENCIES = ("monthly", "weekly")


def tell_people(world: World, people: People) -> list[Rows]:
    """Everything people tell of themselves, from the day they come on; independent of what they buy."""
    return [
        *_customers(world, people),
        *_first_keys(people),
        *_consents(world, people),
        *_questionnaire(world, people),
    ]


def tell_second_accounts(people: People, orders: Intents) -> list[Rows]:
    """The second account, when it is first used: a customer, and an identity that says whose it is."""
    first = orders.where(people.has_second[orders.row] & (orders.nth == SECOND_FROM))
    number, day = people.number[first.row], first.day
    key = key_of(number, 2)
    return [
        rows_of(
            "customers",
            day,
            {"customer": key, "first_seen": day, "country": "DE", "language": "de", "kind": "shop"},
        ),
        rows_of(
            "identities",
            day,
            {
                "identity": key,
                "known_as": "number",
                "customer": key_of(number, 1),
                "since": instant(day, np.full(len(day), _NOON)),
                "reason": "same address",
            },
        ),
    ]


def tell_withdrawals(people: People, gone: Withdrawals) -> list[Rows]:
    """Newsletters called off."""
    return [_acts(main_key(people)[gone.row], gone.day, ("mail", "newsletter", "withdrawn"))]


def answers_of(world: World, people: People) -> IntArray:
    """Rows of the people who answer on values: who buys often answers more often."""
    often = np.exp(-0.5 * people.traits["rhythm"] - 0.125)
    share = np.minimum(world.terms.surveys.values * often, 1.0) * people.is_buyer
    return np.flatnonzero(Chance(world.plan.seed).happens(share, About.SURVEY, people.number, 0, 9))


def scores_of(world: World, people: People, rows: IntArray) -> IntArray:
    """Shape (rows, statements): what they tick, 1 to 5, statements turned round ticked the other way."""
    risk = np.clip(3.0 + 0.9 * people.traits["novelty"][rows], 1, 5)
    truth: FloatArray = np.column_stack([
        *(np.repeat(people.values[rows, place, None], 3, axis=1) for place in range(len(VALUES))),
        np.repeat(risk[:, None], 4, axis=1),
    ])  # fmt: skip
    place = np.arange(len(STATEMENTS))
    noise = Chance(world.plan.seed).normal(About.SCORE, people.number[rows, None], place[None, :], 9)
    ticked = np.clip(np.rint(truth + _NOISE * noise), 1, 5).astype(np.int64)
    return np.where(_TURNED, 6 - ticked, ticked)


def _customers(world: World, people: People) -> list[Rows]:
    names = [each.name for each in world.terms.channels]
    return [
        rows_of(
            "customers",
            people.joined,
            {
                "customer": main_key(people),
                "first_seen": people.joined,
                "channel": pick(names, people.channel),
                "country": pick(["DE", "AT"], people.is_abroad),
                "language": "de",
                "kind": "shop",
            },
        )
    ]


def _first_keys(people: People) -> list[Rows]:
    """Whoever has an account has an address too: both are one person."""
    at = np.flatnonzero(people.has_account)
    key = key_of(people.number[at], 1)
    both = np.concatenate([key, key_of(people.number[at], 0)])
    known = np.tile(people.joined[at], 2)
    return [
        rows_of(
            "identities",
            known,
            {
                "identity": both,
                "known_as": pick(["number", "address"], np.repeat([0, 1], len(at))),
                "customer": np.tile(key, 2),
                "since": instant(known, np.full(len(known), _NOON)),
                "reason": "same address",
            },
        )
    ]


def _consents(world: World, people: People) -> list[Rows]:
    chance, key = Chance(world.plan.seed), main_key(people)
    reads, seen = people.subscribed, people.is_tracked
    objects = chance.happens(_OBJECTS, About.CONSENT, people.number)
    return [
        _acts(key[reads], people.joined[reads], ("mail", "newsletter", "given")),
        _acts(key[reads], people.joined[reads], ("mail", "newsletter", "confirmed"), _NOON + 9),
        _acts(key[seen], people.joined[seen], ("web", "tracking", "given")),
        _acts(key[objects], people.joined[objects] + _OBJECTS_AFTER, ("mail", "profiling", "objected")),
    ]


def _questionnaire(world: World, people: People) -> list[Rows]:
    """Answers on values, with consent but for a few; and what they wish."""
    chance, rows = Chance(world.plan.seed), answers_of(world, people)
    number, key = people.number[rows], main_key(people)[rows]
    day = people.joined[rows] + _ASKED_AFTER
    day = day + chance.between(0, _ASKED_WITHIN, About.SURVEY, number, 1, 9)
    may = ~chance.happens(_REFUSES, About.CONSENT, number, 1)
    count = len(STATEMENTS)
    known = np.repeat(day, count)
    values = rows_of(
        "values",
        known,
        {
            "customer": np.repeat(key, count),
            "statement": pick(STATEMENTS, np.tile(np.arange(count), len(rows))),
            "score": scores_of(world, people, rows).ravel(),
            "at": instant(known, np.full(len(known), _NOON)),
            "consent": np.repeat(may, count),
        },
    )
    wish = np.tile([0, 1], len(rows))
    category = world.catalogue.category[people.staple[rows]]
    often = len(world.terms.shop.categories) + (people.hazard[rows] > 1 / 30).astype(np.int64)
    told = np.column_stack([category, often]).ravel()
    wishes = rows_of(
        "preferences",
        np.repeat(day, 2),
        {
            "customer": np.repeat(key, 2),
            "preference": pick(_WISHES, wish),
            "value": pick((*world.terms.shop.categories, *_FREQUENCIES), told),
            "at": instant(np.repeat(day, 2), np.full(2 * len(rows), _NOON)),
            "consent": np.repeat(may, 2),
        },
    )
    return [values, wishes, _acts(key[may], day[may], ("web", "values", "given"))]


def _acts(customer: IntArray, day: IntArray, said: tuple[str, str, str], minute: int = _NOON) -> Rows:
    channel, purpose, act = said
    return rows_of(
        "consents",
        day,
        {
            "customer": customer,
            "channel": channel,
            "purpose": purpose,
            "at": instant(day, np.full(len(day), minute)),
            "act": act,
            "evidence": f"nachweis-{purpose}",
        },
    )
