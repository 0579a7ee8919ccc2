import numpy as np

from treue.facts.codes import codes_of

KEYS = np.array([0, 1, 2**13, 31 << 58, 0x1234_5678_9ABC_DEF0, 2**63 - 1])


def slowly(key: int) -> str:
    """As a person would write it: fifty bits from the top, five at a time."""
    bits = f"{key:063b}"[:50]
    letters = [
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[int(bits[start : start + 5], 2)] for start in range(0, 50, 5)
    ]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"


def test_codes_are_the_first_fifty_bits() -> None:
    keys = np.append(KEYS, np.random.default_rng(1).integers(0, 2**63 - 1, 500))
    assert codes_of(keys).to_pylist() == [slowly(key) for key in keys.tolist()]
    assert codes_of(KEYS[2:4]).to_pylist() == ["00000-00001", "Z0000-00000"]


def test_no_keys_have_no_codes() -> None:
    assert codes_of(np.empty(0, np.int64)).to_pylist() == []
