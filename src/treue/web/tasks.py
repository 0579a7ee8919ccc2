"""Aufgaben: what is to be done, by whom, by when, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from treue.consent.light import NEWSLETTER, Colour, lights_of
from treue.facts.codes import code_of
from treue.loop.shelf import Opened
from treue.people.contacts import Card, bounds_of, cards_of, keys_of
from treue.people.log import log
from treue.people.records import Contact, Task
from treue.report.voice import Voice
from treue.web.customer_rows import codes_of
from treue.web.drawing import draw, today
from treue.web.found import found_by
from treue.web.reader import Reader, for_marketers, reader_of
from treue.web.records import User
from treue.web.site import shelf

OUTCOMES = ("reached", "not_reached", "solved", "ordered", "nothing")
_SHOWN = 200


class TaskForm(forms.Form):
    """What a task needs to be told."""

    title = forms.CharField(max_length=200)
    owner = forms.ChoiceField(required=False)
    due = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self, typed: QueryDict | None = None, *, voice: Voice, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(typed, label_suffix="", initial=dict(initial or {}))
        owners = [("", voice.words.say("web.tasks.nobody")), *_owners()]
        self.fields["owner"] = forms.ChoiceField(required=False, choices=owners)
        for name, field in self.fields.items():
            field.label = voice.words.say(f"web.tasks.{name}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A task as the list shows it.

    Args:
        task: the record.
        code: of the customer; empty where it is about none.
        who: what they are called.
        owner: whose it is.
        is_late: past its day and still open.
        ordered: the day of the next order after it was done, where there was one.
        light: whether the customer may be advertised to; None where it is about none.
    """

    task: Task
    code: str
    who: str
    owner: str
    is_late: bool
    ordered: date | None
    light: Colour | None


def tasks(request: HttpRequest) -> HttpResponse:
    """Open ones first, by day; mine, everybody's, done."""
    reader, view = reader_of(request), request.GET.get("view", "open")
    counts = {
        "open": Task.objects.filter(state=Task.State.OPEN).count(),
        "mine": Task.objects.filter(state=Task.State.OPEN, owner=reader.actor).count(),
        "done": Task.objects.exclude(state=Task.State.OPEN).count(),
    }
    context = {"shown": tasks_of(view, reader, _SHOWN), "view": view, "counts": counts, "outcomes": OUTCOMES}
    return draw(request, "tasks.html.j2", context)


def tasks_of(view: str, reader: Reader, most: int) -> list[Shown]:
    """Tasks as a list shows them.

    Args:
        view: open, mine or done.
        reader: whose own tasks are meant by mine, and who may see names.
        most: how many.
    """
    found = Task.objects.order_by("due", "id") if view != "done" else Task.objects.order_by("-ended_at")
    found = found.exclude(state=Task.State.OPEN) if view == "done" else found.filter(state=Task.State.OPEN)
    if view == "mine":
        found = found.filter(owner=reader.actor)
    return _shown(list(found[:most]), reader)


@for_marketers
def new(request: HttpRequest) -> HttpResponse:
    """A form that knows what it is about: from any list with `customer`, `title` and `reason`."""
    reader, code = reader_of(request), request.GET.get("customer") or request.POST.get("customer", "")
    found = found_by(code) if code else None
    if request.method == "POST":
        form = TaskForm(request.POST, voice=reader.voice)
        if form.is_valid():
            told = form.cleaned_data
            made = Task.objects.create(
                customer=found.customer if found else None,
                at_stake_minor=found.standing.at_stake_minor if found and found.standing else None,
                made_at=datetime.now(UTC),
                made_by=reader.actor,
                **told,
            )
            log(reader.actor, "task made", made.customer, {"task": made.pk})
            messages.success(request, reader.voice.words.say("web.done.task"))
            return (
                redirect("customer", code)
                if code and request.POST.get("from") == "customer"
                else redirect("today" if request.POST.get("from") == "today" else "tasks")
            )
    else:
        told = {name: request.GET.get(name, "") for name in ("title", "reason")}
        form = TaskForm(initial={**told, "owner": reader.actor, "due": today()}, voice=reader.voice)
    who = _called(found.customer, code, reader) if found else ""
    return draw(
        request,
        "task.html.j2",
        {
            "form": form,
            "code": code,
            "who": who,
            "light": _lights([found.customer])[found.customer] if found else None,
            "came_from": request.GET.get("from") or request.POST.get("from", ""),
        },
    )


@require_POST
@for_marketers
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Done, with what came of it; or dropped; or open again."""
    reader, task = reader_of(request), get_object_or_404(Task, pk=number)
    way = request.POST.get("way", "done")
    if way == "reopen":
        task.state, task.ended_at, task.outcome = Task.State.OPEN, None, ""
    else:
        task.state = Task.State.DROPPED if way == "drop" else Task.State.DONE
        task.outcome = request.POST.get("outcome", "") if request.POST.get("outcome") in OUTCOMES else ""
        task.remark = request.POST.get("remark", "").strip()[:2000]
        task.ended_at = datetime.now(UTC)
    task.save()
    log(reader.actor, f"task {task.state}", task.customer, {"task": task.pk})
    messages.success(request, reader.voice.words.say(f"web.done.task_{way}"))
    return redirect("tasks")


def _owners() -> list[tuple[str, str]]:
    found = User.objects.filter(is_active=True, role__in=(User.Role.MARKETER, User.Role.ADMIN)).order_by(
        "name", "mail"
    )
    return [(user.actor, str(user)) for user in found]


def _shown(found: list[Task], reader: Reader) -> list[Shown]:
    opened, owners = shelf().whole(), dict(_owners())
    keys = [task.customer for task in found if task.customer is not None]
    cards: dict[int, Card] = cards_of(keys) if reader.sees_persons else {}
    codes = codes_of(opened, keys) if opened is not None else {}
    codes |= {
        key: code_of(key) for key in Contact.objects.filter(person__in=keys).values_list("person", flat=True)
    }
    ordered = _orders_since(opened, found) if opened is not None else {}
    lights = _lights(keys)
    return [
        Shown(
            task,
            codes.get(task.customer or 0, ""),
            cards[task.customer].name if task.customer in cards else codes.get(task.customer or 0, ""),
            owners.get(task.owner, ""),
            task.state == Task.State.OPEN and task.due is not None and task.due < today(),
            ordered.get(task.pk),
            lights.get(task.customer or 0),
        )
        for task in found
    ]


def _orders_since(opened: Opened, found: list[Task]) -> dict[int, date]:
    """Task -> first day with an order after it was ended."""
    ended = [task for task in found if task.ended_at is not None and task.customer is not None]
    if not ended or "ledger" not in opened.tables:
        return {}
    asked = frozenset((task.pk, task.customer, task.ended_at) for task in ended)
    return opened.kept.get(("ordered since", asked), lambda: _read_orders(opened, ended))


def _read_orders(opened: Opened, ended: list[Task]) -> dict[int, date]:
    rows = opened.rows(
        "SELECT t.task, min(l.day) FROM (SELECT unnest($tasks) AS task, unnest($customers) AS customer,"
        " unnest($days) AS day) t JOIN ledger l ON l.customer = t.customer AND l.kind = 'goods'"
        " AND l.day > t.day GROUP BY t.task",
        {
            "tasks": [task.pk for task in ended],
            "customers": [task.customer for task in ended],
            "days": [task.ended_at.date() for task in ended if task.ended_at],
        },
    )
    return {int(str(task)): day for task, day in rows if isinstance(day, date)}


def _lights(customers: list[int]) -> dict[int, Colour]:
    """Customer -> whether they may be advertised to: who plans to write sees it before they do."""
    lights = lights_of(keys_of(customers), *NEWSLETTER, datetime.now(UTC), bounds_of(customers))
    return {customer: light.colour for customer, light in lights.items()}


def _called(customer: int, code: str, reader: Reader) -> str:
    card = cards_of([customer]).get(customer) if reader.sees_persons else None
    return card.name or code if card else code
