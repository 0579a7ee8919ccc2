"""The five phases: ids that stay, names people read, and the small numbers that arrays hold."""

from __future__ import annotations

from treue.errors import BadOption
from treue.segments.names import Name

PHASES: tuple[Name, ...] = (
    Name("awareness", "Awareness", "Interesse"),
    Name("acquisition", "First purchase", "Erstkauf"),
    Name("retention", "Retention", "Bindung"),
    Name("reactivation", "Reactivation", "Reaktivierung"),
    Name("farewell", "Win back or part well", "Rückgewinnung oder Abschied"),
)
"""In the order in which a relationship may pass through them."""

NOBODY, AWARENESS, ACQUISITION, RETENTION, REACTIVATION, FAREWELL = range(6)
"""What arrays hold: 0 before anybody knew the person, then the place in `PHASES`, counted from 1."""


def key_of(code: int) -> str:
    """The id of a phase as arrays hold it; empty for nobody we knew.

    >>> key_of(3), key_of(0)
    ('retention', '')
    """
    return PHASES[code - 1].key if code else ""


def code_of(key: str) -> int:
    """The number under which arrays hold a phase.

    Raises:
        BadOption: no such phase.
    """
    for code, name in enumerate(PHASES, 1):
        if name.key == key:
            return code
    raise BadOption(f"Phase {key!r} does not exist; take one of {', '.join(name.key for name in PHASES)}.")
