"""The rights of one customer: access, correction, objection to profiling, being forgotten."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from treue.consent.keeping import end_objection, object_to_profiling
from treue.consent.records import ProfilingObjection
from treue.errors import InputError
from treue.facts.codes import bits_of
from treue.facts.keys import normalised_address
from treue.loop.rights.access import write_pack
from treue.loop.rights.forgetting import begin
from treue.people.contacts import cards_of, keys_of
from treue.people.correcting import FIELDS, correct, follow
from treue.people.log import log
from treue.people.records import Contact
from treue.report.voice import Voice
from treue.web.accounts import role_behind
from treue.web.drawing import draw
from treue.web.found import Found, found_by
from treue.web.reader import for_admins, for_marketers, reader_of
from treue.web.site import home


class ContactForm(forms.Form):
    """How one number of a person is called and reached; each part may be empty."""

    def __init__(self, contact: Contact, voice: Voice, typed: QueryDict | None = None) -> None:
        initial = {name: getattr(contact, name) for name in FIELDS}
        super().__init__(typed, label_suffix="", auto_id=f"{contact.key}-%s", initial=initial)
        for name in FIELDS:
            kind: Callable[..., forms.Field] = forms.EmailField if name == "mail" else forms.CharField
            longest = getattr(Contact._meta.get_field(name), "max_length")  # noqa: SLF001, B009 - Django's; typed loosely
            self.fields[name] = kind(
                required=False, max_length=longest, label=voice.words.say(f"web.rights.field.{name}")
            )


@require_POST
@for_marketers
def pack(request: HttpRequest, code: str) -> HttpResponseBase:
    """Everything held and believed about them, as one file to hand over."""
    found, reader = found_by(code), reader_of(request)
    home().work.mkdir(parents=True, exist_ok=True)
    file = tempfile.TemporaryFile(dir=home().work)  # noqa: SIM115 - the answer closes it
    try:
        write_pack(file, home(), found.customer, role_behind, datetime.now(UTC))
    except InputError:
        file.close()
        messages.warning(request, reader.voice.words.say("web.rights.pack_busy"))
        return redirect("customer", code)
    log(reader.actor, "pack", found.customer)
    file.seek(0)
    name = f"{reader.voice.words.say('web.rights.pack_file')}-{found.code}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@for_marketers
def contacts(request: HttpRequest, code: str) -> HttpResponse:
    """What is written of them under each number, to be corrected."""
    found, reader = found_by(code), reader_of(request)
    mine = list(Contact.objects.filter(person=found.customer).order_by("key"))
    forms_of = {each.key: ContactForm(each, reader.voice) for each in mine}
    status = 200
    if request.method == "POST":
        contact = _one_of(mine, request.POST.get("contact", ""))
        form = ContactForm(contact, reader.voice, request.POST)
        if form.is_valid():
            told = form.cleaned_data | {"mail": normalised_address(form.cleaned_data["mail"])}
            changed = correct(contact.key, told, home().keyring().address, reader.actor, datetime.now(UTC))
            if changed:
                messages.success(request, reader.voice.words.say("web.rights.corrected"))
            return redirect("customer", code)
        forms_of[contact.key], status = form, 400
    shown = [(each, forms_of[each.key]) for each in mine]
    return draw(
        request, "contacts.html.j2", {"code": found.code, "who": _called(found), "shown": shown}, status
    )


@require_POST
@for_marketers
def follow_source(request: HttpRequest, code: str) -> HttpResponse:
    """Let the source say again what holds under a number."""
    found, reader = found_by(code), reader_of(request)
    mine = list(Contact.objects.filter(person=found.customer))
    follow(_one_of(mine, request.POST.get("contact", "")).key, reader.actor)
    messages.success(request, reader.voice.words.say("web.rights.followed"))
    return redirect("customer_contacts", code)


@require_POST
@for_marketers
def object_(request: HttpRequest, code: str) -> HttpResponse:
    """They object to profiling: from now on pages show no figures of them."""
    found, reader = found_by(code), reader_of(request)
    object_to_profiling(found.customer, reader.actor, datetime.now(UTC))
    messages.success(request, reader.voice.words.say("web.rights.objected"))
    return redirect("customer", code)


@require_POST
@for_marketers
def unobject(request: HttpRequest, code: str) -> HttpResponse:
    """They take their objection back, under whatever key of theirs it was taken down."""
    found, reader = found_by(code), reader_of(request)
    keys = keys_of([found.customer])[found.customer]
    for key in ProfilingObjection.objects.filter(key__in=keys).values_list("key", flat=True):
        end_objection(key, reader.actor)
    messages.success(request, reader.voice.words.say("web.rights.unobjected"))
    return redirect("customer", code)


@for_admins
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether it is meant; who types the code means it."""
    found, reader = found_by(code), reader_of(request)
    typed = request.POST.get("code", "")
    if request.method == "POST" and bits_of(typed) == bits_of(found.code):
        begin(home(), found.customer, reader.actor, datetime.now(UTC))
        messages.success(request, reader.voice.words.say("web.rights.forgotten"))
        return redirect("customers")
    is_wrong = request.method == "POST"
    page = {"code": found.code, "who": _called(found), "typed": typed, "is_wrong": is_wrong}
    return draw(request, "forget.html.j2", page, 400 if is_wrong else 200)


def _one_of(mine: list[Contact], key: str) -> Contact:
    """The contact a form is about, if it is theirs.

    Raises:
        Http404: it is not.
    """
    for each in mine:
        if str(each.key) == key:
            return each
    raise Http404


def _called(found: Found) -> str:
    card = cards_of([found.customer]).get(found.customer)
    return card.name if card and card.name else found.code
