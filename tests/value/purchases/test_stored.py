from __future__ import annotations

import json

import numpy as np
import pytest
from invented_histories import beta_geometric, tenures

from treue.errors import BrokenHome
from treue.units import Unit
from treue.value.histories import Histories
from treue.value.purchases import MODELS, FittedBgNbd, load, named, with_returning


@pytest.mark.parametrize("name", list(MODELS))
def test_a_fit_comes_back_to_the_last_digit(name: str) -> None:
    seen = beta_geometric((0.6, 40.0, 0.8, 2.5), tenures(300, 400, seed=1), seed=2)
    few = Histories(*np.ones((4, 3)))
    for fitted in (MODELS[name](unit=Unit.MONTH).fit(seen), named(name, Unit.WEEK, by_day=True).fit(few)):
        text = json.dumps(fitted.to_json(), allow_nan=False)
        assert load(json.loads(text)) == fitted
        hoped = with_returning(fitted, 0.02)
        assert load(json.loads(json.dumps(hoped.to_json()))) == hoped


def test_given_parameters_come_back() -> None:
    stored = FittedBgNbd(r=1, alpha=2, a=3, b=4).to_json()
    assert stored["log_likelihood"] is None
    assert load(json.loads(json.dumps(stored))).parameters == {"r": 1, "alpha": 2, "a": 3, "b": 4}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 1}, "got format 1 of 'bg-nbd'; this version reads format 2"),
        ({"model": "nbd"}, "got format 2 of 'nbd'"),
        ({"parameters": {"r": 1.0}}, "'alpha' cannot be read. Fit again"),
        ({"parameters": {"r": -1.0, "alpha": 1, "a": 1, "b": 1}}, "r is -1.0"),
        ({"warnings": [{"kind": "Nonsense", "text": ""}]}, "Fit again"),
    ],
)
def test_what_cannot_be_read_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(BrokenHome, match=said):
        load({**FittedBgNbd(r=1, alpha=2, a=3, b=4).to_json(), **change})
