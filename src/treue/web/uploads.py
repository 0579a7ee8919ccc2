"""Uploads go to the disk as they come, only from admins, and only so much at once."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler

from treue.web.reader import reader_of

TOO_MUCH = "is_too_much"
MOST_BYTES = 2 * 2**30
"""All files of one upload together."""


class Arriving(TemporaryFileUploadHandler):
    """Writes to the home's work folder; what is too much is not written and told to the page."""

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - theirs, passed on as it comes
        """Refuse files from who may not bring any, before a byte of them is written."""
        if self.request is None or not reader_of(self.request).is_admin:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write it, unless it has become too much."""
        self.received += len(raw_data)
        if self.received > most_bytes():
            setattr(self.request, TOO_MUCH, True)
            raise StopUpload(connection_reset=False)
        answer: bytes | None = super().receive_data_chunk(raw_data, start)
        return answer


def most_bytes() -> int:
    """How much one upload may bring."""
    return MOST_BYTES
