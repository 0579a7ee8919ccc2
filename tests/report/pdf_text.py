"""The words of a PDF as our renderer writes it: one content stream, fonts with a table back to letters."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(fo\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> ?Tj|\(((?:\\.|[^\\)])*)\) ?Tj", re.DOTALL)


def text_of(pdf: bytes) -> str:
    """All that is written, in the order in which it was set."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {
        name: _letters(_stream(objects[int(_reference(objects[int(at)], b"ToUnicode"))]))
        for body in objects.values()
        for name, at in re.findall(rb"/(fo\d+) (\d+) 0 R", body)
    }
    page = next(body for body in objects.values() if re.search(rb"/Type /Page\b(?!s)", body))
    said, font = [], b""
    for named, hexed, literal in _SHOWN.findall(_stream(objects[int(_reference(page, b"Contents"))])):
        if named:
            font = named
            continue
        raw = bytes.fromhex(hexed.decode()) if hexed else _plain(literal)
        said += [fonts[font].get(int.from_bytes(raw[at : at + 2]), "?") for at in range(0, len(raw), 2)]
    return "".join(said)


def embedded_fonts(pdf: bytes) -> set[str]:
    """Names of fonts whose letters are in the file."""
    names = {name.decode().partition("+")[2] for name in re.findall(rb"/BaseFont /(\S+)", pdf)}
    assert pdf.count(b"/FontFile") >= len(names)
    return names


def _reference(body: bytes, key: bytes) -> bytes:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert found, (key, body[:200])
    return found[1]


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found, body[:200]
    return zlib.decompress(found[1]) if b"FlateDecode" in body.partition(b"stream")[0] else found[1]


def _letters(table: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(letter, 16) + step)
    return found


def _plain(literal: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def letter(found: re.Match[bytes]) -> bytes:
        octal = found[1]
        return bytes([int(octal, 8)]) if octal.isdigit() else named.get(octal, octal)

    return re.sub(rb"\\([0-7]{1,3}|.)", letter, literal, flags=re.DOTALL)
