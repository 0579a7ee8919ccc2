"""Names and addresses of people who do not exist, each a pure function of the customer's number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.simulation.telling.rows import pick, text
from treue.simulation.telling.sold import key_of
from treue.simulation.world.chance import About, Chance, IntArray

_FIRST = (
    "Anna", "Ben", "Carla", "David", "Eva", "Felix", "Greta", "Hannes", "Ida", "Jonas", "Katrin", "Lukas",
    "Mia", "Nils", "Olga", "Paul", "Romy", "Sören", "Theresa", "Uwe", "Vera", "Wanda", "Yasmin", "Jörg",
)  # fmt: skip
_LAST = (
    "Achterberg", "Birkhahn", "Clausnitzer", "Dornfeld", "Eichhoff", "Finkenwirth", "Großkopf", "Haselbach",
    "Immenroth", "Jürgens", "Kranichfeld", "Lindenau", "Möllenbeck", "Nachtigall", "Osterkamp", "Pfauenhof",
    "Quellmalz", "Rotdorn", "Schönwald", "Talheim", "Uhlenbrock", "Vogelsang", "Wiesengrund", "Zeisig",
)  # fmt: skip
_STREETS = ("Amselweg", "Birkenallee", "Feldstraße", "Gartenweg", "Lindenplatz", "Mühlgasse", "Uferweg")
_TOWNS = ("Altenrode", "Birkfelde", "Neuhafen", "Steinau am See", "Waldkirchen-Süd")
_ABROAD = ("Bergdorf am Inn", "Seewinkel")
_MAILS = ("example.org", "example.com")
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WITH_CAPITALS = 0.03  # of addresses, as telephones write them
NUMBER_FROM, SECOND_BESIDE = 10_000, 5_000_000
"""The first customer number; what a second account's number lies above it."""


@dataclass(frozen=True, slots=True)
class Persons:
    """Who is behind the customer keys of a world.

    Args:
        chance: of the world's seed.
        keys: all keys of all people, ascending.
        number: the person behind each.
        which: 0 an address, 1 the account, 2 the second account.
    """

    chance: Chance
    keys: IntArray
    number: IntArray
    which: IntArray

    def at(self, customer: pa.ChunkedArray) -> Signed:
        """Who signed each row.

        Args:
            customer: keys of this world; none is empty.
        """
        place = np.searchsorted(self.keys, customer.to_numpy())
        return Signed(self.chance, self.number[place], self.which[place])


@dataclass(frozen=True, slots=True)
class Signed:
    """The people of some rows, shape (n,): their number, and which of their keys they used."""

    chance: Chance
    number: IntArray
    which: IntArray

    @property
    def account(self) -> pa.Array:
        """The shop's customer number as text, empty for a guest."""
        told = NUMBER_FROM + self.number + np.where(self.which > 1, SECOND_BESIDE, 0)
        return pc.if_else(pa.array(self.which > 0), pa.array(told).cast(pa.string()), "")

    @property
    def is_guest(self) -> pa.Array:
        """Whether each used no account."""
        return pa.array(self.which == 0)

    @property
    def first(self) -> pa.Array:
        """First names."""
        return pick(_FIRST, self._place(len(_FIRST), 0))

    @property
    def last(self) -> pa.Array:
        """Family names."""
        return pick(_LAST, self._place(len(_LAST), 1))

    @property
    def full(self) -> pa.Array:
        """First and family name."""
        return pc.binary_join_element_wise(self.first, self.last, " ")

    @property
    def street(self) -> pa.Array:
        """Street and house number."""
        return text(pick(_STREETS, self._place(len(_STREETS), 2)), " ", 1 + self._place(80, 3))

    @property
    def postcode(self) -> pa.Array:
        """Five digits that begin with 00, as no German ones do."""
        return text("00", 100 + self._place(900, 4))

    def town(self, is_abroad: pa.Array) -> pa.Array:
        """Towns that are on no map."""
        here, there = pick(_TOWNS, self._place(len(_TOWNS), 5)), pick(_ABROAD, self._place(2, 5))
        return pc.if_else(is_abroad, there, here)

    @property
    def address(self) -> pa.Array:
        """Mail addresses below names that are kept free for examples (RFC 2606)."""
        first, last = (tuple(each.lower().translate(_PLAIN) for each in names) for names in (_FIRST, _LAST))
        return text(
            pick(first, self._place(len(first), 0)), ".", pick(last, self._place(len(last), 1)),
            self.number, "@", pick(_MAILS, self._place(2, 6)),
        )  # fmt: skip

    def typed(self, row: IntArray) -> pa.Array:
        """The address as it was typed: now and then with a capital letter.

        Args:
            row: shape (n,), what tells the rows of one person apart.
        """
        plain = self.address
        has = self.chance.happens(_WITH_CAPITALS, About.NAME, self.number, row, 7)
        return pc.if_else(pa.array(has), pc.utf8_capitalize(plain), plain)

    def _place(self, count: int, what: int) -> IntArray:
        return self.chance.between(0, count - 1, About.NAME, self.number, what)


def persons_of(seed: int, number: IntArray) -> Persons:
    """Everybody of a world.

    Args:
        seed: the world's.
        number: of all its people.
    """
    keys = np.concatenate([key_of(number, which) for which in range(3)])
    order = np.argsort(keys)
    which = np.repeat(np.arange(3), len(number))
    return Persons(Chance(seed), keys[order], np.tile(number, 3)[order], which[order])
