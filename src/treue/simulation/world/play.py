"""The world itself: who there is, where they stand, what day it is; and how a day passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from treue.errors import BadOption
from treue.simulation.world.acting import Actions, act
from treue.simulation.world.arrivals import Arrivals, arrivals_of
from treue.simulation.world.buying import Intents, State, Withdrawals, buy, lifetimes, newborn
from treue.simulation.world.catalogue import Catalogue, catalogue_of
from treue.simulation.world.chance import Chance
from treue.simulation.world.days import Days, day_of, days_of, number_of
from treue.simulation.world.people import People, people_of
from treue.simulation.world.scene import Scene
from treue.simulation.world.terms import Terms

AHEAD_DAYS = 800
"""How far beyond its history a world knows its days."""

_SPAN = 28  # days lived through at a time, those who are gone left out


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes a world, beside its preset.

    Args:
        seed: of who and what there is.
        customers: who have come by `until`.
        until: last day of the history.
        days: length of the facts.
        before: days before the facts on which people already came and bought: left truncation. 0 for none.
        shocks: whether something moves all customers alike.
        seasons: whether the year has seasons, and promotions.
        blocks: into how many parts customers are dealt, one by one.
        block: which of these this is.
    """

    seed: int
    customers: int
    until: date
    days: int = 730
    before: int = 0
    shocks: bool = True
    seasons: bool = True
    blocks: int = 1
    block: int = 0

    @property
    def first(self) -> int:
        """First day of the facts, days since 1970-01-01."""
        return number_of(self.until) - self.days + 1

    @property
    def opening(self) -> int:
        """First day on which anybody may come."""
        return self.first - self.before


@dataclass(frozen=True, slots=True)
class World:
    """A shop at one morning. `State` holds arrays of its own: copy it to play on in two ways.

    Args:
        plan: what made it.
        terms: the preset, seasons taken out where the plan says so.
        luck: seed of what happens to people; another one is another future of the same people.
        days: what each day is like, far enough ahead.
        arrivals: who comes when.
        catalogue: the range.
        people: who has come so far, and comes within the history.
        state: where they stand.
        today: the day that begins, days since 1970-01-01.
    """

    plan: Plan
    terms: Terms
    luck: int
    days: Days
    arrivals: Arrivals
    catalogue: Catalogue
    people: People
    state: State
    today: int

    def copy(self) -> World:
        """The same world, to be played on in another way."""
        return replace(self, state=self.state.copy())

    @property
    def article_numbers(self) -> pa.Array:
        """By model, then variant: A007-2."""
        variants = self.terms.range.variants
        every = [
            f"A{model:03}-{variant + 1}"
            for model in range(len(self.catalogue))
            for variant in range(variants)
        ]
        return pa.array(every, pa.string())

    @property
    def scene(self) -> Scene:
        """What everybody has in common."""
        return Scene(self.terms, self.chance, self.days, self.catalogue)

    @property
    def chance(self) -> Chance:
        """Of what happens to people."""
        return Chance(self.luck)


@dataclass(frozen=True, slots=True)
class Lived:
    """What happened on some days."""

    intents: Intents
    withdrawals: Withdrawals


def open_world(terms: Terms, plan: Plan) -> World:
    """The world on the morning of its first day."""
    if not plan.seasons:
        season = replace(terms.season, by_month=(1.0,) * 12, by_weekday=(1.0,) * 7, promotions=0)
        terms = replace(terms, season=season)
    if not plan.shocks:
        terms = replace(terms, season=replace(terms.season, shock=0.0))
    until = number_of(plan.until)
    days = days_of(terms, plan.seed, plan.opening, until - plan.opening + 1 + AHEAD_DAYS)
    arrivals = arrivals_of(terms, plan.seed, days, until, plan.customers)
    catalogue = catalogue_of(terms, plan.seed, plan.first, day_of(plan.first).year)
    number = np.arange(plan.block, plan.customers, plan.blocks)
    people = people_of(terms, plan.seed, number, arrivals, catalogue)
    state = newborn(Chance(plan.seed), people)
    return World(plan, terms, plan.seed, days, arrivals, catalogue, people, state, plan.opening)


def live(world: World, upto: int) -> tuple[World, Lived]:
    """Let all days pass up to `upto`, that day among them, nothing being done; the world's state moves on.

    Raises:
        BadOption: the world knows no such day.
    """
    if upto >= world.days.first + len(world.days):
        last = day_of(world.days.first + len(world.days) - 1)
        raise BadOption(f"This world knows its days up to {last}; plan a later last day of the history.")
    intents, withdrawals = [], []
    for start in range(world.today, upto + 1, _SPAN):
        span = range(start, min(start + _SPAN, upto + 1))
        world = _with_newcomers(world, span.stop - 1)
        found = buy(world.scene, world.people, world.state, span)
        intents.append(found[0])
        withdrawals.append(found[1])
    lived = Lived(Intents.joined(intents), Withdrawals.joined(withdrawals))
    return replace(world, today=max(upto + 1, world.today)), lived


def pass_day(world: World, actions: Actions) -> tuple[World, Lived]:
    """Do something, then let the day pass. The world given is left as it was."""
    world = world.copy()
    act(world.scene, world.people, world.state, world.today, actions)
    return live(world, world.today)


def another_future(world: World, luck: int) -> World:
    """The same people on the same day, with other luck from now on; what moves all alike stays."""
    state, chance = world.state.copy(), Chance(luck)
    here = (state.gone > world.today) & (world.people.joined < world.today)
    fresh = world.today + lifetimes(chance, world.people, world.today)
    state.gone[here] = fresh[here]
    return replace(world, state=state, luck=luck)


def _with_newcomers(world: World, day: int) -> World:
    """People who come after the history, up to that day."""
    plan, known = world.plan, len(world.people)
    coming = np.arange(plan.block, world.arrivals.count(day), plan.blocks)[known:]
    if not len(coming):
        return world
    people = people_of(world.terms, plan.seed, coming, world.arrivals, world.catalogue)
    state = newborn(world.chance, people)
    return replace(world, people=_added(world.people, people), state=_state(world.state, state))


def _added(people: People, more: People) -> People:
    plain = {
        name: np.concatenate([getattr(people, name), getattr(more, name)])
        for name in People.__slots__
        if name not in ("traits", "seen")
    }
    traits = {name: np.concatenate([each, more.traits[name]]) for name, each in people.traits.items()}
    seen = {name: np.concatenate([each, more.seen[name]]) for name, each in people.seen.items()}
    return People(**plain, traits=traits, seen=seen)


def _state(state: State, more: State) -> State:
    return State(*_columns([state, more], State.__slots__))


def _columns(parts: Sequence[object], names: Sequence[str]) -> list[Any]:
    return [np.concatenate([getattr(each, name) for each in parts]) for name in names]
