from __future__ import annotations

import numpy as np
from invented_diary import diary

from treue.value.histories import FloatArray
from treue.value.tournament.features import Features, Seen, features_of
from treue.value.warning.signs import log_odds, signs_of


def signs(day: int) -> tuple[Seen, Features]:
    seen = Seen.at(day, diary(300, seed=1))
    flat = np.full(len(seen), 0.1)
    return seen, signs_of(seen, features_of(seen, flat, flat), np.linspace(0, 1, len(seen)))


def column(told: Features, name: str) -> FloatArray:
    return np.asarray(told.table[:, told.names.index(name)])


def test_no_number_is_missing() -> None:
    assert np.isfinite(signs(20_300)[1].table).all()


def test_who_bought_once_has_no_own_silence() -> None:
    seen, told = signs(20_300)
    once = seen.histories.frequency == 0
    assert once.any()
    assert (column(told, "bought_once") == once).all()
    assert (column(told, "own_silence")[once] == 0).all()
    assert (column(told, "own_silence")[~once] != 0).any()


def test_certainty_is_held_back() -> None:
    told = log_odds(np.array([0.0, 0.5, 1.0]))
    np.testing.assert_allclose(told, [-9.2102, 0.0, 9.2102], atol=1e-3)
