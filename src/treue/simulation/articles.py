"""What the invented shop sells: coffee, tea and what one needs to make them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the range.

    Args:
        number: the shop's article number.
        name: as the shop calls it.
        category: Kaffee, Tee or Zubehör.
        cost_minor: net purchase price of a piece, in cents.
        price_minor: gross price of a piece today, in cents.
        vat_percent: German VAT, 7 on food and 19 on the rest.
        popularity: how often it is taken, relative to the others of its category.
    """

    number: str
    name: str
    category: str
    cost_minor: int
    price_minor: int
    vat_percent: int
    popularity: float


ARTICLES: tuple[Article, ...] = (
    Article("K-101", "Morgenröte Filterkaffee, 250 g", "Kaffee", 355, 790, 7, 9),
    Article("K-102", "Morgenröte Filterkaffee, 1 kg", "Kaffee", 1590, 2690, 7, 7),
    Article("K-111", "Hafenkante Espresso, 250 g", "Kaffee", 380, 850, 7, 9),
    Article("K-112", "Hafenkante Espresso, 1 kg", "Kaffee", 1720, 2890, 7, 8),
    Article("K-121", "Yirga Hochland, helle Röstung, 250 g", "Kaffee", 720, 1190, 7, 5),
    Article("K-131", "Entkoffeiniert Sanfte Stunde, 250 g", "Kaffee", 430, 890, 7, 4),
    Article("K-141", "Kaffeekapseln Hafenkante, 40 Stück", "Kaffee", 690, 1690, 7, 4),
    Article("K-151", "Röstung des Monats, 250 g", "Kaffee", 490, 1150, 7, 5),
    Article("K-191", "Probierpaket Kaffee, 4 x 100 g", "Kaffee", 890, 1590, 7, 3),
    Article("T-201", "Ostfriesische Mischung, 250 g", "Tee", 310, 890, 7, 7),
    Article("T-202", "Ostfriesische Mischung, 1 kg", "Tee", 1090, 2890, 7, 4),
    Article("T-211", "Darjeeling Erste Pflückung, 100 g", "Tee", 560, 1490, 7, 4),
    Article("T-221", "Sencha Morgentau, 100 g", "Tee", 390, 1090, 7, 5),
    Article("T-231", "Rooibos Vanille, 250 g", "Tee", 280, 790, 7, 5),
    Article("T-241", "Kräutergarten, 200 g", "Tee", 260, 750, 7, 6),
    Article("T-251", "Chai Gewürztee, 200 g", "Tee", 320, 890, 7, 4),
    Article("T-261", "Winterabend Früchtetee, 250 g", "Tee", 270, 790, 7, 4),
    Article("T-291", "Probierpaket Tee, 6 Sorten", "Tee", 720, 1490, 7, 3),
    Article("Z-301", "Handfilter aus Porzellan", "Zubehör", 980, 2490, 19, 4),
    Article("Z-302", "Papierfilter, 100 Stück", "Zubehör", 140, 450, 19, 9),
    Article("Z-311", "Handmühle mit Kegelmahlwerk", "Zubehör", 3650, 6900, 19, 2),
    Article("Z-321", "Stempelkanne, 1 Liter", "Zubehör", 2150, 3490, 19, 3),
    Article("Z-331", "Teekanne aus Glas mit Sieb", "Zubehör", 1280, 2990, 19, 3),
    Article("Z-341", "Becher Hafenkante", "Zubehör", 640, 1290, 19, 4),
    Article("Z-351", "Vorratsdose, 500 g", "Zubehör", 510, 1390, 19, 3),
    Article("Z-391", "Geschenkkarton mit Schleife", "Zubehör", 160, 490, 19, 3),
)
