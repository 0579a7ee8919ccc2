"""Keyed hashes: how a shop's numbers and addresses become keys that say nothing."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

from treue.warehouse.arrow import literal

ADDRESS = "address"
MADE = "~"
"""Marks an id made from a row's content, where the shop gives none; keyed before it is stored."""
_SPARE_BITS = 1  # 64 bits of the hash, cut to 63, so that the key fits a signed integer


def normalised_address(address: str) -> str:
    """One spelling per mailbox: NFKC, without blanks around it, in small letters."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


class Keyring:
    """Turns numbers and addresses into customer keys with the secret of one installation.

    key = HMAC-SHA256(secret, source + NUL + number), its first 8 bytes cut to 63 bits. Without the
    secret nobody can tell which number a key stands for; with it the same number always gives the
    same key.
    """

    def __init__(self, secret: bytes) -> None:
        self._start = hmac.new(secret, digestmod=hashlib.sha256)

    def number(self, source: str, number: str) -> int:
        """The key of a shop's own customer number."""
        return self._key(f"{source}\0{number}")

    def address(self, address: str) -> int:
        """The key of a mailbox, the same in every source."""
        return self._key(f"{ADDRESS}\0{normalised_address(address)}")

    def keyed_ids(self, column: str, source: str) -> str:
        """SQL of a text column in which ids made from content are replaced by keyed hashes of them.

        A plain hash of a row's content would tell whose order it was to anyone who guesses the row.
        """
        key = self.purpose("ids")
        start = literal(f"{source}:{MADE}")
        made = f"left(sha256('{key}' || sha256('{key}' || {column})), 20)"
        return f"CASE WHEN starts_with({column}, {start}) THEN {start} || {made} ELSE {column} END"

    def row(self, column: str) -> str:
        """SQL of a keyed hash of an id, 60 bits: whether a row is known can be asked, whose it is cannot."""
        key = self.purpose("rows")
        return f"('0x' || left(sha256('{key}' || sha256('{key}' || {column})), 15))::BIGINT"

    def numbers(self, source: str, numbers: Iterable[str]) -> list[int]:
        """The keys of many numbers, in their order."""
        return [self.number(source, number) for number in numbers]

    def addresses(self, addresses: Iterable[str]) -> list[int]:
        """The keys of many mailboxes, in their order."""
        return [self.address(address) for address in addresses]

    def purpose(self, purpose: str) -> str:
        """A secret of its own for another purpose, of which nothing leads back to this one."""
        digest = self._start.copy()
        digest.update(f"purpose\0{purpose}".encode())
        return digest.hexdigest()

    def _key(self, text: str) -> int:
        digest = self._start.copy()
        digest.update(text.encode())
        return int.from_bytes(digest.digest()[:8], "big") >> _SPARE_BITS
