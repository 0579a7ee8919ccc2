"""How far the work in the background is, in the reader's words: its steps, and the time each took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from treue.errors import Keyed
from treue.loop.records import Job
from treue.loop.work.jobs import LOAD, NIGHT, newest
from treue.report.voice import Voice

_WAITS = ("held", "bad_settings")
"""What is said by a job that waits for somebody."""
NIGHT_STEPS = ("run_facts", "run_value", "run_judge", "run_segment", "run_publish")
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way.

    Args:
        key: of its name.
        state: done, now or ahead.
        spent: how long it took, or has taken so far; empty for what is ahead.
    """

    key: str
    state: str
    spent: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done.

    Args:
        state: waiting, now, done or failed.
        steps: in their order.
        trouble: what went wrong, as a sentence; empty where nothing did.
        held: what is waited for, as a sentence.
    """

    state: str
    steps: tuple[Step, ...] = ()
    trouble: str = ""
    held: str = ""

    @property
    def is_over(self) -> bool:
        """Whether looking again would show nothing new."""
        return self.state in ("done", "failed")


def sentence(told: object, voice: Voice) -> str:
    """What a room said, in the reader's language where there are words for it.

    Args:
        told: a sentence, a keyed one, or one as a job keeps it.
        voice: the reader's.
    """
    if isinstance(told, Keyed):
        told = {"key": told.key, "values": dict(told.values), "error": str(told)}
    if not isinstance(told, Mapping):
        return str(told)
    key, values = f"web.told.{told.get('key', '')}", dict(cast("Mapping[str, str]", told.get("values", {})))
    if key not in voice.words.sentences:
        said = str(told.get("error") or told.get("english") or "")
        return said or voice.words.say("web.told.unknown", {"kind": str(told.get("kind", ""))})
    for name, group in (("fields", "column"), ("table", "input")):
        if name in values:
            values[name] = ", ".join(name_of(voice, group, each) for each in values[name].split(", "))
    return voice.words.say(key, values)


def name_of(voice: Voice, group: str, name: str) -> str:
    """The pages' own word for something, else the report's."""
    words = voice.words
    return words.sentences.get(f"web.{group}.{name}", words.name(group, name))


def loading(arrival: int, voice: Voice, now: datetime) -> Progress | None:
    """How far a delivery is on its way into the figures; None where nobody asked for that."""
    load = newest(LOAD, arrival=arrival)
    if load is None:
        return None
    night = Job.objects.filter(kind=NIGHT, id__gt=load.pk).order_by("id").first()
    return _of(load, night, voice, now)


def computing(voice: Voice, now: datetime) -> Progress | None:
    """How far the last night is; None where none was asked for."""
    night = newest(NIGHT)
    return None if night is None else _of(None, night, voice, now)


def _of(load: Job | None, night: Job | None, voice: Voice, now: datetime) -> Progress:
    steps = [_whole("load", load, now, voice)] if load is not None else []
    steps += _night_steps(night, now, voice)
    failed = next((job for job in (load, night) if job is not None and job.state == Job.State.FAILED), None)
    if failed is not None:
        return Progress("failed", tuple(steps), sentence(failed.result, voice))
    last = night if night is not None else load
    if night is not None and night.state == Job.State.DONE:
        return Progress("done", tuple(steps))
    at_work = any(job is not None and job.state == Job.State.AT_WORK for job in (load, night))
    held = ""
    if last is not None and last.told and last.told[-1].get("key") in _WAITS:
        held = sentence(last.told[-1], voice)
    return Progress("now" if at_work else "waiting", tuple(steps), held=held)


def _whole(key: str, job: Job, now: datetime, voice: Voice) -> Step:
    """A job as one step."""
    if job.state == Job.State.DONE:
        return Step(key, "done", _spent(job.began_at, job.ended_at, voice))
    if job.state == Job.State.AT_WORK:
        return Step(key, "now", _spent(job.began_at, now, voice))
    return Step(key, "ahead")


def _night_steps(night: Job | None, now: datetime, voice: Voice) -> list[Step]:
    told = (
        {} if night is None else {str(each.get("key", "")): _instant(str(each["at"])) for each in night.told}
    )
    starts = [(key, told[key]) for key in NIGHT_STEPS if key in told]
    is_done = night is not None and night.state == Job.State.DONE
    ended = night.ended_at if is_done and night is not None else now
    steps = []
    for key in NIGHT_STEPS:
        later = [at for name, at in starts if NIGHT_STEPS.index(name) > NIGHT_STEPS.index(key)]
        if key not in told:
            steps.append(Step(key, "done" if later else "ahead"))
        elif later or is_done:
            steps.append(Step(key, "done", _spent(told[key], later[0] if later else ended, voice)))
        else:
            steps.append(Step(key, "now", _spent(told[key], now, voice)))
    return steps


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _spent(since: datetime | None, until: datetime | None, voice: Voice) -> str:
    """1 second, 12 seconds, 3:05 minutes."""
    if since is None or until is None:
        return ""
    seconds = max(0, round((until - since).total_seconds()))
    if seconds < _MINUTE:
        return voice.words.count("web.progress.seconds", seconds, {"count": str(seconds)})
    return voice.words.say("web.progress.minutes", {"count": f"{seconds // _MINUTE}:{seconds % _MINUTE:02}"})
