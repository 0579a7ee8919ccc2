"""A purchase model whose customers have a pace by their traits, with all its effects and their doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from treue.errors import BrokenHome, InputError
from treue.value.histories import FloatArray, Histories
from treue.value.purchases.bg_nbd import FittedBgNbd
from treue.value.purchases.fitted import Fitted
from treue.value.purchases.mbg_cnbd import FittedMbgCnbd
from treue.value.purchases.mbg_nbd import FittedMbgNbd
from treue.value.purchases.pareto_nbd import FittedParetoNbd
from treue.value.purchases.sbg import FittedSbg
from treue.value.purchases.stored import load
from treue.value.purchases.traits import Trait, Traits

FORMAT = 1
_WIDE = 1.959964
# A drawn logarithm is at most this many standard deviations away, and at most this far, as without traits.
_FURTHEST, _WIDEST = 3.0, 4.0


@dataclass(frozen=True, slots=True)
class Effect:
    """How much faster one level's customers are than the mean of the trait's levels.

    Args:
        trait: its name.
        level: its name.
        clock: "alpha" for ordering, "beta" for leaving.
        factor: of the pace; 1 is no effect.
        low: lower end of the 95 % interval.
        high: upper end.
    """

    trait: str
    level: str
    clock: str
    factor: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PaceEffects:
    """What was learned of the traits.

    Args:
        kinds: the traits with their levels.
        clocks: letters of the parameters they move; the first is that of ordering.
        gamma: logarithms of the factors, by clock, then trait, then level.
        covariance: rows of the covariance of the parameters' logs and, after them, of gamma.
        spreads: standard deviation of the effects of each trait, by clock, then trait.
    """

    kinds: tuple[Trait, ...]
    clocks: tuple[str, ...]
    gamma: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    spreads: tuple[float, ...]

    @classmethod
    def of(
        cls,
        traits: Traits,
        clocks: tuple[str, ...],
        gamma: FloatArray,
        covariance: FloatArray,
        spreads: FloatArray,
    ) -> PaceEffects:
        """From arrays."""
        rows = tuple(tuple(map(float, row)) for row in covariance)
        return cls(traits.kinds, clocks, tuple(map(float, gamma)), rows, tuple(map(float, spreads)))

    def factors(self, patterns: Traits) -> Mapping[str, FloatArray]:
        """For each clock, shape (patterns,), how many times as fast customers with these traits are."""
        by_clock = np.array(self.gamma).reshape(len(self.clocks), -1)
        return dict(zip(self.clocks, np.exp(by_clock @ patterns.marks().T), strict=True))

    def told(self) -> tuple[Effect, ...]:
        """Each effect with its interval, for a face."""
        own = self._against_their_mean()
        logs = own @ np.array(self.gamma)
        doubt = _WIDE * np.sqrt(np.diag(own @ np.array(self.covariance)[4:, 4:] @ own.T))
        names = [
            (kind.name, level, clock) for clock in self.clocks for kind in self.kinds for level in kind.levels
        ]
        return tuple(
            Effect(*name, float(np.exp(log)), float(np.exp(log - wide)), float(np.exp(log + wide)))
            for name, log, wide in zip(names, logs, doubt, strict=True)
        )

    def _against_their_mean(self) -> FloatArray:
        """Shape (effects, effects): takes the mean over the levels of the same trait and clock away.

        That mean is told by no customer, only by the belief that effects scatter around zero.
        """
        sizes = [len(kind.levels) for _ in self.clocks for kind in self.kinds]
        trait = np.repeat(np.arange(len(sizes)), sizes)
        together = trait[:, None] == trait
        return np.asarray(np.eye(len(trait)) - together / together.sum(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class FittedPaces:
    """A fitted purchase model for each combination of traits.

    Args:
        usual: the model of a customer of whom nothing is known; its log-likelihood is that of all customers
            with their traits, in the timing form of the papers, in its unit.
        effects: how traits move it.
    """

    usual: FittedBgNbd | FittedMbgNbd | FittedParetoNbd
    effects: PaceEffects

    @classmethod
    def of(
        cls,
        usual: FittedBgNbd | FittedMbgNbd | FittedParetoNbd,
        effects: PaceEffects,
        log_likelihood: float,
    ) -> FittedPaces:
        """With what the usual model has learned of its own, but for doubt and height, which are these."""
        rows = tuple(row[:4] for row in effects.covariance[:4])
        learned = replace(usual.learned, covariance=rows, log_likelihood=float(log_likelihood))
        return cls(replace(usual, learned=learned), effects)

    def traits_of(self, told: Mapping[str, list[str | None]]) -> Traits:
        """Other customers' traits, with the levels of this model; unseen levels go to the others, if any."""
        return Traits.as_in(self.effects.kinds, told)

    def ask(
        self, histories: Histories, traits: Traits, question: Callable[[Fitted, Histories], FloatArray]
    ) -> FloatArray:
        """The answers of each customer's own model, in the order of the histories.

        Args:
            histories: shape (n,).
            traits: of the same customers, with this model's levels.
            question: any prediction, for example `lambda model, rows: model.expected_orders(rows, 91)`.

        Returns:
            Shape (n, ...), as the question's answers are.

        Raises:
            InputError: other levels than learned, or another number of customers than histories.
        """
        if traits.kinds != self.effects.kinds or len(traits) != len(histories):
            raise InputError(
                f"Paces: {len(histories)} histories, traits of {len(traits)} customers; give one row each, "
                "with the levels of this model (`traits_of`)."
            )
        patterns, place = traits.patterns()
        answers: list[FloatArray] = []
        order = np.argsort(place, kind="stable")
        starts = np.searchsorted(place[order], np.arange(len(patterns) + 1))
        for model, first, end in zip(self.models(patterns), starts[:-1], starts[1:], strict=True):
            rows = order[first:end]
            answers.append(question(model, Histories(*(column[rows] for column in histories.columns()))))
        if not answers:
            return question(self.usual, histories)
        answer = np.concatenate(answers)
        return answer[np.argsort(order, kind="stable")]

    def models(self, patterns: Traits) -> list[FittedBgNbd | FittedMbgNbd | FittedParetoNbd]:
        """The model of customers with these traits, one for each row."""
        known = self.usual.parameters
        values = np.tile(list(known.values()), (len(patterns), 1))
        for clock, factor in self.effects.factors(patterns).items():
            values[:, list(known).index(clock)] /= factor
        return [self.usual.at(row) for row in values]

    def redraw(self, rng: np.random.Generator) -> FittedPaces:
        """The same with parameters and effects drawn from their uncertainty, on the log scale."""
        variances, axes = np.linalg.eigh(np.array(self.effects.covariance))
        steps = np.clip(rng.standard_normal(len(variances)), -_FURTHEST, _FURTHEST)
        moved = np.clip(axes @ (np.sqrt(np.maximum(variances, 0.0)) * steps), -_WIDEST, _WIDEST)
        usual = self.usual.at(np.array(list(self.usual.parameters.values())) * np.exp(moved[:4]))
        gamma = tuple((np.array(self.effects.gamma) + moved[4:]).tolist())
        return FittedPaces(usual, replace(self.effects, gamma=gamma))

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number; `load_paces` gives the same object back."""
        told = self.effects
        return {
            "format": FORMAT,
            "usual": self.usual.to_json(),
            "traits": [{"name": kind.name, "levels": list(kind.levels)} for kind in told.kinds],
            "clocks": list(told.clocks),
            "gamma": list(told.gamma),
            "covariance": [list(row) for row in told.covariance],
            "spreads": list(told.spreads),
        }


def load_paces(stored: Mapping[str, object]) -> FittedPaces:
    """What `to_json` of fitted paces gave.

    Raises:
        BrokenHome: another format, or a part is missing.
    """
    if stored.get("format") != FORMAT:
        raise BrokenHome(f"Stored paces: got format {stored.get('format')!r}, not {FORMAT}. Fit again.")
    try:
        kinds = cast("list[Mapping[str, object]]", stored["traits"])
        effects = PaceEffects(
            tuple(
                Trait(str(kind["name"]), tuple(map(str, cast("list[str]", kind["levels"])))) for kind in kinds
            ),
            tuple(map(str, cast("list[str]", stored["clocks"]))),
            tuple(map(float, cast("list[float]", stored["gamma"]))),
            tuple(tuple(map(float, row)) for row in cast("list[list[float]]", stored["covariance"])),
            tuple(map(float, cast("list[float]", stored["spreads"]))),
        )
        usual = load(cast("Mapping[str, object]", stored["usual"]))
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise BrokenHome(f"Stored paces: {wrong} cannot be read. Fit again.") from wrong
    if isinstance(usual, (FittedMbgCnbd, FittedSbg)):
        raise BrokenHome(f"Stored paces: {usual.name} has no paces. Fit again.")
    return FittedPaces(usual, effects)
