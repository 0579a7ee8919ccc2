"""Taking down what people said, and whom nobody may write to: added, never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction

from treue.consent.records import Evidence, ProfilingObjection, Suppressed
from treue.errors import BadOption
from treue.people.log import log

GROUP = 500
FORGOTTEN = "forgotten"
"""The reason of a suppression that outlives the person's data."""


def keep(rows: Iterable[Evidence]) -> None:
    """Store evidence that is not stored yet; each once, however often it is told."""
    waiting = iter(rows)
    while group := list(islice(waiting, GROUP)):
        with transaction.atomic():
            Evidence.objects.bulk_create(group, ignore_conflicts=True)


def suppress(key: int, reason: str, by: str, now: datetime, channel: str = "") -> None:
    """Never write to this key again, whatever evidence says; said twice is said once.

    Args:
        key: of a person, a number or an address.
        reason: complaint, dead, wrong person, forgotten ...
        by: user:7, terminal.
        now: aware.
        channel: only there; empty: nowhere.
    """
    _said(reason)
    _, is_new = Suppressed.objects.get_or_create(
        key=key, channel=channel, defaults={"reason": reason, "at": now, "by": by}
    )
    if is_new:
        log(by, "suppressed", key, {"reason": reason, "channel": channel})


def lift(key: int, reason: str, by: str, channel: str = "") -> None:
    """Take a suppression back: only with a reason, and never without a line in the log.

    Args:
        key: as it was suppressed.
        reason: why it was a mistake.
        by: who takes it back.
        channel: as it was suppressed.

    Raises:
        BadOption: no reason was given, or nothing is suppressed there.
    """
    _said(reason)
    gone, _ = Suppressed.objects.filter(key=key, channel=channel).delete()
    if not gone:
        raise BadOption(f"{key}: nothing is suppressed there that could be taken back.")
    log(by, "unsuppressed", key, {"reason": reason, "channel": channel})


def object_to_profiling(key: int, by: str, now: datetime) -> None:
    """Somebody objects to being profiled: from the next night on they have no forecast, tier or group.

    Args:
        key: that stands for the person.
        by: who took it down.
        now: aware.
    """
    _, is_new = ProfilingObjection.objects.get_or_create(key=key, defaults={"at": now, "by": by})
    if is_new:
        log(by, "objected", key)


def end_objection(key: int, by: str) -> None:
    """The person takes their objection back; said of somebody who did not object it changes nothing."""
    if ProfilingObjection.objects.filter(key=key).delete()[0]:
        log(by, "unobjected", key)


def forget(keys: Collection[int], by: str, now: datetime) -> int:
    """Delete what persons said; that nobody may write to them stays, by key alone.

    Args:
        keys: every key of theirs.
        by: who forgets them.
        now: aware.

    Returns:
        How many words of theirs went.
    """
    with transaction.atomic():
        gone = Evidence.objects.filter(key__in=keys).delete()[0]
        gone += ProfilingObjection.objects.filter(key__in=keys).delete()[0]
        Suppressed.objects.filter(key__in=keys).delete()
        never = [Suppressed(key=key, reason=FORGOTTEN, at=now, by=by) for key in sorted(keys)]
        Suppressed.objects.bulk_create(never)
    return gone


def _said(reason: str) -> None:
    if not reason.strip():
        raise BadOption("A suppression needs a reason: complaint, dead, wrong person ...")
