"""When what was read says the same as what was annotated: names, offices, dates, words; and who is paired with whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from kg.iris import fold
from kg.records import Actor, ActorType, PartialDate, Span
from kg.reference import Reference

_HONORIFICS = frozenset("mr mrs ms dr sir president prime minister ambassador h e excellency sheikh".split())
_SMALL_WORDS = frozenset("of the and for".split())
_UNTOLD_IN_OFFICES = _SMALL_WORDS | {"to", "former", "then"}
_RANKS = frozenset("vice deputy assistant first principal".split())
_OFFICES = (
    (r"\b(?:minister|secretary) (?:of|for) (?:external|foreign) affairs\b", "foreign minister"),
    (r"\b(?:external|foreign) affairs minister\b|\bfm\b", "foreign minister"),
    (r"\bminister (?:of|for) (?:the )?([a-z]+)\b", r"\1 minister"),
    (r"\bpm\b", "prime minister"),
    (r"\bspokes(?:man|woman)\b", "spokesperson"),
    (r"\bspeaker of (?:the )?parliament\b", "parliament speaker"),
)
_LEAST_OVERLAP = 0.5


@lru_cache(maxsize=100_000)
def plain(name: str) -> str:
    """The name as it is compared: lower case, plain letters, no possessive: "Türkiye’s" gives "turkiye"."""
    letters = re.sub(r"['’‘`ʻ]", "", re.sub(r"['’‘`ʻ]s\b", "", fold(name).lower()))
    return " ".join(re.findall(r"[a-z0-9+]+", letters.replace("organization", "organisation")))


class Names:
    """Compares names; what the reference tables know under several names is one."""

    def __init__(self, reference: Reference) -> None:
        self._canonical = {
            _bare(surface): _bare(entry.name)
            for surfaces in (reference.organisation_surfaces, reference.state_surfaces)
            for surface, entry in surfaces.items()
        }
        adjectives: Mapping[str, str] = {s: state.name for s, state in reference.adjective_surfaces.items()}
        self._canonical |= {f"{plain(adjective)} government": _bare(name) for adjective, name in adjectives.items()}

    def canonical(self, name: str) -> str:
        """The name in plain letters, or that of the entry for which it stands: "U.S." gives "united states"."""
        bare = _bare(name)
        return self._canonical.get(bare, bare)

    def likeness(self, one: Actor, other: Actor) -> float:
        """From 0, two different actors, to 1, the same name; a person is never a state."""
        if (one.type is ActorType.PERSON) != (other.type is ActorType.PERSON):
            return 0
        if one.type is ActorType.PERSON:
            return _likeness_of_persons(_parts(one.name), _parts(other.name))
        mine, theirs = self.canonical(one.name), self.canonical(other.name)
        if mine == theirs:
            return 1 if mine else 0
        if ActorType.STATE in (one.type, other.type):
            return 0
        told = _overlap_of_words(_bare(one.name), _bare(other.name))
        shared = max(told, _overlap_of_words(mine, theirs))
        return 0.5 + shared / 4 if shared >= _LEAST_OVERLAP else 0

    def agree_loosely(self, one: str | None, other: str | None) -> bool:
        """Whether both are silent, or one name's words are among the other's: "Tehran" and "Tehran, Iran"."""
        if not one or not other:
            return not one and not other
        mine, theirs = self.canonical(one), self.canonical(other)
        words, others = set(mine.split()), set(theirs.split())
        return mine == theirs or (bool(words and others) and (words <= others or others <= words))


def _bare(name: str) -> str:
    return plain(name).removeprefix("the ")


def _parts(name: str) -> list[str]:
    words = plain(name).split()
    return [word for word in words if word not in _HONORIFICS] or words


def _likeness_of_persons(one: list[str], other: list[str]) -> float:
    """Names of persons agree when one holds the other, or in the surname: "Lavrov", "Sergei Lavrov", "S. Lavrov"."""
    if not one or not other:
        return 0
    if "".join(one) == "".join(other):
        return 1
    same_surname = one[-1] == other[-1]
    if set(one) <= set(other) or set(other) <= set(one):
        return 0.9 if same_surname else 0.7
    if not same_surname:
        return 0
    return 0.8 if one[0][0] == other[0][0] else 0.6


def _overlap_of_words(one: str, other: str) -> float:
    mine, theirs = set(one.split()) - _SMALL_WORDS, set(other.split()) - _SMALL_WORDS
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0


def offices_agree(one: str, other: str) -> bool:
    """Whether two titles name one office, told more or less fully; a deputy is not the minister."""
    mine, theirs = _words_of_office(one), _words_of_office(other)
    if not mine or not theirs or mine & _RANKS != theirs & _RANKS:
        return False
    return mine <= theirs or theirs <= mine


@lru_cache(maxsize=10_000)
def _words_of_office(title: str) -> frozenset[str]:
    words = plain(title)
    for pattern, common in _OFFICES:
        words = re.sub(pattern, common, words)
    return frozenset(words.split()) - _UNTOLD_IN_OFFICES


def told_date(date: PartialDate | None) -> str:
    """The date as annotations tell it: a day or a month; a year alone counts as none."""
    return str(date) if date is not None and date.month is not None else ""


def dates_agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates may be of one day: one is unknown, or less precise than the other."""
    mine, theirs = told_date(one), told_date(other)
    return mine.startswith(theirs) or theirs.startswith(mine)


def shared_length(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def overlap_share(one: Span, other: Span) -> float:
    """What two spans share, as a part of what they cover together."""
    common = shared_length(one, other)
    return common / (one[1] - one[0] + other[1] - other[0] - common)


def pair_up(size: int, other_size: int, likeness: Callable[[int, int], float]) -> dict[int, int]:
    """Pair as many as can be, each with one at most, the likest first; a likeness of 0 forbids a pair.

    Where the likest pairs leave somebody over who fits another's partner, partners change along a chain of fits.
    """
    fits = [(likeness(i, j), i, j) for i in range(size) for j in range(other_size)]
    fits = sorted((fit for fit in fits if fit[0] > 0), key=lambda fit: (-fit[0], fit[1], fit[2]))
    options: dict[int, list[int]] = {}
    partner_of: dict[int, int] = {}  # of the second by the first
    holder_of: dict[int, int] = {}  # and the reverse
    for _, i, j in fits:
        options.setdefault(i, []).append(j)
        if i not in partner_of and j not in holder_of:
            partner_of[i], holder_of[j] = j, i
    for i in range(size):
        if i not in partner_of:
            for changed, j in _chain_from(i, options, holder_of, set()):
                partner_of[changed], holder_of[j] = j, changed
    return partner_of


def _chain_from(
    start: int, options: Mapping[int, list[int]], holder_of: Mapping[int, int], tried: set[int]
) -> Iterator[tuple[int, int]]:
    """The pairs to change, the last first, so that `start` gets a partner; none if that cannot be."""
    for j in options.get(start, ()):
        if j in tried:
            continue
        tried.add(j)
        if j not in holder_of:
            yield start, j
            return
        chain = list(_chain_from(holder_of[j], options, holder_of, tried))
        if chain:
            yield from chain
            yield start, j
            return
