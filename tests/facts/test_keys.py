"""Keys: stable, secret, within 63 bits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treue.facts.keys import Keyring, normalised_address


def test_a_key_is_the_hmac_of_source_and_number() -> None:
    # printf 'shop\0A-17' | openssl dgst -sha256 -hmac secret: the first 16 digits, less one bit
    assert Keyring(b"secret").number("shop", "A-17") == 0x0DFB418A5CE9984A >> 1


def test_another_secret_gives_other_keys() -> None:
    assert Keyring(b"one").number("shop", "17") != Keyring(b"two").number("shop", "17")


def test_the_same_number_in_two_sources_is_two_keys() -> None:
    keyring = Keyring(b"secret")
    assert keyring.number("shop", "17") != keyring.number("till", "17")


@pytest.mark.parametrize("spelling", ["ana@example.org", " Ana@Example.ORG ", "ＡＮＡ@example.org"])
def test_spellings_of_one_mailbox_are_one_key(spelling: str) -> None:
    assert normalised_address(spelling) == "ana@example.org"
    assert Keyring(b"s").address(spelling) == Keyring(b"s").address("ana@example.org")


@given(st.text(), st.text())
def test_keys_fit_a_signed_integer(source: str, number: str) -> None:
    assert 0 <= Keyring(b"secret").number(source, number) < 2**63
