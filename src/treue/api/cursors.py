"""Where the next page begins: an opaque text that only holds for one run."""

from __future__ import annotations

import base64
import binascii
import json

from treue.api.problems import Problem
from treue.facts.codes import bits_of, code_of

_SPARE_BITS = 13
"""A code is a key without these."""


def cursor_of(run: str, customer: int) -> str:
    """After a customer, in a run."""
    return base64.urlsafe_b64encode(json.dumps([run, code_of(customer)]).encode()).decode().rstrip("=")


def after(cursor: str, run: str) -> int:
    """The highest key that came already; -1 for the first page.

    Raises:
        Problem: stale_cursor: it is of another run, or none of ours.
    """
    if not cursor:
        return -1
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        made_in, code = json.loads(base64.urlsafe_b64decode(padded))
        bits = bits_of(code)
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        bits, made_in = None, ""
    if bits is None:
        raise Problem("stale_cursor", "This is no cursor of ours; take `next` of the page before.")
    if made_in != run:
        raise Problem("stale_cursor", f"The page before was of an earlier run, now {run} holds; begin again.")
    return (bits + 1 << _SPARE_BITS) - 1
