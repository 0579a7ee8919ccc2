"""Under which number and address an order was placed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.simulation.orders import ANONYMOUS, Orders
from treue.simulation.people import BoolArray, People
from treue.simulation.seasons import IntArray

_GUEST_WITH_ACCOUNT = 0.09  # of the orders of people who have an account
_TWO_ACCOUNTS = 0.03
_FIRST_NUMBER = 10_001
_CAPITALISED = 0.15  # of guest orders: typed by hand, so the same address looks different
_BOXES = (
    "kaffeepause", "teestunde", "morgenrunde", "bohnenfreund", "kannenvoll", "feierabend", "roestfrisch",
    "zweitetasse", "samowar", "milchschaum", "filterfein", "lieblingsbecher",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signatures:
    """How each order is signed; every field has one entry an order.

    Args:
        number: customer number, 0 for guests and anonymous sales.
        address: e-mail address below example.org or example.com, empty for anonymous sales.
    """

    number: IntArray
    address: list[str]

    @property
    def is_guest(self) -> BoolArray:
        """Placed without a number but with an address."""
        is_guest: BoolArray = (self.number == 0) & (np.array(self.address) != "")
        return is_guest

    def people_with_two_numbers(self, person: IntArray) -> int:
        """How many ordered under two numbers; `person` says who placed each order."""
        numbered = self.number > 0
        pairs = np.unique(np.stack((person[numbered], self.number[numbered])), axis=1)
        return int((np.unique(pairs[0], return_counts=True)[1] > 1).sum())


def sign(orders: Orders, people: People, rng: np.random.Generator) -> Signatures:
    """Sign every order; guests and second accounts can be merged again by their address."""
    known = orders.person != ANONYMOUS
    shows_number = (
        people.has_account[orders.person] & (rng.random(len(orders)) >= _GUEST_WITH_ACCOUNT) & known
    )
    gets_second = rng.random(len(people)) < _TWO_ACCOUNTS
    first_number = rng.permutation(len(people)) + _FIRST_NUMBER
    on_second = gets_second[orders.person] & (orders.nth >= 2)
    number = first_number[orders.person] + np.where(on_second, len(people), 0)
    addresses = _addresses(orders, known & ~shows_number, rng)
    return Signatures(np.where(shows_number, number, 0), addresses)


def _addresses(orders: Orders, is_guest: BoolArray, rng: np.random.Generator) -> list[str]:
    """One address a person, at times typed with a capital letter."""
    capitalised = is_guest & (rng.random(len(orders)) < _CAPITALISED)
    return [
        "" if person == ANONYMOUS else _address(int(person)).capitalize() if big else _address(int(person))
        for person, big in zip(orders.person, capitalised, strict=True)
    ]


def _address(person: int) -> str:
    ending = "org" if person % 3 else "com"
    return f"{_BOXES[person % len(_BOXES)]}.{1000 + person}@example.{ending}"
