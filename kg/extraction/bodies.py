"""Bodies named by a common noun and their owner: "India's foreign ministry", "the Ukrainian military".

Bodies with a proper name of their own are in the tables or seen by the language model; see `kg.extraction.cast`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extraction.names import POSSESSIVE, Name, Names
from kg.reference import State

BODIES = frozenset(
    """ministry department office embassy parliament military army navy police agency council committee commission
    court assembly senate congress presidency secretariat bureau bank consulate mission force forces guard""".split()
)
"""Nouns for a body of a state; with a name before them they are an actor of their own."""

_FIELDS = frozenset(
    """foreign defence defense interior finance energy economy trade transport health education justice state prime
    minister president presidential national central supreme federal high security armed air joint general electoral
    election investigative constitutional human rights press external internal home affairs treasury""".split()
)
_SMALL = frozenset("of for and the".split())
_OFFICE_HOLDERS = frozenset("minister president".split())


@dataclass(frozen=True, slots=True)
class Body:
    """One place where a body is named. `start` and `end` count tokens, owner included; `owner` names its state."""

    name: str
    owner: Name | None
    start: int
    end: int


def find_bodies(doc: Doc, names: Names, taken: frozenset[int]) -> Iterator[Body]:
    """Yield each body that its state, its field or a proper name tells from others: not "the ministry" alone.

    `taken` are tokens that name something else.
    """
    for head in doc:
        if head.lower_ in BODIES and names.at(head) is None and head.i not in taken:
            body = _body_at(head, names, taken)
            if body is not None:
                yield body


def _body_at(head: Token, names: Names, taken: frozenset[int]) -> Body | None:
    doc = head.doc
    start, end = _start(head, names), _end(head, names, taken)
    before = names.before(doc[start])
    owner = before or _owner_after(doc, end, names)
    state = owner.state if owner is not None else None
    if state is None and end == head.i + 1 and (start == head.i or not doc[start:end].text.istitle()):
        return None
    name = _proper_name(head) or _name_with_owner(doc, start, end, before, state)
    return Body(name, owner if state is not None else None, before.start if before is not None else start, end)


def _name_with_owner(doc: Doc, start: int, end: int, before: Name | None, state: State | None) -> str:
    """As the text says it where the owner only describes the body ("US State Department"), else with it at the end."""
    words = _in_title_case(doc[start:end].text)
    if before is not None and doc[before.end].text not in POSSESSIVE:
        return f"{doc[before.start : before.end].text} {words}"
    return f"{words} of {state.name}" if state is not None else words


def _start(head: Token, names: Names) -> int:
    """Back over the field: "foreign | ministry", "prime minister's | office"."""
    start = head.i
    while start > head.sent.start and names.at(head.doc[start - 1]) is None and _is_field(head.doc, start - 1):
        start -= 1
    return start


def _is_field(doc: Doc, at: int) -> bool:
    if doc[at].text in POSSESSIVE:
        return at > 0 and doc[at - 1].lower_ in _OFFICE_HOLDERS
    return doc[at].lower_ in _FIELDS


def _end(head: Token, names: Names, taken: frozenset[int]) -> int:
    """Past the field of the body: "Ministry | of Foreign Affairs"."""
    end = head.i + 1
    for token in head.doc[head.i + 1 :]:
        continues = token.lower_ in _SMALL or (token.is_title and token.is_alpha)
        if not continues or names.at(token) is not None or token.is_sent_start or token.i in taken:
            break
        if token.is_title:
            end = token.i + 1
    return end


def _owner_after(doc: Doc, end: int, names: Names) -> Name | None:
    """The state after "of": "the foreign ministry of | Niger"."""
    if end + 1 >= len(doc) or doc[end].lower_ != "of":
        return None
    name = names.at(doc[end + 1])
    return name if name is not None and name.state is not None else None


def _proper_name(head: Token) -> str | None:
    """The body's full proper name where the language model sees one: "United States Commission on International …"."""
    entity = next((e for e in head.doc.ents if e.label_ == "ORG" and e.start <= head.i < e.end), None)
    if entity is None or len(entity) < 4 or entity[-1].lower_ in _SMALL:
        return None
    if not all(t.is_title or len(t) < 4 for t in entity):
        return None
    return entity.text.removeprefix("the ").removeprefix("The ")


def _in_title_case(words: str) -> str:
    parts = words.replace("’", "'").replace(" 's", "'s").split()
    return " ".join(w if w in _SMALL or not w.islower() else w[:1].upper() + w[1:] for w in parts)
