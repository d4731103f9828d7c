"""How names of persons are compared: whatever their case, accents, apostrophes and hyphens."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.iris import fold

_SPELLINGS = (("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j"), ("tch", "ch"), ("ts", "c"), ("ph", "f"))
_SAME = str.maketrans("qwzx", "kvss")


@lru_cache(maxsize=100_000)
def fold_name(name: str) -> str:
    """The name in lower case with plain letters and single blanks: "Amir-Abdollāhian" gives "amir abdollahian"."""
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(name).lower().replace("'", "")).split())


@lru_cache(maxsize=100_000)
def sound_of(name: str) -> str:
    """What stays of a name in any transliteration: its consonants, and the vowel at its beginning.

    "Volodymyr Zelenskyy" and "Volodimir Zelensky" give the same, as do "Amir-Abdollahian" and "Amirabdollahian".
    """
    folded = "".join(word for word in fold_name(name).split() if len(word) > 1)
    for spelling, letters in _SPELLINGS:
        folded = folded.replace(spelling, letters)
    kept = folded[:1] + re.sub("[aeiouy]", "", folded[1:])
    return re.sub(r"(.)\1+", r"\1", kept.translate(_SAME))
