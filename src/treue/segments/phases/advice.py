"""What to say next in each phase: the goal, the tone, what to offer and what to leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from treue.errors import BadOption

LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Advice:
    """A short paragraph for the shop's people, in four parts; each part is whole sentences.

    Args:
        goal: what the next message is for.
        tone: how it should sound.
        offer: what belongs in it.
        leave: what to keep out of it.
    """

    goal: str
    tone: str
    offer: str
    leave: str

    def __str__(self) -> str:
        return f"{self.goal} {self.tone} {self.offer} {self.leave}"


ADVICE: Mapping[str, tuple[Advice, Advice]] = MappingProxyType(
    {
        "awareness": (
            Advice(
                "Win trust and make the first order easy.",
                "Helpful and without hurry: you are introducing yourself, not closing a deal.",
                "Say in one sentence what you do better than others, and help with choosing: a guide, a "
                "test, an answer to the question that everybody asks. Shipping, returns and how to reach "
                "you belong at the top.",
                "Do not open with a discount, and write only to people who agreed to it: nobody here is a"
                " customer yet.",
            ),
            Advice(
                "Gewinnen Sie Vertrauen und machen Sie die erste Bestellung leicht.",
                "Hilfsbereit und ohne Eile: Sie stellen sich vor, Sie drängen nicht zum Abschluss.",
                "Sagen Sie in einem Satz, was Sie besser machen als andere, und helfen Sie bei der "
                "Auswahl: mit einem Ratgeber, einem Test, der Antwort auf die Frage, die alle stellen. "
                "Versandkosten, Rückgabe und Ihr Kontakt gehören nach oben.",
                "Steigen Sie nicht mit einem Rabatt ein, und schreiben Sie nur denen, die eingewilligt "
                "haben: Hier ist noch niemand Kunde.",
            ),
        ),
        "acquisition": (
            Advice(
                "Turn the first order into a second one.",
                "Warm and attentive, as after a good start.",
                "Say thank you, show how to get the most out of what they bought, ask whether everything "
                "arrived well, and suggest what goes with it. If you give a reason for the second order, "
                "let it be one whose cost you know, at the time when second orders usually come.",
                "Do not put advertising into the order confirmation, and do not suggest what they have "
                "just bought.",
            ),
            Advice(
                "Machen Sie aus der ersten Bestellung eine zweite.",
                "Herzlich und aufmerksam, wie nach einem guten Anfang.",
                "Bedanken Sie sich, zeigen Sie, wie man das Gekaufte am besten nutzt, fragen Sie, ob "
                "alles gut angekommen ist, und schlagen Sie vor, was dazu passt. Wenn Sie einen Anreiz "
                "für die zweite Bestellung geben, dann einen, dessen Kosten Sie kennen, und zu der Zeit, "
                "in der zweite Bestellungen üblicherweise kommen.",
                "Packen Sie keine Werbung in die Bestellbestätigung, und empfehlen Sie nicht, was gerade "
                "erst gekauft wurde.",
            ),
        ),
        "retention": (
            Advice(
                "Keep the habit alive and let good customers feel that you know them.",
                "Familiar and appreciative, one regular to another.",
                "Suggest what fits earlier orders, remind them when something will soon run out, give "
                "early access or a small extra that others do not get. Ask for their opinion, and tell "
                "them what came of it.",
                "Do not give discounts to people who are about to order anyway, and do not write more "
                "often than they order.",
            ),
            Advice(
                "Halten Sie die Gewohnheit lebendig und zeigen Sie guten Kunden, dass Sie sie kennen.",
                "Vertraut und wertschätzend, wie unter alten Bekannten.",
                "Empfehlen Sie, was zu früheren Bestellungen passt, erinnern Sie, wenn etwas bald "
                "aufgebraucht ist, bieten Sie Vorabzugang oder ein kleines Extra, das andere nicht "
                "bekommen. Fragen Sie nach der Meinung, und berichten Sie, was daraus geworden ist.",
                "Geben Sie keinen Rabatt, wo ohnehin bald bestellt wird, und schreiben Sie nicht öfter, "
                "als bestellt wird.",
            ),
        ),
        "reactivation": (
            Advice(
                "Give a reason to come back, while coming back is still likely.",
                "Personal and light: you noticed, you do not reproach.",
                "Start from what they used to buy: what is new there, what fits, what is back in stock. "
                "Ask whether something went wrong, and put it right before you offer anything. A voucher "
                "comes last, if at all, with a limit and only where the margin carries it.",
                "Do not send the same mail to everybody, and do not raise the discount with each "
                "reminder: people learn to wait.",
            ),
            Advice(
                "Geben Sie einen Grund zurückzukommen, solange die Rückkehr noch wahrscheinlich ist.",
                "Persönlich und leicht: Sie haben es bemerkt, aber Sie machen keinen Vorwurf.",
                "Knüpfen Sie an frühere Käufe an: Was gibt es dort Neues, was passt dazu, was ist wieder "
                "lieferbar? Fragen Sie, ob etwas schiefgegangen ist, und bringen Sie das in Ordnung, "
                "bevor Sie etwas anbieten. Ein Gutschein kommt zuletzt, wenn überhaupt: befristet und "
                "nur, wo der Deckungsbeitrag ihn trägt.",
                "Schicken Sie nicht allen dieselbe Mail, und erhöhen Sie nicht mit jeder Erinnerung den "
                "Rabatt: Sonst lernen Ihre Kunden zu warten.",
            ),
        ),
        "farewell": (
            Advice(
                "Win them back with one honest attempt, or part well.",
                "Candid and respectful, without pressure.",
                "Ask in one tap why they left, say plainly what you have improved since, and offer the "
                "remedy that fits the reason. Who does not answer gets a friendly goodbye: stay on the "
                "list, hear from you less often, or leave.",
                "Do not go on writing as if nothing had happened, do not promise what has not changed, "
                "and do not make leaving hard.",
            ),
            Advice(
                "Gewinnen Sie mit einem ehrlichen Versuch zurück, oder trennen Sie sich im Guten.",
                "Offen und respektvoll, ohne Druck.",
                "Fragen Sie mit einem Klick nach dem Grund, sagen Sie offen, was Sie seither verbessert "
                "haben, und bieten Sie die Abhilfe an, die zum Grund passt. Wer nicht antwortet, bekommt "
                "einen freundlichen Abschied mit drei Möglichkeiten: im Verteiler bleiben, seltener von "
                "Ihnen hören oder gehen.",
                "Schreiben Sie nicht weiter, als wäre nichts gewesen, versprechen Sie nichts, was sich "
                "nicht geändert hat, und machen Sie das Abmelden nicht schwer.",
            ),
        ),
    }
)
"""By the id of the phase: English, German."""


def advice(phase: str, language: str) -> Advice:
    """What to say next to customers of a phase.

    Raises:
        BadOption: no such phase, or a language we do not speak.
    """
    if phase not in ADVICE or language not in LANGUAGES:
        raise BadOption(
            f"Advice for {phase!r} in {language!r}: there is advice for {', '.join(ADVICE)}, in de and en."
        )
    english, german = ADVICE[phase]
    return german if language == "de" else english
