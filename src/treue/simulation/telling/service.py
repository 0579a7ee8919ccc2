"""What customers write and say about their orders: tickets, calls, answers, reviews."""

from __future__ import annotations

import numpy as np

from treue.simulation.telling.rows import Rows, code, instant, maybe, pick, rows_of
from treue.simulation.telling.sold import Sold, minutes_of
from treue.simulation.world.chance import About, FloatArray, IntArray
from treue.simulation.world.play import World

_LATE, _DEFECT, _BACK, _PLAIN = range(4)
_TOPICS = ("Lieferung", "Reklamation", "Retoure", "Frage zum Artikel", "Rechnung")
_ANGRY = (
    "Das Paket kam viel zu spät.", "Der Artikel war defekt.", "Auf mein Geld habe ich wochenlang gewartet.",
    "Auf meine Frage hat tagelang niemand geantwortet.",
)  # fmt: skip
_CONTENT = (
    "Alles bestens, gern wieder.",
    "Schnell geliefert, gute Ware.",
    "Bin zufrieden.",
    None,
    None,
    None,
)
_ASKED_AFTER, _REVIEWED_AFTER = 7, 12
_WRITES = 0.5


def content_of(sold: Sold) -> FloatArray:
    """How content an order left its customer, 0 to 10, not rounded; frictions take from it."""
    fates = sold.fates
    mood = 9.0 - 3.5 * fates.late - 5.0 * fates.defect - 2.0 * fates.slow_refund - 3.0 * fates.slow_answer
    return np.asarray(mood - 4.0 * (sold.people.leave - 0.3), np.float64)


def tell_tickets(world: World, sold: Sold) -> list[Rows]:
    """One ticket per order that made somebody write; a call or letter with some of them."""
    luck, at = world.chance, np.flatnonzero(sold.fates.asked)
    keys = sold.people.number[at], sold.day[at]
    late, defect, back = (each[at] for each in (sold.fates.late, sold.fates.defect, sold.fates.returned))
    other = np.where(luck.happens(0.25, About.TICKET, *keys, 2), _PLAIN + 1, _PLAIN)
    topic = np.where(defect, _DEFECT, np.where(late, _LATE, np.where(back, _BACK, other)))
    opened = np.where(
        defect, sold.delivered[at] + 1, np.where(late, sold.promised[at] + 1, sold.day[at] + 1 + topic)
    )
    begun = instant(opened, minutes_of(luck, *keys, 1), sold.offset[at])
    waits = np.where(sold.fates.slow_answer[at], 26 + 60 * luck.uniform(About.SPAN, *keys, 5), 0)
    hours = np.where(waits > 0, waits, 0.3 + 20 * luck.uniform(About.SPAN, *keys, 6) ** 2)
    answered = begun + (hours * 3.6e9).astype(np.int64)
    solved = answered + (luck.uniform(About.SPAN, *keys, 7) * 40 * 3.6e9).astype(np.int64)
    asked = luck.happens(0.35, About.SURVEY, *keys, 2)
    score = _score(content_of(sold)[at], luck.normal(About.SCORE, *keys, 2))
    numbers, known = sold.number[at], solved // 86_400_000_000
    tickets = rows_of(
        "tickets",
        known,
        {
            "ticket_id": code("T", numbers),
            "customer": sold.person[at],
            "opened_at": begun,
            "day": opened,
            "answered_at": answered,
            "solved_at": solved,
            "minutes": sold.come.minutes[at],
            "topic": pick(_TOPICS, topic),
            "satisfaction": maybe(score, asked),
        },
    )
    called = np.flatnonzero(luck.happens(world.terms.surveys.calls, About.TICKET, *keys, 3))
    day = opened[called]
    talks = rows_of(
        "interactions",
        day,
        {
            "interaction_id": code("I", numbers[called]),
            "customer": sold.person[at][called],
            "at": instant(day, np.full(len(called), 15 * 60)),
            "day": day,
            "kind": pick(
                ["call", "letter"], luck.happens(0.1, About.TICKET, keys[0][called], keys[1][called], 4)
            ),
            "outcome": "notiert",
        },
    )
    return [tickets, talks]


def tell_answers(world: World, sold: Sold) -> list[Rows]:
    """Answers to one question a week after the parcel, and reviews: who is angry or delighted says more."""
    luck, keys = world.chance, (sold.people.number, sold.day)
    mood = content_of(sold)
    moved = 1 + np.where(mood < 6, 1.4, np.where(mood > 8.5, 0.3, -0.3))
    asked = np.flatnonzero(luck.happens(world.terms.surveys.nps * moved, About.SURVEY, *keys))
    score = _score(mood[asked], luck.normal(About.SCORE, keys[0][asked], keys[1][asked]))
    day = sold.delivered[asked] + _ASKED_AFTER
    answers = rows_of(
        "answers",
        day,
        {
            "answer_id": code("N", sold.number[asked]),
            "customer": sold.person[asked],
            "at": instant(day, minutes_of(luck, keys[0][asked], day, 2)),
            "kind": "nps",
            "score": score,
            "text": pick((*_ANGRY, *_CONTENT), _words(world, sold, asked)),
            "order_id": sold.order_id(asked),
        },
    )
    rated = np.flatnonzero(luck.happens(world.terms.surveys.reviews * moved, About.SURVEY, *keys, 1))
    stars = np.clip(
        (_score(mood[rated], luck.normal(About.SCORE, keys[0][rated], keys[1][rated], 1)) + 1) // 2, 1, 5
    )
    when = sold.delivered[rated] + _REVIEWED_AFTER
    first = np.searchsorted(sold.lines.order, rated)
    model = sold.lines.model[first] * world.terms.range.variants + sold.lines.variant[first]
    reviews = rows_of(
        "reviews",
        when,
        {
            "review_id": code("W", sold.number[rated]),
            "customer": sold.person[rated],
            "at": instant(when, minutes_of(luck, keys[0][rated], when, 3)),
            "product": world.article_numbers.take(model),
            "stars": stars,
            "text": pick((*_ANGRY, *_CONTENT), _words(world, sold, rated)),
        },
    )
    return [answers, reviews]


def _score(mood: FloatArray, noise: FloatArray) -> IntArray:
    return np.clip(np.rint(mood + 1.1 * noise), 0, 10).astype(np.int64)


def _words(world: World, sold: Sold, at: IntArray) -> IntArray:
    """A sentence that fits what happened, from half of them."""
    fates, keys = sold.fates, (sold.people.number[at], sold.day[at])
    content = len(_ANGRY) + world.chance.between(0, len(_CONTENT) - 1, About.SCORE, *keys, 4)
    said = content
    for place, happened in enumerate((fates.late, fates.defect, fates.slow_refund, fates.slow_answer)):
        said = np.where(happened[at], place, said)
    return np.where(world.chance.happens(_WRITES, About.SCORE, *keys, 5), said, -1)
