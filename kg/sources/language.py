"""In which language a text is written, as far as that decides whether it is read: offline, by two small means.

English prose shows itself by its most frequent words. Only where they are rare is the model of `py3langid` asked
(loaded then, once), and where it is not sure either, nothing is claimed of a text in Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_FREQUENT = frozenset(
    "the of and to in a is that for on with as by at from it be are was were this which have has not an or its will he "
    "she they his their been but had would said who after also more about between we you i our".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_SHARE = 0.15
"""Of frequent words in a text. Of 1,700 texts of news agencies and ministries five have less, all of them lists."""

_SURE = 0.7
_FEWEST_LETTERS = 20
_ENOUGH = 20_000
"""Characters that are looked at."""


def find_language(text: str) -> str | None:
    """The tag of the language, `None` where the text is too short, or too little like prose, to tell."""
    words = _WORD.findall(text[:_ENOUGH].lower())
    if not words:
        return None
    if sum(word in _FREQUENT for word in words) >= max(2, _ENGLISH_SHARE * len(words)):
        return "en"
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return None
    language, sureness = _identifier().classify(" ".join(_without_names(text) or words))
    return language if sureness >= _SURE or not _is_latin(words) else None


def _without_names(text: str) -> list[str]:
    """The words that begin with no capital, if they are enough to tell: names are of any language."""
    words = [word for word in _WORD.findall(text[:_ENOUGH]) if not word[0].isupper()]
    return words if sum(map(len, words)) >= _FEWEST_LETTERS else []


def _is_latin(words: Sequence[str]) -> bool:
    """Whether most letters are those of English, so that it may be the language."""
    letters = "".join(words)
    return sum(letter.isascii() for letter in letters) * 2 > len(letters)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
