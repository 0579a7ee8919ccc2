"""How long gaps last by a customer's own measure: a curve taught by the shop, with those who never return.

Each gap of t days is measured by the key's own scale s, known when the gap began,

    ln s = (k m + c u) / (k + c),

with m the mean logarithm of the k latest gaps, u the usual one (of the shop, or of a product) and c the
variance within keys by that between them: rhythms are drawn towards the usual as far as they are uncertain.
On the measure x = ln(1 + t / s) gaps end at a piecewise constant hazard

    h_g(bin) = (ended + B h(bin)) / (time at risk + B),

for each class g of keys (how many gaps are known, how even they are), h being that of all classes together.
Open gaps are time at risk without an end, so nobody's silence is lost: the occurrence and exposure rate of
survival analysis. Keys that never return bend the curve by themselves: it need not fall to zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from treue.errors import BrokenHome
from treue.value.histories import FloatArray, IntArray
from treue.value.next_order.gaps import Gaps

FORMAT = 1
_BINS = 40
# Classes by the number of gaps known, from 4 on each once for even and once for uneven keys.
_KNOWN = (1, 2, 4, 8, 16)
_EVEN_FROM, _EVEN = 4, 0.8
_CLASSES = 2 * (len(_KNOWN) + 1)
# The curve of all counts in each class like so many gaps that ran their course.
_BORROWED = 20.0
# The level is told by the latest quarter of a year; the curve's own counts like so many ends.
_LEVEL_DAYS, _LEVEL_BORROWED = 91.0, 100.0
_NARROWEST, _WIDEST = 0.3, 30.0
_USUAL_PULL = 2.0
_USUAL_GAP_DAYS = 30.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was learned.

    Args:
        usual: mean logarithm of the gaps of a key, over all keys.
        pull: c, for how many gaps of its own the usual one counts.
        edges: shape (bins,), where on the measure each bin begins; the first is 0, the last bin never ends.
        hazard: shape (classes, bins), per unit of the measure.
        level: factor on all hazards: what came in the latest quarter, by what the curve of all times expects.
    """

    usual: float
    pull: float
    edges: FloatArray
    hazard: FloatArray
    level: float = 1.0

    @classmethod
    def learn(cls, gaps: Gaps, usual: FloatArray | None = None) -> Rhythm:
        """From all gaps up to a day.

        Args:
            gaps: of all keys, or of a sample of them; none gives a curve that falls by half a month.
            usual: shape (m,), towards which each gap's scale is drawn; the mean of all keys unless told.
        """
        mean, pull = _usual_and_pull(gaps)
        plain = cls(mean, pull, np.zeros(1), np.ones((_CLASSES, 1)))
        measure = plain.measure(gaps, gaps.days, usual)
        ended = measure[gaps.is_closed]
        if len(ended) == 0:
            return plain
        # Where gaps end, and evenly: a shop in which all last equally long has but one quantile.
        ends = np.quantile(ended, np.arange(1, _BINS) / _BINS)
        edges = np.unique(np.concatenate([np.linspace(0.0, ends[-1], _BINS), ends]))
        curve = cls(mean, pull, edges, _hazards(measure, gaps, edges))
        return replace(curve, level=_latest_level(curve, gaps, usual))

    def scale(self, gaps: Gaps, usual: FloatArray | None = None) -> FloatArray:
        """Shape (m,), days: the own gap, drawn towards the usual one."""
        known = np.minimum(gaps.earlier, 8.0)
        towards = self.usual if usual is None else usual
        return np.exp((known * gaps.own + self.pull * towards) / (known + self.pull))

    def measure(self, gaps: Gaps, days: FloatArray, usual: FloatArray | None = None) -> FloatArray:
        """Shape of `days`, (m,) or (m, d): so many days by each key's own scale, on the log measure."""
        scale = self.scale(gaps, usual)
        return np.asarray(np.log1p(days / (scale if days.ndim == 1 else scale[:, None])))

    def pressure(self, gaps: Gaps, days: FloatArray, usual: FloatArray | None = None) -> FloatArray:
        """Hazard summed over the first so many days of each gap: minus the logarithm of the chance to last.

        Args:
            gaps: m of them.
            days: shape (m,) or (m, d), zero or more.
            usual: as in `learn`.
        """
        return self.level * self._summed(self.measure(gaps, days, usual), class_of(gaps))

    def gap_of(self, gaps: Gaps, pressure: FloatArray, usual: FloatArray | None = None) -> FloatArray:
        """Shape (m,), the days after which each gap's pressure is so high: `pressure` backwards.

        Where the curve has no hazard left, in some million years.
        """
        measure = np.full(len(gaps), np.inf)
        kind = class_of(gaps)
        pressure = pressure / self.level
        for each in np.unique(kind):
            whole = np.concatenate([np.zeros(1), np.cumsum(self.hazard[each, :-1] * np.diff(self.edges))])
            rows = np.flatnonzero(kind == each)
            bin_of = np.searchsorted(whole, pressure[rows], side="right") - 1
            slope = self.hazard[each, bin_of]
            beyond = np.divide(
                pressure[rows] - whole[bin_of], slope, out=np.full(len(rows), np.inf), where=slope > 0
            )
            measure[rows] = self.edges[bin_of] + beyond
        return np.asarray(np.expm1(np.minimum(measure, 50.0)) * self.scale(gaps, usual))

    def lateness(self, gaps: Gaps, usual: FloatArray | None = None) -> FloatArray:
        """Shape (m,), chance that a gap which does end would have ended by now, 0 to 1."""
        ended = -np.expm1(-self.pressure(gaps, gaps.days, usual))
        last = np.full(len(gaps), float(self.edges[-1]))
        ever = -np.expm1(-self.level * self._summed(last, class_of(gaps)))
        return np.minimum(np.divide(ended, ever, out=np.zeros(len(gaps)), where=ever > 0), 1.0)

    def to_json(self) -> dict[str, object]:
        """Plain data with a format number."""
        return {
            "format": FORMAT,
            "usual": self.usual,
            "pull": self.pull,
            "edges": self.edges.tolist(),
            "hazard": self.hazard.tolist(),
            "level": self.level,
        }

    @classmethod
    def read(cls, stored: Mapping[str, object]) -> Rhythm:
        """What `to_json` gave.

        Raises:
            BrokenHome: another format, or a part is missing.
        """
        if stored.get("format") != FORMAT:
            raise BrokenHome(
                f"Stored rhythm: got format {stored.get('format')!r}; this version reads format {FORMAT}. "
                "Learn it again."
            )
        try:
            usual, pull, level = (float(cast("float", stored[name])) for name in ("usual", "pull", "level"))
            edges, hazard = (np.array(stored[name], dtype=np.float64) for name in ("edges", "hazard"))
        except (KeyError, TypeError, ValueError) as wrong:
            raise BrokenHome(f"Stored rhythm: {wrong} cannot be read. Learn it again.") from wrong
        return cls(usual, pull, edges, hazard, level)

    def _summed(self, measure: FloatArray, kind: IntArray) -> FloatArray:
        whole = np.zeros_like(self.hazard)
        whole[:, 1:] = np.cumsum(self.hazard[:, :-1] * np.diff(self.edges), axis=1)
        bin_of = np.maximum(np.searchsorted(self.edges, measure) - 1, 0)
        row = kind if measure.ndim == 1 else kind[:, None]
        return np.asarray(whole[row, bin_of] + self.hazard[row, bin_of] * (measure - self.edges[bin_of]))


def class_of(gaps: Gaps) -> IntArray:
    """Shape (m,), the class whose curve each gap follows."""
    known = np.searchsorted(_KNOWN, gaps.earlier, side="right")
    is_even = (gaps.earlier >= _EVEN_FROM) & (gaps.spread < _EVEN)
    return np.asarray(2 * known + is_even, dtype=np.int64)


def _usual_and_pull(gaps: Gaps) -> tuple[float, float]:
    """Each key counts once in the usual gap: who orders often has many."""
    closed = gaps.where(gaps.is_closed)
    if len(closed) == 0:
        return float(np.log(_USUAL_GAP_DAYS)), _USUAL_PULL
    logs = np.log(np.maximum(closed.days, 1.0))
    count = np.bincount(closed.place).astype(np.float64)
    mean = np.bincount(closed.place, logs) / np.maximum(count, 1.0)
    usual = float(mean[count > 0].mean())
    freedom = float(np.maximum(count - 1.0, 0.0).sum())
    several = count > 1
    if freedom < 1 or int(several.sum()) < 2:
        return usual, _USUAL_PULL
    within = float(np.square(logs - mean[closed.place]).sum()) / freedom
    noise = float((within / count[several]).mean())
    between = max(float(mean[several].var()) - noise, within / _WIDEST, 1e-9)
    return usual, float(np.clip(within / between, _NARROWEST, _WIDEST))


def _latest_level(curve: Rhythm, gaps: Gaps, usual: FloatArray | None) -> float:
    """What ended in the latest stretch of the past, by what the curve expects there; drawn towards 1."""
    stretch = min(_LEVEL_DAYS, float(gaps.began.max()) / 4.0)
    ends = gaps.began - gaps.days
    late = np.flatnonzero(ends < stretch)
    some = gaps.pick(late)
    towards = None if usual is None else usual[late]
    before = np.maximum(some.began - stretch, 0.0)
    expected = curve.pressure(some, some.days, towards) - curve.pressure(some, before, towards)
    return float((some.is_closed.sum() + _LEVEL_BORROWED) / (expected.sum() + _LEVEL_BORROWED))


def _hazards(measure: FloatArray, gaps: Gaps, edges: FloatArray) -> FloatArray:
    kind = class_of(gaps)
    bins = len(edges)
    bin_of = np.maximum(np.searchsorted(edges, measure) - 1, 0)
    cell = kind * bins + bin_of
    shape = (_CLASSES, bins)
    ended = np.bincount(cell[gaps.is_closed], minlength=_CLASSES * bins).reshape(shape).astype(np.float64)
    inside = np.bincount(cell, measure - edges[bin_of], minlength=_CLASSES * bins).reshape(shape)
    reached = np.bincount(cell, minlength=_CLASSES * bins).reshape(shape)
    passed = reached[:, ::-1].cumsum(axis=1)[:, ::-1] - reached
    width = np.append(np.diff(edges), 0.0)
    at_risk = inside + passed * width
    pooled = ended.sum(axis=0) / np.maximum(at_risk.sum(axis=0), 1e-9)
    # Borrowed gaps pass through a bin as all gaps do: so much time each, so many ends.
    share = at_risk.sum(axis=0) / max(len(measure), 1)
    borrowed = _BORROWED * share
    return np.asarray((ended + borrowed * pooled) / np.maximum(at_risk + borrowed, 1e-9))
