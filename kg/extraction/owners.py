"""Whose office it is that the words of the office do not tell: asked of what stands beside it, then of the register.

Nobody's rather than a guess between two; what the office's own words say is read in `kg.extraction.titles`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span as TokenSpan

from kg.extraction.bodies import BODIES
from kg.extraction.cast import Cast, Figure
from kg.extraction.names import POSSESSIVE
from kg.extraction.titles import Title
from kg.records import ActorType
from kg.reference.recognition import Recognition

# Heads of offices that states alone have.
_OF_STATES = frozenset(
    """minister premier secretary ambassador envoy king queen emir sultan prince princess senator congressman
    congresswoman lawmaker mayor prosecutor consul taoiseach monarch emperor undersecretary""".split()
)
_OF_GOVERNMENTS = frozenset("government police army military ministry opposition".split())
_LINKS = frozenset("of at for with".split())
_NATIONAL = BODIES | frozenset("party government cabinet treasury house".split())
_BETWEEN = frozenset(", and ; the his her".split())


class Owners:
    """Gives each office of the cast that has none the state or body to which it belongs."""

    def __init__(self, cast: Cast, recognition: Recognition) -> None:
        self._cast = cast
        self._doc = cast.document.doc
        self._recognition = recognition

    def find_told(self) -> None:
        """Fill in what the register knows, and what is named beside the office."""
        for figure, title in self._without_owner():
            figure.of = self._recognition.owner(figure.name, title.office) or self._body_beside(title)
        for figure, title in self._without_owner():
            figure.of = self._of_the_one_before(title)

    def find_sole(self) -> None:
        """Take the offices of a state for that of the one state that the article is about: it names no other.

        But not an office that somebody else holds there, and none of who is sent there ("ambassador to Germany").
        """
        states = [name for code in self._recognition.named if (name := self._cast.name_of_state(code))]
        held = {(f.title.office, f.of) for f in self._cast.persons() if f.title is not None}
        for figure, title in self._without_owner():
            if len(states) == 1 and _is_of_state(title) and (title.office, states[0]) not in held:
                figure.of = states[0]

    def _without_owner(self) -> Iterator[tuple[Figure, Title]]:
        for figure in self._cast.persons():
            if figure.title is not None and figure.of is None:
                yield figure, figure.title

    def _body_beside(self, title: Title) -> str | None:
        """The organisation named around the office: "Huawei's CFO", "director at | the Peace Institute".

        A ministry or a party is no answer: its state is.
        """
        if _head(title) in _OF_STATES:
            return None
        for entity in self._doc.ents:
            words = [t for t in entity if t.lower_ != "the" and t.text not in POSSESSIVE and t.i != title.head]
            if entity.label_ != "ORG" or not words or {t.lower_ for t in words} & _NATIONAL:
                continue
            is_known = any(self._cast.names.at(t) for t in words)
            if self._is_beside(entity, title) and (len(words) > 2 or not is_known):
                return self._cast.organisation_at(words[0].i, words[-1].i + 1).name
        return None

    def _is_beside(self, entity: TokenSpan, title: Title) -> bool:
        if title.start <= entity.start < title.end:
            return self._doc[entity.start - 1].lower_ in _LINKS | {"the"} and entity.start > title.head
        if entity.start < title.start:
            return entity.end >= title.start - (self._doc[title.start - 1].text in POSSESSIVE)
        after = [t for t in self._doc[title.end : entity.start] if t.lower_ != "the"]
        return entity.start <= title.end + 2 and len(after) == 1 and after[0].lower_ in _LINKS

    def _of_the_one_before(self, title: Title) -> str | None:
        """The state of the office that a list names before: "Israeli President Herzog and | Foreign Minister Cohen"."""
        start = title.start
        while start > 0 and self._doc[start - 1].lower_ in _BETWEEN:
            start -= 1
        before = self._cast.named_at(self._doc[start - 1]) if 0 < start < title.start else None
        if before is None or before.title is None or before.of is None or before.title.office == title.office:
            return None
        is_one_sentence = self._doc[start - 1].sent == self._doc[title.start].sent
        return before.of if is_one_sentence and before.type is ActorType.PERSON else None


def _head(title: Title) -> str:
    return title.office.lower().split(" of ")[0].split(" for ")[0].split(" to ")[0].split()[-1]


def _is_of_state(title: Title) -> bool:
    words = title.office.lower().split()
    if " To " in title.office.title():
        return False
    return _head(title) in _OF_STATES or not _OF_GOVERNMENTS.isdisjoint(words)


def owners_of(figures: Iterable[Figure], cast: Cast) -> Iterator[Figure]:
    """The known bodies whose offices the figures hold: they belong to the article's actors."""
    for figure in figures:
        owner = cast.named(figure.of) if figure.title is not None and figure.of is not None else None
        if owner is not None and owner.rule == "actor.organisation":
            yield owner
