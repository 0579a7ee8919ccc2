"""Short names for keys, for people who must tell two customers apart without knowing who they are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like something else
_PLACES = (0, 1, 2, 3, 4, 6, 7, 8, 9, 10)
_WIDTH = 11
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


def codes_of(keys: NDArray[np.int64]) -> pa.Array:
    """Ten letters of each key, in two groups: 7F3KQ-29QXM. Fifty bits: unique in practice, not a key.

    >>> codes_of(np.array([0, 2**63 - 1])).to_pylist()
    ['00000-00000', 'ZZZZZ-ZZZZZ']
    """
    letters = np.frombuffer(_LETTERS.encode(), np.uint8)
    written = np.full((len(keys), _WIDTH), ord("-"), np.uint8)
    for place, shift in zip(_PLACES, range(58, 12, -5), strict=True):
        written[:, place] = letters[(keys >> shift) & 31]
    plain = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(_WIDTH), len(keys), [None, pa.py_buffer(written.tobytes())]
    )
    return plain.cast(pa.binary()).cast(pa.string())


def code_of(key: int) -> str:
    """The code of one key.

    >>> code_of(2**63 - 1)
    'ZZZZZ-ZZZZZ'
    """
    return str(codes_of(np.array([key], np.int64))[0])
