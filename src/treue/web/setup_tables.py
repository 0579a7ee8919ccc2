"""Tables of the pages that only an admin opens, to be taken along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator

from treue.api.keys import all_keys
from treue.report.sheets import Column, Kind, Value
from treue.web.drawing import today
from treue.web.keys import holds
from treue.web.loads import history
from treue.web.reader import Reader
from treue.web.records import User
from treue.web.site import clock, home
from treue.web.tables import Sheet


def _sheet(
    name: str, reader: Reader, columns: Sequence[tuple[str, Kind]], rows: Sequence[Sequence[Value]]
) -> Sheet:
    say = reader.voice.words.say
    return Sheet(
        say(f"web.sheet.of.{name}"), today(), [Column(say(f"web.{key}"), kind) for key, kind in columns], rows
    )


def _at(at: datetime | None, reader: Reader, never: str) -> str:
    return reader.voice.words.say(f"web.{never}") if at is None else clock(at, reader.language)


def _users(reader: Reader) -> Sheet:
    say = reader.voice.words.say
    protected = set(Authenticator.objects.values_list("user", flat=True))
    columns: list[tuple[str, Kind]] = [
        ("users.name", "text"), ("users.mail", "text"), ("users.role", "text"), ("users.factor", "text"),
        ("users.last", "text"), ("users.access", "text"),
    ]  # fmt: skip
    rows = [
        [each.name, each.mail, say(f"web.role.{each.role}"),
         say("web.users.yes" if each.pk in protected else "web.users.no"),
         _at(each.last_login, reader, "users.never"),
         "" if each.is_active else say("web.users.off")]
        for each in User.objects.order_by("-is_active", "name", "mail")
    ]  # fmt: skip
    return _sheet("users", reader, columns, rows)


def _keys(reader: Reader) -> Sheet:
    say, now = reader.voice.words.say, datetime.now(UTC)
    columns: list[tuple[str, Kind]] = [
        ("keys.name", "text"), ("keys.begins", "text"), ("keys.scopes", "text"), ("keys.until", "text"),
        ("keys.used", "text"), ("sheet.state", "text"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [each.name, each.prefix, ", ".join(say(f"web.keys.scope.{scope}") for scope in each.scopes),
         _at(each.expires_at, reader, "keys.unlimited"), _at(each.last_used, reader, "keys.unused"),
         say("web.keys.ended") if each.ended_at else "" if holds(each, now) else say("web.keys.expired")]
        for each in all_keys()
    ]  # fmt: skip
    return _sheet("keys", reader, columns, rows)


def _loads(reader: Reader) -> Sheet:
    columns: list[tuple[str, Kind]] = [
        ("data.loads.what", "text"), ("data.loads.when", "text"), ("data.loads.read", "count"),
        ("data.loads.aside", "count"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [each.name, clock(each.at, reader.language), each.read, each.aside] for each in history(home(), None)
    ]
    return _sheet("loads", reader, columns, rows)


SETUP: Mapping[str, Callable[[Reader], Sheet]] = {"users": _users, "keys": _keys, "loads": _loads}
"""Name in the address -> what makes the table."""
