"""Looking up who is behind a key, and which keys are behind a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q

from treue.people.records import Contact, ContactWord, Forgotten, FormerMailbox
from treue.people.words import words_of

_LAST = "\U0010ffff"
_NEVER = datetime.max.replace(tzinfo=UTC)
_AT_ONCE = 10_000
"""Keys a query asks for: databases allow no more than some ten thousand."""
_COUNTED = 1_000, 10_000, 100_000
"""How many words are counted to tell the rarest, first and where that did not tell."""


@dataclass(frozen=True, slots=True)
class Card:
    """How a person is called and reached.

    Args:
        person: the key that stands for them.
        name: first and family name, else the company; empty where neither is known.
        mail: an address; may be empty.
        place: postcode and town; may be empty.
        numbers: the shop's own numbers of the person.
    """

    person: int
    name: str
    mail: str
    phone: str
    street: str
    place: str
    country: str
    numbers: tuple[str, ...]


def cards_of(persons: Collection[int]) -> dict[int, Card]:
    """Person -> card, of those that are known; nobody who was forgotten."""
    found: dict[int, list[Contact]] = {}
    gone = set(Forgotten.objects.filter(key__in=persons).values_list("key", flat=True))
    for row in Contact.objects.filter(person__in=set(persons) - gone).order_by("changed_at", "key"):
        found.setdefault(row.person, []).append(row)
    return {person: _card(person, rows) for person, rows in found.items()}


def _card(person: int, rows: list[Contact]) -> Card:
    """The newest told of each part; what a hand corrected is newer than what any source tells."""
    rows = sorted(rows, key=lambda row: row.corrected_at is not None)

    def last(name: str) -> str:
        return next((told for row in reversed(rows) if (told := getattr(row, name))), "")

    full = " ".join(filter(None, (last("first_name"), last("last_name"))))
    return Card(
        person=person,
        name=full or last("company"),
        mail=last("mail"),
        phone=last("phone"),
        street=last("street"),
        place=" ".join(filter(None, (last("postcode"), last("town")))),
        country=last("country"),
        numbers=tuple(dict.fromkeys(row.number for row in rows if row.number)),
    )


def persons_called(text: str, most: int) -> list[int]:
    """Keys of persons in whose contact every word of a text begins a word, by name; at most so many.

    Of more, those whose rarest word comes first: berg before bergmann.

    Args:
        text: as typed: "müll anna", "anna.berg@", "10023".
        most: how many.
    """
    words = sorted(words_of([text]))
    typed = [word for word in words if not any(word != other and other.startswith(word) for other in words)]
    if not typed:
        return []
    rarest = _rarest(typed)
    found = ContactWord.objects.filter(_begins(rarest))
    for word in typed:
        if word != rarest:
            also = ContactWord.objects.filter(_begins(word), contact=OuterRef("contact"))
            found = found.filter(Exists(also))
    # One question, whose answer is short: each row that is fetched waits for its turn among other readers.
    keys = found.order_by("word", "contact").values("contact_id")[:most]
    rows = Contact.objects.filter(key__in=keys).exclude(person__in=Forgotten.objects.values("key"))
    rows = rows.order_by("last_name", "first_name", "key")
    return list(dict.fromkeys(rows.values_list("person", flat=True)))


def _rarest(typed: list[str]) -> str:
    """The word that fewest begin with, as far as is quickly counted: it is looked for, others asked for."""
    if len(typed) == 1:
        return typed[0]
    counts: dict[str, int] = {}
    for most in _COUNTED:
        counts = {
            word: ContactWord.objects.filter(_begins(word)).values("word")[:most].count() for word in typed
        }
        if min(counts.values()) < most:
            break
    return min(typed, key=lambda word: (counts[word], -len(word)))


def keys_of(persons: Collection[int]) -> dict[int, set[int]]:
    """Person -> every key known to be theirs: of their numbers and mail addresses, former ones too."""
    found = {person: {person} for person in persons}
    rows = Contact.objects.filter(person__in=persons).values_list("person", "key", "mailbox")
    for person, key, mailbox in rows:
        found[person] |= {key} | ({mailbox} if mailbox is not None else set())
    former = FormerMailbox.objects.filter(contact__person__in=persons)
    for person, mailbox in former.values_list("contact__person", "mailbox"):
        found[person].add(mailbox)
    return found


def persons_of(keys: Collection[int]) -> set[int]:
    """Everybody of whom one of these is a key; a key nobody has a contact under stands for itself."""
    found, listed = set(keys), sorted(keys)
    for begin in range(0, len(listed), _AT_ONCE):
        some = listed[begin : begin + _AT_ONCE]
        for name in ("key", "mailbox", "former_mailboxes__mailbox"):
            found |= set(Contact.objects.filter(**{f"{name}__in": some}).values_list("person", flat=True))
    return found


def bounds_of(persons: Collection[int]) -> dict[int, dict[int, datetime]]:
    """Person -> key -> instant after which a yes under that key counts: their address was corrected then.

    A yes for an address that was corrected away never counts; one for a number whose address was corrected
    counts if it was given later. Where the address came back, nothing is bounded.
    """
    found: dict[int, dict[int, datetime]] = {person: {} for person in persons}
    rows = FormerMailbox.objects.filter(contact__person__in=persons).select_related("contact")
    former: dict[int, list[FormerMailbox]] = {}
    for row in rows:
        former.setdefault(row.contact_id, []).append(row)
    for each in former.values():
        contact = each[0].contact
        if contact.mailbox not in {row.mailbox for row in each}:
            bounds = dict.fromkeys((row.mailbox for row in each), _NEVER)
            since = max(row.at for row in each) if contact.number else _NEVER
            found[contact.person] |= {contact.key: since} | bounds
    current = Contact.objects.filter(person__in=persons).values_list("person", "mailbox")
    for person, mailbox in current:
        if mailbox is not None:
            found[person].pop(mailbox, None)
    return found


def _begins(word: str) -> Q:
    """A range of the index: LIKE with an escape finds no index in SQLite."""
    return Q(word__gte=word, word__lt=word + _LAST)
