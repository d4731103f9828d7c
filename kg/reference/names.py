"""How names of persons are compared: whatever their case, accents, apostrophes, hyphens, titles and initials."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from kg.iris import fold

_SPELLINGS = (("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j"), ("tch", "ch"), ("ts", "c"), ("ph", "f"))
_SAME = str.maketrans("qwzx", "kvss")
_CONSONANTS = _SAME | dict.fromkeys(map(ord, "aeiouy"))  # the vowels left out
_BETWEEN_WORDS = re.compile(r"[^\w]+|_")

_TITLES = frozenset(
    """
    ayatollah baroness captain col colonel crown dame daw doctor dr emir field gen general hojatoleslam imam king lady
    lord marshal mr mrs ms pope prince princess prof professor queen sayed sayyid sayyida seyed seyyed shaikh shaikha
    sheik sheikh sheikha sir sultan u
    """.split()
)
_MARKS = re.compile(r"\b[ae]l-|[^\w\s]|_")
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_ORDINALS = {numeral: str(number) for number, numeral in enumerate("ii iii iv v vi vii viii ix".split(), start=2)}
_LEFT_OUT = frozenset("al el bin ibn bint".split())
# Given names that stand for one another, by the first of each line.
_SAME_GIVEN_NAME = {
    other: names.split()[0]
    for names in """
    alexander alex aleksandr alexandr aleksander
    andrew andy
    anthony antony tony
    benjamin ben bibi
    charles charlie chuck
    christopher chris
    daniel dan danny
    david dave
    donald don
    edward ed ted
    elizabeth liz
    francisco paco pancho
    gregory greg
    james jim jimmy
    jeffrey jeff
    jose pepe
    joseph joe
    kenneth ken
    lawrence larry
    matthew matt
    michael mike
    mohammed mohamad mohamed mohammad muhamad muhammad muhammed
    nicholas nick
    patrick pat
    peter pete
    philip phil phillip
    richard dick rick
    robert bob rob
    ronald ron
    samuel sam
    stephen steve steven
    thomas tom
    timothy tim
    vincent vince
    william bill will
    """.strip().splitlines()
    for other in names.split()
}


@lru_cache(maxsize=100_000)
def fold_name(name: str) -> str:
    """The name in lower case with plain letters and single blanks: "Amir-Abdollāhian" gives "amir abdollahian"."""
    return " ".join(_BETWEEN_WORDS.sub(" ", fold(name).lower().replace("'", "")).split())


@lru_cache(maxsize=100_000)
def sound_of(name: str) -> str:
    """What stays of a name in any transliteration: its consonants, and the vowel at its beginning.

    "Volodymyr Zelenskyy" and "Volodimir Zelensky" give the same, as do "Amir-Abdollahian" and "Amirabdollahian", but
    not "Charles II" and "Charles III".
    """
    first, *others = fold_name(name).split() or [""]
    folded = "".join([first, *(_ORDINALS.get(word, word) for word in others if len(word) > 1)])
    for spelling, letters in _SPELLINGS:
        folded = folded.replace(spelling, letters)
    kept = folded[:1].translate(_SAME) + folded[1:].translate(_CONSONANTS)
    return "".join(letter for letter, _ in groupby(kept))  # none twice in a row


@lru_cache(maxsize=100_000)
def words_of(name: str) -> tuple[str, ...]:
    """The parts of a name in the form common to most of its spellings, without middle initials and Arabic particles.

    "Joseph R. Biden" and "Joe Biden" give the same, as do "J.D. Vance" and "JD Vance", "Bashar al-Assad" and
    "Bashar Assad". The last part is never taken for a given name.
    """
    words = _MARKS.sub("", fold(name).lower()).split()
    first = next((place for place, word in enumerate(words) if word not in _TITLES), 0)
    initials = next((place for place, word in enumerate(words) if place >= first and len(word) > 1), first)
    words[first:initials] = ["".join(words[first:initials])] if initials > first else []  # "H. R." is "H.R."
    kept = [w for place, w in enumerate(words[:-1]) if place <= first or (len(w) > 1 and w not in _LEFT_OUT)]
    return (*(_SAME_GIVEN_NAME.get(word, word) for word in kept), *words[-1:])


def without_title(words: tuple[str, ...]) -> tuple[str, ...]:
    """The parts without titles before them: of "Sir Keir Starmer", but not of "Sheikh Hasina", who has too few."""
    while len(words) > 2 and words[0] in _TITLES:
        words = words[1:]
    return words


def is_title(word: str) -> bool:
    """Whether a part of a name is no name, as that of "Lord Robertson"."""
    return word in _TITLES


def without_suffix(words: tuple[str, ...]) -> tuple[str, ...]:
    """The parts without a suffix: of "Lloyd Austin III", but not of "Abdullah II"."""
    return words[:-1] if len(words) > 2 and words[-1] in _SUFFIXES else words


def is_a_part_longer(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether the one name has one part more, which is not its first: "Abiy Ahmed Ali", "Hillary Rodham Clinton"."""
    return len(longer) == len(shorter) + 1 > 2 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(1, len(longer))
    )
