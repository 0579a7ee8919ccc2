"""Short names for keys, for people who must tell two customers apart without knowing who they are."""

from __future__ import annotations

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like something else


def code_of(key: int) -> str:
    """Ten letters of a key, in two groups: 7F3KQ-29QXM. Fifty bits: unique in practice, not a key.

    >>> code_of(2**63 - 1)
    'ZZZZZ-ZZZZZ'
    """
    bits = key >> 13
    letters = "".join(_LETTERS[bits >> shift & 31] for shift in range(45, -1, -5))
    return f"{letters[:5]}-{letters[5:]}"
