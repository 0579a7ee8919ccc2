"""Our sentences and fields on pages that allauth draws."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from treue.web.site import clock
from treue.web.voice import said as said_now
from treue.web.voice import said_or

register = template.Library()

# The first that fits: Edge and Opera call themselves Chrome too, Chrome calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@register.simple_tag
def said(key: str, **values: object) -> str:
    """A sentence of `[account]`, in the reader's language."""
    return said_now(f"account.{key}", **values)


@register.simple_tag
def counted(key: str, number: int, **values: object) -> str:
    """The same where a number decides on its form."""
    return said_now(f"account.{key}.{'one' if number == 1 else 'many'}", count=number, **values)


@register.filter
def label_of(field: BoundField) -> str:
    """What we call a field; its own name where we have none for it."""
    return said_or(f"account.field_{field.name}", str(field.label))


@register.filter
def help_of(field: BoundField) -> str:
    """What is said below a field; the lists of rules that libraries put there are no help."""
    return said_or(f"account.help_{field.name}", "")


@register.filter
def input_of(field: BoundField) -> SafeString:
    """The field to type in: no placeholder, since the label says it, and tied to what is said below it."""
    field.field.widget.attrs.pop("placeholder", None)
    ties = [f"{field.auto_id}_error"] if field.errors else []
    ties += [f"{field.auto_id}_helptext"] if help_of(field) else []
    more: dict[str, str | bool] = {"aria-describedby": " ".join(ties)} if ties else {}
    if field.errors:
        more["aria-invalid"] = "true"
    if field.name == "code":
        more |= {"inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false"}
    return field.as_widget(attrs=more)


@register.filter
def shop_clock(at: datetime) -> str:
    """Day and time of an instant as the shop's clock shows it."""
    return clock(at, (get_language() or "de")[:2])


@register.filter
def browser_of(agent: str) -> str:
    """What somebody came in with, in words: Firefox on Windows."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    if not browser:
        return said_now("account.session_unknown")
    return said_now("account.session_on", browser=browser, system=system) if system else browser
