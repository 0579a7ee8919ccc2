"""Parts beside their sum: what stands on the page adds up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from treue.report.check_findings import apart
from treue.report.rounding import common_unit
from treue.report.rows import Trial


def told(parts: Sequence[float], whole: float, unit: float) -> tuple[list[float], float]:
    return [round(each / unit) * unit for each in parts], round(whole / unit) * unit


def test_a_unit_in_which_the_roundings_add_up_is_taken_not_one_in_which_a_part_has_to_give() -> None:
    parts, whole = (34_349.0, 29_149.0, -50_951.0), 12_547.0
    unit = common_unit(parts, whole, 1.0)
    assert unit == 10.0
    assert told(parts, whole, unit) == ([34_350.0, 29_150.0, -50_950.0], 12_550.0)
    assert common_unit((267_000.0, 484_000.0), 751_000.0, 1.0) == 1_000.0


def test_a_small_part_beside_a_large_one_keeps_its_digits() -> None:
    assert common_unit((3_334_287.0, 5_702.0), 3_339_989.0, 1.0) == 100.0
    assert common_unit((1_118_000.0, 3.0), 1_118_003.0, 1.0) == 1.0
    assert common_unit((0.0, 0.0), 0.0, 100.0) == 100.0
    assert common_unit((482_349.0, -61.0), 482_288.0, 1.0, steps=1) == 10.0


@pytest.mark.parametrize("seed", range(20))
def test_whole_parts_always_come_to_their_sum(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parts = [float(each) for each in np.rint(rng.normal(0.0, 10.0 ** rng.uniform(1, 7), 8))]
    unit = common_unit(parts, sum(parts), 1.0)
    rounded, whole = told(parts, sum(parts), unit)
    assert sum(rounded) == whole
    assert all(abs(each - was) <= unit / 2 for each, was in zip(rounded, parts, strict=True))


def trial(model: str, *figures: float) -> Trial:
    mae, crps, bias, gini, inside = figures
    return Trial(
        model,
        is_naive=False,
        is_chosen=False,
        mae=mae,
        crps=crps,
        bias=bias,
        gini_value=gini,
        coverage_80=inside,
    )


def test_without_a_rhythm_mbg_cnbd_is_no_row_of_its_own() -> None:
    figures = (0.56, 0.42, 0.09, 0.53, 0.81)
    plain, twin = (trial(name, *figures) for name in ("mbg-nbd", "mbg-cnbd"))
    assert apart([plain, twin]) == [plain]
    rhythmic = trial("mbg-cnbd", 0.55, *figures[1:])
    assert apart([plain, rhythmic]) == [plain, rhythmic]
