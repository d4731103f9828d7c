"""Whether two texts are one but for what an editor changes: headline, dateline, lead, tail, length, single words.

A text is compared by its stretches of six words. Each goes by the name that RFC 6920 gives to its hash, and the names
that sort first make the fingerprint: a fair sample of the stretches, the same wherever they stand. How many names two
texts share tells which part of the shorter one stands in the longer one (bottom-k sketches: A. Broder, On the
resemblance and containment of documents, 1997). Libraries for this (datasketch) want SciPy and an index in memory.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest

from rdflib import URIRef

LEAST_SHARED = 6
"""So many stretches two texts must share at least: with fewer to compare, chance would decide."""

_WORDS = 6  # names and set phrases of five words are common, and one changed word spoils six stretches only
_KEPT = 48  # the share of two articles of like length is then known to 0.07
_BYTES = 8
_SHARE = 0.55  # wire copies share 0.7 and more; what two agencies write of one event shares its quotations, 0.3
_SHARE_WITHIN_AN_OUTLET = 0.85  # releases on two calls of a day, written after one model, share up to 0.78

_WORD = re.compile(r"[^\W_]+")
_WITHIN_WORDS = re.compile("[.,'’‘`\u0300-\u036f]")  # "U.S.", "1,000", "Iran's", and accents once they stand apart


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many words a text has, and the names of a sample of its stretches of six words; none of a shorter text."""

    words: int
    parts: frozenset[URIRef]


def plain_words(text: str) -> list[str]:
    """The words of a text without what printing changes: case, accents, line breaks and punctuation."""
    return _WORD.findall(_WITHIN_WORDS.sub("", unicodedata.normalize("NFKD", text)).casefold())


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text."""
    words = plain_words(text)
    stretches = {" ".join(words[start : start + _WORDS]) for start in range(len(words) - _WORDS + 1)}
    # The letters of the names are as good as random, so their order is: bytes and names need not sort alike.
    names = (urlsafe_b64encode(sha256(stretch.encode()).digest()[:_BYTES]).decode() for stretch in stretches)
    parts = frozenset(URIRef(f"ni:///sha-256-64;{name.rstrip('=')}") for name in nsmallest(_KEPT, names))
    return Fingerprint(len(words), parts)


def is_same_text(shared: int, words: int, other_words: int, within_an_outlet: bool = False) -> bool:
    """Whether, of two texts of so many words that share so many parts, one stands in the other, by and large.

    `within_an_outlet`: both are of one outlet, whose releases resemble each other without being copies.
    """
    shorter, longer = sorted((words, other_words))
    # The sample of the longer text is the thinner one; so many stretches of the shorter text it would hold, if all.
    expected = _KEPT * (shorter - _WORDS + 1) / max(longer - _WORDS + 1, _KEPT)
    return shared >= max(LEAST_SHARED, expected * (_SHARE_WITHIN_AN_OUTLET if within_an_outlet else _SHARE))
