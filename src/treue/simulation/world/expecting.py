"""What is to be expected of each customer, luck taken out: exact, by going backwards day by day.

A customer who is still one stands at one of few places: steps left to an order, newsletter or not,
a voucher in hand or not. With V the expected sum from a morning on, W = (1 - daily leave) V of the next
morning, r the hazard, and I what an intent is worth,

    V[j] = (1 - r) W[j] + r (W[j - 1] if j > 1 else I)
    I    = q (1 - k_out) W[1] + (1 - q) (b (1 - k_left) W[1] + (1 - b) (reward + stays W[steps]))

q the chance that a missing staple loses the intent, b that the checkout is left, k what either drives away,
`stays` and the reward expectations over all fates of an order. On the morning of a newsletter V mixes staying
subscribed, withdrawing and being driven away. An action changes r in its window and the reward of the first
order in it; what lies behind the window is the same for all actions and reckoned once.

Source:
    Backward induction over a finite Markov chain with rewards: Howard (1960), Dynamic Programming and Markov
    Processes, ch. 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from treue.simulation.world.acting import ACTIONS, Kind, anger_of, factor_of
from treue.simulation.world.buying import NEWSLETTER_ANGER, State, pressure, withdraw_chance
from treue.simulation.world.chance import FloatArray, IntArray
from treue.simulation.world.earning import Worth, worth_of
from treue.simulation.world.fates import LOST_IF_OUT, Odds, late_chance, odds_of
from treue.simulation.world.people import People
from treue.simulation.world.scene import Scene

PROFIT, ORDERS = 0, 1
"""The two sums that are expected: what orders earn, minor units, and how many there are."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be expected of customers in the days ahead; shape (n,) each.

    Args:
        orders: of them.
        profit: what these orders earn, less newsletters, minor units.
        effects: what each action today adds to the profit, its own cost taken off; by name.
    """

    orders: FloatArray
    profit: FloatArray
    effects: Mapping[str, FloatArray]


def expect(scene: Scene, people: People, state: State, today: int, ahead_days: int) -> Expected:
    """Expect the days from this morning on, nothing having been done lately.

    Args:
        scene: shocks and stock as they will be, or at their mean: whatever its days say.
        people: shape (n,).
        state: theirs this morning; what was done before today no longer counts.
        today: days since 1970-01-01.
        ahead_days: how many, all within the scene's days.
    """
    count = len(people)
    orders, profit = np.zeros(count), -_letters(scene, people, state, range(today, today + ahead_days))
    effects = {name: np.full(count, -float(kind.cost)) for name, kind in ACTIONS.items()}
    for rows, chain in _chains(scene, people, state, range(today, today + ahead_days)):
        sums, added = chain.expect(state.left[rows], today, ahead_days)
        orders[rows], profit[rows] = sums[ORDERS], profit[rows] + sums[PROFIT]
        for name, each in added.items():
            effects[name][rows] += each
    return Expected(orders, profit, effects)


def order_chance(scene: Scene, people: People, state: State, today: int, ahead_days: int) -> FloatArray:
    """Chance that each customer orders at least once in the days ahead; shape (n,), 0 to 1.

    The same chain, which ends with the first order. Arguments as in `expect`.
    """
    chance = np.zeros(len(people))
    for rows, chain in _chains(scene, people, state, range(today, today + ahead_days)):
        once = replace(chain, once=True)
        chance[rows] = once.expect(state.left[rows], today, ahead_days)[0][ORDERS]
    return chance


def _chains(scene: Scene, people: People, state: State, span: range) -> Iterator[tuple[IntArray, _Chain]]:
    """Who is still a customer, those who take the newsletter apart: their rows, and the chain of these."""
    here = people.is_buyer & (state.gone > span.start) & (people.joined < span.start)
    for reads in (False, True):
        rows = np.flatnonzero(here & (state.subscribed == reads))
        if len(rows):
            years = np.unique(scene.days.year[span.start - scene.days.first :][: len(span)])
            yield rows, _Chain(scene, people.at(rows), reads, tuple(years.tolist()))


def _letters(scene: Scene, people: People, state: State, span: range) -> FloatArray:
    """Expected cost of newsletters, to all who take them until they withdraw, also to who buys no more."""
    first = span.start - scene.days.first
    letters = int(scene.days.is_mailing[first : first + len(span)].sum())
    share = withdraw_chance(scene.terms, people)
    sent = (1 - (1 - share) ** letters) / np.maximum(share, 1e-12)
    return np.asarray(state.subscribed * sent * scene.terms.contact.mail_cost * 100.0, np.float64)


@dataclass(frozen=True)
class _Chain:
    """The chain of customers who all take the newsletter, or all do not."""

    scene: Scene
    people: People
    reads: bool
    years: tuple[int, ...]
    once: bool = False  # whether all ends with the first order

    def expect(self, left: IntArray, today: int, ahead: int) -> tuple[FloatArray, dict[str, FloatArray]]:
        """Shape (2, n): profit and orders; and by action what it adds to the profit."""
        steps = len(self.scene.terms.people.steps)
        window = min(max(kind.days for kind in ACTIONS.values()), ahead)
        behind = np.zeros((2, 1 + self.reads, steps, len(self.people)))
        for day in reversed(range(today + window, today + ahead)):
            behind = self._before(day, behind)
        value = behind
        for day in reversed(range(today, today + window)):
            value = self._before(day, value)
        row = np.arange(len(self.people))
        sums = value[:, -1, left - 1, row]
        added = {}
        for name, kind in ACTIONS.items():
            acted = self._acted(kind, behind, today, today + window)[PROFIT, -1, left - 1, row]
            stays = 1 - anger_of(self.scene.terms, kind, self.people)
            added[name] = stays * acted - sums[PROFIT]
        return sums, added

    def _acted(self, kind: Kind, behind: FloatArray, today: int, end: int) -> FloatArray:
        """As if it had been done this morning."""
        value, held = behind, behind
        takes = kind.has_voucher & self.people.takes
        for day in reversed(range(today, end)):
            is_open = day < today + kind.days
            factor = factor_of(kind, self.people) if is_open else None
            bare = value
            value = self._before(day, bare, factor)
            if kind.has_voucher:
                held = np.where(takes, self._before(day, held, factor, bare), value) if is_open else value
        return held if kind.has_voucher else value

    def _before(
        self, day: int, after: FloatArray, factor: FloatArray | None = None, used: FloatArray | None = None
    ) -> FloatArray:
        """Shape (2, 1 or 2, steps, n): the morning of a day from the next one.

        Args:
            day: which.
            after: the next morning.
            factor: of the hazard, by an action.
            used: the next morning of who used a voucher today; given where one is in hand.
        """
        scene, people = self.scene, self.people
        night = 1 - people.daily_leave
        after = after * night
        used = after if used is None else used * night
        calm, mailed = pressure(people, scene.days, day)
        rates = [calm] if not self.reads else [calm, calm if mailed is None else mailed]
        rate = np.minimum(np.vstack(rates) * (1.0 if factor is None else factor), 1.0)
        wants = self._intent(day, after, used, has_voucher=used is not after)
        moved = np.concatenate([wants[:, :, None], after[:, :, :-1]], axis=2)
        value = after + rate[None, :, None] * (moved - after)
        return self._mailed(value) if self.reads and self._is_mailing(day) else value

    def _intent(self, day: int, after: FloatArray, used: FloatArray, *, has_voucher: bool) -> FloatArray:
        """Shape (2, 1 or 2, n): what wanting to buy is worth."""
        people, kick = self.people, self.scene.terms.effects
        at = day - self.scene.days.first
        late = late_chance(self.scene.terms, people, self.scene.days.crowded[at])
        stays = self._odds.stays[0] + late * (self._odds.stays[1] - self._odds.stays[0])
        reward = np.vstack([self._reward(day, late, has_voucher=has_voucher), np.ones(len(people))])
        lost = LOST_IF_OUT * self.scene.days.out[at, people.staple]
        again = used[:, :, people.steps - 1, np.arange(len(people))]
        bought = reward[:, None] + (0.0 if self.once else stays * again)
        left = people.abandon * (1 - kick.abandoned) * after[:, :, 0]
        return np.asarray(
            lost * (1 - kick.out) * after[:, :, 0] + (1 - lost) * (left + (1 - people.abandon) * bought)
        )

    def _reward(self, day: int, late: FloatArray, *, has_voucher: bool) -> FloatArray:
        """What an order of that day earns."""
        at = day - self.scene.days.first
        worth, cut = self._worth[int(self.scene.days.year[at])], self.scene.days.cut[at]
        earns = worth.plain[0] + late * (worth.plain[1] - worth.plain[0]) - cut * worth.by_cut
        return np.asarray(earns - (1 - cut) * worth.by_voucher if has_voucher else earns, np.float64)

    def _mailed(self, value: FloatArray) -> FloatArray:
        """The morning of a newsletter, before anybody reads it."""
        withdraws = withdraw_chance(self.scene.terms, self.people)
        stays = 1 - NEWSLETTER_ANGER * anger_of(self.scene.terms, ACTIONS["mail"], self.people)
        reads = stays * ((1 - withdraws) * value[:, 1] + withdraws * value[:, 0])
        return np.stack([value[:, 0], reads], axis=1)

    def _is_mailing(self, day: int) -> bool:
        return bool(self.scene.days.mailed[day - self.scene.days.first] == 1)

    @cached_property
    def _odds(self) -> Odds:
        return odds_of(self.scene.terms, self.people)

    @cached_property
    def _worth(self) -> dict[int, Worth]:
        scene = self.scene
        return {
            year: worth_of(scene.terms, scene.catalogue, self.people, self._odds, year) for year in self.years
        }
