"""What a model takes for granted and when not to trust it, as sentences for faces: English, German."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Said = tuple[str, str]

_STEADY = (
    "While customers stay, they order at random, each at a pace of their own that does not change.",
    "Solange ein Kunde da ist, bestellt er ohne festen Rhythmus, aber in gleichbleibendem Tempo.",
)
_APART = (
    "How often somebody buys says nothing about how soon they leave; whoever has left does not return.",
    "Wie oft jemand kauft, sagt nichts darüber, wie bald er abwandert; wer weg ist, kommt nicht zurück.",
)
_RHYTHM = (
    "People who buy at regular intervals: for them a silence means more than the model believes.",
    "Bei Kunden mit festem Kaufrhythmus: Wenn sie schweigen, sagt das mehr, als das Modell glaubt.",
)

ASSUMED: Mapping[str, tuple[Said, ...]] = MappingProxyType(
    {
        "pareto-nbd": (
            _STEADY,
            ("Customers may leave at any moment.", "Abwandern kann ein Kunde jederzeit."),
            _APART,
        ),
        "bg-nbd": (
            _STEADY,
            (
                "Customers may leave right after an order, but not after their first.",
                "Abwandern kann ein Kunde nur gleich nach einer Bestellung, aber nicht nach der ersten.",
            ),
            _APART,
        ),
        "mbg-nbd": (
            _STEADY,
            (
                "Customers may leave right after any order, the first included.",
                "Abwandern kann ein Kunde nach jeder Bestellung, auch schon nach der ersten.",
            ),
            _APART,
        ),
        "mbg-cnbd": (
            (
                "Customers order more evenly than by chance, and all are equally even.",
                "Kunden bestellen gleichmäßiger als der Zufall, und alle gleich gleichmäßig.",
            ),
            (
                "Customers may leave right after any order, the first included.",
                "Abwandern kann ein Kunde nach jeder Bestellung, auch schon nach der ersten.",
            ),
            _APART,
        ),
        "sbg": (
            (
                "Customers order once a period, each on a day of their own; nobody pauses.",
                "Kunden bestellen einmal je Abrechnungszeitraum, jeder an seinem Tag; niemand pausiert.",
            ),
            (
                "A customer's chance to cancel does not change; whoever has cancelled does not return.",
                "Die Kündigungsneigung eines Kunden bleibt gleich; wer gekündigt hat, kommt nicht zurück.",
            ),
        ),
    }
)
"""By the model's name."""

ONE_RETURNS: Said = (
    "We depart from that a little: of a hundred who are gone by the model, one is expected back.",
    "Davon weichen wir ein wenig ab: Von hundert, die nach dem Modell weg sind, erwarten wir einen zurück.",
)
"""Beside what a purchase model assumes, where one of a hundred is expected back."""

ASSUMED_OF_SPENDING: Said = (
    "What somebody spends on an order has nothing to do with how often they order.",
    "Wie viel jemand je Bestellung ausgibt, hat nichts damit zu tun, wie oft er bestellt.",
)

DOUBTFUL: Mapping[str, tuple[Said, ...]] = MappingProxyType(
    {
        "pareto-nbd": (
            _RHYTHM,
            (
                "Looking far ahead: the model lets a few customers stay almost for ever.",
                "Beim Blick weit nach vorn: Im Modell bleiben einzelne Kunden fast für immer.",
            ),
        ),
        "bg-nbd": (
            _RHYTHM,
            (
                "People who ordered once: the model takes all of them for active.",
                "Bei Einmalkäufern: Das Modell hält sie alle für aktiv.",
            ),
        ),
        "mbg-nbd": (_RHYTHM,),
        "mbg-cnbd": (
            (
                "Where some buy regularly and others on a whim: one rhythm for all is a compromise.",
                "Wo manche regelmäßig kaufen, andere nach Laune: Ein Rhythmus für alle passt da schlecht.",
            ),
        ),
        "sbg": (
            (
                "Monthly and yearly subscribers in one file: value them apart.",
                "Bei Monats- und Jahresabos in einer Datei: Bewerten Sie sie getrennt.",
            ),
        ),
    }
)
"""By the model's name; what is doubtful with every model is in `DOUBTFUL_ALWAYS`."""

DOUBTFUL_ALWAYS: tuple[Said, ...] = (
    (
        "A single customer: there the range is wide. Rely on totals.",
        "Beim einzelnen Kunden: Dort ist die Spanne breit. Verlassen Sie sich auf Summen.",
    ),
    (
        "A break your data have not seen: a new range, new prices, a new channel.",
        "Bei einem Umbruch, den Ihre Daten nicht kennen: neues Sortiment, neue Preise, neuer Vertriebsweg.",
    ),
)

UNTRIED: Said = (
    "Too few customers bought again so far: the model is the usual one, not one tried on your own past.",
    "Zu wenige Kunden kauften bisher wieder: Das Modell ist das übliche, nicht an Ihren Daten erprobt.",
)

NO_RHYTHM: Said = (
    "MBG/CNBD-k has no row of its own: your customers show no rhythm (k = 1), and without one it is MBG/NBD.",
    "MBG/CNBD-k hat keine eigene Zeile: Ohne Kaufrhythmus (k = 1), wie bei Ihren Kunden, ist es MBG/NBD.",
)
