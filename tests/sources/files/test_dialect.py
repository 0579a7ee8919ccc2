"""How a text file is written, found out from its first lines."""

from __future__ import annotations

import pytest

from treue.sources.files.dialect import BLANK, delimiter_of, encoding_by_mark, encoding_of_bytes, is_header

CUT = {
    "Kunde;Datum;Betrag\n4711;2024-05-01;12,50\n4712;2024-05-01;1,50;zu viel\n4712;2024-05-01;1,50;x": ";",
    "Kunde;Datum;Betrag (EUR, brutto)\n4711;2024-05-01;12,50\n4712;2024-05-01;1,50;zu viel": ";",
    "customer,date,amount\nAna; the first,2024-05-01,5\nBen; the second,2024-05-02,6": ",",
    "customer|date|note\nAna|2024-05-01|a, b\nBen|2024-05-02|c, d": "|",
    "customer\tdate of order\nAna Maria\t2024-05-01": "\t",
    " 00001 19970101  1   11.77\n 00002 19970112  1   12.00": BLANK,
    "customer\nAna": ";",
}


@pytest.mark.parametrize("text", CUT)
def test_delimiter(text: str) -> None:
    assert delimiter_of(text.splitlines()) == CUT[text]


def test_encodings() -> None:
    assert encoding_by_mark("Müller;1\n".encode("utf-8-sig")) == "utf-8-sig"
    assert encoding_by_mark("Müller;1\n".encode("utf-16")) == "utf-16"
    assert encoding_by_mark("Mueller;1;2;3\n".encode("utf-16-be")) == "utf-16-be"
    assert encoding_by_mark("Müller;1\n".encode()) == ""
    assert encoding_of_bytes(["Müller, Größe".encode(), b"\xff"]) == "utf-8"
    assert encoding_of_bytes([b"plain", "Müller, Größe".encode("cp1252")]) == "cp1252"


def test_header() -> None:
    assert is_header(["Kunde", "Datum", "Betrag 2024 in EUR"])
    assert not is_header(["Ana", "2024-05-01", "5"])
    assert not is_header(["Ana", "1. Mai 2024"])
    assert not is_header(["ana@example.com", "morgen"])
    assert not is_header(["", " "])
