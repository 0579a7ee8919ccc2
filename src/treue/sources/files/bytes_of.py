"""The bytes of a text file, whatever it is packed or encoded in, as whole lines of UTF-8 or one-byte text."""

from __future__ import annotations

import codecs
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

BLOCK = 1 << 22  # bytes read at once; longer than any line that is kept


class Recoded(io.RawIOBase):
    """A stream in another encoding, or with lone carriage returns, as UTF-8 with line feeds."""

    def __init__(self, stream: BinaryIO, encoding: str, *, lone_returns: bool) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._lone_returns = lone_returns
        self._ready = b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a buffer is a memoryview here
        """Fill the buffer; 0 at the end."""
        block = b"-"
        while not self._ready and block:
            block = self._stream.read(BLOCK)
            text = self._decoder.decode(block, final=not block)
            text = text.replace("\r", "\n") if self._lone_returns else text
            # What could not be decoded stays undecodable, so that its row is set aside by name.
            self._ready = text.replace("\ufffd", "\udc80").encode("utf-8", "surrogatepass")
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def close(self) -> None:
        """Close the file below as well."""
        self._stream.close()
        super().close()


def opened(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked if it is gzip."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast("BinaryIO", gzip.open(path, "rb")) if packed else path.open("rb")


def blocks(path: Path) -> Iterator[bytes]:
    """The file's bytes, a block at a time."""
    with opened(path) as stream:
        while block := stream.read(BLOCK):
            yield block
