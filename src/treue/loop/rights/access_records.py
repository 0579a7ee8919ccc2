"""What the shop's people and consents hold of one person, as tables of an access pack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from django.db.models import Model, Q, QuerySet

from treue.consent.records import Evidence, ProfilingObjection, Suppressed
from treue.facts.keys import Keyring
from treue.loop.records import Job
from treue.loop.rights.personal_keys import Keys
from treue.people.records import Contact, Event, FormerMailbox, Later, Logged, Note, Task
from treue.report.held import Form, Held, HeldColumn, Row

RoleOf = Callable[[str], str]
"""From who did something, as the log has it (user:7), to the role they have: colleagues are not named."""

_BATCH = 1_000
_PEOPLE = ("by", "made_by", "owner", "asked_by")
_CODED, _WHOLE = ("key", "person", "customer", "mailbox", "contact"), ("BigIntegerField", "ForeignKey")


def records_of(keys: Keys, orders: Collection[str], keyring: Keyring, role_of: RoleOf) -> Iterator[Held]:
    """Every table of records with rows of a person.

    Args:
        keys: of the person.
        orders: ids of their orders, as the facts have them.
        keyring: of the home; events are still told by number and address.
        role_of: asked of everybody who did something.
    """
    mine, theirs = Q(customer__in=keys.own), Q(key__in=keys.reached)
    tables: dict[str, tuple[QuerySet[Model], tuple[str, ...]]] = {
        "contacts": (_all(Contact, Q(person__in=keys.own)), _fields(Contact)),
        "former_mailboxes": (_all(FormerMailbox, Q(contact__in=keys.own)), _fields(FormerMailbox)),
        "evidence": (_all(Evidence, theirs), _fields(Evidence)),
        "suppressed": (_all(Suppressed, theirs), _fields(Suppressed)),
        "objections": (_all(ProfilingObjection, theirs), _fields(ProfilingObjection)),
        "tasks": (_all(Task, mine), _fields(Task)),
        "notes": (_all(Note, mine), _fields(Note)),
        "postponed": (_all(Later, mine), _fields(Later)),
        "events": (_all(Event, Q(pk__in=_events(keys.own, orders, keyring))), _fields(Event)),
        "jobs": (
            _all(Job, Q(arguments__customer__in=sorted(keys.own))),
            ("kind", "asked_at", "asked_by", "state"),
        ),
        "log": (_all(Logged, mine), _fields(Logged)),
    }
    for name, (found, fields) in tables.items():
        count = found.count()
        if count:
            columns = tuple(HeldColumn(field, _form(found.model, field)) for field in fields)
            yield Held("person", name, columns, count, _read(found, fields, role_of))


def _all(record: type[Model], which: Q) -> QuerySet[Model]:
    return record._default_manager.filter(which).order_by("pk")  # noqa: SLF001 - a name of Django's


def _fields(record: type[Model]) -> tuple[str, ...]:
    """All but a number that only counts rows."""
    return tuple(field.name for field in record._meta.concrete_fields if field.name != "id")  # noqa: SLF001 - the same


def _form(record: type[Model], name: str) -> Form:
    kind = record._meta.get_field(name).get_internal_type()  # noqa: SLF001 - the same
    if name in _CODED and kind in _WHOLE:
        return Form.KEY
    if name.endswith("_minor"):
        return Form.MONEY
    return {"DateTimeField": Form.INSTANT, "DateField": Form.DAY, "JSONField": Form.TREE}.get(kind, Form.TEXT)


def _read(
    found: QuerySet[Model], fields: Sequence[str], role_of: RoleOf
) -> Callable[[], Iterator[Sequence[Row]]]:
    people = [at for at, name in enumerate(fields) if name in _PEOPLE]

    def batches() -> Iterator[Sequence[Row]]:
        batch: list[Row] = []
        for told in found.values_list(*fields).iterator(chunk_size=_BATCH):
            row = list(told)
            for at in people:
                row[at] = role_of(str(row[at])) if row[at] else row[at]
            batch.append(row)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        yield batch

    return batches


def _events(keys: Collection[int], orders: Collection[str], keyring: Keyring) -> list[int]:
    """Numbers of events that name the person; what one said is in the inbox only until it is a fact."""
    told = ("pk", "source", "body__body__customer", "body__body__address", "body__body__order")
    known = set(orders)
    found = []
    for number, source, customer, address, order in Event.objects.filter(taken_at=None).values_list(*told):
        named = set() if customer is None else {keyring.number(source, str(customer))}
        named |= set() if address is None else {keyring.address(str(address))}
        if named & set(keys) or (not named and order is not None and f"{source}:{order}" in known):
            found.append(number)
    return found
