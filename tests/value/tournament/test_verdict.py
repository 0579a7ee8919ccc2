from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from treue.errors import BrokenHome
from treue.value.distribution.pit_map import PitMap
from treue.value.tournament.reasons import reason
from treue.value.tournament.verdict import Standing, Verdict, read_verdict

VERDICT = Verdict(
    model="mbg-cnbd",
    phases=3,
    why="best",
    strength=0.62,
    log_level=-0.1,
    shock=0.17,
    chances=PitMap.learn(np.array([0.2, 0.9]), np.array([0.4, 1.0])),
    origins=3,
    since=20_000,
    standings=(Standing("combined", 0.4, 1.2, 0.5), Standing("zero", 0.8, 2.0, 0.8)),
)


def test_comes_back_from_plain_data() -> None:
    assert read_verdict(json.loads(json.dumps(VERDICT.to_json()))) == VERDICT


@pytest.mark.parametrize(
    "change", [{"format": 1}, {"model": "magic"}, {"shock": "much"}, {"standings": [{"name": "zero"}]}]
)
def test_refuses_what_it_cannot_read(change: dict[str, object]) -> None:
    with pytest.raises(BrokenHome, match="Stored choice of a forecast"):
        read_verdict({**VERDICT.to_json(), **change})


def test_says_why_in_both_languages() -> None:
    assert reason(VERDICT, "2026-03-01") == (
        "mbg-cnbd: tried from 3 earlier days, the first 2026-03-01, it told customers apart best; "
        "what your own data show beyond it is taken over to 62%."
    )
    assert reason(VERDICT, "01.03.2026", "de") == (
        "mbg-cnbd: an 3 früheren Tagen, der erste 01.03.2026, unterschied es die Kunden am besten; "
        "was Ihre eigenen Daten darüber hinaus zeigen, übernehmen wir zu 62 %."
    )


def test_a_simple_forecast_that_won_is_named() -> None:
    assert "last-period was closer" in reason(replace(VERDICT, naive="last-period"), "2026-03-01")


def test_thin_data_claim_nothing() -> None:
    assert reason(Verdict(), "") == (
        "pareto-nbd: too few customers bought again to compare models, so the usual one is taken."
    )
