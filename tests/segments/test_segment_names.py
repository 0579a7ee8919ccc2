"""Names and the map of cells."""

from __future__ import annotations

from itertools import product

import pytest

from treue.errors import BadOption
from treue.segments import SEGMENTS, TIERS, TierRule, segment_of
from treue.segments.names import CELLS


def test_every_cell_has_one_segment() -> None:
    listed = [cell for cells in CELLS.values() for cell in cells.split()]
    every = {"".join(map(str, scores)) for scores in product(range(1, 6), repeat=3)}
    assert len(listed) == 125
    assert set(listed) == every


def test_every_segment_has_its_names_in_both_languages() -> None:
    assert [name.key for name in SEGMENTS] == list(CELLS)
    assert len({name.german for name in SEGMENTS}) == 11
    assert [name.key for name in TIERS] == ["platinum", "gold", "iron", "lead", "former"]


@pytest.mark.parametrize(
    ("scores", "segment"),
    [((5, 5, 5), "champions"), ((5, 1, 1), "new"), ((1, 5, 5), "cannot-lose"), ((1, 1, 1), "lost")],
)
def test_corners_of_the_map(scores: tuple[int, int, int], segment: str) -> None:
    assert segment_of(*scores) == segment


@pytest.mark.parametrize("shares", [(60, 30, 20), (-1, 30, 30)])
def test_impossible_shares_are_refused(shares: tuple[int, int, int]) -> None:
    with pytest.raises(BadOption, match="together they are at most 100"):
        TierRule(*shares)
