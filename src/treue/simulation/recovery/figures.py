"""The figures of the bench, their means over worlds, and the table that is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from treue.simulation.world.chance import FloatArray

NONE = float("nan")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one world, or its mean over some.

    Args:
        topic: heading it stands under.
        name: what is measured, and on which scale.
        ours: what a night reaches.
        naive: what a rule of thumb reaches with the same facts; NaN where there is none.
        possible: what somebody reaches who knows everything but luck; NaN where nobody can say.
        form: how it is printed: "2" digits, or "%" as a share, "+%" with its sign.
    """

    topic: str
    name: str
    ours: float
    naive: float = NONE
    possible: float = NONE
    form: str = "2"

    @property
    def key(self) -> tuple[str, str]:
        """What it has in common with the same figure of another world."""
        return self.topic, self.name


@dataclass(frozen=True, slots=True)
class Topic:
    """Makes the figures of one heading."""

    name: str

    def __call__(self, figure: str, *numbers: float, form: str = "2") -> Figure:
        """A figure from ours, the naive one and the possible one, as far as there are such."""
        ours, naive, possible = (*numbers, *(NONE,) * (3 - len(numbers)))
        return Figure(self.name, figure, ours, naive, possible, form)


def means(worlds: Iterable[Sequence[Figure]]) -> list[Figure]:
    """Figure by figure the mean over worlds that have it, in the order in which they first come."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for figures in worlds:
        for each in figures:
            found.setdefault(each.key, []).append(each)
    return [_mean(some) for some in found.values()]


def mean_of(numbers: Sequence[float] | FloatArray) -> float:
    """Mean of what is known; NaN of nothing."""
    known = [each for each in numbers if not np.isnan(each)]
    return float(np.mean(known)) if known else NONE


def table(by_preset: Mapping[str, Sequence[Sequence[Figure]]]) -> list[str]:
    """Markdown lines: a row a figure, ours by preset and as the mean, then the naive and the possible one.

    Args:
        by_preset: preset -> worlds -> figures.
    """
    own = {name: {each.key: each for each in means(worlds)} for name, worlds in by_preset.items()}
    overall = means(figures for worlds in by_preset.values() for figures in worlds)
    heads = ["figure", *own, "**mean**", "naive", "possible"]
    lines: list[str] = []
    for topic in dict.fromkeys(each.topic for each in overall):
        lines += [f"**{topic}**", "", _row(heads), "|" + "---|" * len(heads)]
        for each in (figure for figure in overall if figure.topic == topic):
            cells = [_own(found.get(each.key), each.form) for found in own.values()]
            mean = f"**{shown(each.ours, each.form)}**"
            ends = [shown(each.naive, each.form), shown(each.possible, each.form)]
            lines.append(_row([each.name, *cells, mean, *ends]))
        lines.append("")
    return lines


def shown(number: float, form: str) -> str:
    """A figure as it is printed; a dash where there is none."""
    if np.isnan(number):
        return "-"
    if form.endswith("%"):
        sign = "+" if form.startswith("+") else ""
        return f"{number * 100:{sign}.{1 if abs(number) < 0.095 else 0}f} %"
    return f"{number:.{int(form)}f}"


def _mean(some: Sequence[Figure]) -> Figure:
    ours, naive, possible = (
        mean_of(each) for each in zip(*((one.ours, one.naive, one.possible) for one in some), strict=True)
    )
    return replace(some[0], ours=ours, naive=naive, possible=possible)


def _own(figure: Figure | None, form: str) -> str:
    return "-" if figure is None else shown(figure.ours, form)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
