"""A group in one plain sentence, and its name: English and German, from tables of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from treue.errors import BadOption
from treue.segments.clusters.features import MONEY
from treue.segments.clusters.fitted import Cluster, Trait

LANGUAGES = ("en", "de")
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
_NBSP, _MINUS = "\u00a0", "\u2212"
_DAYS_OF_A_MONTH, _DAYS_OF_A_YEAR = 30.4, 365.25
# Up to here spans are told in days, and then in months.
_DAYS_IN_DAYS, _DAYS_IN_MONTHS = 60, 730
_TWO_DAYS = 1.5
_PLAIN, _AFTER_SINCE = 1, 2
_SPANS = {"day": ("Tag", "Tage", "Tagen"), "month": ("Monat", "Monate", "Monaten"),
          "year": ("Jahr", "Jahre", "Jahren")}  # fmt: skip
"""One of them; more; more after "seit" and "vor"."""

Said = tuple[str, str]

_CLAUSES: Mapping[tuple[str, bool], Said] = MappingProxyType(
    {
        ("orders", True): ("have ordered {times}", "haben schon {times} bestellt"),
        ("orders", False): ("have ordered only {times}", "haben erst {times} bestellt"),
        ("gap_days", True): (
            "have let about {while_} pass between two orders",
            "haben zwischen zwei Bestellungen etwa {while_} vergehen lassen",
        ),
        ("gap_days", False): ("have ordered about every {while_}", "haben etwa alle {while_} bestellt"),
        ("silence_days", True): ("have not ordered for {span}", "sind seit {span} still"),
        ("silence_days", False): ("were last here {span} ago", "waren zuletzt vor {span} da"),
        ("tenure_days", True): ("have been with you for {span}", "sind seit {span} dabei"),
        ("tenure_days", False): (
            "have been with you for only {span}",
            "sind erst seit {span} dabei",
        ),
        ("basket", True): (
            "spend much on an order ({money})",
            "geben je Bestellung viel aus ({money})",
        ),
        ("basket", False): (
            "spend little on an order ({money})",
            "geben je Bestellung wenig aus ({money})",
        ),
        ("profit", True): (
            "brought {money} of {worth} in the last twelve months",
            "haben in den letzten zwölf Monaten {money} {worth} gebracht",
        ),
        ("profit", False): (
            "brought only {money} of {worth} in the last twelve months",
            "haben in den letzten zwölf Monaten nur {money} {worth} gebracht",
        ),
        ("expected_value", True): (
            "will probably bring {money} of {worth} in the next twelve months",
            "bringen in den nächsten zwölf Monaten voraussichtlich {money} {worth}",
        ),
        ("expected_value", False): (
            "will probably bring only {money} of {worth} in the next twelve months",
            "bringen in den nächsten zwölf Monaten voraussichtlich nur {money} {worth}",
        ),
        ("expected_orders", True): (
            "will probably order {about} times in the next twelve months",
            "bestellen in den nächsten zwölf Monaten voraussichtlich {about}-mal",
        ),
        ("expected_orders", False): (
            "will probably order only {about} times in the next twelve months",
            "bestellen in den nächsten zwölf Monaten voraussichtlich nur {about}-mal",
        ),
        ("margin_rate", True): (
            "leave a high margin ({share} of revenue)",
            "kaufen mit hoher Marge ({share} vom Umsatz)",
        ),
        ("margin_rate", False): (
            "leave a thin margin ({share} of revenue)",
            "kaufen mit dünner Marge ({share} vom Umsatz)",
        ),
        ("care_cost", True): (
            "need much care ({money} an order)",
            "brauchen viel Betreuung ({money} je Bestellung)",
        ),
        ("care_cost", False): (
            "need little care ({money} an order)",
            "brauchen wenig Betreuung ({money} je Bestellung)",
        ),
    }
)
"""Feature and whether it is high -> a clause whose subject is "these customers"."""

_AT_A_LOSS: Said = (
    "cost more than they brought in the last twelve months ({money})",
    "haben in den letzten zwölf Monaten mehr gekostet als gebracht ({money})",
)
_WITHOUT_PROFIT: Said = (
    "brought no {worth} in the last twelve months",
    "haben in den letzten zwölf Monaten keinen {worth} gebracht",
)

_NOUNS: Mapping[tuple[str, bool], Said] = MappingProxyType(
    {
        ("orders", True): ("Frequent buyers", "Vielbesteller"),
        ("orders", False): ("Occasional buyers", "Gelegenheitskäufer"),
        ("gap_days", True): ("Buyers at long intervals", "Besteller in großen Abständen"),
        ("gap_days", False): ("Buyers at short intervals", "Besteller in kurzen Abständen"),
        ("silence_days", True): ("Silent customers", "Inaktive Kunden"),
        ("silence_days", False): ("Rather active customers", "Eher aktive Kunden"),
        ("tenure_days", True): ("Long-standing customers", "Langzeitkunden"),
        ("tenure_days", False): ("Newer customers", "Neuere Kunden"),
        ("basket", True): ("Large baskets", "Große Warenkörbe"),
        ("basket", False): ("Small baskets", "Kleine Warenkörbe"),
        ("profit", True): ("Profitable customers", "Ertragsstarke Kunden"),
        ("profit", False): ("Customers of little profit", "Ertragsschwache Kunden"),
        ("expected_value", True): ("Valuable in future", "Künftig wertvolle Kunden"),
        ("expected_value", False): ("Of little value in future", "Künftig wenig wertvolle Kunden"),
        ("expected_orders", True): ("Likely to return", "Wahrscheinliche Wiederkäufer"),
        ("expected_orders", False): ("Unlikely to return", "Unwahrscheinliche Wiederkäufer"),
        ("margin_rate", True): ("High margins", "Margenstarke Kunden"),
        ("margin_rate", False): ("Thin margins", "Margenschwache Kunden"),
        ("care_cost", True): ("Customers in need of care", "Betreuungsintensive Kunden"),
        ("care_cost", False): ("Easy customers", "Unkomplizierte Kunden"),
    }
)
"""The first word of a name."""

_ADDED: Mapping[tuple[str, bool], Said] = MappingProxyType(
    {
        ("orders", True): ("many orders", "viele Bestellungen"),
        ("orders", False): ("few orders", "wenige Bestellungen"),
        ("gap_days", True): ("long intervals", "große Abstände"),
        ("gap_days", False): ("short intervals", "kurze Abstände"),
        ("silence_days", True): ("silent", "inaktiv"),
        ("silence_days", False): ("rather active", "eher aktiv"),
        ("tenure_days", True): ("long with us", "lange dabei"),
        ("tenure_days", False): ("newer", "noch nicht lange dabei"),
        ("basket", True): ("large baskets", "große Warenkörbe"),
        ("basket", False): ("small baskets", "kleine Warenkörbe"),
        ("profit", True): ("profitable", "ertragsstark"),
        ("profit", False): ("of little profit", "ertragsschwach"),
        ("expected_value", True): ("valuable in future", "künftig wertvoll"),
        ("expected_value", False): ("of little value in future", "künftig wenig wertvoll"),
        ("expected_orders", True): ("likely to return", "kommen wohl wieder"),
        ("expected_orders", False): ("unlikely to return", "kommen wohl nicht wieder"),
        ("margin_rate", True): ("high margins", "hohe Marge"),
        ("margin_rate", False): ("thin margins", "dünne Marge"),
        ("care_cost", True): ("in need of care", "betreuungsintensiv"),
        ("care_cost", False): ("easy", "unkompliziert"),
    }
)
"""What stands after a comma."""

_HARDLY_ANY = 0.05
_HARDLY: Said = (
    "will hardly order in the next twelve months",
    "bestellen in den nächsten zwölf Monaten voraussichtlich kaum",
)
_DAILY: Said = ("have ordered almost every day", "haben fast täglich bestellt")
_WORTH: tuple[Said, Said] = (("revenue", "Umsatz"), ("margin", "Deckungsbeitrag"))

_EVERYBODY: Said = ("All customers", "Alle Kunden")
_TOO_FEW: Said = (
    "All customers together: there are too few different ones to form groups.",
    "Alle Kunden zusammen: Für Kundentypen sind es zu wenige verschiedene.",
)
_WORDS_FOR_TIMES: Mapping[int, Said] = MappingProxyType({1: ("once", "einmal"), 2: ("twice", "zweimal")})


@dataclass(frozen=True, slots=True)
class Speech:
    """Says groups in one language, with amounts in one currency.

    Args:
        language: "de" or "en".
        currency: ISO 4217, as amounts are shown.
        has_costs: whether margin is margin; without costs and a margin rate it is revenue, and called so.

    Raises:
        BadOption: a language we do not speak.

    >>> trait = Trait("orders", True, 12.0, 1.0, 2.0)
    >>> Speech("de", "EUR").clause(trait)
    'haben schon 12-mal bestellt'
    """

    language: str
    currency: str
    has_costs: bool = True

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise BadOption(f"Customer groups: language {self.language!r}; we speak de and en.")

    @property
    def _german(self) -> bool:
        return self.language == "de"

    def name(self, cluster: Cluster) -> str:
        """What people call the group; the same from run to run while it is true."""
        if not cluster.title:
            return _EVERYBODY[self._german]
        first, *others = cluster.title
        return ", ".join([_NOUNS[first][self._german], *(_ADDED[part][self._german] for part in others)])

    def sentence(self, cluster: Cluster) -> str:
        """What sets the group apart, in one sentence."""
        if not cluster.traits:
            return _TOO_FEW[self._german]
        *first, last = [self.clause(trait) for trait in cluster.traits]
        both = (" und " if self._german else " and ").join([", ".join(first), last] if first else [last])
        return f"{'Diese Kunden' if self._german else 'These customers'} {both}."

    def clause(self, trait: Trait) -> str:
        """One trait, as "these customers" go on."""
        said = _CLAUSES[trait.feature, trait.is_high]
        if trait.feature == "profit" and trait.typical <= 0:
            said = _AT_A_LOSS if trait.typical < 0 else _WITHOUT_PROFIT
        if trait.feature == "expected_orders" and trait.typical < _HARDLY_ANY:
            said = _HARDLY
        if trait.feature == "gap_days" and trait.typical < _TWO_DAYS and not trait.is_high:
            said = _DAILY
        return said[self._german].format(
            times=self._times(trait.typical),
            span=self._span(trait.typical, _AFTER_SINCE),
            while_=self._span(trait.typical, _PLAIN),
            money=self._money(trait.typical) if trait.feature in MONEY else "",
            share=f"{self._number(100 * trait.typical, 0)}{_NBSP if self._german else ''}%",
            about=self._number(trait.typical, 1),
            worth=_WORTH[self.has_costs][self._german],
        )

    def _times(self, count: float) -> str:
        whole = max(round(count), 1)
        if whole in _WORDS_FOR_TIMES:
            return _WORDS_FOR_TIMES[whole][self._german]
        return f"{self._number(whole, 0)}-mal" if self._german else f"{self._number(whole, 0)} times"

    def _span(self, days: float, case: int) -> str:
        """Days, then months, then years, as people count."""
        if days < _DAYS_IN_DAYS:
            count, unit = max(round(days), 1), "day"
        elif days < _DAYS_IN_MONTHS:
            count, unit = round(days / _DAYS_OF_A_MONTH), "month"
        else:
            count, unit = round(days / _DAYS_OF_A_YEAR), "year"
        if not self._german:
            return f"{self._number(count, 0)} {unit}{'' if count == 1 else 's'}"
        return f"{self._number(count, 0)} {_SPANS[unit][0 if count == 1 else case]}"

    def _money(self, amount: float) -> str:
        """Whole units where they say enough."""
        number = self._number(abs(amount), 0 if abs(amount) >= 20 or amount == round(amount) else 2)
        sign = _MINUS if amount < 0 else ""
        symbol = _SYMBOLS.get(self.currency, self.currency)
        if self._german:
            return f"{sign}{number}{_NBSP}{symbol}"
        return f"{sign}{symbol}{_NBSP if symbol.isalpha() else ''}{number}"

    def _number(self, value: float, digits: int) -> str:
        text = f"{abs(value):,.{digits}f}"
        if self._german:
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{_MINUS}{text}" if value < 0 and any(each in "123456789" for each in text) else text
