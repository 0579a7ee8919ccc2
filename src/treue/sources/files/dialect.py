"""How a text file is written: its encoding, its delimiter, and whether it begins with names."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable

_DELIMITERS = (";", "\t", "|", ",")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_NUMBER = re.compile(r"[^A-Za-z]*\d[^A-Za-z]*")
_NAMED_DAY = re.compile(r"\d{1,4}[ .-]*[A-Za-zäÄ]{3,9}[ .-]*\d{1,4}.*")
BLANK = "blank"


def encoding_by_mark(start: bytes) -> str:
    """The encoding a byte order mark or the zeros of UTF-16 give away; empty if neither does."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    sample = start[:4096]
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) >= 8 and sample[offset::2].count(0) > 0.6 * len(sample[offset::2]):
            return name
    return ""


def encoding_of_bytes(blocks: Iterable[bytes]) -> str:
    """UTF-8, unless the bytes above 127 are mostly no UTF-8: then Windows-1252."""
    good = high = 0
    for block in blocks:
        if block.isascii():
            continue
        high += len(_HIGH.findall(block))
        good += sum(len(run) for run in _MULTIBYTE.findall(block))
    return "utf-8" if 2 * good >= high else "cp1252"


def split(line: str, delimiter: str) -> list[str]:
    """The fields of one line; quotes may be anywhere."""
    if delimiter == BLANK:
        return line.split()
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a carriage return inside the line
        return line.split(delimiter)


def delimiter_of(lines: list[str]) -> str:
    """The sign that cuts most lines, the first one above all, into the same number of fields.

    Many fields speak for a sign: a decimal comma also cuts each line, but only in two. Runs of blanks are
    taken only where no sign cuts the lines.
    """
    firm = {each: _firmness(lines, each) for each in _DELIMITERS}
    best = max(firm, key=lambda each: firm[each])
    if firm[best]:
        return best
    return BLANK if _firmness(lines, BLANK) else _in_header(lines) or ";"


def _firmness(lines: list[str], delimiter: str) -> float:
    counts = [len(split(line, delimiter)) for line in lines]
    fields, agreeing = max(Counter(counts).items(), key=lambda item: (item[1], item[0]))
    if fields < 2:
        return 0
    return agreeing / len(lines) * min(fields, 9) + (counts[0] >= 2)


def said_delimiter(line: str) -> str:
    """The delimiter that a first line "sep=;", written by spreadsheet programs, names; else empty."""
    found = re.fullmatch(r"sep=(.)\s*", line, re.IGNORECASE)
    return found[1] if found else ""


def _in_header(lines: list[str]) -> str:
    counts = {candidate: lines[0].count(candidate) for candidate in _DELIMITERS} if lines else {}
    best = max(counts, key=lambda candidate: counts[candidate], default="")
    return best if best and counts[best] else ""


def is_header(first: list[str]) -> bool:
    """Whether a line holds names: no cell of it is a number, a date or an address."""
    return any(cell.strip() for cell in first) and not any(_looks_like_value(cell) for cell in first)


def _looks_like_value(cell: str) -> bool:
    cell = cell.strip()
    return bool(_NUMBER.fullmatch(cell) or _NAMED_DAY.fullmatch(cell) or "@" in cell)
