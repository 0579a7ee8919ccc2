"""Short names for keys, for people who must tell two customers apart without knowing who they are."""

from __future__ import annotations

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like something else
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": " "})


def bits_of(code: str) -> int | None:
    """The fifty bits that a code stands for, `key >> 13` of its keys; None where it is no code.

    Args:
        code: however it was typed: small letters, without its hyphen, O for 0, I or L for 1.

    >>> bits_of("zzzzz zzzzz") == 2**50 - 1
    True
    """
    letters = "".join(code.upper().translate(_MISREAD).split())
    if len(letters) != 10 or set(letters) - set(_LETTERS):
        return None
    bits = 0
    for letter in letters:
        bits = bits << 5 | _LETTERS.index(letter)
    return bits


def code_of(key: int) -> str:
    """Ten letters of a key, in two groups: 7F3KQ-29QXM. Fifty bits: unique in practice, not a key.

    >>> code_of(2**63 - 1)
    'ZZZZZ-ZZZZZ'
    """
    bits = key >> 13
    letters = "".join(_LETTERS[bits >> shift & 31] for shift in range(45, -1, -5))
    return f"{letters[:5]}-{letters[5:]}"
