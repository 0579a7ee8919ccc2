"""Figures for Prometheus, in its text format 0.0.4.

Written here: it is twenty lines, and the client library would keep a tally of its own for the whole process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from treue.web.tally import BOUNDS, Counted

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand at this moment; None for what nobody knows.

    Args:
        snapshot_age: seconds since its run began.
        jobs: state -> how many.
        events: arrived and not yet facts.
        has_worker: whether one is at work beside.
        memory: resident bytes of this process.
        backup_age: seconds since the last backup.
    """

    snapshot_age: float | None
    jobs: Mapping[str, int]
    events: int | None
    has_worker: bool | None
    memory: int | None
    backup_age: float | None = None


def exposed(counted: Counted, standing: Standing) -> str:
    """The page a Prometheus server reads.

    >>> nothing = exposed(Counted({}, {}, {}), Standing(None, {}, None, None, None))
    >>> nothing.splitlines()[-1]
    '# TYPE treue_request_seconds histogram'
    """
    lines = [
        *_family("treue_requests_total", "counter", "Answers by page, method and status."),
        *(
            _line("treue_requests_total", {"page": page, "method": method, "status": str(status)}, count)
            for (page, method, status), count in sorted(counted.requests.items())
        ),
        *_family("treue_request_seconds", "histogram", "How long answers took, by page."),
        *(line for page in sorted(counted.buckets) for line in _histogram(page, counted)),
    ]
    for name, told, value in (
        (
            "treue_snapshot_age_seconds",
            "Since the run of the published snapshot began.",
            standing.snapshot_age,
        ),
        ("treue_events_waiting", "Events that arrived and are not facts yet.", standing.events),
        ("treue_worker_up", "1 while a worker is at work on this home.", standing.has_worker),
        ("treue_backup_age_seconds", "Since the last backup was made.", standing.backup_age),
        ("process_resident_memory_bytes", "Of the process that serves the pages.", standing.memory),
    ):
        if value is not None:
            lines += [*_family(name, "gauge", told), _line(name, {}, value)]
    if standing.jobs:
        lines += _family("treue_jobs", "gauge", "Jobs that wait, are at work, or failed.")
        lines += [
            _line("treue_jobs", {"state": state}, count) for state, count in sorted(standing.jobs.items())
        ]
    return "\n".join(lines) + "\n"


def _histogram(page: str, counted: Counted) -> Iterable[str]:
    upto = 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), counted.buckets[page], strict=True):
        upto += count
        yield _line("treue_request_seconds_bucket", {"page": page, "le": bound}, upto)
    yield _line("treue_request_seconds_sum", {"page": page}, round(counted.seconds[page], 6))
    yield _line("treue_request_seconds_count", {"page": page}, upto)


def _family(name: str, kind: str, told: str) -> list[str]:
    return [f"# HELP {name} {told}", f"# TYPE {name} {kind}"]


def _line(name: str, labels: Mapping[str, str], value: float) -> str:
    told = ",".join(f'{key}="{text.translate(_ESCAPED)}"' for key, text in labels.items())
    return f"{name}{{{told}}} {+value}" if told else f"{name} {+value}"
