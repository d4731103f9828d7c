"""What somebody typed, as terms: words, a "phrase in quotation marks", a begin* of a word. Nothing else has a meaning.

Words are told apart as the index does it: letters and digits of any script, without regard to case and accents.
"""

from __future__ import annotations

import re
import unicodedata

from kg.search import Term

MOST_TERMS = 24
"""Terms that are looked for; what comes after them is left out."""

SHORTEST_BEGINNING = 2
"""Letters: with fewer, half of all words would be found."""

_LONGEST = 2000  # characters that are read
_PHRASE_OR_WORD = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')
_WORD = re.compile(r"[^\W_]+")
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in small letters without accents."""
    if text.isascii():  # most texts, and much faster
        return tuple(_WORD.findall(text.lower()))
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(_WORD.findall(bare.lower()))


def read_terms(text: str) -> list[Term]:
    """The terms of a text; the last word of it may be the beginning of a longer one, outside quotation marks."""
    found = list(_PHRASE_OR_WORD.finditer(_UNUSABLE.sub(" ", text[:_LONGEST])))
    terms = []
    for match in found:
        phrase, word = match.groups()
        typed = phrase if word is None else word
        words = words_of(typed)
        if words:
            is_open = word is not None and (match is found[-1] or word.endswith("*"))
            terms.append(Term(typed, words, is_open and len(words[-1]) >= SHORTEST_BEGINNING))
    return terms[:MOST_TERMS]
