"""What a command answered."""

from __future__ import annotations

import json
from dataclasses import dataclass

FEW = 150
"""Customers in `few_orders_csv`."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a command answered."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, object]:
        return dict(json.loads(self.out))

    def json_list(self) -> list[dict[str, object]]:
        return list(json.loads(self.out))
