"""The eleven RFM segments and the five tiers: ids that stay, names people read, and who belongs where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """What people call a group.

    Args:
        key: stable id, as stored and exported.
        english: as shown.
        german: as shown.
    """

    key: str
    english: str
    german: str


SEGMENTS: tuple[Name, ...] = (
    Name("champions", "Champions", "Spitzenkunden"),
    Name("loyal", "Loyal customers", "Stammkunden"),
    Name("potential-loyalist", "Potential loyalists", "Angehende Stammkunden"),
    Name("new", "New customers", "Neukunden"),
    Name("promising", "Promising", "Vielversprechende"),
    Name("need-attention", "Need attention", "Aufmerksamkeit nötig"),
    Name("about-to-sleep", "About to sleep", "Werden still"),
    Name("at-risk", "At risk", "Gefährdet"),
    Name("cannot-lose", "Cannot lose them", "Unbedingt halten"),
    Name("hibernating", "Hibernating", "Eingeschlafen"),
    Name("lost", "Lost", "Verloren"),
)

TIERS: tuple[Name, ...] = (
    Name("platinum", "Platinum", "Platin"),
    Name("gold", "Gold", "Gold"),
    Name("iron", "Iron", "Eisen"),
    Name("lead", "Lead", "Blei"),
    Name("former", "Former customers", "Ehemalige"),
)

CELLS: Mapping[str, str] = {
    "champions": "555 554 544 545 454 455 445",
    "loyal": "543 444 435 355 354 345 344 335",
    "potential-loyalist": (
        "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323"
    ),
    "new": "512 511 422 421 412 411 311",
    "promising": "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313",
    "need-attention": "535 534 443 434 343 334 325 324",
    "about-to-sleep": "331 321 312 221 213 231 241 251",
    "at-risk": ("255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124"),
    "cannot-lose": "155 154 144 214 215 115 114 113",
    "hibernating": "332 322 233 232 223 222 132 123 122 212 211",
    "lost": "111 112 121 131 141 151",
}
"""Segment -> its scores, recency first, then frequency, then money; 5 is best. The common map of the
field; together the rows name every one of the 125 cells once."""


def segment_of(recency: int, frequency: int, monetary: int) -> str:
    """The segment of three scores from 1 to 5.

    >>> segment_of(5, 5, 5)
    'champions'
    """
    cell = f"{recency}{frequency}{monetary}"
    return next(segment for segment, cells in CELLS.items() if cell in cells.split())
