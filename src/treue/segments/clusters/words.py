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
# Two spans nearer than that are told in the unit of the shorter one.
_NEAR = 3.0
_PLAIN, _AFTER_SINCE = 1, 2
_LONG = {"day": 1.0, "month": _DAYS_OF_A_MONTH, "year": _DAYS_OF_A_YEAR}
_SPANS = {"day": ("Tag", "Tage", "Tagen"), "month": ("Monat", "Monate", "Monaten"),
          "year": ("Jahr", "Jahre", "Jahren")}  # fmt: skip
"""One of them; more; more after "seit" and "vor"."""

Said = tuple[str, str]

_CLAUSES: Mapping[tuple[str, bool], Said] = MappingProxyType(
    {
        ("orders", True): ("have ordered more often", "haben öfter bestellt"),
        ("orders", False): ("have ordered less often", "haben seltener bestellt"),
        ("gap_days", True): (
            "let more time pass between two orders",
            "lassen mehr Zeit zwischen zwei Bestellungen",
        ),
        ("gap_days", False): (
            "let less time pass between two orders",
            "lassen weniger Zeit zwischen zwei Bestellungen",
        ),
        ("silence_days", True): ("have been silent for longer", "haben länger nichts mehr bestellt"),
        ("silence_days", False): ("have ordered more recently", "haben vor kürzerer Zeit bestellt"),
        ("tenure_days", True): ("have been with you for longer", "sind länger dabei"),
        ("tenure_days", False): ("have been with you for less time", "sind kürzer dabei"),
        ("basket", True): ("spend more on an order", "geben je Bestellung mehr aus"),
        ("basket", False): ("spend less on an order", "geben je Bestellung weniger aus"),
        ("profit", True): (
            "brought more {worth} in the last twelve months",
            "haben in den letzten zwölf Monaten mehr {worth} gebracht",
        ),
        ("profit", False): (
            "brought less {worth} in the last twelve months",
            "haben in den letzten zwölf Monaten weniger {worth} gebracht",
        ),
        ("expected_value", True): (
            "will probably bring more {worth} in the next twelve months",
            "bringen in den nächsten zwölf Monaten voraussichtlich mehr {worth}",
        ),
        ("expected_value", False): (
            "will probably bring less {worth} in the next twelve months",
            "bringen in den nächsten zwölf Monaten voraussichtlich weniger {worth}",
        ),
        ("expected_orders", True): (
            "will probably order more often in the next twelve months",
            "bestellen in den nächsten zwölf Monaten voraussichtlich öfter",
        ),
        ("expected_orders", False): (
            "will probably order less often in the next twelve months",
            "bestellen in den nächsten zwölf Monaten voraussichtlich seltener",
        ),
        ("margin_rate", True): ("leave a higher margin", "kaufen mit höherer Marge"),
        ("margin_rate", False): ("leave a lower margin", "kaufen mit geringerer Marge"),
        ("care_cost", True): ("need more care", "brauchen mehr Betreuung"),
        ("care_cost", False): ("need less care", "brauchen weniger Betreuung"),
    }
)
"""Feature and whether it is high -> a clause whose subject is "these customers".

Each compares: what is low in one shop is high in another, and a group is told from the rest of its own shop.
"""

_BY_DAY: Mapping[tuple[str, bool], Said] = MappingProxyType(
    {
        ("orders", True): ("have ordered on more days", "haben an mehr Tagen bestellt"),
        ("orders", False): ("have ordered on fewer days", "haben an weniger Tagen bestellt"),
        ("basket", True): (
            "spend more on a day with an order",
            "geben an einem Tag mit Bestellung mehr aus",
        ),
        ("basket", False): (
            "spend less on a day with an order",
            "geben an einem Tag mit Bestellung weniger aus",
        ),
        ("expected_orders", True): (
            "will probably order on more days in the next twelve months",
            "bestellen in den nächsten zwölf Monaten voraussichtlich an mehr Tagen",
        ),
        ("expected_orders", False): (
            "will probably order on fewer days in the next twelve months",
            "bestellen in den nächsten zwölf Monaten voraussichtlich an weniger Tagen",
        ),
    }
)
"""Said otherwise where customers often order several times a day: all of them count days."""

_AT_A_LOSS: Said = (
    "cost more than they brought in the last twelve months",
    "haben in den letzten zwölf Monaten mehr gekostet als gebracht",
)
_WITHOUT_PROFIT: Said = (
    "brought no {worth} in the last twelve months",
    "haben in den letzten zwölf Monaten keinen {worth} gebracht",
)

_MEASURED: Mapping[str, tuple[Said, Said]] = MappingProxyType(
    {
        "silence_days": (("last {value} ago", "{value} ago"), ("zuletzt vor {value}", "vor {value}")),
        "tenure_days": (("{value}", "{value}"), ("seit {value}", "seit {value}")),
        "gap_days": (("about {value}", "{value}"), ("etwa {value}", "{value}")),
        "margin_rate": (("{value} of revenue", "{value}"), ("{value} vom Umsatz", "{value}")),
        "care_cost": (("{value} an order", "{value}"), ("{value} je Bestellung", "{value}")),
    }
)
"""How typical values stand in brackets: English here and elsewhere, German here and elsewhere."""

_AS_IT_IS: tuple[Said, Said] = (("{value}", "{value}"), ("{value}", "{value}"))
_OTHERS: Said = ("others", "andere")

_NOUNS: Mapping[tuple[str, bool], Said] = MappingProxyType(
    {
        ("orders", True): ("Frequent buyers", "Vielbesteller"),
        ("orders", False): ("Occasional buyers", "Gelegenheitskäufer"),
        ("silence_days", True): ("Customers gone quiet", "Still gewordene Kunden"),
        ("silence_days", False): ("Recently active customers", "Zuletzt aktive Kunden"),
        ("tenure_days", True): ("Long-standing customers", "Langzeitkunden"),
        ("tenure_days", False): ("Newer customers", "Neuere Kunden"),
    }
)
"""How a name begins; where a trait is none of these, "customers with" what stands in `_WITH`."""

_CUSTOMERS: Said = ("Customers", "Kunden")
_WITH: Mapping[tuple[str, bool], Said] = MappingProxyType(
    {
        ("orders", True): ("many orders", "vielen Bestellungen"),
        ("orders", False): ("few orders", "wenigen Bestellungen"),
        ("gap_days", True): ("long gaps between orders", "langen Abständen"),
        ("gap_days", False): ("short gaps between orders", "kurzen Abständen"),
        ("silence_days", True): ("a long silence", "langer Pause"),
        ("silence_days", False): ("a recent order", "kurzer Pause"),
        ("tenure_days", True): ("a long history", "langer Vorgeschichte"),
        ("tenure_days", False): ("a short history", "kurzer Vorgeschichte"),
        ("basket", True): ("large baskets", "großen Warenkörben"),
        ("basket", False): ("small baskets", "kleinen Warenkörben"),
        ("profit", True): ("high {worth}", "hohem {worth}"),
        ("profit", False): ("low {worth}", "geringem {worth}"),
        ("expected_value", True): ("high expected {worth}", "hohem erwartetem {worth}"),
        ("expected_value", False): ("low expected {worth}", "geringem erwartetem {worth}"),
        ("expected_orders", True): ("good prospects", "guten Aussichten"),
        ("expected_orders", False): ("poor prospects", "geringen Aussichten"),
        ("margin_rate", True): ("a high margin rate", "hoher Marge"),
        ("margin_rate", False): ("a low margin rate", "geringer Marge"),
        ("care_cost", True): ("high need of care", "hohem Betreuungsbedarf"),
        ("care_cost", False): ("low need of care", "geringem Betreuungsbedarf"),
    }
)
"""What stands after "with" or "mit"."""

_LEAST_TOLD, _MANY = 0.05, 10.0
_BELOW: Said = ("less than {value} times", "weniger als {value}-mal")
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
        by_day: whether customers often order several times a day, so that "orders" would be too many.

    Raises:
        BadOption: a language we do not speak.

    >>> trait = Trait("orders", True, 12.0, 1.0, 2.0)
    >>> Speech("de", "EUR").clause(trait)
    'haben öfter bestellt (12-mal, andere einmal)'
    """

    language: str
    currency: str
    has_costs: bool = True
    by_day: bool = False

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
        begins = _NOUNS.get(first, _CUSTOMERS)[self._german]
        traits = [self._filled(_WITH[part]) for part in (others if first in _NOUNS else cluster.title)]
        if not traits:
            return begins
        *earlier, last = traits
        joined = f"{', '.join(earlier)} {self._and} {last}" if earlier else last
        return f"{begins} {'mit' if self._german else 'with'} {joined}"

    @property
    def _and(self) -> str:
        return "und" if self._german else "and"

    def _filled(self, said: Said) -> str:
        return said[self._german].format(worth=_WORTH[self.has_costs][self._german])

    def sentence(self, cluster: Cluster) -> str:
        """What sets the group apart, in one sentence."""
        if not cluster.traits:
            return _TOO_FEW[self._german]
        *first, last = [self.clause(trait) for trait in cluster.traits]
        both = f" {self._and} ".join([", ".join(first), last] if first else [last])
        return f"{'Diese Kunden' if self._german else 'These customers'} {both}."

    def clause(self, trait: Trait) -> str:
        """One trait, as "these customers" go on: against the others, with both values where they differ."""
        told = (trait.feature, trait.is_high)
        said = (_BY_DAY if self.by_day and told in _BY_DAY else _CLAUSES)[told]
        if trait.feature == "profit" and trait.typical <= 0 < trait.elsewhere:
            said = _AT_A_LOSS if trait.typical < 0 else _WITHOUT_PROFIT
        clause = self._filled(said)
        here, there = (self._value(trait, value) for value in (trait.typical, trait.elsewhere))
        if here == there:
            return clause
        first, second = _MEASURED.get(trait.feature, _AS_IT_IS)[self._german]
        measured = "" if said is _WITHOUT_PROFIT else f"{first.format(value=here)}, "
        return f"{clause} ({measured}{_OTHERS[self._german]} {second.format(value=there)})"

    def _value(self, trait: Trait, value: float) -> str:
        """A typical value as it is written."""
        if trait.feature in MONEY:
            return self._money(value)
        if trait.feature == "margin_rate":
            return f"{self._number(100 * value, 0)}{_NBSP if self._german else ''}%"
        if trait.feature == "orders":
            return self._times(value)
        if trait.feature == "expected_orders":
            return self._about(value)
        case = _PLAIN if trait.feature == "gap_days" else _AFTER_SINCE
        return self._span(value, case, _unit_beside(trait.typical, trait.elsewhere))

    def _times(self, count: float) -> str:
        whole = max(round(count), 1)
        if self.by_day:
            return self._days(whole, self._number(whole, 0))
        if whole in _WORDS_FOR_TIMES:
            return _WORDS_FOR_TIMES[whole][self._german]
        return f"{self._number(whole, 0)}-mal" if self._german else f"{self._number(whole, 0)} times"

    def _about(self, count: float) -> str:
        """An expected number of times; nobody orders zero times."""
        if count < _LEAST_TOLD:
            return _BELOW[self._german].format(value=self._number(2 * _LEAST_TOLD, 1))
        number = self._number(count, 0 if count >= _MANY else 1)
        if self.by_day:
            return self._days(count, number)
        return f"{number}-mal" if self._german else f"{number} times"

    def _days(self, count: float, number: str) -> str:
        """On so many days."""
        if self._german:
            return f"an {number} {'Tag' if count == 1 else 'Tagen'}"
        return f"on {number} day{'' if count == 1 else 's'}"

    def _span(self, days: float, case: int, unit: str = "") -> str:
        """Days, then months, then years, as people count; or in a unit."""
        unit = unit or _unit(days)
        count = max(round(days / _LONG[unit]), 1)
        if not self._german:
            return f"{self._number(count, 0)} {unit}{'' if count == 1 else 's'}"
        return f"{self._number(count, 0)} {_SPANS[unit][0 if count == 1 else case]}"

    def _money(self, amount: float) -> str:
        """Whole units where they say enough."""
        number = self._number(abs(amount), 0 if abs(amount) >= 10 or amount == round(amount) else 2)
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


def _unit(days: float) -> str:
    return "day" if days < _DAYS_IN_DAYS else "month" if days < _DAYS_IN_MONTHS else "year"


def _unit_beside(days: float, others: float) -> str:
    """The unit two spans share, so that 58 and 64 days can be compared; empty where each has its own."""
    shorter, longer = sorted((days, others))
    return _unit(shorter) if longer < _NEAR * max(shorter, 1.0) else ""
