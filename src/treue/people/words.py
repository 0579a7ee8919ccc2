"""Words by which a person is found, however they are typed: without capitals, accents or umlauts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_APART = re.compile(r"[^\w@.+-]+")
_PIECES = re.compile(r"[.+-]")
LONGEST = 120


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of some texts as they are stored and looked up.

    A mail address is one word, and what stands before its @ is one too; of what stands behind it nobody is
    found, half a shop's customers share it.

    >>> sorted(words_of(["Jürgens-Weiß", "Émile"]))
    ['emile', 'juergens-weiss', 'weiss']
    >>> sorted(words_of(["Anna.Berg@Example.org"]))
    ['anna.berg', 'anna.berg@example.org', 'berg']
    """
    found: set[str] = set()
    for text in texts:
        for word in filter(None, _APART.split(_plain(text))):
            name = word.partition("@")[0]
            found |= {word, name, *_PIECES.split(name)[1:]}
    return {word[:LONGEST] for word in found if len(word) > 1}


def stored(words: Iterable[str]) -> list[str]:
    """Those of the words that are no beginning of another: all are found by how they begin.

    >>> stored({"anna.berg", "anna.berg@example.org", "berg", "anna"})
    ['anna.berg@example.org', 'berg']
    """
    ordered = sorted(words)
    beside = zip(ordered, [*ordered[1:], ""], strict=False)
    return [word for word, following in beside if not following.startswith(word)]


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    german = unicodedata.normalize("NFKC", text).casefold().translate(_GERMAN)
    return "".join(sign for sign in unicodedata.normalize("NFKD", german) if not unicodedata.combining(sign))
