"""A mail server of our own that takes everything and hands nothing on: SMTP as RFC 5321 has it, in clear."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Sink:
    """What arrived.

    Args:
        port: on which it listens, on this machine.
        letters: envelope recipients, and the letter.
        refuses: whether it turns every recipient away.
    """

    port: int = 0
    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    refuses: bool = False


@contextmanager
def sink() -> Iterator[Sink]:
    """A server until the block ends."""
    kept = Sink()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            to: list[str] = []
            self._say("220 sink")
            while line := self.rfile.readline():
                told = line.strip().decode().upper()
                if told.startswith("RCPT TO:") and not kept.refuses:
                    to.append(line.strip().decode()[8:].strip("<> "))
                if told == "DATA":
                    self._say("354 go on")
                    kept.letters.append((to, self._letter()))
                    to = []
                refused = told.startswith("RCPT") and kept.refuses
                self._say("550 nobody here" if refused else "221 bye" if told == "QUIT" else "250 ok")
                if told == "QUIT":
                    return

        def _letter(self) -> EmailMessage:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            made = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(made, EmailMessage)
            return made

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        kept.port = server.server_address[1]
        beside = threading.Thread(target=server.serve_forever, args=(0.05,))
        beside.start()
        try:
            yield kept
        finally:
            server.shutdown()
            beside.join()
